import Formats
import SimpleFeatures
import Testing

@Suite struct XLSXWriterTests {
  static func write(
    header: [String], _ rows: [[AttributeValue]],
    _ options: XLSXWriter.Options = XLSXWriter.Options()
  ) throws -> [UInt8] {
    let collected = Collected()
    var writer = XLSXWriter(collected.sink, options: options)
    try writer.write(header: header)
    for row in rows { try writer.write(row: row) }
    try writer.finish()
    return collected.bytes
  }

  @Test(arguments: 0..<40)
  func whatIsWrittenReadsBack(seed: Int) throws {
    var random = Randomness(seed)
    let pieces = [
      "a", "松城", "<&>\"'", "\n", "\r", "\t", "\u{0}", "\u{1F}", "_x0041_", "_", "x", " ", "0012",
      "=1+1", "😀", "\u{FFFE}", "\u{FFFF}", "]]>", "_x", "00D_", "é",
    ]
    var expected: [[String]] = []
    let values = (0..<60).map { _ in
      var texts = ["r"]
      var row: [AttributeValue] = [.text("r")]
      for _ in 0..<5 {
        let (value, text) = Self.value(&random, pieces)
        row.append(value)
        texts.append(text)
      }
      expected.append(texts)
      return row
    }
    var options = XLSXWriter.Options()
    options.sheetName = "甲&乙<"
    options.offsetSeconds = { _ in 28_800 }
    let header = (0..<6).map { "列\($0)" }
    let bytes = try Self.write(header: header, values, options)
    #expect(try Self.write(header: header, values, options) == bytes)
    let reader = try XLSXReader(bytes)
    #expect(reader.sheet.name == "甲&乙<")
    #expect(reader.header == header)
    for texts in expected {
      guard case .row = try reader.next() else { throw Unexpected() }
      #expect((0..<6).map { reader.text($0) } == texts)
    }
    guard case .end = try reader.next() else { throw Unexpected() }
  }

  private static func value(
    _ random: inout Randomness, _ pieces: [String]
  ) -> (AttributeValue, String) {
    switch Int.random(in: 0...7, using: &random) {
    case 0: return (.unknown, "")
    case 1: return (.boolean(true), "true")
    case 2:
      let integer =
        Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...60, using: &random)
      return (.integer(integer), String(integer))
    case 3:
      let real = Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &random)) / 1024
      let whole = Int64(exactly: real).map(String.init)
      return (.real(real), whole ?? "\(real)")
    case 4:
      let day = DayNumber(Int32.random(in: -60_000...2_000_000, using: &random))
      return (.day(day), day.description)
    case 5:
      // From 1971 to 2100, in China's time.
      let instant = Instant(Int64.random(in: 31_536_000...4_102_444_800, using: &random))
      let text = instant.formatted(offsetSeconds: 28_800).replacing("+08:00", with: "")
      return (.instant(instant), text)
    default:
      let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      return (.text(text), text)
    }
  }

  @Test func notANumberIsUnknown() throws {
    let bytes = try Self.write(
      header: ["a", "b"], [[.real(.nan), .real(.infinity)], [.text("x")]])
    let reader = try XLSXReader(bytes)
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(reader.line == 3)
    #expect(reader.blankRows == 1)
  }

  @Test func limitsAreTold() throws {
    #expect {
      var writer = XLSXWriter(ByteSink { _ in })
      try writer.write(header: ["a"])
      for _ in 0..<XLSXWriter.maximalRows { try writer.write(row: [.unknown]) }
    } throws: {
      "\($0)".hasPrefix("line 1048577: a sheet has at most 1048576 rows")
    }
    let long = String(repeating: "松", count: XLSXWriter.maximalText)
    _ = try Self.write(header: ["a"], [[.text(long)]])
    #expect(throws: FormatError.self) { try Self.write(header: ["a"], [[.text(long + "x")]]) }
    let wide = [AttributeValue](repeating: .integer(1), count: XLSXWriter.maximalColumns)
    _ = try Self.write(header: ["a"], [wide])
    #expect(throws: FormatError.self) { try Self.write(header: ["a"], [wide + [.integer(1)]]) }
    for name in ["", "a/b", "'a", String(repeating: "a", count: 32), "a:b"] {
      var options = XLSXWriter.Options()
      options.sheetName = name
      #expect(throws: FormatError.self) { try Self.write(header: ["a"], [], options) }
    }
  }

  @Test func theSinksOwnErrorIsKept() {
    struct Full: Error {}
    #expect {
      var writer = XLSXWriter(ByteSink { _ in throw Full() })
      try writer.write(header: ["a"])
    } throws: {
      ($0 as? FormatError)?.cause is Full
    }
  }
}
