import Access
import ArgumentParser
import Dispatch
import Foundation
import Service
import Storage
import Synchronization
import Workflows

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer over HTTP: a map for a browser, OGC API for QGIS, GDAL and scripts.",
    discussion: """
      Example: anlan serve --store xiapu.sqlite, then open http://127.0.0.1:8080/

      At the machine itself (127.0.0.1, localhost, ::1) it needs no key: whoever sits there owns the
      file, and reads it as --audience says. At any other address, or with --keys, it answers those
      who have a key (anlan key create), over TLS, or behind a server in front that speaks TLS. With
      keys it writes, too: incidents that editors bring, and when points were seen (anlan key audit).
      Ends with Ctrl-C or SIGTERM; what is under way then is finished.

      Example: anlan serve --store xiapu.sqlite --host 0.0.0.0 --tls-cert chain.pem --tls-key key.pem

      Beside keys it takes the tokens (JWT) of one issuer, checked with the issuer's public keys in
      --issuer-keys. A token has iss, aud, exp, sub, anlan_role (viewer, analyst, editor or admin) and
      anlan_area (the first digits of the codes that may be seen; empty for all).

      Example: anlan serve --store xiapu.sqlite --keys --issuer https://sso.example.org \
        --issuer-audience anlan --issuer-keys jwks.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The address to answer at.")
  var host = "127.0.0.1"

  @Option(help: "The port; 0 for a free one.")
  var port = 8080

  @Option(help: "public, meeting or analyst: who asks without a key, at the machine itself.")
  var audience = Audience.analyst

  @Option(
    name: .customLong("origin"),
    help: "A web page's origin, such as https://gis.example.org, that may read the answers.")
  var origins: [String] = []

  @Option(help: "Questions that are answered at the same time.")
  var threads = 4

  @Option(help: "Computations at the same time.")
  var processes = 2

  @Flag(help: "Whoever asks needs a key, at the machine itself too.")
  var keys = false

  @Option(help: "The server's certificate and those above it, a file in PEM.")
  var tlsCert: String?

  @Option(help: "The certificate's key, a file in PEM.")
  var tlsKey: String?

  @Option(help: "Whose tokens are taken beside keys: what their iss says.")
  var issuer: String?

  @Option(help: "What the tokens' aud says.")
  var issuerAudience = "anlan"

  @Option(
    help: "The issuer's public keys: a JSON Web Key Set, or one key in PEM; read at the start.")
  var issuerKeys: String?

  @Flag(help: "A server in front speaks TLS and says in X-Forwarded-… how it was asked.")
  var behindProxy = false

  @Flag(help: "A line of JSON on standard error for each answer.")
  var log = false

  @Option(
    name: .customLong("tianditu-key"),
    help: "A key of 天地图 for the page's base map; ANLAN_TIANDITU_KEY without.")
  var tiandituKey: String?

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port: from 0 to 65535") }
    guard (1...64).contains(threads) else { throw ValidationError("--threads: from 1 to 64") }
    guard (1...16).contains(processes) else { throw ValidationError("--processes: from 1 to 16") }
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-cert and --tls-key stand together")
    }
    guard (issuer == nil) == (issuerKeys == nil) else {
      throw ValidationError("--issuer and --issuer-keys stand together")
    }
    guard Self.isLoopback(host) || tlsCert != nil || behindProxy else {
      throw ValidationError(
        "--host \(host): keys would cross the network in the open; give --tls-cert and --tls-key, "
          + "or --behind-proxy where a server in front speaks TLS")
    }
  }

  /// At the machine itself its owner needs no key.
  private var needsKeys: Bool {
    keys || behindProxy || issuer != nil || !Self.isLoopback(host)
  }

  /// - Throws: a usage error that names the file.
  private func tokenIssuer() throws -> TokenIssuer? {
    guard let issuer, let issuerKeys else { return nil }
    guard let document = FileManager.default.contents(atPath: issuerKeys) else {
      throw WorkflowError.usage("--issuer-keys \(issuerKeys): there is no such file")
    }
    let made = Mutex<Result<TokenIssuer, any Error>?>(nil)
    let ended = DispatchSemaphore(value: 0)
    let audience = issuerAudience
    Task.detached {
      let result: Result<TokenIssuer, any Error>
      do {
        result = .success(
          try await TokenIssuer(name: issuer, audience: audience, keys: document))
      } catch {
        result = .failure(error)
      }
      made.withLock { $0 = result }
      ended.signal()
    }
    ended.wait()
    do {
      return try made.withLock { $0 }?.get()
    } catch {
      throw WorkflowError.usage("--issuer-keys \(issuerKeys): \(error)")
    }
  }

  /// - Throws: where it is no key: it becomes a part of addresses.
  private func keyOfTianditu() throws -> String? {
    guard let key = tiandituKey ?? ProcessInfo.processInfo.environment["ANLAN_TIANDITU_KEY"],
      !key.isEmpty
    else { return nil }
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    guard key.utf8.count <= 64, key.utf8.allSatisfy(allowed.contains) else {
      throw ValidationError("--tianditu-key: a key of 天地图 has letters and digits alone")
    }
    return key
  }

  static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return host == "localhost" || host == "::1"
      || (parts.count == 4 && parts[0] == 127 && !parts.contains(nil))
  }

  func run() throws {
    var configuration = ServiceConfiguration(
      audience: audience, home: try speech.productHome(), version: Anlan.configuration.version,
      clock: .system)
    configuration.needsKeys = needsKeys
    configuration.issuer = try tokenIssuer()
    configuration.isSecure = tlsCert != nil
    configuration.isBehindProxy = behindProxy
    configuration.processes = processes
    // What the store, the logs and the page's files need is left to them.
    configuration.mostConnections = min(
      configuration.mostConnections, max(64, OpenFiles.allowMost() - 256))
    // Without keys a page of elsewhere could ask under a name that it made point here.
    if !needsKeys { configuration.hosts = ["127.0.0.1", "localhost", "[::1]", host] }
    configuration.origins = Set(origins)
    configuration.tiandituKey = try keyOfTianditu()
    if log { configuration.log = { Console.note($0) } }
    // A computation holds a connection as long as it takes.
    try store.withReaders(threads + processes) { stores in
      let writer = try self.writer(beside: stores[0])
      defer { try? writer?.close() }
      let service = try MapService(stores: stores, writer: writer, configuration: configuration)
      let certificate = tlsCert.flatMap { chain in
        tlsKey.map { MapServer.Certificate(chain: chain, key: $0) }
      }
      warm(service)
      let queue = DispatchQueue(label: "freshening")
      let freshening = DispatchSource.makeTimerSource(queue: queue)
      freshening.setEventHandler { service.freshen() }
      freshening.schedule(deadline: .now() + .milliseconds(500), repeating: .milliseconds(500))
      freshening.activate()
      let server = MapServer(
        service, address: host, port: port, threads: threads, certificate: certificate)
      let failure = Mutex<(any Error)?>(nil)
      let ended = DispatchSemaphore(value: 0)
      let (host, isQuiet, scheme) = (host, speech.quiet, certificate == nil ? "http" : "https")
      Task.detached {
        do {
          try await server.run { port in
            let name = host.contains(":") ? "[\(host)]" : host
            if !isQuiet { Console.note("\(scheme)://\(name):\(port)/") }
          }
        } catch {
          failure.withLock { $0 = error }
        }
        ended.signal()
      }
      ended.wait()
      freshening.cancel()
      // One that is under way may still set a reading going, which the service waits for.
      queue.sync {}
      service.stop()
      if let error = failure.withLock({ $0 }) {
        throw WorkflowError.failed("the service at \(host):\(port) ended: \(error)")
      }
    }
  }

  /// Who asks first shall not wait for a million incidents; of a store of many more the service does
  /// not wait either.
  private func warm(_ service: MapService) {
    service.freshen()
    let isWarm = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      service.settle()
      isWarm.signal()
    }
    _ = isWarm.wait(timeout: .now() + .seconds(2))
  }

  /// Where there are keys, what they do is written down, and editors may write.
  private func writer(beside reader: any SpatialStore) throws -> (any SpatialStore)? {
    let hasKeys = try !reader.answer(AccessKeys()).isEmpty
    guard needsKeys || hasKeys else { return nil }
    guard hasKeys || issuer != nil else {
      throw WorkflowError.usage(
        "the store has no keys, so nobody could ask; make one with anlan key create")
    }
    do {
      return try store.address().open(readOnly: false)
    } catch {
      throw WorkflowError.failed(
        "the store cannot be written, and who sees points must be written down: \(error)")
    }
  }
}
