import Formats
import Foundation
import SimpleFeatures
import Testing

@Suite struct FieldParserTests {
  static func real(_ text: String) -> Double? {
    try? FieldParser.real(Array(text.utf8).span)
  }

  @Test func aHundredThousandDoublesReadBackToTheBit() {
    var random = Randomness(1)
    for index in 0..<100_000 {
      let value = index % 2 == 0 ? random.double() : Double.random(in: -200...200, using: &random)
      #expect(Self.real(value.description)?.bitPattern == value.bitPattern)
    }
  }

  @Test func decimalsOfEveryLengthAreRoundedOnce() {
    var random = Randomness(2)
    for _ in 0..<100_000 {
      let digits = Int.random(in: 1...24, using: &random)
      var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
      let point = Int.random(in: 0...digits, using: &random)
      text.insert(".", at: text.index(text.startIndex, offsetBy: point))
      if Int.random(in: 0...2, using: &random) == 0 {
        text += "e\(Int.random(in: -30...30, using: &random))"
      }
      // The standard library calls for a digit before the point.
      #expect(Self.real(text)?.bitPattern == Double("0" + text)?.bitPattern, "\(text)")
    }
  }

  /// Halfway between two doubles, and one unit of the last place away from it.
  @Test func tiesGoToEven() {
    for text in [
      "9007199254740993", "9007199254740992.999", "9007199254740993.001", "9007199254740995",
      "0.5000000000000000277", "1e23", "8.5e22", "18446744073709551615", "9999999999999999999e19",
      "4503599627370497.5", "450359962737049.75e1", "1.7976931348623157e308", "5e-324",
    ] {
      #expect(Self.real(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(arguments: ["", "-", ".", "1.2.3", "1e", "0x10", "nan", "inf", "1,5", "1 2", "１", "1e999"])
  func whatIsNoNumberIsRefused(text: String) { #expect(Self.real(text) == nil) }

  @Test(arguments: [
    ("0", 0), ("-9223372036854775808", Int64.min), ("9223372036854775807", .max), ("+7", 7),
    (" 350\u{3000}", 350), ("007", 7), ("12.0", 12), ("1e3", 1000),
  ])
  func wholeNumbersAreRead(text: String, value: Int64) throws {
    #expect(try FieldParser.integer(Array(text.utf8).span) == value)
  }

  @Test(arguments: ["9223372036854775808", "1.5", "350921104201.5", "x", "--1"])
  func whatIsNoWholeNumberIsRefused(text: String) {
    #expect(throws: FormatError.self) { try FieldParser.integer(Array(text.utf8).span) }
  }

  @Test(arguments: [
    ("1,234.50", 123_450), ("1234.5元", 123_450), ("¥1,234", 123_400), ("-￥0.05", -5), ("7.", 700),
    ("1,234,567.8900", 123_456_789), ("0", 0), ("92233720368547758.07", Int64.max),
  ])
  func amountsAreWholeFen(text: String, fen: Int64) throws {
    #expect(try FieldParser.fen(Array(text.utf8).span) == fen)
  }

  @Test(arguments: [
    ("1.005", "a fraction of a fen"), ("12,34", "not an amount"),
    ("1234,567", "a comma that does not part groups of three digits"), ("1.2万元", "an amount in 万元"),
    ("92233720368547758.08", "an amount that is too large"), ("abc", "not an amount"),
    ("1,234,56.00", "not an amount"), ("元", "not an amount"), (".5", "not an amount"),
  ])
  func otherAmountsAreNamed(text: String, message: String) {
    #expect { try FieldParser.fen(Array(text.utf8).span) } throws: {
      ($0 as? FormatError)?.message == message
    }
  }

  // MARK: Times

  static func time(_ text: String, _ format: CivilTimeFormat = .usual) -> String? {
    guard let time = try? FieldParser.civilTime(Array(text.utf8).span, format) else { return nil }
    let clock = time.hasTime ? " \(time.hour):\(time.minute):\(time.second)" : ""
    return "\(time.dayNumber)\(clock)" + (time.offsetSeconds.map { " \($0)" } ?? "")
  }

  @Test(arguments: [
    ("2026-07-03", "2026-07-03"), ("2026/7/3", "2026-07-03"), ("2026年7月3日", "2026-07-03"),
    ("2026年12月31日8时5分", "2026-12-31 8:5:0"), ("2026年7月3日 08:05", "2026-07-03 8:5:0"),
    ("2026-07-03 08:05:09", "2026-07-03 8:5:9"), ("2026/07/03 8:05", "2026-07-03 8:5:0"),
    ("2026-07-03T08:05:09.123Z", "2026-07-03 8:5:9 0"),
    ("2026-07-03T08:05+08:00", "2026-07-03 8:5:0 28800"),
    ("2026-07-03 08:05 -0730", "2026-07-03 8:5:0 -27000"), (" 2024-02-29 ", "2024-02-29"),
    ("2016-12-31T23:59:60Z", "2016-12-31 23:59:59 0"),
    ("2026-07-03T08:05+08", "2026-07-03 8:5:0 28800"),
  ])
  func theUsualFormsAreRead(text: String, expected: String) {
    #expect(Self.time(text) == expected)
  }

  @Test(arguments: [
    "2026-7-3", "2026-02-30", "2026/13/1", "2026-07-03 24:00", "2026-07-03 8", "2026-07-03T",
    "26-07-03",
    "2026-07/03", "2026-07-03 08:60", "2026-07-03x", "03.07.2026", "46206", "2026-07-03T08:05+8",
    "2026-07-0308:05", "2026年7月", "2026-07-03Z",
  ])
  func otherFormsAreRefused(text: String) { #expect(Self.time(text) == nil) }

  /// Python 3.11: (date(2026, 7, 3) - date(1899, 12, 30)).days is 46206, 1970-01-01 gives 25569.
  @Test func excelsNumbersAreRead() {
    #expect(Self.time("46206", .excelSerial) == "2026-07-03")
    #expect(Self.time("25569.0", .excelSerial) == "1970-01-01")
    #expect(Self.time("46206.75", .usualOrExcelSerial) == "2026-07-03 18:0:0")
    #expect(Self.time("2026/7/3", .usualOrExcelSerial) == "2026-07-03")
    for text in ["60", "2958466", "-5", "x"] { #expect(Self.time(text, .excelSerial) == nil) }
  }

  @Test(arguments: [
    ("dd.MM.yyyy HH:mm", "03.07.2026 08:05", "2026-07-03 8:5:0"),
    ("yyyyMMddHHmmss", "20260703080509", "2026-07-03 8:5:9"), ("d/M/yy", "3/7/26", "2026-07-03"),
    ("yyyy'年'M'月'd'日'", "2026年7月3日", "2026-07-03"),
    ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2026-07-03T08:05:09.5+08:00", "2026-07-03 8:5:9 28800"),
  ])
  func aPatternIsFollowed(pattern: String, text: String, expected: String) throws {
    let format = try CivilTimeFormat.pattern(CivilTimePattern(pattern))
    #expect(Self.time(text, format) == expected)
    #expect(Self.time(text + "0", format) == nil || pattern.hasSuffix("yy"))
  }

  @Test(arguments: ["yyyy", "HH:mm", "yyyy-QQ-dd", "yyyy-MM-dd'T", "dd.MM", ""])
  func aPatternThatNamesNoDayIsRefused(pattern: String) {
    #expect(throws: FormatError.self) { try CivilTimePattern(pattern) }
  }

  // MARK: Writing

  static func written(_ value: Double, decimals: Int?) throws -> String {
    let collected = Collected()
    var options = CSVWriter.Options()
    options.hasByteOrderMark = false
    options.decimals = decimals
    var writer = CSVWriter(collected.sink, options: options)
    writer.append(real: value)
    try writer.finish()
    return collected.text
  }

  /// C's printf is the slow, obvious version.
  @Test(arguments: [0, 1, 5, 7, 9])
  func fixedDecimalsAreThoseOfPrintf(decimals: Int) throws {
    var random = Randomness(decimals)
    var values = [0.5, 1.5, 2.5, 0.25, 0.125, -0.0, 0, 1e-300, 120.0005, 0.05, 549_755_813_887.9]
    for _ in 0..<20_000 {
      values.append(Double.random(in: -200...200, using: &random))
      values.append(Double(Int64.random(in: -1_000_000...1_000_000, using: &random)) / 1024)
      values.append(random.double())
    }
    for value in values where abs(value) < 9e18 / pow(10, Double(decimals)) {
      var text = String(format: "%.\(decimals)f", value)
      if text.contains(".") {
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
      }
      if text == "-0" { text = "0" }
      #expect(try Self.written(value, decimals: decimals) == text)
    }
  }

  @Test func theShortestTextReadsBack() throws {
    var random = Randomness(4)
    for index in 0..<50_000 {
      let value =
        index % 3 == 0
        ? Double(Int.random(in: -1_000_000...1_000_000, using: &random)) : random.double()
      #expect(try Double(Self.written(value, decimals: nil))?.bitPattern == value.bitPattern)
    }
  }
}
