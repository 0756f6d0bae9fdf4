import Formats
import Testing

@Suite struct AngleTextTests {
  static func degrees(_ text: String) -> Double? {
    try? FieldParser.degrees(Array(text.utf8).span)
  }

  static let point = 119 + 59.0 / 60 + 30.5 / 3600

  @Test(arguments: [
    "119°59′30.5″", "119°59'30.5\"", "119度59分30.5秒", "119°59’30.5”", "119:59:30.5", "119 59 30.5",
    "119-59-30.5", "１１９°５９′３０．５″", "１１９度５９分３０．５秒", "E119°59′30.5″", "119°59′30.5″E",
    "东经119°59′30.5″", "东经 119° 59′ 30.5″", "  119° 59′ 30.5″  ", "119º59''30.5", "119°59′30.5''",
  ])
  func waysToWriteOneAngle(text: String) throws {
    // Two minute marks are seconds: behind the minutes' place they are in the wrong order.
    guard text != "119º59''30.5" else { return #expect(Self.degrees(text) == nil) }
    let degrees = try #require(Self.degrees(text), "\(text)")
    #expect(abs(degrees - Self.point) < 1e-12, "\(text)")
  }

  @Test func partsMayBeMissingAndSidesAreSigns() {
    #expect(Self.degrees("119.9918") == 119.9918)
    #expect(Self.degrees("119°") == 119)
    #expect(Self.degrees("26°53.5′").map { abs($0 - (26 + 53.5 / 60)) < 1e-12 } == true)
    #expect(Self.degrees("26°53′").map { abs($0 - (26 + 53.0 / 60)) < 1e-12 } == true)
    #expect(Self.degrees("119度59分30.5").map { abs($0 - Self.point) < 1e-12 } == true)
    #expect(Self.degrees("W119°30′") == -119.5)
    #expect(Self.degrees("-119.5") == -119.5)
    #expect(Self.degrees("南纬26°30′") == -26.5)
  }

  @Test(arguments: [
    "", "°", "abc", "119°60′00″", "119°59′60″", "119.5°30′", "119′59″", "119°59″30′", "400°",
    "119-59:30", "119 59 30 4", "-119°30′W", "119,5", "3.50921E+11", "119°59′30.5″x", "1 2 3 4",
    "--1", "119-",
  ])
  func whatIsNoAngleIsRefused(text: String) { #expect(Self.degrees(text) == nil, "\(text)") }
}
