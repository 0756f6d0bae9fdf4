import Projections
import SimpleFeatures

/// Which systems two numbers can be coordinates of, by their size and by where they would lie.
///
/// > GB/T 22021: an easting of eight digits begins with its zone, one of six digits does not.
struct CoordinateGuess {
  struct Candidate: Hashable {
    var crs: CRS
    /// The first number is the north, the second the east.
    var isExchanged: Bool
    /// Where it would lie, in WGS 84.
    var position: Coordinate
  }

  /// The most likely first.
  let candidates: [Candidate]
  /// Whether the area of the study was known and decided.
  let isWithinStudyArea: Bool

  /// China and its seas, for numbers that nothing else places.
  private static let china = BoundingBox(minX: 73, minY: 3, maxX: 136, maxY: 54)

  /// - Parameter box: the study area in WGS 84; `nil` where it is not known.
  /// - Complexity: a projection for each system that the size allows, 42 at most.
  init(x: Double, y: Double, within box: BoundingBox?) {
    var found: [Candidate] = []
    for isExchanged in [false, true] {
      let (east, north) = isExchanged ? (y, x) : (x, y)
      for crs in Self.systems(east: east, north: north) {
        guard
          let position = try? Transformation(from: crs, to: .wgs84)
            .forward(Coordinate(x: east, y: north)), (box ?? Self.china).contains(position)
        else { continue }
        found.append(Candidate(crs: crs, isExchanged: isExchanged, position: position))
      }
    }
    candidates = found
    isWithinStudyArea = box != nil
  }

  /// By size alone. Degrees of WGS 84 stand for those of GCJ-02 and BD-09, which look the same.
  private static func systems(east: Double, north: Double) -> [CRS] {
    guard east.isFinite, north.isFinite else { return [] }
    if abs(east) <= 180, abs(north) <= 90 { return [.wgs84] }
    var systems: [CRS] = []
    let zone = Int(max(0, min(east, 1e9)) / 1e6)
    // Northings of China, 18° to 54°.
    let isNorthing = (300_000.0..<6_100_000).contains(north)
    if isNorthing, (25...45).contains(zone) { systems.append(.epsg(4488 + zone)) }
    if isNorthing, (13...23).contains(zone) { systems.append(.epsg(4478 + zone)) }
    if isNorthing, (100_000.0..<1_000_000).contains(east) {
      systems += (4534...4554).map { .epsg($0) }
    }
    if (8_000_000.0...15_200_000).contains(east), (300_000.0...7_500_000).contains(north) {
      systems.append(.webMercator)
    }
    return systems
  }

  /// The likeliest: of several zones without a number, the store's own, else the one whose central
  /// meridian is nearest.
  func best(preferring preferred: CRS?) -> Candidate? {
    candidates.first { $0.crs == preferred && !$0.isExchanged }
      ?? candidates.first { $0.crs == preferred } ?? best
  }

  var best: Candidate? {
    candidates.min { Self.rank($0) < Self.rank($1) }
  }

  /// Six-digit eastings that more than one meridian would put into the study area.
  var isAmbiguous: Bool { Set(candidates.map(\.crs)).count > 1 }

  private static func rank(_ candidate: Candidate) -> Double {
    guard case .epsg(let code) = candidate.crs, (4534...4554).contains(code) else {
      return candidate.isExchanged ? 0.5 : 0
    }
    let meridian = Double(75 + 3 * (code - 4534))
    return 1 + abs(candidate.position.x - meridian) + (candidate.isExchanged ? 0.01 : 0)
  }
}
