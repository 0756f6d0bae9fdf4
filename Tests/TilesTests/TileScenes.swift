import SimpleFeatures
import Tiles

/// A generator of numbers for tests (Steele, Lea and Flood's SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

enum TileScene {
  static let pointSchema = FeatureSchema(
    name: "incidents", chineseName: "事件",
    fields: [
      .init(name: "id", type: .text, chineseName: "编号"),
      .init(name: "category", type: .text, chineseName: "类别"),
      .init(name: "severity", type: .integer, chineseName: "严重程度"),
      .init(name: "loss", type: .real, chineseName: "损失"),
      .init(name: "at", type: .instant, chineseName: "时间"),
    ], geometry: .point)

  /// Clusters, copies of one address, and points all over the world.
  static func points(_ count: Int, seed: Int) -> [Feature] {
    var random = SplitMix(seed)
    var centres: [Coordinate] = []
    for _ in 0..<6 {
      centres.append(
        Coordinate(
          x: .random(in: 119.5...120.5, using: &random), y: .random(in: 26.5...27.2, using: &random)
        ))
    }
    return (0..<count).map { index in
      var place = centres[index % centres.count]
      switch Int.random(in: 0..<10, using: &random) {
      case 0: break
      case 1:
        place = Coordinate(
          x: .random(in: -180...180, using: &random), y: .random(in: -90...90, using: &random))
      default:
        place.x += .random(in: -0.05...0.05, using: &random)
        place.y += .random(in: -0.05...0.05, using: &random)
      }
      let severity = Int64.random(in: 0...5, using: &random)
      let kind = ["theft", "dispute", "fire", "诈骗"].randomElement(using: &random)
      return Feature(
        id: .integer(Int64(index + 1)), geometry: .point(place),
        values: [
          .text("事件-\(index)"), kind.map { .text($0) } ?? .unknown,
          severity == 0 ? .unknown : .integer(severity), .real(Double(index) / 4),
          .instant(Instant(Int64(index) * 3571 - 1_000_000)),
        ])
    }
  }

  static func pointTiles(
    _ features: [Feature], deepestZoom: Int = 14, names: Set<String> = []
  ) throws -> PointTiles {
    try PointTiles(
      schema: pointSchema,
      summary: PointSummary(
        counted: "category", worst: "severity", kept: ["category"], names: names),
      deepestZoom: deepestZoom, offsetSeconds: { _ in 28_800 }
    ) { take in
      for feature in features { try take(KeptFeatureRow(feature)) }
    }
  }

  static let surfaceSchema = FeatureSchema(
    name: "grids", chineseName: "网格",
    fields: [
      .init(name: "code", type: .text, chineseName: "代码"),
      .init(name: "count", type: .integer, chineseName: "件数"),
      .init(name: "rate", type: .real, chineseName: "率"),
    ], geometry: .multiPolygon)

  /// Cells that cover a rectangle without a gap: corners are moved about, and each border between
  /// two corners winds through positions that both of its cells have.
  static func coverage(side: Int, seed: Int, cellDegrees: Double) -> [Feature] {
    var random = SplitMix(seed)
    var corners: [Coordinate] = []
    for row in 0...side {
      for column in 0...side {
        let isBorder = row == 0 || row == side || column == 0 || column == side
        let jitter = isBorder ? 0 : 0.3 * cellDegrees
        corners.append(
          Coordinate(
            x: 120 + Double(column) * cellDegrees + .random(in: -1...1, using: &random) * jitter,
            y: 26.8 + Double(row) * cellDegrees + .random(in: -1...1, using: &random) * jitter))
      }
    }
    func corner(_ row: Int, _ column: Int) -> Coordinate { corners[row * (side + 1) + column] }
    var borders: [SIMD4<Int>: [Coordinate]] = [:]
    func wind(_ from: SIMD2<Int>, _ to: SIMD2<Int>) {
      let (start, end) = (corner(from.x, from.y), corner(to.x, to.y))
      var middle: [Coordinate] = []
      for step in 1..<8 {
        let share = Double(step) / 8
        middle.append(
          Coordinate(
            x: start.x + share * (end.x - start.x)
              + .random(in: -0.05...0.05, using: &random) * cellDegrees,
            y: start.y + share * (end.y - start.y)
              + .random(in: -0.05...0.05, using: &random) * cellDegrees))
      }
      borders[SIMD4(from.x, from.y, to.x, to.y)] = middle
      borders[SIMD4(to.x, to.y, from.x, from.y)] = middle.reversed()
    }
    for row in 0...side {
      for column in 0...side {
        if column < side { wind(SIMD2(row, column), SIMD2(row, column + 1)) }
        if row < side { wind(SIMD2(row, column), SIMD2(row + 1, column)) }
      }
    }
    var features: [Feature] = []
    for row in 0..<side {
      for column in 0..<side {
        var round = [
          SIMD2(row, column), SIMD2(row, column + 1), SIMD2(row + 1, column + 1),
          SIMD2(row + 1, column),
        ]
        // Rings begin anywhere and turn either way.
        let turn = Int.random(in: 0..<4, using: &random)
        round = Array(round[turn...] + round[..<turn])
        if Bool.random(using: &random) { round.reverse() }
        var ring: [Coordinate] = []
        for (from, to) in zip(round, round[1...] + round[..<1]) {
          ring.append(corner(from.x, from.y))
          ring += borders[SIMD4(from.x, from.y, to.x, to.y)] ?? []
        }
        ring.append(ring[0])
        let index = features.count
        features.append(
          Feature(
            id: .integer(Int64(index)), geometry: .multiPolygon([Polygon(exterior: ring)]),
            values: [
              .text("350921\(index)"), .integer(Int64(index % 7) - 3), .real(Double(index) / 3),
            ]))
      }
    }
    return features
  }

  static func shapeTiles(_ features: [Feature], deepestZoom: Int = 14) throws -> ShapeTiles {
    try ShapeTiles(
      schema: surfaceSchema, labelFields: ["code"], deepestZoom: deepestZoom,
      offsetSeconds: { _ in 0 }
    ) { take in
      for feature in features { try take(feature) }
    }
  }
}
