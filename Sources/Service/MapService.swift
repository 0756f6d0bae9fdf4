import Access
import Compression
import Dispatch
import Foundation
import SimpleFeatures
public import Storage
import Synchronization
import Workflows

/// The service without its server: a question in, an answer out, on the caller's thread.
///
/// > OGC 17-069r4 (Features, part 1), 18-058r1 (part 2), 20-057 (Tiles).
public final class MapService: Sendable {
  let configuration: ServiceConfiguration
  private let analysts: PublishLayers
  private let owners: PublishLayers
  private let viewers: PublishLayers
  let pool: StorePool
  let cache: AnswerCache
  let tileLayers = TileLayers(most: 6)
  /// A million points take about 40 MB, and each choice among them has some.
  let incidentTiles = TileLayers(most: 3)
  /// Some hundred bytes each.
  let counts = RevisionMemory<MatchCount, Int?>(most: 4096)
  let openLayers = RevisionMemory<OpenedLayer, PublishedLayer?>(most: 1024)
  let incidents: IncidentMemory
  let features: FeatureMemory
  let metrics = ServiceMetrics()
  let doorkeeper: Doorkeeper
  let audit: AuditLog
  let contentRevision = ContentRevision()
  /// The connection that incidents and the audit are written through; `nil` for a service that
  /// reads alone.
  let writer: (any SpatialStore)?
  /// One bringing of incidents at a time.
  let posting = Mutex(())
  let jobBoard = JobBoard()
  let processGate: ProcessGate
  /// Jobs that are under way or wait.
  let openJobs = DispatchGroup()
  private let requests = Atomic<Int>(0)
  /// Of this run of the service, so that the names of requests do not come twice.
  private let birth: String

  /// - Parameters:
  ///   - stores: connections to one store, one for each question at a time.
  ///   - writer: a connection that may write, for incidents that editors bring and for the audit;
  ///     `nil` to read alone.
  public init(
    stores: [any SpatialStore], writer: (any SpatialStore)? = nil,
    configuration: ServiceConfiguration
  ) throws {
    self.configuration = configuration
    self.writer = writer
    incidents = IncidentMemory(rest: configuration.memoryRest)
    features = FeatureMemory(rest: configuration.memoryRest)
    var random = SystemRandomNumberGenerator()
    birth = String(random.next() as UInt32, radix: 36)
    analysts = try PublishLayers(audience: .analyst, home: configuration.home)
    owners = try PublishLayers(audience: configuration.audience, home: configuration.home)
    var viewers = try PublishLayers(audience: .public, home: configuration.home)
    viewers.isPublishedOnly = true
    self.viewers = viewers
    pool = StorePool(stores)
    doorkeeper = Doorkeeper(configuration, pool)
    audit = AuditLog(writer, configuration.clock, contentRevision)
    cache = AnswerCache(bytes: configuration.cacheBytes)
    // One store is left to the other questions.
    processGate = ProcessGate(max(1, min(configuration.processes, stores.count - 1)))
    incidents.isWanted(at: configuration.clock.seconds())
  }

  /// Ends what is computed, so that the program can end.
  public func stop() {
    jobBoard.dismissAll(at: configuration.clock.instant())
    // The stores are closed next: whatever is computed has ended before.
    openJobs.wait()
    try? audit.flush()
  }

  /// On a thread of its own, not one of Dispatch's: the server's tasks need those. `stop` waits for it.
  func onOwnThread(_ work: @escaping @Sendable () -> Void) {
    openJobs.enter()
    Thread.detachNewThread { [openJobs] in
      work()
      openJobs.leave()
    }
  }

  /// What a visitor may see.
  func publish(for visitor: Visitor) -> PublishLayers {
    var publish = visitor.isOwner ? owners : visitor.seesPublishedOnly ? viewers : analysts
    publish.area = visitor.area
    return publish
  }

  /// Answers; every fault becomes a problem document. Blocks while the store works.
  public func respond(to request: ServiceRequest) -> ServiceAnswer {
    let began = configuration.clock.seconds()
    let name = "\(birth)-\(requests.add(1, ordering: .relaxed).newValue)"
    var answer: ServiceAnswer
    var visitor: Visitor?
    var fault: String?
    do {
      try admit(request)
      answer = try route(request, &visitor)
      answer.headers.append(("Vary", "Accept, Accept-Encoding, Authorization"))
    } catch let problem as Problem {
      answer = problem.answer
    } catch let error as WorkflowError where error.kind != .failed {
      answer = Self.problem(error).answer
    } catch StorageError.busy {
      answer =
        Problem(
          status: 503, title: "Busy", detail: "The store is being written; ask again in a moment.",
          retryAfter: 1
        ).answer
    } catch {
      // What went wrong inside is for the log, not for the client.
      fault = "\(error)"
      answer =
        Problem(
          status: 500, title: "Failed",
          detail: "The service could not answer this; its log says why, under \(name)."
        ).answer
    }
    dress(&answer, request)
    answer.headers.append(("X-Request-ID", name))
    if request.method == "HEAD" { answer.body = [] }
    let seconds = configuration.clock.seconds() - began
    let route = RouteName.of(request.path)
    metrics.answered(route, status: answer.status, bytes: answer.body.count, seconds: seconds)
    log(name, request.method, route, answer, seconds, visitor, fault)
    return answer
  }

  private static func problem(_ error: WorkflowError) -> Problem {
    switch error.kind {
    case .cancelled: Problem(status: 499, title: "Left", detail: "Whoever asked has gone.")
    case .forbidden: Problem(status: 403, title: "Not allowed", detail: "\(error).")
    case .usage, .failed: .badRequest("\(error).")
    }
  }

  /// A line of JSON: which route, never what was asked for, and by which key, never by whom.
  private func log(
    _ name: String, _ method: String, _ route: String, _ answer: ServiceAnswer, _ seconds: Double,
    _ visitor: Visitor?, _ fault: String?
  ) {
    guard let write = configuration.log else { return }
    var members: [(String, JSON)] = [
      ("time", .text(configuration.clock.instant().formatted(offsetSeconds: 0))),
      ("request", .text(name)), ("method", .text(String(method.prefix(10)))),
      ("route", .text(route)), ("status", .integer(answer.status)),
      ("bytes", .integer(answer.body.count)),
      ("ms", .real((seconds * 100_000).rounded() / 100)),
    ]
    if let visitor {
      members += [("role", .text(visitor.role.rawValue)), ("key", .text(visitor.key))]
    }
    if let fault { members.append(("fault", .text(fault))) }
    write(String(decoding: JSON.object(members).bytes, as: UTF8.self))
  }

  /// A larger body is refused before it is read.
  func mostBodyBytes(at request: ServiceRequest) -> Int {
    request.path.hasPrefix("/collections/") ? configuration.mostPostedBytes : 1 << 20
  }

  /// The answer to a body that is larger.
  func tooLarge(_ request: ServiceRequest) -> ServiceAnswer {
    var answer = Problem(
      status: 413, title: "Too large",
      detail: "The body has more than \(mostBodyBytes(at: request)) bytes."
    ).answer
    dress(&answer, request)
    return answer
  }

  /// What an address takes.
  static func methods(at path: String) -> [String] {
    let parts = path.split(separator: "/")
    switch (parts.first, parts.count) {
    case ("processes", 3) where parts[2] == "execution": return ["POST", "OPTIONS"]
    case ("collections", 3) where parts[1] == "incidents" && parts[2] == "items":
      return ["GET", "HEAD", "OPTIONS", "POST"]
    case ("jobs", 2): return ["GET", "HEAD", "OPTIONS", "DELETE"]
    default: return ["GET", "HEAD", "OPTIONS"]
    }
  }

  private func admit(_ request: ServiceRequest) throws(Problem) {
    let allowed = Self.methods(at: request.path)
    guard allowed.contains(request.method) else {
      throw Problem(
        status: 405, title: "Method not allowed",
        detail: "\(request.method.prefix(20)) is not answered here; "
          + "\(allowed.joined(separator: ", ")) are.")
    }
    guard request.path.utf8.count + request.query.utf8.count <= 16_384 else {
      throw Problem(status: 414, title: "Too long", detail: "The address has over 16,384 bytes.")
    }
    guard !configuration.hosts.isEmpty else { return }
    let host = request.headers["host"] ?? ""
    let name =
      host.hasPrefix("[")
      ? String(host.prefix { $0 != "]" } + "]") : String(host.prefix { $0 != ":" })
    guard configuration.hosts.contains(name.lowercased()) else {
      throw Problem(
        status: 421, title: "Misdirected",
        detail: "This service is not asked under the name \(name.prefix(80)).")
    }
  }

  /// Of a known question the answer that was kept, if nothing was written since.
  private func route(
    _ request: ServiceRequest, _ visitor: inout Visitor?
  ) throws -> ServiceAnswer {
    if request.method == "OPTIONS" {
      return ServiceAnswer(
        status: 204,
        headers: [("Allow", Self.methods(at: request.path).joined(separator: ", "))])
    }
    if request.path == "/health" { return try health() }
    let revision = contentRevision.content(of: try pool.revision())
    let who = try doorkeeper.visitor(request, revision: revision)
    visitor = who
    try audit.flushIfDue()
    let asked = try Question(
      request, base: base(request), visitor: who, publish: publish(for: who))
    switch asked.segments.first {
    case "metrics":
      if configuration.needsKeys { try who.require(.admin, for: "What /metrics tells") }
      return numbers()
    // What is computed, and what becomes of jobs, is never the same answer again.
    case "jobs": return try uncached(asked, request)
    case "processes" where request.method == "POST": return try uncached(asked, request)
    case "collections" where request.method == "POST": return try postIncidents(asked)
    default: break
    }
    // Packed or not, an answer has other bytes, and another tag.
    let key =
      "\(who.sight) \(asked.format.rawValue) \(request.takesGzip) \(asked.base) "
      + "\(request.path)?\(request.query)"
    // A tile's tag is of its own bytes: one that a change did not touch stays good behind it.
    var tag: String?
    if let revision {
      if !asked.isTile {
        tag = "\"\(Fingerprint.of("\(configuration.version) \(revision) \(key)"))\""
      }
      if let tag, let answer = unchanged(tag, request) {
        try noteKept(asked)
        return answer
      }
      if let kept = cache.answer(key, revision: revision) {
        try noteKept(asked)
        return kept["ETag"].flatMap { unchanged($0, request) } ?? kept
      }
    }
    var answer = try answer(asked)
    if let revision, answer.status == 200 {
      try pack(&answer, for: request)
      let own = tag ?? "\"\(Fingerprint.of(answer.body))\""
      answer.headers += [
        ("ETag", own), ("Cache-Control", who.isOwner ? "no-cache" : "private, no-cache"),
      ]
      // What was read may be newer than the revision that was asked before it, never older.
      if contentRevision.content(of: try pool.revision()) == revision {
        cache.keep(answer, key, revision: revision)
      }
      if let same = unchanged(own, request) { return same }
    }
    return answer
  }

  /// Where the client has what the tag names.
  private func unchanged(_ tag: String, _ request: ServiceRequest) -> ServiceAnswer? {
    guard let known = request.headers["if-none-match"], Self.names(known, tag) else { return nil }
    return ServiceAnswer(status: 304, headers: [("ETag", tag)])
  }

  /// An answer that was kept, or that the client keeps, is seen like any other.
  private func noteKept(_ asked: Question) throws {
    guard !asked.visitor.isOwner, asked.segments.count > 2, asked.segments[0] == "collections",
      ["items", "tiles"].contains(asked.segments[2]), isWatched(asked.segments[1])
    else { return }
    try audit.add(
      asked.visitor, "\(asked.segments[2]) again", asked.segments[1],
      run: asked.parameters["run"], features: 0)
  }

  /// Its rows are points, or tell where is watched: whoever sees them is written down.
  func isWatched(_ layer: String) -> Bool {
    guard let content = Layer(named: layer)?.content else { return false }
    return content == .points || content == .restricted
  }

  private func uncached(_ asked: Question, _ request: ServiceRequest) throws -> ServiceAnswer {
    var answer = try answer(asked)
    answer.headers.append(("Cache-Control", "no-store"))
    try pack(&answer, for: request)
    return answer
  }

  private func pack(_ answer: inout ServiceAnswer, for request: ServiceRequest) throws {
    guard request.takesGzip, answer.body.count > 1024,
      MediaType.shrinks(answer["Content-Type"] ?? "")
    else { return }
    answer.body = try Gzip.compress(answer.body.span, level: 4)
    answer.headers.append(("Content-Encoding", "gzip"))
  }

  private func dress(_ answer: inout ServiceAnswer, _ request: ServiceRequest) {
    answer.headers += [
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
      ("X-Frame-Options", "DENY"), ("Permissions-Policy", "camera=(), microphone=()"),
    ]
    // What a 304 says replaces what the client kept with the answer: the page would be shut out from
    // its own scripts.
    if answer.status != 304, answer["Content-Security-Policy"] == nil {
      answer.headers.append(
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
    }
    if configuration.isSecure {
      answer.headers.append(("Strict-Transport-Security", "max-age=31536000"))
    }
    if answer.status == 401 {
      answer.headers += [
        ("WWW-Authenticate", "Bearer realm=\"anlan\""),
        ("WWW-Authenticate", "Basic realm=\"anlan\", charset=\"UTF-8\""),
      ]
    }
    if answer.status == 405 {
      answer.headers.append(
        ("Allow", Self.methods(at: request.path).joined(separator: ", ")))
    }
    if let origin = request.headers["origin"], configuration.origins.contains(origin) {
      answer.headers += [
        ("Access-Control-Allow-Origin", origin), ("Vary", "Origin"),
        ("Access-Control-Expose-Headers", "ETag, Link, Location, Content-Crs"),
        (
          "Access-Control-Allow-Methods",
          Self.methods(at: request.path).joined(separator: ", ")
        ),
        (
          "Access-Control-Allow-Headers",
          "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, Prefer"
        ),
      ]
    }
  }

  /// How the client reaches the service, for links.
  private func base(_ request: ServiceRequest) -> String {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]".utf8)
    var host = request.headers["host"] ?? "127.0.0.1"
    var scheme = configuration.isSecure ? "https" : "http"
    if configuration.isBehindProxy {
      host = request.headers["x-forwarded-host"] ?? host
      if request.headers["x-forwarded-proto"] == "https" { scheme = "https" }
    }
    return "\(scheme)://" + (host.utf8.allSatisfy(allowed.contains) ? host : "127.0.0.1")
  }

  private static func names(_ header: String, _ tag: String) -> Bool {
    header.split(separator: ",").contains { part in
      let name = part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      let text = String(name)
      return text == tag || text == "W/\(tag)" || text == "*"
    }
  }

  private func health() throws -> ServiceAnswer {
    _ = try pool.withStore { try $0.answer(Settings()) }
    return ServiceAnswer(json: ["status": "ok"])
  }

  private func numbers() -> ServiceAnswer {
    let kept = cache.state
    let written = features.state
    let text = metrics.text(
      gauges: [
        "cache_bytes": kept.bytes, "cache_entries": kept.entries,
        "written_bytes": written.bytes, "written_layers": written.layers,
        "computations": processGate.count,
      ],
      counters: ["cache_hits_total": kept.hits])
    return ServiceAnswer(
      type: "text/plain; version=0.0.4; charset=utf-8", Array(text.utf8),
      headers: [("Cache-Control", "no-store")])
  }
}
