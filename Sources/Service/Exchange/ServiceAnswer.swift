/// What goes back over HTTP.
public struct ServiceAnswer: Sendable {
  public var status: Int
  /// In order; names as they are sent.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  init(
    status: Int = 200, type: String, _ body: [UInt8],
    headers: [(name: String, value: String)] = []
  ) {
    self.status = status
    self.headers = [("Content-Type", type)] + headers
    self.body = body
  }

  /// Without a body.
  init(status: Int, headers: [(name: String, value: String)] = []) {
    self.status = status
    self.headers = headers
    body = []
  }

  init(json: JSON, type: MediaType = .json, headers: [(name: String, value: String)] = []) {
    self.init(type: type.rawValue, json.bytes, headers: headers)
  }

  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

enum MediaType: String {
  case json = "application/json"
  case geoJSON = "application/geo+json"
  case geoJSONSequence = "application/geo+json-seq"
  case schema = "application/schema+json"
  case openAPI = "application/vnd.oai.openapi+json;version=3.0"
  case html = "text/html; charset=utf-8"
  case csv = "text/csv; charset=utf-8"
  case problem = "application/problem+json"
  case mapStyle = "application/vnd.mapbox.style+json"
  case tile = "application/vnd.mapbox-vector-tile"
  case script = "text/javascript; charset=utf-8"
  case style = "text/css; charset=utf-8"
  case plain = "text/plain; charset=utf-8"

  /// It shrinks when it is packed.
  static func shrinks(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.contains("json") || type == tile.rawValue
  }
}

/// What was wrong with a question, or with the answering: problem details.
///
/// > M. Nottingham, E. Wilde, S. Dalal. "Problem Details for HTTP APIs." RFC 9457, 2023.
struct Problem: Error {
  var status: Int
  var title: String
  var detail: String
  var parameter: String?
  /// An address that names the kind of problem, where a standard has one.
  var type = "about:blank"
  /// Seconds after which to ask again.
  var retryAfter: Int?

  static func badRequest(_ detail: String) -> Problem {
    Problem(status: 400, title: "Bad request", detail: detail)
  }

  /// - Parameter fault: goes on after the parameter's name.
  static func badParameter(_ name: String, _ fault: String) -> Problem {
    Problem(
      status: 400, title: "Bad parameter", detail: "The parameter \(name) \(fault).",
      parameter: name)
  }

  static func notFound(_ detail: String) -> Problem {
    Problem(status: 404, title: "Not found", detail: detail)
  }

  var answer: ServiceAnswer {
    var members: [(String, JSON)] = [
      ("type", .text(type)), ("title", .text(title)), ("status", .integer(status)),
      ("detail", .text(detail)),
    ]
    if let parameter { members.append(("parameter", .text(parameter))) }
    var answer = ServiceAnswer(json: .object(members), type: .problem)
    answer.status = status
    if let retryAfter { answer.headers.append(("Retry-After", "\(retryAfter)")) }
    return answer
  }
}
