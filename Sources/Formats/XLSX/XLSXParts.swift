/// The styles of cells that `XLSXWriter` uses, by their place in the workbook's table.
enum XLSXStyle: Int {
  case general, text, day, instant, header
}

/// What stands in a workbook of ours around its rows.
enum XLSXParts {
  /// All but the sheet.
  static func all(sheetName: String) -> [(path: String, text: String)] {
    var escaped: [UInt8] = []
    let name = Array(sheetName.utf8)
    XLSXText.appendEscaped(name.span, to: &escaped)
    let sheet = String(decoding: escaped, as: UTF8.self)
    return [
      (
        "[Content_Types].xml",
        xml(
          """
          <Types xmlns="\(package)/content-types">\
          <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.\
          relationships+xml"/>\
          <Override PartName="/xl/workbook.xml" ContentType="\(type("sheet.main"))"/>\
          <Override PartName="/xl/styles.xml" ContentType="\(type("styles"))"/>\
          <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(type("worksheet"))"/>\
          </Types>
          """)
      ),
      (
        "_rels/.rels",
        xml(
          """
          <Relationships xmlns="\(package)/relationships">\
          <Relationship Id="rId1" Type="\(document)/officeDocument" Target="xl/workbook.xml"/>\
          </Relationships>
          """)
      ),
      (
        "xl/workbook.xml",
        xml(
          """
          <workbook xmlns="\(main)" xmlns:r="\(document)"><sheets>\
          <sheet name="\(sheet)" sheetId="1" r:id="rId1"/></sheets></workbook>
          """)
      ),
      (
        "xl/_rels/workbook.xml.rels",
        xml(
          """
          <Relationships xmlns="\(package)/relationships">\
          <Relationship Id="rId1" Type="\(document)/worksheet" Target="worksheets/sheet1.xml"/>\
          <Relationship Id="rId2" Type="\(document)/styles" Target="styles.xml"/>\
          </Relationships>
          """)
      ),
      ("xl/styles.xml", xml(styles)),
    ]
  }

  /// The sheet as far as its first row: the header frozen, and the columns' widths.
  static func sheetBeginning(header: [String], widths: [Double]) -> String {
    var text = xml("<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">")
    if !header.isEmpty {
      text += """
        <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
        <selection pane="bottomLeft"/>
        """
    }
    text += "</sheetView></sheetViews>"
    let columns = max(header.count, widths.count)
    if columns > 0 {
      text += "<cols>"
      for index in 0..<columns {
        let width = index < widths.count ? widths[index] : width(of: header[index])
        text += """
          <col min="\(index + 1)" max="\(index + 1)" width="\(min(max(width, 0), 255))" \
          customWidth="1"/>
          """
      }
      text += "</cols>"
    }
    return text + "<sheetData>"
  }

  /// `A` for 1, `AB` for 28.
  static func append(column: Int, to bytes: inout [UInt8]) {
    var rest = column
    let start = bytes.count
    while rest > 0 {
      bytes.insert(UInt8(0x41 + (rest - 1) % 26), at: start)
      rest = (rest - 1) / 26
    }
  }

  /// In widths of a digit; a Chinese character takes two.
  private static func width(of name: String) -> Double {
    let digits = name.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
    return Double(min(max(digits + 2, 10), 60))
  }

  private static let styles = """
    <styleSheet xmlns="\(main)"><numFmts count="2">\
    <numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
    <numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>\
    <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
    <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
    <fills count="2"><fill><patternFill patternType="none"/></fill>\
    <fill><patternFill patternType="gray125"/></fill></fills>\
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
    <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFont="1"/></cellXfs>\
    <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
    </styleSheet>
    """

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let document =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private static func type(_ part: String) -> String {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.\(part)+xml"
  }

  private static func xml(_ content: String) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + content
  }
}
