import Cartography
import SimpleFeatures
import Testing

@Suite struct MapScaleTests {
  private func randomCase(seed: Int) -> (BoundingBox, PaperSize) {
    var random = SeededGenerator(seed: seed)
    let width = Double.random(in: 0...400_000, using: &random)
    let height = Double.random(in: 0...400_000, using: &random)
    let x = Double.random(in: 300_000...700_000, using: &random)
    let y = Double.random(in: 2_000_000...5_000_000, using: &random)
    return (
      BoundingBox(minX: x, minY: y, maxX: x + width, maxY: y + height),
      PaperSize(
        width: Double.random(in: 10...400, using: &random),
        height: Double.random(in: 10...400, using: &random))
    )
  }

  @Test(arguments: 0..<200)
  func theExtentFitsAndAtTheNextLargerScaleItWouldNot(seed: Int) throws {
    let (extent, size) = randomCase(seed: seed)
    let scale = MapScale(fitting: extent, in: size)
    let n = scale.denominator
    #expect(extent.width / n * 1000 <= size.width * (1 + 1e-8))
    #expect(extent.height / n * 1000 <= size.height * (1 + 1e-8))
    var mantissa = n
    while mantissa >= 10 { mantissa /= 10 }
    let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
    let index = try #require(steps.firstIndex { abs($0 - mantissa) < 1e-9 })
    let larger = index > 0 ? n * steps[index - 1] / steps[index] : n * 0.8
    let fits =
      extent.width / larger * 1000 <= size.width && extent.height / larger * 1000 <= size.height
    #expect(!fits || n == 500)
  }

  @Test(arguments: 0..<50)
  func whatTheFrameShowsLiesInTheFrame(seed: Int) {
    let (extent, size) = randomCase(seed: seed)
    let frame = Rectangle(x: 13, y: 40, width: size.width, height: size.height)
    let view = MapView(rectangle: frame, fitting: extent)
    #expect(frame.contains(view.paper(extent), slack: 1e-6))
    let ground = view.paper(view.ground)
    #expect(frame.contains(ground, slack: 1e-6) && ground.contains(frame, slack: 1e-6))
    // North is up.
    let south = view.paper(Coordinate(x: extent.minX, y: extent.minY))
    let north = view.paper(Coordinate(x: extent.minX, y: extent.minY + 1000))
    #expect(abs(south.y - north.y - 1000 * view.millimetresPerMetre) < 1e-6)
  }

  @Test func aScaleIsWrittenInGroupsOfThree() {
    #expect(MapScale(denominator: 120_000)?.text == "1:120\u{A0}000")
    #expect(MapScale(denominator: 1_500_000)?.text == "1:1\u{A0}500\u{A0}000")
    #expect(MapScale(denominator: 500)?.text == "1:500")
    #expect(MapScale(denominator: 0) == nil)
    #expect(MapScale(denominator: .infinity) == nil)
  }

  @Test(arguments: 0..<100)
  func aBarIsRoundAndAsLongAsFits(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let scale = try #require(
      MapScale(denominator: Double.random(in: 500...9_000_000, using: &random).rounded()))
    let longest = Double.random(in: 8...90, using: &random)
    let bar = ScaleBar(scale: scale, longest: longest)
    #expect(bar.millimetres <= longest * (1 + 1e-8))
    #expect(bar.millimetres > longest * 0.39)
    var leading = bar.metres
    while leading >= 9.999 { leading /= 10 }
    while leading < 0.9999 { leading *= 10 }
    #expect([1, 2, 5].contains { abs($0 - leading) < 1e-9 })
  }

  @Test func theBarSpeaksBothLanguages() throws {
    let bar = ScaleBar(scale: try #require(MapScale(denominator: 250_000)), longest: 56)
    #expect(bar.metres == 10_000)
    #expect(bar.ticks(.chinese).map(\.text) == ["0", "5", "10\u{A0}千米"])
    #expect(bar.ticks(.english).map(\.text) == ["0", "5", "10\u{A0}km"])
    let near = ScaleBar(scale: try #require(MapScale(denominator: 5000)), longest: 56)
    #expect(near.ticks(.chinese).last?.text == "200\u{A0}米")
    let five = ScaleBar(scale: try #require(MapScale(denominator: 100_000)), longest: 56)
    #expect(five.pieces == 5)
    #expect(five.ticks(.english).map(\.text) == ["0", "2", "5\u{A0}km"])
  }
}
