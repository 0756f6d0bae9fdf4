import SimpleFeatures
import Testing

@testable import Workflows

/// Xiapu's places: 120.0 E, 26.9 N, in zone 40 (central meridian 120°).
@Suite struct CoordinateGuessTests {
  static let xiapu = BoundingBox(minX: 119.5, minY: 26.4, maxX: 120.6, maxY: 27.2)

  private func guess(_ x: Double, _ y: Double, _ box: BoundingBox? = xiapu) -> CoordinateGuess {
    CoordinateGuess(x: x, y: y, within: box)
  }

  @Test func aZoneInTheEastingIsRead() {
    for box in [nil, Self.xiapu] {
      let best = guess(40_500_072, 2_976_000, box).best
      #expect(best?.crs == .epsg(4528) && best?.isExchanged == false)
      let exchanged = guess(2_976_000, 40_500_072, box).best
      #expect(exchanged?.crs == .epsg(4528) && exchanged?.isExchanged == true)
    }
  }

  @Test func sixDigitsNeedTheStudyArea() {
    let within = guess(500_072, 2_976_000)
    #expect(within.best?.crs == .epsg(4549))
    let without = guess(500_072, 2_976_000, nil)
    #expect(without.isAmbiguous && without.candidates.count > 10)
    let exchanged = guess(2_976_000, 500_072)
    #expect(exchanged.best?.crs == .epsg(4549) && exchanged.best?.isExchanged == true)
  }

  @Test func degreesMayBeExchanged() {
    #expect(guess(120.0, 26.9).best?.isExchanged == false)
    #expect(guess(26.9, 120.0).best?.isExchanged == true)
    #expect(guess(116.4, 39.9).best == nil, "Beijing is not in Xiapu")
  }

  @Test func webMercatorIsKnownByItsPlace() {
    // EPSG:3857 of 120.0 E, 26.9 N.
    #expect(guess(13_358_338.9, 3_108_000).best?.crs == .webMercator)
  }

  @Test func aHintNamesTheOption() throws {
    func hint(_ x: Double, _ y: Double, _ crs: CRS = .wgs84) -> String {
      CRSHint.text(for: Coordinate(x: x, y: y), declared: crs, within: Self.xiapu) ?? ""
    }
    #expect(hint(500_072, 2_976_000).contains("--crs EPSG:4549"))
    #expect(hint(2_976_000, 500_072).contains("X north"))
    #expect(hint(40_500_072, 2_976_000).contains("zone 40: say --crs EPSG:4528"))
    #expect(hint(120, 26.9, .epsg(4549)).contains("looks like degrees"))
    #expect(hint(120, 26.9).isEmpty)
  }
}
