import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The service behind a socket, until the process is asked to end.
public struct MapServer: Sendable {
  /// Files in PEM.
  public struct Certificate: Sendable {
    public var chain: String
    public var key: String

    public init(chain: String, key: String) {
      self.chain = chain
      self.key = key
    }
  }

  private let service: MapService
  private let address: String
  private let port: Int
  private let threads: Int
  private let certificate: Certificate?

  /// - Parameters:
  ///   - address: a name or number of this machine.
  ///   - threads: questions that the store answers at a time.
  ///   - certificate: of a server that is reached over TLS; `nil` for plain HTTP.
  public init(
    _ service: MapService, address: String, port: Int, threads: Int,
    certificate: Certificate? = nil
  ) {
    self.service = service
    self.address = address
    self.port = port
    self.threads = threads
    self.certificate = certificate
  }

  /// From a connection to the end of a head.
  private static let headSeconds: Int64 = 20
  /// From a head to the end of its body.
  private static let bodySeconds: Int64 = 120
  /// From an answer, which may take its time to arrive, to the next head.
  private static let nextSeconds: Int64 = 600

  /// Answers until SIGTERM or SIGINT; what is under way then is finished.
  ///
  /// - Parameter onStart: is told the port, which the system chooses where 0 was asked for.
  public func run(onStart: @escaping @Sendable (Int) -> Void) async throws {
    let workers = NIOThreadPool(numberOfThreads: threads)
    workers.start()
    // Tiles come from memory: they do not stand behind questions that wait for the store.
    let drawers = NIOThreadPool(numberOfThreads: min(threads, 2))
    drawers.start()
    var logger = Logger(label: "anlan.service")
    logger.logLevel = .critical
    let service = service
    let responder = CallbackResponder { (request: Request, context: VisitContext) in
      let asked = Self.question(request, context)
      guard request.method == .post, MapService.methods(at: asked.path).contains("POST") else {
        // A body has no meaning here; it is not waited for, and what comes behind it is not read.
        let hands = asked.path.contains("/tiles/") ? drawers : workers
        var answer = try await hands.runIfActive { service.respond(to: asked) }
        if Self.hasBody(request) { answer.headers.append(("Connection", "close")) }
        return Self.response(answer)
      }
      let departure = Departure()
      return try await request.body.consumeWithInboundCloseHandler { body in
        var asked = asked
        asked.isCancelled = { departure.hasGone }
        do {
          let buffer = try await body.collect(upTo: service.mostBodyBytes(at: asked))
          asked.body = Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
          var answer = service.tooLarge(asked)
          answer.headers.append(("Connection", "close"))
          return Self.response(answer)
        }
        let question = asked
        let answer = try await workers.runIfActive { service.respond(to: question) }
        return Self.response(answer)
      } onInboundClosed: {
        departure.go()
      }
    }
    let application = Application(
      responder: responder, server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(address, port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(
          service.configuration.mostConnections)),
      onServerRunning: { channel in onStart(channel.localAddress?.port ?? port) },
      logger: logger)
    do {
      try await application.runService()
    } catch {
      try? await workers.shutdownGracefully()
      try? await drawers.shutdownGracefully()
      throw error
    }
    try await workers.shutdownGracefully()
    try await drawers.shutdownGracefully()
  }

  private func server() throws -> HTTPServerBuilder {
    let metrics = service.metrics
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [
          ReadDeadline(
            head: .seconds(Self.headSeconds), body: .seconds(Self.bodySeconds),
            next: .seconds(Self.nextSeconds), metrics: metrics)
        ],
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
    guard let certificate else { return plain }
    var settings = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.chain).map {
        .certificate($0)
      },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.key, format: .pem)))
    settings.minimumTLSVersion = .tlsv12
    settings.applicationProtocols = ["http/1.1"]
    return try .tls(plain, tlsConfiguration: settings)
  }

  /// Whether the client has closed its connection.
  private final class Departure: Sendable {
    private let gone = Atomic<Bool>(false)

    var hasGone: Bool { gone.load(ordering: .relaxed) }
    func go() { gone.store(true, ordering: .relaxed) }
  }

  /// What is known of a request besides itself.
  private struct VisitContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end's address, without its port.
    let peer: String

    init(source: ApplicationRequestContextSource) {
      coreContext = .init(source: source)
      peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
  }

  private static func question(_ request: Request, _ context: VisitContext) -> ServiceRequest {
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
    }
    if let authority = request.head.authority { headers["host"] = authority }
    let sent = request.head.path ?? "/"
    let parts = sent.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var asked = ServiceRequest(
      method: request.method.rawValue, path: String(parts[0]),
      query: parts.count > 1 ? String(parts[1]) : "", headers: headers)
    asked.peer = context.peer
    return asked
  }

  /// A body is on its way behind the head.
  private static func hasBody(_ request: Request) -> Bool {
    request.headers[.transferEncoding] != nil
      || request.headers[.contentLength].map { $0 != "0" } ?? false
  }

  private static func response(_ answer: ServiceAnswer) -> Response {
    var headers = HTTPFields()
    for (name, value) in answer.headers {
      guard let name = HTTPField.Name(name) else { continue }
      headers.append(HTTPField(name: name, value: value))
    }
    return Response(
      status: .init(code: answer.status), headers: headers,
      body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
