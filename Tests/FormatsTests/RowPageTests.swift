import Formats
import Testing

/// A page has the texts that the reader's own fields have.
@Suite struct RowPageTests {
  @Test(arguments: ["utf-8", "gb18030"])
  func cellsAreTheTrimmedFields(encoding: String) throws {
    // An ideographic space, which is white space too, and 盗窃, as each encoding has them.
    let isWide = encoding == "utf-8"
    let space: [UInt8] = isWide ? Array("\u{3000}".utf8) : [0xA1, 0xA1]
    let kind: [UInt8] = isWide ? Array("盗窃".utf8) : [0xB5, 0xC1, 0xC7, 0xD4]
    let bytes =
      Array("a,b,c\r\n 1 ,\"x,\"\"y\"\"\",\r\n".utf8) + space + space
      + Array(",z z,\"\"\r\n,,q\r\n".utf8) + kind + Array(",\"u\", v\r\n".utf8)
    var reader = try CSVReader(ByteSource(bytes, chunk: 7))
    let page = RowPage()
    var cells: [String?] = []
    while case .row = try reader.next() {
      let first = page.count
      reader.appendFields(to: page)
      #expect(page.count - first == 3)
      for column in 0..<3 {
        cells.append(reader.trimmedText(column))
        #expect(page.text(first + column) == cells.last)
        #expect(page.isEmpty(first + column) == (cells.last == .some(nil)))
      }
    }
    #expect(cells.prefix(6) == ["1", "x,\"y\"", nil, nil, "z z", nil])
    #expect(cells.suffix(3) == ["盗窃", "u", "v"])
    // The texts stay when the reader is gone.
    page.append("later")
    page.append(nil)
    #expect(page.text(page.count - 2) == "later" && page.isEmpty(page.count - 1))
    #expect(page.text(0) == "1")
  }

  @Test func whatWasAppendedStaysWhenThePageGrows() {
    let page = RowPage()
    let texts = (0..<2_000).map { String(repeating: "格\($0)", count: $0 % 90) }
    for text in texts { page.append(text) }
    page.append(String(repeating: "x", count: 300_000))
    #expect(page.count == 2_001 && page.byteCount > 300_000)
    for (cell, text) in texts.enumerated() {
      #expect(page.text(cell) == (text.isEmpty ? nil : text))
    }
    #expect(page.text(2_000)?.utf8.count == 300_000)
  }
}
