import Formats
import Testing

/// A page has the texts that the reader's own fields have.
@Suite struct RowPageTests {
  @Test(arguments: ["utf-8", "gb18030"])
  func cellsAreTheTrimmedFields(encoding: String) throws {
    let text = "a,b,c\r\n 1 ,\"x,\"\"y\"\"\",\r\n\u{3000}\u{3000},z z,\"\"\r\n,,q\r\n"
    var bytes = Array(text.utf8)
    // 盗窃 in GBK: every row behind it is decoded anew.
    if encoding == "gb18030" { bytes += [0xB5, 0xC1, 0xC7, 0xD4] + Array(", \"u\",v\r\n".utf8) }
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
    if encoding == "gb18030" { #expect(cells.suffix(3) == ["盗窃", "u", "v"]) }
    // The texts stay when the reader is gone.
    page.append("later")
    page.append(nil)
    #expect(page.text(page.count - 2) == "later" && page.isEmpty(page.count - 1))
    #expect(page.text(0) == "1")
  }
}
