import SimpleFeatures

/// Coordinate reference systems by their addresses, and in which order each has its axes.
enum SystemNames {
  static let world = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

  /// WGS 84, CGCS2000, Web Mercator, and the three-degree zones of CGCS2000 with and without the
  /// zone's number.
  static let all: [String] =
    [world] + ([4326, 4490, 3857] + Array(4513...4554)).map(address)

  private static func address(_ code: Int) -> String {
    "http://www.opengis.net/def/crs/EPSG/0/\(code)"
  }

  struct System: Sendable, Hashable {
    var crs: CRS
    /// The registry has north before east; this program never has.
    var isNorthFirst: Bool
    var name: String
  }

  /// - Parameter name: an address, a URN, or one of them in brackets.
  static func system(_ name: String) -> System? {
    var text = name
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    if let rest = text.split(separator: "urn:ogc:def:crs:EPSG::").first, text.hasPrefix("urn:"),
      let code = Int(rest)
    {
      text = address(code)
    }
    if text == "urn:ogc:def:crs:OGC:1.3:CRS84" { text = world }
    guard all.contains(text) else { return nil }
    guard text != world, let code = text.split(separator: "/").last.flatMap({ Int($0) }) else {
      return System(crs: .wgs84, isNorthFirst: false, name: world)
    }
    return System(crs: .epsg(code), isNorthFirst: code != 3857, name: text)
  }
}
