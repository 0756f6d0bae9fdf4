/// What a workbook says beside its sheets: their names, the number formats, the shared texts.
///
/// Both dialects of the format are read, transitional and strict: elements are known by their
/// names, and relations by the last part of theirs.
///
/// > ECMA-376-1:2016. "Office Open XML File Formats", 18.2 and 18.8.
struct Workbook {
  private(set) var sheets: [XLSXSheet] = []
  /// By a cell's style.
  private(set) var formats: [CellFormat] = []
  private(set) var strings = SharedStrings()
  private(set) var numbers = CellNumber()

  private let archive: ZIPReader
  private let options: XLSXOptions
  /// Small parts are read whole.
  private static let maximalPartBytes = 64 << 20

  init(_ bytes: RandomAccessBytes, options: XLSXOptions) throws(FormatError) {
    self.options = options
    let head = try bytes.bytes(0..<min(bytes.count, 4096))
    if let foreign = try ForeignWorkbook.fault(head, bytes) { throw foreign }
    archive = try ZIPReader(bytes)
    try readParts()
  }

  private mutating func readParts() throws(FormatError) {
    let main = try relations(of: "").first { $0.kind == "officeDocument" }?.target
    let path = main ?? "xl/workbook.xml"
    guard entry(path) != nil, !path.hasSuffix(".bin") else {
      throw ForeignWorkbook.fault(archive.entries.map(\.name))
    }
    let relations = try relations(of: path)
    if let styles = relations.first(where: { $0.kind == "styles" }) {
      try readStyles(styles.target)
    }
    try readSheets(path, relations)
    if let shared = relations.first(where: { $0.kind == "sharedStrings" }) {
      guard let entry = entry(shared.target) else { throw Self.missing(shared.target) }
      let source = try source(of: entry, limit: options.maximalSharedTextBytes * 4)
      do {
        strings = try SharedStrings(source, limit: options.maximalSharedTextBytes)
      } catch {
        throw Self.inPart(error, shared.target)
      }
    }
  }

  /// A sheet's XML.
  func source(of sheet: XLSXSheet) throws(FormatError) -> ByteSource {
    guard let entry = entry(sheet.part) else { throw Self.missing(sheet.part) }
    return try source(of: entry, limit: options.maximalSheetBytes)
  }

  // MARK: Parts

  private struct Relation {
    let id: String
    let kind: String
    let target: String
  }

  /// The relations of a part, by the full path of each target; those of the whole for "".
  private func relations(of part: String) throws(FormatError) -> [Relation] {
    let folder = part.split(separator: "/").dropLast().map(String.init)
    let file = part.split(separator: "/").last.map(String.init) ?? ""
    let path = (folder + ["_rels", "\(file).rels"]).joined(separator: "/")
    guard let entry = entry(path) else { return [] }
    var relations: [Relation] = []
    try read(entry) { reader in
      guard reader.name == "Relationship", let target = reader.attribute("Target"),
        reader.attribute("TargetMode") != "External"
      else { return }
      let kind = reader.attribute("Type")?.split(separator: "/").last.map(String.init) ?? ""
      relations.append(
        Relation(
          id: reader.attribute("Id") ?? "", kind: kind, target: Self.resolved(target, in: folder)))
    }
    return relations
  }

  private static func resolved(_ target: String, in folder: [String]) -> String {
    var parts = target.hasPrefix("/") ? [] : folder
    for part in target.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
      if part == ".." {
        _ = parts.popLast()
      } else if part != "." {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }

  private mutating func readSheets(
    _ path: String, _ relations: [Relation]
  ) throws(FormatError) {
    guard let entry = entry(path) else { throw Self.missing(path) }
    var sheets: [XLSXSheet] = []
    var countsFrom1904 = false
    try read(entry) { reader in
      if reader.name == "workbookPr" {
        countsFrom1904 = ["1", "true", "on"].contains(reader.attribute("date1904"))
      }
      guard reader.name == "sheet", let name = reader.attribute("name") else { return }
      // `id` with a namespace, beside `sheetId`.
      let id = reader.attributes.first { $0.name == "id" }?.value
      let relation = relations.first { $0.id == id && id != nil }
      guard relation?.kind ?? "worksheet" == "worksheet" else { return }
      let number = sheets.count + 1
      sheets.append(
        XLSXSheet(
          name: name, isHidden: reader.attribute("state")?.lowercased().contains("hidden") ?? false,
          part: relation?.target ?? "xl/worksheets/sheet\(number).xml"))
    }
    guard !sheets.isEmpty else {
      throw FormatError(.value, "the workbook has no sheet", expected: "a sheet with a table")
    }
    self.sheets = sheets
    numbers.countsFrom1904 = countsFrom1904
  }

  private mutating func readStyles(_ path: String) throws(FormatError) {
    guard let entry = entry(path) else { return }
    var texts: [Int: CellFormat] = [:]
    var formats: [CellFormat] = []
    var isInCells = false
    try read(entry) { reader in
      switch reader.name {
      case "numFmt":
        if let id = reader.attribute("numFmtId").flatMap({ Int($0) }),
          let code = reader.attribute("formatCode")
        {
          texts[id] = CellFormat(code)
        }
      case "cellXfs": isInCells = true
      case "cellStyleXfs", "cellStyles", "dxfs": isInCells = false
      case "xf" where isInCells:
        let id = reader.attribute("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(texts[id] ?? CellFormat(builtIn: id))
      default: return
      }
    }
    self.formats = formats
  }

  /// Calls back at the beginning of each element.
  private func read(
    _ entry: ZIPReader.Entry, _ body: (borrowing XMLReader) -> Void
  ) throws(FormatError) {
    let source = try source(of: entry, limit: Self.maximalPartBytes)
    do {
      var reader = try XMLReader(source)
      while true {
        switch try reader.next() {
        case .start: body(reader)
        case .text, .end: continue
        case .finish: return
        }
      }
    } catch {
      throw Self.inPart(error, entry.name)
    }
  }

  private func source(
    of entry: ZIPReader.Entry, limit: Int
  ) throws(FormatError) -> ByteSource {
    if entry.size > 64 << 20, entry.size / max(1, entry.compressed) > options.maximalRatio {
      throw FormatError(
        .limit,
        "\(entry.name) unfolds to \(entry.size / max(1, entry.compressed)) times its size",
        expected: "a table: at most \(options.maximalRatio) times")
    }
    return try archive.source(of: entry, limit: limit)
  }

  /// Some programs write `\`, a leading `/` or other capitals.
  private func entry(_ path: String) -> ZIPReader.Entry? {
    if let exact = archive[path] { return exact }
    let wanted = path.lowercased()
    return archive.entries.first { entry in
      entry.name.lowercased().split { $0 == "/" || $0 == "\\" }.joined(separator: "/") == wanted
    }
  }

  static func inPart(_ error: FormatError, _ part: String) -> FormatError {
    guard error.kind != .transfer else { return error }
    var error = error
    error.message = "in \(part): \(error.message)"
    return error
  }

  private static func missing(_ part: String) -> FormatError {
    FormatError(.truncated, "the workbook lacks a part", found: part, expected: "an .xlsx file")
  }
}
