import Formats
import SimpleFeatures
import Testing

@Suite struct CSVWriterTests {
  static func write(
    _ rows: [[AttributeValue]], _ options: CSVWriter.Options = CSVWriter.Options()
  ) throws -> [UInt8] {
    let collected = Collected()
    var writer = CSVWriter(collected.sink, options: options)
    for row in rows { try writer.write(row: row) }
    try writer.finish()
    return collected.bytes
  }

  @Test(arguments: 0..<100)
  func textsReadBackAsTheyWere(seed: Int) throws {
    var random = Randomness(seed)
    let pieces = ["a", ",", "\"", "\n", "\r\n", ";", "\t", "松城", " ", "0012", "=", "-", "😀"]
    var options = CSVWriter.Options()
    options.guardsFormulas = false
    options.separator = [0x2C, 0x3B, 0x09].randomElement(using: &random) ?? 0x2C
    let rows = (0..<50).map { _ in
      (0..<4).map { column in
        column == 0
          ? "x"
          : (0..<Int.random(in: 0...5, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
          }.joined()
      }
    }
    let bytes = try Self.write(rows.map { $0.map { .text($0) } }, options)
    var readerOptions = CSVOptions()
    readerOptions.hasHeader = false
    readerOptions.separator = options.separator
    var reader = try CSVReader(ByteSource(bytes), options: readerOptions)
    for row in rows {
      guard case .row = try reader.next() else { throw Unexpected() }
      #expect((0..<4).map { reader.text($0) } == row)
    }
    guard case .end = try reader.next() else { throw Unexpected() }
  }

  @Test func valuesAreWrittenForSpreadsheets() throws {
    var options = CSVWriter.Options()
    options.offsetSeconds = { _ in 28_800 }
    let bytes = try Self.write(
      [
        [.text("编号"), .text("值")], [.text("0012"), .real(120.0005)], [.unknown, .real(.nan)],
        [.text(""), .boolean(true)], [.integer(-5), .instant(Instant(0))],
        [.day(DayNumber(0)), .text("a\"b")],
      ], options)
    let expected = """
      \u{FEFF}编号,值\r\n"0012",120.0005\r\n,\r\n"",true\r\n-5,1970-01-01T08:00:00+08:00\r\n\
      1970-01-01,"a""b"\r\n
      """
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "\"-5\""), ("+86 139", "'+86 139"), ("a=b", "a=b"),
    ("-", "'-"), ("\tx", "\"'\tx\""), ("-a,b", "\"'-a,b\""),
  ])
  func aFormulaIsDisarmed(text: String, field: String) throws {
    var options = CSVWriter.Options()
    options.hasByteOrderMark = false
    let bytes = try Self.write([[.text(text)]], options)
    #expect(String(decoding: bytes, as: UTF8.self) == field + "\r\n")
  }

  @Test func theSinksOwnErrorIsKept() {
    struct Full: Error {}
    #expect {
      var writer = CSVWriter(ByteSink { _ in throw Full() })
      try writer.finish()
    } throws: { ($0 as? FormatError)?.cause is Full }
  }
}
