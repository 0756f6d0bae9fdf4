/// A coordinate reference system by its identifier, with the two Chinese web-map offsets that no
/// authority lists.
public enum CRS: Sendable, Hashable {
  /// A system of the EPSG registry.
  case epsg(Int)
  /// The offset that Chinese law puts on public maps (火星坐标), as WGS 84 degrees moved about 570 m.
  case gcj02
  /// Baidu's second offset on top of GCJ-02.
  case bd09

  /// WGS 84, longitude and latitude in degrees. What the store holds and GeoJSON requires.
  public static let wgs84 = CRS.epsg(4326)
  /// China Geodetic Coordinate System 2000, geographic.
  public static let cgcs2000 = CRS.epsg(4490)
  /// Web Mercator, the square that map tiles divide.
  public static let webMercator = CRS.epsg(3857)

  /// The three-degree Gauss–Krüger zone of CGCS2000 whose central meridian is nearest, with
  /// eastings without zone number (EPSG:4534 … 4554); `nil` outside 73.5°–136.5° E.
  public static func cgcs2000Zone(atLongitude longitude: Double) -> CRS? {
    let zone = ((longitude - 75) / 3).rounded()
    guard zone >= 0, zone <= 20 else { return nil }
    return .epsg(4534 + Int(zone))
  }

  /// The zone of Universal Transverse Mercator on WGS 84 (EPSG:32601 … 32660, 32701 … 32760) that
  /// holds a position in degrees.
  public static func utmZone(at position: Coordinate) -> CRS {
    let zone = min(60, max(1, Int((position.x + 180) / 6) + 1))
    return .epsg((position.y < 0 ? 32_700 : 32_600) + zone)
  }

  /// Reads `EPSG:4549`, `GCJ-02`, `BD-09`, any case, with or without the hyphen.
  public init?(_ text: String) {
    let name = text.uppercased().filter { $0 != "-" && $0 != " " && $0 != "_" }
    switch name {
    case "GCJ02": self = .gcj02
    case "BD09", "BD09LL": self = .bd09
    case "CRS84", "OGC:CRS84", "WGS84": self = .wgs84
    case "CGCS2000": self = .cgcs2000
    default:
      // Of the text itself: a sign is no hyphen to pass over.
      let typed = text.uppercased()
      let number = typed.hasPrefix("EPSG:") ? typed.dropFirst(5) : typed[...]
      guard let code = Int(number), code > 0 else { return nil }
      self = .epsg(code)
    }
  }

  /// `EPSG:4549`, `GCJ-02` or `BD-09`: what `init` reads.
  public var identifier: String {
    switch self {
    case .epsg(let code): "EPSG:\(code)"
    case .gcj02: "GCJ-02"
    case .bd09: "BD-09"
    }
  }

  /// Degrees of longitude and latitude, as far as this type knows without a registry.
  public var isKnownGeographic: Bool {
    switch self {
    case .gcj02, .bd09, .wgs84, .cgcs2000: true
    case .epsg: false
    }
  }
}
