/// One row of a sheet: its cells' texts in one string of bytes, used again for the next row.
struct SheetRow {
  enum Kind: UInt8 { case none, text, number, moment, boolean, error, uncalculated, cut }

  struct Cell {
    var start: Int32 = 0
    var end: Int32 = 0
    var kind = Kind.none

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// As the sheet counts, from 1.
  var number = 0
  var isHidden = false
  /// By column.
  var cells: [Cell] = []
  var bytes: [UInt8] = []
  /// What kept a cell from being read, with its column.
  var fault: (error: FormatError, column: Int)?

  mutating func restart() {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    isHidden = false
    fault = nil
  }

  func text(_ column: Int) -> String {
    guard column < cells.count else { return "" }
    return String(decoding: bytes[cells[column].range], as: UTF8.self)
  }

  /// Neither a text nor an error stands in it.
  var isBlank: Bool {
    cells.allSatisfy { cell in
      cell.kind != .error && cell.kind != .uncalculated
        && FieldParser.trimmed(bytes.span.extracting(cell.range)).isEmpty
    }
  }
}

/// The rows of a sheet as its XML goes by.
struct SheetScanner: ~Copyable {
  private enum Tag: Int, CaseIterable {
    case row, c, v, `is`, t, r, s, f, hidden, rPh

    static let names = allCases.map { "\($0)" }
  }

  private var reader: XMLReader
  private let strings: SharedStrings
  private let formats: [CellFormat]
  private let numbers: CellNumber
  private let maximalColumns: Int
  private var number = 0
  private var cell = OpenCell()
  private var isValue = false
  private var scratch: [UInt8] = []

  private struct OpenCell {
    enum Form { case number, shared, text, boolean, error, moment }

    var column = -1
    var form = Form.number
    var style = 0
    var hasBadName = false
    var hasFormula = false
  }

  init(
    _ source: ByteSource, _ workbook: Workbook, maximalColumns: Int
  ) throws(FormatError) {
    reader = try XMLReader(source, known: Tag.names)
    strings = workbook.strings
    formats = workbook.formats
    numbers = workbook.numbers
    self.maximalColumns = maximalColumns
  }

  /// Goes to the next row that the sheet mentions, be it empty.
  ///
  /// - Returns: `false` at the sheet's end, which has then been found to be whole.
  mutating func next(into row: inout SheetRow) throws(FormatError) -> Bool {
    row.restart()
    while true {
      let step = try reader.next()
      switch step {
      case .finish: return false
      case .text:
        if isValue {
          reader.withText { bytes in
            bytes.withUnsafeBufferPointer { scratch.append(contentsOf: $0) }
          }
        }
      case .start: try begin(&row)
      case .end:
        guard let known = reader.known else { continue }
        switch Tag(rawValue: known) {
        case .v, .t: isValue = false
        case .c: close(&row)
        case .row:
          row.number = number
          return true
        default: continue
        }
      }
    }
  }

  private mutating func begin(_ row: inout SheetRow) throws(FormatError) {
    guard let known = reader.known else { return }
    switch Tag(rawValue: known) {
    case .row:
      var given: Int?
      reader.withKnownAttributes { name, value in
        if name == Tag.r.rawValue { given = Self.integer(value) }
        if name == Tag.hidden.rawValue { row.isHidden = value.count > 0 && value[0] != ASCII.zero }
      }
      number = given ?? number + 1
      cell.column = -1
    case .c: beginCell()
    case .v, .t: isValue = true
    case .is: cell.form = .text
    case .f:
      cell.hasFormula = true
      try reader.skipElement()
    case .rPh: try reader.skipElement()
    default: return
    }
  }

  private mutating func beginCell() {
    scratch.removeAll(keepingCapacity: true)
    var column: Int? = cell.column + 1
    var form = OpenCell.Form.number
    var style = 0
    reader.withKnownAttributes { name, value in
      switch Tag(rawValue: name) {
      case .r: column = Self.column(value)
      case .s: style = Self.integer(value) ?? 0
      case .t: form = Self.form(value)
      default: return
      }
    }
    cell.hasBadName = column == nil || column ?? 0 >= maximalColumns
    cell.column = cell.hasBadName ? min(cell.column + 1, maximalColumns - 1) : column ?? 0
    cell.form = form
    cell.hasFormula = false
    cell.style = style
  }

  private mutating func close(_ row: inout SheetRow) {
    guard cell.column >= 0 else { return }
    if cell.hasBadName {
      fail(
        &row, "a cell lies outside of the sheet", expected: "at most \(maximalColumns) columns")
    }
    guard !scratch.isEmpty || cell.form == .text || cell.hasFormula else { return }
    let start = row.bytes.count
    // A program that does not calculate writes a formula alone; `""` is a value, of type str.
    let isUncalculated = scratch.isEmpty && cell.hasFormula && cell.form != .text
    let kind = isUncalculated ? .uncalculated : appendValue(&row)
    guard row.bytes.count <= Int(Int32.max) else {
      row.bytes.removeSubrange(start...)
      return fail(&row, "a row is longer than 2 GB", expected: "a table")
    }
    while row.cells.count <= cell.column { row.cells.append(SheetRow.Cell()) }
    row.cells[cell.column] = SheetRow.Cell(
      start: Int32(start), end: Int32(row.bytes.count), kind: kind)
  }

  private func appendValue(_ row: inout SheetRow) -> SheetRow.Kind {
    switch cell.form {
    case .shared:
      guard let index = Self.integer(scratch.span), strings.append(index, to: &row.bytes) else {
        fail(&row, "a cell's shared text is not there", expected: "one of \(strings.count)")
        return .none
      }
      return .text
    case .text:
      XLSXText.append(scratch.span, to: &row.bytes)
      return .text
    case .boolean:
      let isTrue = scratch == [ASCII.zero + 1] || scratch == Array("true".utf8)
      row.bytes.append(contentsOf: (isTrue ? "true" : "false").utf8)
      return .boolean
    case .error: return .error
    case .moment:
      row.bytes.append(contentsOf: scratch)
      return .moment
    case .number:
      let format = formats.indices.contains(cell.style) ? formats[cell.style] : .general
      switch numbers.append(scratch.span, format, to: &row.bytes) {
      case .number: return .number
      case .moment: return .moment
      case .cut: return .cut
      case nil:
        fail(&row, "a cell's number is none", expected: "digits")
        row.bytes.append(contentsOf: scratch)
        return .text
      }
    }
  }

  private func fail(_ row: inout SheetRow, _ message: String, expected: String) {
    guard row.fault == nil else { return }
    row.fault = (
      FormatError(
        .value, message, found: String(decoding: scratch.prefix(256), as: UTF8.self),
        expected: expected), cell.column
    )
  }

  // MARK: Attributes

  private static func form(_ type: Span<UInt8>) -> OpenCell.Form {
    guard type.count > 0 else { return .number }
    // s, str; n; b; e; d; inlineStr.
    switch type[0] {
    case 0x73: return type.count == 1 ? .shared : .text
    case 0x62: return .boolean
    case 0x65: return .error
    case 0x64: return .moment
    case 0x69: return .text
    default: return .number
    }
  }

  /// At most nine digits, so that it fits.
  private static func integer(_ bytes: Span<UInt8>) -> Int? {
    guard (1...9).contains(bytes.count) else { return nil }
    var value = 0
    for index in bytes.indices {
      guard ASCII.isDigit(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] & 0x0F)
    }
    return value
  }

  /// From 0, of a name such as `AB12`.
  static func column(_ name: Span<UInt8>) -> Int? {
    var column = 0
    var index = 0
    while index < min(name.count, 4) {
      let letter = name[index] & 0xDF
      guard (0x41...0x5A).contains(letter) else { break }
      column = column * 26 + Int(letter - 0x40)
      index += 1
    }
    return index > 0 ? column - 1 : nil
  }
}
