import Projections
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// The villages of Xiapu in the shipped gazetteer, and incidents about them in three datums.
@Suite struct DatumCheckTests {
  /// WGS 84.
  static let villages: [String: Coordinate] = {
    let text = (try? ImportScene.home.text("geodata/xiapu/places.csv")) ?? ""
    var villages: [String: Coordinate] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count >= 7, cells[3] == "village", let x = Double(cells[5]),
        let y = Double(cells[6])
      else { continue }
      villages[String(cells[0])] = Coordinate(x: x, y: y)
    }
    return villages
  }()

  static let systems: [CRS] = [.wgs84, .gcj02, .bd09]

  static func reference(
    points: [String: Coordinate] = villages, units: [PlaceArea] = [], grids: [GridSurface] = []
  ) throws -> DatumReference {
    try DatumReference(points: points, units: units, grids: grids)
  }

  /// Numbers of a file in a datum, some hundred metres about their villages.
  static func tally(_ crs: CRS, villages count: Int, scatter: Double = 0.004) -> DatumTally {
    var random = SeededRandom(7)
    var tally = DatumTally()
    for code in villages.keys.sorted().prefix(count) {
      for _ in 0..<12 {
        guard let place = villages[code] else { continue }
        let true84 = Coordinate(
          x: place.x + (random.unit() - 0.5) * 2 * scatter,
          y: place.y + (random.unit() - 0.5) * 2 * scatter)
        tally.add(
          ChineseOffset(crs)?.applied(to: true84) ?? true84, code: code, ground: .unknown)
      }
    }
    return tally
  }

  @Test(arguments: systems, systems)
  func everyMistakeIsNamedAndTheTruthAgrees(truth: CRS, declared: CRS) throws {
    let check = DatumCheck(reference: try Self.reference())
    let finding = check.judge(Self.tally(truth, villages: 60), declared: declared)
    if truth == declared {
      #expect(finding.verdict == .agrees, "\(finding.sentence.en)")
    } else {
      #expect(finding.verdict == .looksLike, "\(finding.sentence.en)")
      #expect(finding.suggested == truth.identifier)
      #expect(finding.sentence.en.contains("--crs \(truth.identifier)"))
    }
  }

  @Test func theShiftOfXiapuIsTheKnownOne() throws {
    let finding = DatumCheck(reference: try Self.reference())
      .judge(Self.tally(.gcj02, villages: 60), declared: .wgs84)
    // standards.md: 574 m at Xiapu.
    #expect(abs((finding.shiftMetres ?? 0) - 574) < 15, "\(finding.sentence.en)")
    #expect(finding.sentence.zh.contains("GCJ-02"))
  }

  @Test func aFewPlacesAreNotEnough() throws {
    let check = DatumCheck(reference: try Self.reference())
    for count in [0, 1, 5] {
      let finding = check.judge(Self.tally(.gcj02, villages: count), declared: .wgs84)
      #expect(finding.verdict == .cannotTell, "\(count): \(finding.sentence.en)")
    }
    let empty = DatumCheck(reference: try Self.reference(points: [:]))
    #expect(empty.judge(Self.tally(.gcj02, villages: 60), declared: .wgs84).verdict == .cannotTell)
  }

  @Test func wildScatterIsNoEvidence() throws {
    // Five kilometres about the village: half a kilometre does not show.
    let check = DatumCheck(reference: try Self.reference())
    let finding = check.judge(
      Self.tally(.wgs84, villages: 25, scatter: 0.05), declared: .wgs84)
    #expect(finding.verdict != .looksLike, "\(finding.sentence.en)")
  }

  /// Points without codes: a strip of land in cells with sea about it.
  @Test(arguments: [CRS.wgs84, .gcj02])
  func landAndSeaTellWithoutCodes(truth: CRS) throws {
    var random = SeededRandom(11)
    let strip = (0..<40).map { index in
      let west = 119.8 + Double(index % 8) * 0.05
      let south = 26.6 + Double(index / 8) * 0.05
      return Geometry.multiPolygon([
        Polygon(BoundingBox(minX: west, minY: south, maxX: west + 0.02, maxY: south + 0.02))
      ])
    }
    let units = strip.enumerated().map {
      PlaceArea(id: Int64($0.offset), code: "35092110\($0.offset)", geometry: $0.element)
    }
    var tally = DatumTally()
    for _ in 0..<4000 {
      guard let box = strip[Int(random.unit() * 40)].boundingBox else { continue }
      let place = Coordinate(
        x: box.minX + random.unit() * box.width, y: box.minY + random.unit() * box.height)
      tally.add(ChineseOffset(truth)?.applied(to: place) ?? place, code: nil, ground: .land)
    }
    let finding = DatumCheck(reference: try Self.reference(points: [:], units: units))
      .judge(tally, declared: .wgs84)
    #expect(finding.verdict == (truth == .wgs84 ? .agrees : .looksLike), "\(finding.sentence.en)")
    #expect(finding.suggested == (truth == .wgs84 ? nil : "GCJ-02"))
  }

  @Test func metresAreNotJudged() throws {
    let finding = DatumCheck(reference: try Self.reference())
      .judge(Self.tally(.wgs84, villages: 60), declared: .epsg(4549))
    #expect(finding.verdict == .cannotTell)
  }

  @Test func aTallyOfManyRowsStaysSmall() {
    var tally = DatumTally()
    for row in 0..<200_000 {
      tally.add(Coordinate(x: 120 + Double(row) * 1e-7, y: 26), code: nil, ground: .land)
    }
    #expect(tally.count == 200_000 && tally.samples.count <= 16_384)
    #expect(tally.samples.count > 8_000)
    // Thinned evenly: the last rows are there too.
    #expect((tally.samples.last?.position.x ?? 0) > 120.019)
  }
}

/// > S. Vigna, splitmix64.
struct SeededRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
