import Workflows

/// A request that was read: where it points and in which form the answer shall be.
struct Question: Sendable {
  enum Format: String, Sendable, CaseIterable {
    case json, html, csv, geojsonl
  }

  var segments: [String]
  var parameters: Parameters
  var format: Format
  /// `http://host`, without a slash at its end.
  var base: String
  /// As it was sent.
  var path: String
  var method: String
  var body: [UInt8]
  /// Of the body.
  var bodyType: String
  var headers: [String: String]
  /// Whoever asks has gone.
  var isCancelled: @Sendable () -> Bool

  /// Of a layer, whatever there is at its place.
  var isTile: Bool { segments.count == 7 && segments[2] == "tiles" }

  /// An answer is not waited for: what takes long becomes a job.
  ///
  /// > J. Snell. "Prefer Header for HTTP." RFC 7240, 2014.
  var prefersJob: Bool {
    (headers["prefer"] ?? "").lowercased().split(separator: ",").contains { part in
      part.split(separator: ";").first?.filter { $0 != " " } == "respond-async"
    }
  }

  let visitor: Visitor
  /// What of the store whoever asks may see.
  let publish: PublishLayers

  init(
    _ request: ServiceRequest, base: String, visitor: Visitor, publish: PublishLayers
  ) throws(Problem) {
    self.visitor = visitor
    self.publish = publish
    segments = try request.segments()
    parameters = try request.parameters()
    self.base = base
    path = request.path
    method = request.method
    body = request.body
    headers = request.headers
    bodyType = request.headers["content-type"] ?? ""
    isCancelled = request.isCancelled
    if let named = parameters["f"] {
      guard let format = Format(rawValue: named) else {
        throw .badParameter(
          "f",
          "is \(named.prefix(40)); it is "
            + Format.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self.format = format
    } else {
      format = Self.format(accept: request.headers["accept"] ?? "")
    }
  }

  /// A browser says that it takes HTML; all others get JSON.
  private static func format(accept: String) -> Format {
    for part in accept.split(separator: ",") {
      let type = part.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
      switch type {
      case "text/html", "application/xhtml+xml": return .html
      case "text/csv": return .csv
      case "application/geo+json-seq": return .geojsonl
      case "application/json", "application/geo+json": return .json
      default: continue
      }
    }
    return .json
  }

  /// The address of this question in another form.
  func address(_ format: Format) -> String {
    base + path + parameters.with("f", format.rawValue).text
  }

  var own: String { base + path + parameters.text }
}
