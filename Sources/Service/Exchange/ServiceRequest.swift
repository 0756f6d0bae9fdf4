/// A question as it came over HTTP, without a framework.
public struct ServiceRequest: Sendable {
  public var method: String
  /// As it was sent, still with its percent signs, without the query.
  public var path: String
  /// The query as it was sent.
  public var query: String
  /// By lower-case name; where one stood several times, its values with commas between.
  public var headers: [String: String]
  public var body: [UInt8]
  /// The address of the machine that asks, without its port.
  public var peer = ""
  /// Whether whoever asked has gone.
  public var isCancelled: @Sendable () -> Bool

  public init(
    method: String, path: String, query: String = "", headers: [String: String] = [:],
    body: [UInt8] = [], isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.isCancelled = isCancelled
  }

  /// Whoever asks unpacks what comes packed.
  var takesGzip: Bool {
    let takes = (headers["accept-encoding"] ?? "").lowercased()
    return takes.contains("gzip") || takes.contains("*")
  }

  /// The parts of the path, read.
  ///
  /// - Throws: 400 where a percent sign starts nothing.
  func segments() throws(Problem) -> [String] {
    var segments: [String] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      guard let text = Self.read(part, plusIsSpace: false) else {
        throw .badRequest("The path has a part that is no text: \(part.prefix(40)).")
      }
      segments.append(text)
    }
    return segments
  }

  /// The parameters in their order.
  func parameters() throws(Problem) -> Parameters {
    var list: [(name: String, value: String)] = []
    for pair in query.split(separator: "&", omittingEmptySubsequences: true) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.read(parts[0], plusIsSpace: true),
        let value = parts.count > 1 ? Self.read(parts[1], plusIsSpace: true) : ""
      else { throw .badRequest("The query has a part that is no text: \(pair.prefix(40)).") }
      guard !list.contains(where: { $0.name == name }) else {
        throw .badParameter(name, "is given twice")
      }
      list.append((name, value))
    }
    return Parameters(list: list)
  }

  private static func read(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    // A text with a zero in it ends early in C, so that two readers would see two texts.
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// A text as a part of a query.
  static func written(_ text: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,:/".utf8)
    return text.utf8.map { byte in
      if plain.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }.joined()
  }
}

/// The parameters of a query, in their order, each once.
struct Parameters: Sendable {
  private(set) var list: [(name: String, value: String)]

  subscript(name: String) -> String? { list.first { $0.name == name }?.value }

  var names: [String] { list.map(\.name) }

  /// The same with one replaced or added; `nil` removes it.
  func with(_ name: String, _ value: String?) -> Parameters {
    var changed = list.filter { $0.name != name }
    if let value { changed.append((name, value)) }
    return Parameters(list: changed)
  }

  /// As it is sent; empty where there is none, else with its question mark.
  var text: String {
    list.isEmpty
      ? ""
      : "?"
        + list.map { ServiceRequest.written($0.name) + "=" + ServiceRequest.written($0.value) }
        .joined(separator: "&")
  }

  /// A misspelt parameter would be passed over in silence, and the answer be another than was asked
  /// for.
  func requireKnown(_ known: [String]) throws(Problem) {
    for name in names where !known.contains(name) {
      throw .badParameter(
        name, "is not known here; known are \(known.sorted().joined(separator: ", "))")
    }
  }
}
