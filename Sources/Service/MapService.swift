import Compression
import Dispatch
public import Storage
import Synchronization
import Workflows

/// The service without its server: a question in, an answer out, on the caller's thread.
///
/// > OGC 17-069r4 (Features, part 1), 18-058r1 (part 2), 20-057 (Tiles).
public final class MapService: Sendable {
  let configuration: ServiceConfiguration
  let publish: PublishLayers
  let pool: StorePool
  let cache: AnswerCache
  let tileLayers: TileLayers
  let tally = Mutex(Tally())
  let jobBoard = JobBoard()
  let processGate: ProcessGate
  let processQueue = DispatchQueue(label: "anlan.jobs", attributes: .concurrent)

  /// What `/metrics` tells.
  struct Tally {
    var answers: [Int: Int] = [:]
    var bytes = 0
  }

  /// - Parameter stores: connections to one store, one for each question at a time.
  public init(stores: [any SpatialStore], configuration: ServiceConfiguration) throws {
    self.configuration = configuration
    publish = try PublishLayers(audience: configuration.audience, home: configuration.home)
    pool = StorePool(stores)
    cache = AnswerCache(bytes: configuration.cacheBytes)
    tileLayers = TileLayers()
    // One store is left to the other questions.
    processGate = ProcessGate(max(1, min(configuration.processes, stores.count - 1)))
  }

  /// Ends what is computed, so that the program can end.
  public func stop() { jobBoard.dismissAll(at: configuration.clock.instant()) }

  /// Answers; every fault becomes a problem document. Blocks while the store works.
  public func respond(to request: ServiceRequest) -> ServiceAnswer {
    var answer: ServiceAnswer
    do {
      try admit(request)
      answer = try finished(try route(request), request)
    } catch let problem as Problem {
      answer = problem.answer
    } catch let error as WorkflowError where error.kind == .usage {
      answer = Problem.badRequest("\(error).").answer
    } catch let error as WorkflowError where error.kind == .cancelled {
      // Nobody reads it.
      answer =
        Problem(status: 499, title: "Left", detail: "Whoever asked has gone.").answer
    } catch StorageError.busy {
      answer =
        Problem(
          status: 503, title: "Busy", detail: "The store is being written; ask again in a moment."
        ).answer
      answer.headers.append(("Retry-After", "1"))
    } catch {
      // What went wrong inside is for the log, not for the client.
      answer =
        Problem(
          status: 500, title: "Failed", detail: "The service could not answer this."
        ).answer
    }
    dress(&answer, request)
    if request.method == "HEAD" { answer.body = [] }
    return answer
  }

  /// A larger body is refused before it is read.
  func mostBodyBytes(at request: ServiceRequest) -> Int { 1 << 20 }

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
  private func route(_ request: ServiceRequest) throws -> ServiceAnswer {
    if request.method == "OPTIONS" {
      return ServiceAnswer(
        status: 204,
        headers: [("Allow", Self.methods(at: request.path).joined(separator: ", "))])
    }
    let asked = try Question(request, base: base(request))
    switch asked.segments.first {
    case "health": return try health()
    case "metrics": return metrics()
    // What is computed, and what becomes of jobs, is never the same answer again.
    case "jobs": return try uncached(asked)
    case "processes" where request.method == "POST": return try uncached(asked)
    default: break
    }
    let revision = try pool.withStore { try $0.revision() }
    let key = "\(asked.format.rawValue) \(asked.base) \(request.path)?\(request.query)"
    var tag = ""
    if let revision {
      tag = "\"\(Fingerprint.of("\(configuration.version) \(revision) \(key)"))\""
      if let known = request.headers["if-none-match"], Self.names(known, tag) {
        return ServiceAnswer(status: 304, headers: [("ETag", tag)])
      }
      if let kept = cache.answer(key, revision: revision) { return kept }
    }
    var answer = try answer(asked)
    if let revision, answer.status == 200 {
      answer.headers += [("ETag", tag), ("Cache-Control", "no-cache")]
      try pack(&answer)
      // What was read may be newer than the revision that was asked before it, never older.
      if try pool.withStore({ try $0.revision() }) == revision {
        cache.keep(answer, key, revision: revision)
      }
    }
    return answer
  }

  private func uncached(_ asked: Question) throws -> ServiceAnswer {
    var answer = try answer(asked)
    answer.headers.append(("Cache-Control", "no-store"))
    try pack(&answer)
    return answer
  }

  private func pack(_ answer: inout ServiceAnswer) throws {
    guard answer.body.count > 1024, !answer.isPacked,
      MediaType.isText(answer["Content-Type"] ?? "")
    else { return }
    answer.body = try Gzip.compress(answer.body.span, level: 4)
    answer.isPacked = true
  }

  /// Packed as the client takes it.
  private func finished(
    _ answer: ServiceAnswer, _ request: ServiceRequest
  ) throws -> ServiceAnswer {
    var answer = answer
    answer.headers.append(("Vary", "Accept, Accept-Encoding"))
    guard answer.isPacked else { return answer }
    let takes = (request.headers["accept-encoding"] ?? "").lowercased()
    if takes.contains("gzip") || takes.contains("*") {
      answer.headers.append(("Content-Encoding", "gzip"))
    } else {
      answer.body = try Gzip.decompress(answer.body.span, limit: 1 << 30)
      answer.isPacked = false
    }
    return answer
  }

  private func dress(_ answer: inout ServiceAnswer, _ request: ServiceRequest) {
    answer.headers += [
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ]
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
    let (status, bytes) = (answer.status, answer.body.count)
    tally.withLock {
      $0.answers[status, default: 0] += 1
      $0.bytes += bytes
    }
  }

  /// How the client reaches the service, for links.
  private func base(_ request: ServiceRequest) -> String {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]".utf8)
    let host = request.headers["host"] ?? "127.0.0.1"
    return "http://" + (host.utf8.allSatisfy(allowed.contains) ? host : "127.0.0.1")
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

  private func metrics() -> ServiceAnswer {
    let (answers, bytes) = tally.withLock { ($0.answers, $0.bytes) }
    let kept = cache.state
    var lines = ["# TYPE anlan_answers_total counter"]
    for (status, count) in answers.sorted(by: { $0.key < $1.key }) {
      lines.append("anlan_answers_total{status=\"\(status)\"} \(count)")
    }
    lines += [
      "# TYPE anlan_answer_bytes_total counter", "anlan_answer_bytes_total \(bytes)",
      "# TYPE anlan_cache_bytes gauge", "anlan_cache_bytes \(kept.bytes)",
      "# TYPE anlan_cache_entries gauge", "anlan_cache_entries \(kept.entries)",
      "# TYPE anlan_cache_hits_total counter", "anlan_cache_hits_total \(kept.hits)", "",
    ]
    return ServiceAnswer(type: MediaType.plain.rawValue, Array(lines.joined(separator: "\n").utf8))
  }
}

/// A name for bytes, for caches; no secret rests on it.
enum Fingerprint {
  /// > G. Fowler, L.C. Noll, K.-P. Vo. *FNV hash*, 64 bits, twice with different beginnings.
  static func of(_ text: String) -> String {
    [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4].map { (start: UInt64) in
      let hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return String(hash, radix: 16)
    }.joined()
  }
}
