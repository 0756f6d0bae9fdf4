import Formats
import Testing

/// Files named .xlsx that are something else, and workbooks that went wrong.
@Suite struct ForeignWorkbookTests {
  private static func message(_ bytes: [UInt8], _ options: XLSXOptions = XLSXOptions()) -> String {
    do {
      _ = try rows(of: bytes, options)
      return "read"
    } catch {
      return "\(error)"
    }
  }

  private static func older(_ entry: String) -> [UInt8] {
    var bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    bytes += [UInt8](repeating: 0, count: 2048 - 8)
    bytes[30] = 9
    bytes[48] = 1
    for (index, unit) in entry.utf16.enumerated() { bytes[1024 + 128 + index * 2] = UInt8(unit) }
    return bytes
  }

  @Test(arguments: [
    (older("EncryptedPackage"), "the workbook is encrypted"),
    (older("Workbook"), "an older workbook (.xls)"), ([], "the file is empty"),
    (Array("\u{FEFF} <html>".utf8), "a web page or XML"), (Array("a,b\n".utf8), "text that was"),
    ([0, 1, 2], "no workbook"), ([0x50, 0x4B, 3, 4], "no directory is found"),
  ])
  func isCalledByItsName(bytes: [UInt8], message: String) {
    #expect(Self.message(bytes).contains(message))
  }

  @Test(arguments: [
    ("xl/workbook.bin", ".xlsb"), ("content.xml", ".ods"), ("word/document.xml", ".docx"),
    ("a.txt", "holds no workbook"),
  ])
  func anotherContainerIsCalledByItsName(entry: String, message: String) throws {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.add(entry, [UInt8](repeating: 65, count: 10).span)
    try writer.finish()
    #expect(Self.message(collected.bytes).contains(message))
  }

  private static let book = HandmadeWorkbook(
    rows: HandmadeWorkbook.row(1, ["a", "b"]) + HandmadeWorkbook.row(2, ["1", "2"]))

  @Test(arguments: [
    ("xl/worksheets/s0.xml", "</row>", "</raw>", "in sheet 表: not well-formed XML"),
    ("xl/styles.xml", "<numFmts>", "<numFmts", "in xl/styles.xml: not well-formed"),
    ("xl/strings.xml", "<sst", "<!DOCTYPE a []><sst", "in xl/strings.xml: the file declares"),
    ("xl/book.xml", "x:sheets", "x:shoots", "read"),
    ("xl/book.xml", "<x:sheet ", "<x:shoot ", "the workbook has no sheet"),
    ("xl/_rels/book.xml.rels", "strings.xml", "nothing.xml", "the workbook lacks a part"),
  ])
  func aBrokenPartIsNamed(part: String, from: String, to: String, message: String) throws {
    let bytes = try Self.book.bytes { path, text in
      path == part ? text.replacing(from, with: to) : text
    }
    #expect(Self.message(bytes).contains(message))
  }

  @Test func bombsAreRefused() throws {
    let blank = String(repeating: "<a>\(String(repeating: " ", count: 1 << 20))</a>", count: 80)
    let bytes = try Self.book.bytes { path, text in
      path.contains("s0") ? text.replacing("<sheetData>", with: "\(blank)<sheetData>") : text
    }
    #expect(bytes.count < 1 << 20)
    #expect(Self.message(bytes).contains("times its size"))
    var options = XLSXOptions()
    options.maximalRatio = 2000
    #expect(Self.message(bytes, options) == "read")
    options.maximalSheetBytes = 1 << 20
    #expect(Self.message(bytes, options).contains("unfolds to"))
    options = XLSXOptions()
    options.maximalSharedTextBytes = 100
    let texts = "<si><t>\(String(repeating: "x", count: 101))</t></si></sst>"
    let shared = try Self.book.bytes { path, text in
      path.contains("strings") ? text.replacing("</sst>", with: texts) : text
    }
    #expect(Self.message(shared, options).contains("texts are larger than 100 bytes"))
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try Self.book.bytes()
    for length in 0..<bytes.count {
      #expect(throws: FormatError.self) { try XLSXReader(Array(bytes[..<length])) }
    }
  }

  @Test func aWrongChecksumIsAnError() throws {
    var bytes = try Self.book.bytes()
    let reader = try ZIPReader(bytes)
    #expect(reader.entries.count == 6)
    // The checksum of the last entry, in the directory.
    let name = Array("xl/worksheets/s0.xml".utf8)
    let place = bytes.indices.last { bytes[$0...].starts(with: name) }
    bytes[try #require(place) - 30] ^= 1
    #expect(Self.message(bytes).contains("checksum is wrong"))
  }
}
