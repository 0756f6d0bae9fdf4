import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The service behind a socket, until the process is asked to end.
public struct MapServer: Sendable {
  private let service: MapService
  private let address: String
  private let port: Int
  private let threads: Int

  /// - Parameters:
  ///   - address: a name or number of this machine.
  ///   - threads: questions that the store answers at a time.
  public init(_ service: MapService, address: String, port: Int, threads: Int) {
    self.service = service
    self.address = address
    self.port = port
    self.threads = threads
  }

  /// Answers until SIGTERM or SIGINT; what is under way then is finished.
  ///
  /// - Parameter onStart: is told the port, which the system chooses where 0 was asked for.
  public func run(onStart: @escaping @Sendable (Int) -> Void) async throws {
    let workers = NIOThreadPool(numberOfThreads: threads)
    workers.start()
    var logger = Logger(label: "anlan.service")
    logger.logLevel = .warning
    let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
      guard request.method == .post else {
        // A body has no meaning to a question that reads; it is not waited for.
        let asked = Self.question(request)
        let answer = try await workers.runIfActive { service.respond(to: asked) }
        return Self.response(answer, isHead: request.method == .head)
      }
      let departure = Departure()
      return try await request.body.consumeWithInboundCloseHandler { body in
        var asked = Self.question(request)
        asked.isCancelled = { departure.hasGone }
        do {
          let buffer = try await body.collect(upTo: service.mostBodyBytes(at: asked))
          asked.body = Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
          return Self.response(service.tooLarge(asked), isHead: false)
        }
        let question = asked
        let answer = try await workers.runIfActive { service.respond(to: question) }
        return Self.response(answer, isHead: false)
      } onInboundClosed: {
        departure.go()
      }
    }
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(address: .hostname(address, port: port)),
      onServerRunning: { channel in onStart(channel.localAddress?.port ?? port) },
      logger: logger)
    do {
      try await application.runService()
    } catch {
      try? await workers.shutdownGracefully()
      throw error
    }
    try await workers.shutdownGracefully()
  }

  /// Whether the client has closed its connection.
  private final class Departure: Sendable {
    private let gone = Atomic<Bool>(false)

    var hasGone: Bool { gone.load(ordering: .relaxed) }
    func go() { gone.store(true, ordering: .relaxed) }
  }

  private static func question(_ request: Request) -> ServiceRequest {
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
    }
    if let authority = request.head.authority { headers["host"] = authority }
    let sent = request.head.path ?? "/"
    let parts = sent.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return ServiceRequest(
      method: request.method.rawValue, path: String(parts[0]),
      query: parts.count > 1 ? String(parts[1]) : "", headers: headers)
  }

  private static func response(_ answer: ServiceAnswer, isHead: Bool) -> Response {
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
