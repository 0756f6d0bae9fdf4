import Formats
import Testing

@Suite struct XLSXReaderTests {
  /// One column 值 under a header, each cell as XML.
  static func column(
    _ cells: [String], formats: [String] = [], shared: [String] = [], properties: String = ""
  ) throws -> [String] {
    let rows = cells.enumerated().map { "<row r=\"\($0 + 2)\">\($1)</row>" }
    var book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["值", "末"])
        + rows.joined().replacing("</row>", with: "<c r=\"B9\" t=\"b\"><v>1</v></c></row>"))
    book.formats = formats
    book.shared = shared
    book.workbookProperties = properties
    let reader = try XLSXReader(book.bytes())
    #expect(reader.header == ["值", "末"])
    var texts: [String] = []
    while true {
      switch try reader.next() {
      case .row: texts.append(reader.text(0))
      case .fault(let fault): texts.append("! \(fault)")
      case .end: return texts
      }
    }
  }

  @Test(arguments: [
    ("350921104201", "350921104201"), ("3.50921104201E+11", "350921104201"),
    ("3.50921104201E11", "350921104201"), ("350921104201.0", "350921104201"), ("0", "0"),
    ("-0", "0"), ("0.10000000000000001", "0.1"), ("120.0005", "120.0005"), ("-7.50", "-7.5"),
    ("12.300000000000001", "12.3"), ("1E-3", "0.001"), ("999999999999999", "999999999999999"),
    ("-0.5", "-0.5"), (".5", "0.5"), ("007", "7"), ("350921104201001234", "350921104201001234"),
    ("9007199254740991", "9007199254740991"), (" 5 ", "5"), ("1e300", "! "),
  ])
  func numbersAreTheirShortestText(raw: String, text: String) throws {
    let read = try Self.column(["<c r=\"A2\"><v>\(raw)</v></c>"])[0]
    if text.hasSuffix(" ") { #expect(read.hasPrefix(text)) } else { #expect(read == text) }
  }

  /// Excel keeps 15 digits of 350921199001011234; a program with doubles keeps 350921199001011200,
  /// and Java prints that as 3.5092119900101123E17.
  @Test(arguments: [
    "350921199001011000", "3.50921199001011E+17", "350921199001011264", "3.5092119900101123E17",
    "1000000000000000",
  ])
  func aCodeThatExcelCutIsAFault(raw: String) throws {
    let read = try Self.column(["<c r=\"A2\"><v>\(raw)</v></c>"])[0]
    #expect(read.hasPrefix("! line 2, field 值: Excel cut this code to 15 digits"))
    let book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["编码", "身份"])
        + "<row r=\"2\"><c><v>5</v></c><c><v>\(raw)</v></c></row>")
    let reader = try XLSXReader(book.bytes())
    reader.checkedColumns = [0]
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(reader.cutCells == 1)
  }

  @Test(arguments: [
    ("14", "46206", "2026-07-03"), ("22", "46206", "2026-07-03T00:00:00"),
    ("22", "46206.336458333331", "2026-07-03T08:04:30"), ("31", "46206", "2026-07-03"),
    ("27", "46204", "2026-07-01"), ("57", "46204", "2026-07-01"), ("58", "46206", "2026-07-03"),
    ("36", "46206", "2026-07-03"), ("50", "46206", "2026-07-03"), ("20", "0.5", "12:00:00"),
    ("32", "0.336458333331", "08:04:30"), ("55", "0.25", "06:00:00"),
    ("20", "46206.5", "2026-07-03T12:00:00"), ("46", "1.5", "36:00:00"),
    ("yyyy\"年\"m\"月\"d\"日\"", "46206", "2026-07-03"),
    ("yyyy\\-mm\\-dd\\ hh:mm:ss", "46206.999999999", "2026-07-04T00:00:00"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "46206", "2026-07-03"),
    ("[$-804]aaaa", "46206", "2026-07-03"), ("mmm", "46206", "2026-07-03"),
    ("[Red]yyyy/m/d;@", "46206", "2026-07-03"), ("mm:ss.0", "0.5", "12:00:00"),
    ("[h]:mm:ss", "2.25", "54:00:00"), ("h:mm AM/PM", "0.75", "18:00:00"),
    ("[DBNum1][$-804]yyyy\"年\"", "46206", "2026-07-03"), ("14", "1", "1900-01-01"),
    ("14", "59", "1900-02-28"), ("14", "60", "60"), ("14", "61", "1900-03-01"),
    ("14", "0", "0"), ("14", "0.5", "12:00:00"), ("14", "-3", "-3"),
    ("14", "2958465", "9999-12-31"), ("14", "2958466", "2958466"),
    ("0.00E+00", "46206", "46206"), ("G/通用格式", "46206", "46206"),
    ("General\"d\"", "5", "5"), ("0\"day\"", "5", "5"),
    ("#,##0.00_);[Red]\\(#,##0.00\\)", "5", "5"),
    ("\"h\"0", "5", "5"), ("[Blue]0", "5", "5"), ("@", "46206", "46206"), ("0%", "0.5", "0.5"),
    ("000000", "10203", "010203"), ("000000", "1234567", "1234567"), ("00.0", "5", "5"),
    ("9", "0.25", "0.25"), ("49", "46206", "46206"), ("_-¥* #,##0.00_-", "5", "5"),
  ])
  func formatsSayWhatANumberMeans(format: String, raw: String, text: String) throws {
    let cell = "<c r=\"A2\" s=\"1\"><v>\(raw)</v></c>"
    #expect(try Self.column([cell], formats: [format]) == [text])
  }

  @Test(arguments: [
    ("14", "0", "1904-01-01"), ("14", "44744", "2026-07-03"), ("22", "0.5", "1904-01-01T12:00:00"),
    ("20", "0.5", "12:00:00"), ("14", "2957003", "9999-12-31"), ("14", "2957004", "2957004"),
  ])
  func theOtherCalendarIsKnown(format: String, raw: String, text: String) throws {
    let cell = "<c r=\"A2\" s=\"1\"><v>\(raw)</v></c>"
    let read = try Self.column(
      [cell], formats: [format], properties: "<workbookPr date1904=\"1\"/>")
    #expect(read == [text])
  }

  @Test func everyKindOfCellIsRead() throws {
    let read = try Self.column(
      [
        "<c r=\"A2\" t=\"s\"><v>0</v></c>", "<c r=\"A3\" t=\"s\"><v>1</v></c>",
        "<c r=\"A4\" t=\"s\"><v>2</v></c>", "<c r=\"A5\" t=\"b\"><v>0</v></c>",
        "<c r=\"A6\" t=\"str\"><f>B1&amp;\"x\"</f><v>甲x</v></c>",
        "<c r=\"A7\"><f>SUM(1,2)</f><v>3</v></c>", "<c r=\"A8\" t=\"e\"><v>#N/A</v></c>",
        "<c r=\"A9\" t=\"d\"><v>2026-07-03T08:00:00</v></c>", "<c r=\"A10\" s=\"1\"/>",
        "<c r=\"A11\" t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></is></c>",
        "<c r=\"A12\" t=\"s\"><v>3</v></c>",
        "<c r=\"A13\" t=\"str\"><v>_x4E2D__x005F_x0041__xZZZZ_</v></c>",
        "<c r=\"A14\" t=\"s\"><v>4</v></c>", "<c r=\"A15\"><v>12a</v></c>",
      ],
      shared: [
        "<t>松城</t>", "<r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r>",
        "<t>東</t><rPh sb=\"0\" eb=\"1\"><t>ひがし</t></rPh><phoneticPr fontId=\"1\"/>",
        "<t>a_x000D_&#10;b_xD83D__xDE00_</t>",
      ])
    #expect(
      read == [
        "松城", "粗细", "東", "false", "甲x", "3", "", "2026-07-03T08:00:00", "", "a b",
        "a\r\nb😀", "中_x0041__xZZZZ_",
        "! line 14, field 值: a cell's shared text is not there; read \"4\", expected one of 4",
        "! line 15, field 值: a cell's number is none; read \"12a\", expected digits",
      ])
  }

  @Test func errorsBlanksAndHiddenRowsAreCounted() throws {
    let book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["a", "b"])
        + "<row hidden=\"1\"><c t=\"e\"><v>#DIV/0!</v></c><c><v>1</v></c></row>"
        + "<row/><row><c s=\"0\"/></row>" + HandmadeWorkbook.row(9, [" ", ""])
        + "<row r=\"12\" hidden=\"0\"><c r=\"B12\"><v>2</v></c></row>")
    let reader = try XLSXReader(book.bytes())
    #expect(try rows(of: reader) == ["2||1", "12||2"])
    #expect(reader.errorCells == 1)
    #expect(reader.hiddenRows == 1)
    #expect(reader.blankRows == 3)
    #expect(reader.rows == 2)
    #expect(reader.notes.isEmpty)
  }

  @Test func aFormulaWithoutItsValueIsCounted() throws {
    let book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["a", "b"]) + "<row r=\"2\"><c><f>1+1</f><v/></c></row>"
        + "<row r=\"3\"><c t=\"str\"><f>\"\"</f><v></v></c><c><v>1</v></c></row>")
    let reader = try XLSXReader(book.bytes())
    #expect(try rows(of: reader) == ["2||", "3||1"])
    #expect(reader.uncalculatedCells == 1)
  }

  /// The 17 digits that Java left of 350921199001011234, and no others.
  @Test func aCutCodeShowsTheDigitsThatAreLeft() throws {
    let cells = ["3.5092119900101123E17", "-1.5e20"].map { "<c r=\"A2\"><v>\($0)</v></c>" }
    let read = try Self.column(cells)
    #expect(read[0].contains("\"350921199001011230\""))
    #expect(read[1].contains("\"-150000000000000000000\""))
  }

  @Test func strictWorkbooksAreRead() throws {
    var book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["a", "b"]) + HandmadeWorkbook.row(2, ["1", "2"]))
    book.namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    book.relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    #expect(try rows(of: book.bytes()) == ["2|1|2"])
  }
}
