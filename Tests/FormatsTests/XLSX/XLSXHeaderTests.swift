import Formats
import Testing

@Suite struct XLSXHeaderTests {
  private typealias Book = HandmadeWorkbook

  @Test func aTitleAboveTheHeaderIsPassedOver() throws {
    let book = Book(
      rows: Book.row(1, ["霞浦县2026年警情台账"]) + Book.row(2, ["单位：", "", "日期："])
        + Book.row(3, ["编号", "名 称", "发生\n时间", "Case\nNo"])
        + "<row r=\"4\"><c><v>1</v></c><c/><c/><c><v>2</v></c></row>",
      tail: "<mergeCells><mergeCell ref=\"A1:D1\"/></mergeCells>")
    let reader = try XLSXReader(book.bytes())
    #expect(reader.header == ["编号", "名 称", "发生时间", "Case No"])
    #expect(reader.headerRow == 3)
    #expect(reader.notes == ["the header is row 3 of the sheet; 2 above it passed over"])
    #expect(try rows(of: reader) == ["4|1|||2"])
  }

  @Test func aHeaderOfTwoRowsIsOne() throws {
    let book = Book(
      rows: Book.row(1, ["台账"]) + Book.row(2, ["编号", "位置", "", "起", "", "止", ""])
        + Book.row(3, ["", "经度", "纬度", "日", "时", "日", "时"])
        + "<row r=\"4\"><c><v>1</v></c><c><v>120</v></c><c><v>26</v></c></row>",
      tail: """
        <mergeCells count="5"><mergeCell ref="A1:G1"/><mergeCell ref="A2:A3"/>\
        <mergeCell ref="B2:C2"/><mergeCell ref="D2:E2"/><mergeCell ref="F2:G2"/></mergeCells>
        """)
    let reader = try XLSXReader(book.bytes())
    #expect(reader.header == ["编号", "经度", "纬度", "起 日", "起 时", "止 日", "止 时"])
    #expect(reader.notes == ["the header is rows 2 to 3 of the sheet; 1 above it passed over"])
    #expect(try rows(of: reader) == ["4|1|120|26||||"])
  }

  @Test func theHeaderMayBeTold() throws {
    let book = Book(
      rows: Book.row(1, ["a", "b"]) + Book.row(2, ["c", "d"]) + Book.row(50, ["e", "f"])
        + Book.row(51, ["g", "h"]))
    var options = XLSXOptions()
    options.headerRow = 2
    #expect(try XLSXReader(book.bytes(), options: options).header == ["c", "d"])
    options.headerRow = 50
    let reader = try XLSXReader(book.bytes(), options: options)
    #expect(reader.header == ["e", "f"])
    #expect(try rows(of: reader) == ["51|g|h"])
    options.headerRow = 7
    #expect {
      _ = try XLSXReader(book.bytes(), options: options)
    } throws: {
      "\($0)" == "line 7: row 7 of sheet 表 is empty; expected the row that names the columns"
    }
  }

  @Test func aFarHeaderMayBeTold() throws {
    let rows = (1...200).map { Book.row($0, ["t\($0)", "x"]) }.joined()
    var options = XLSXOptions()
    options.headerRow = 150
    let reader = try XLSXReader(Book(rows: rows).bytes(), options: options)
    #expect(reader.header == ["t150", "x"])
    #expect(try FormatsTests.rows(of: reader).count == 50)
  }

  @Test func aHeaderWithAnEmptyNameIsStillTheHeader() throws {
    let book = Book(
      rows: Book.row(1, ["a", "", "c"]) + Book.row(2, ["1", "2", "3"]))
    let reader = try XLSXReader(book.bytes())
    #expect(reader.header == ["a", "", "c"])
    #expect(try reader.column("c") == 2)
    #expect(throws: FormatError.self) { try reader.column("d") }
  }

  @Test func theFirstVisibleSheetWithDataIsRead() throws {
    var book = Book(rows: "")
    let rows = Book.row(1, ["a", "b"]) + Book.row(2, ["1", "2"])
    book.sheets = [
      ("空", "visible", "<row r=\"1\"><c s=\"1\"/></row>", ""), ("藏", "hidden", rows, ""),
      ("台账", "visible", rows.replacing("1", with: "9"), ""), ("末", "veryHidden", "", ""),
    ]
    let reader = try XLSXReader(book.bytes())
    #expect(reader.sheet.name == "台账")
    #expect(reader.notes.first == "sheet 台账 was read, of 空, 藏, 台账, 末")
    #expect(reader.sheets.map(\.isHidden) == [false, true, false, true])
    var options = XLSXOptions()
    options.sheet = .named("藏")
    #expect(try FormatsTests.rows(of: XLSXReader(book.bytes(), options: options)) == ["2|1|2"])
    options.sheet = .number(3)
    #expect(try XLSXReader(book.bytes(), options: options).sheet.name == "台账")
    options.sheet = .named("台帐")
    #expect {
      _ = try XLSXReader(book.bytes(), options: options)
    } throws: {
      "\($0)".contains("did you mean 台账?")
    }
    for choice in [XLSXOptions.Sheet.number(0), .number(5), .number(1)] {
      options.sheet = choice
      #expect(throws: FormatError.self) { _ = try XLSXReader(book.bytes(), options: options) }
    }
  }
}
