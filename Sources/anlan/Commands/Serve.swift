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

      The service reads; it never writes. It answers at the machine itself alone, and only under
      the names 127.0.0.1, localhost and [::1]. Ends with Ctrl-C.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The address to answer at: of the machine itself.")
  var host = "127.0.0.1"

  @Option(help: "The port; 0 for a free one.")
  var port = 8080

  @Option(help: "public, meeting or analyst: who asks.")
  var audience = Audience.analyst

  @Option(
    name: .customLong("origin"),
    help: "A web page's origin, such as https://gis.example.org, that may read the answers.")
  var origins: [String] = []

  @Option(help: "Questions that are answered at the same time.")
  var threads = 4

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port: from 0 to 65535") }
    guard (1...64).contains(threads) else { throw ValidationError("--threads: from 1 to 64") }
    guard Self.isLoopback(host) else {
      throw ValidationError(
        "--host \(host): this version has no keys, so it answers at the machine itself alone: "
          + "127.0.0.1, localhost or ::1")
    }
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
    configuration.hosts = ["127.0.0.1", "localhost", "[::1]", host]
    configuration.origins = Set(origins)
    // A computation holds a connection as long as it takes.
    try store.withReaders(threads + configuration.processes) { stores in
      let service = try MapService(stores: stores, configuration: configuration)
      let server = MapServer(service, address: host, port: port, threads: threads)
      let failure = Mutex<(any Error)?>(nil)
      let ended = DispatchSemaphore(value: 0)
      let (host, isQuiet) = (host, speech.quiet)
      Task.detached {
        do {
          try await server.run { port in
            let name = host.contains(":") ? "[\(host)]" : host
            if !isQuiet { Console.note("http://\(name):\(port)/") }
          }
        } catch {
          failure.withLock { $0 = error }
        }
        ended.signal()
      }
      ended.wait()
      service.stop()
      if let error = failure.withLock({ $0 }) {
        throw WorkflowError.failed("the service at \(host):\(port) ended: \(error)")
      }
    }
  }
}
