import Formats

/// A workbook put together from XML, to hold what no writer of ours writes.
struct HandmadeWorkbook {
  var namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  var relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  /// Formats of the cells' styles, from style 1 on: built-in numbers, or texts.
  var formats: [String] = []
  /// The inside of each `<si>`.
  var shared: [String] = []
  /// Name, state, the inside of `<sheetData>`, what follows it.
  var sheets: [(name: String, state: String, rows: String, tail: String)] = []
  var workbookProperties = ""

  init(rows: String, tail: String = "") { sheets = [("表", "visible", rows, tail)] }

  func bytes(alter: (String, String) -> String = { _, text in text }) throws -> [UInt8] {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    for (path, text) in parts {
      let bytes = Array(alter(path, "<?xml version=\"1.0\"?>" + text).utf8)
      try writer.add(path, bytes.span)
    }
    try writer.finish()
    return collected.bytes
  }

  private var parts: [(String, String)] {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    let places = sheets.indices
    let sheetRelations = places.map {
      "<Relationship Id=\"r\($0)\" Type=\"\(relations)/worksheet\" Target=\"worksheets/s\($0).xml\"/>"
    }
    let styles = formats.enumerated().map { index, format in
      Int(format) ?? 0 == 0
        ? "<numFmt numFmtId=\"\(index + 200)\" formatCode=\"\(escaped(format))\"/>" : ""
    }
    let cells = formats.enumerated().map { index, format in
      "<xf numFmtId=\"\(Int(format).flatMap { $0 == 0 ? nil : $0 } ?? index + 200)\"/>"
    }
    let tabs = places.map {
      "<sheet name=\"\(sheets[$0].name)\" sheetId=\"\($0 + 7)\" state=\"\(sheets[$0].state)\" "
        + "r:id=\"r\($0)\"/>"
    }
    var parts = [
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(package)\"><Relationship Id=\"a\" "
          + "Type=\"\(relations)/officeDocument\" Target=\"/xl/book.xml\"/></Relationships>"
      ),
      (
        "xl/book.xml",
        "<x:workbook xmlns:x=\"\(namespace)\" xmlns:r=\"\(relations)\">"
          + workbookProperties.replacing("<", with: "<x:")
          + "<x:sheets>\(tabs.joined().replacing("<", with: "<x:"))</x:sheets></x:workbook>"
      ),
      (
        "xl/_rels/book.xml.rels",
        "<Relationships xmlns=\"\(package)\">\(sheetRelations.joined())"
          + "<Relationship Id=\"s\" Type=\"\(relations)/styles\" Target=\"styles.xml\"/>"
          + "<Relationship Id=\"t\" Type=\"\(relations)/sharedStrings\" Target=\"./strings.xml\"/>"
          + "</Relationships>"
      ),
      (
        "xl/styles.xml",
        "<styleSheet xmlns=\"\(namespace)\"><numFmts>\(styles.joined())</numFmts>"
          + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
          + "<cellXfs><xf numFmtId=\"0\"/>\(cells.joined())</cellXfs></styleSheet>"
      ),
      (
        "xl/strings.xml",
        "<sst xmlns=\"\(namespace)\">"
          + shared.map { "<si>\($0)</si>" }.joined() + "</sst>"
      ),
    ]
    for index in places {
      parts.append(
        (
          "xl/worksheets/s\(index).xml",
          "<worksheet xmlns=\"\(namespace)\"><sheetData>\(sheets[index].rows)</sheetData>"
            + "\(sheets[index].tail)</worksheet>"
        ))
    }
    return parts
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
  }

  /// A row of inline texts.
  static func row(_ number: Int, _ texts: [String]) -> String {
    let cells = texts.map { $0.isEmpty ? "<c/>" : "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
    return "<row r=\"\(number)\">\(cells.joined())</row>"
  }
}

/// What a reader gives, as text: a row `12|a|b`, a fault `12! message`.
func rows(of bytes: [UInt8], _ options: XLSXOptions = XLSXOptions()) throws -> [String] {
  try rows(of: XLSXReader(bytes, options: options))
}

func rows(of reader: XLSXReader) throws -> [String] {
  var rows: [String] = []
  while true {
    switch try reader.next() {
    case .row:
      let cells = (0..<reader.columns).map { reader.text($0) }
      rows.append("\(reader.line)|\(cells.joined(separator: "|"))")
    case .fault(let fault): rows.append("\(reader.line)! \(fault)")
    case .end: return rows
    }
  }
}
