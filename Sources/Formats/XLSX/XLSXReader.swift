/// Rows of a sheet of an Excel workbook (.xlsx), one at a time: what counties really send.
///
/// Cells come as text. Numbers are the shortest exact text, so that a code kept as a number reads
/// `350921104201`; one that a format of zeros pads keeps its zeros. Days and times are ISO 8601 by
/// the cell's number format, in both of Excel's calendars. Formulas give the value they had, rich
/// text its runs, booleans `true` and `false`; an error such as `#N/A` is an empty field and is
/// counted. A number of 16 digits and more that Excel has cut to 15 makes its row a fault.
///
/// The sheet is never in memory as a whole; the texts that its cells share are.
///
///     let reader = try XLSXReader(bytes)
///     let code = try reader.column("编码")
///     while true {
///       switch try reader.next() {
///       case .row: use(reader.trimmedText(code))
///       case .fault(let error): reject(error)
///       case .end: return
///       }
///     }
///
/// What is thrown ends the file: it is no workbook, its XML is broken, a checksum is wrong.
///
/// > ECMA-376-1:2016. "Office Open XML File Formats", part 1, 18.3 Worksheets.
public final class XLSXReader {
  /// All tabs of the workbook.
  public var sheets: [XLSXSheet] { workbook.sheets }
  /// The one that is read.
  public let sheet: XLSXSheet
  /// The names of the columns, white space around them and line ends in them taken off.
  public internal(set) var header: [String] = []
  /// The last row of the header, by the sheet's own numbers; 0 without one.
  public internal(set) var headerRow = 0
  /// How the sheet and its header were chosen, in sentences without their full stop, where it was
  /// a choice.
  public internal(set) var notes: [String] = []
  /// The sheet's own number of the row in hand, from 1.
  public private(set) var line = 1
  /// The row in hand is hidden in the sheet, by hand or by a filter. It is read all the same.
  public private(set) var isHidden = false
  /// Rows given by `next` so far, the faulty ones among them.
  public private(set) var rows = 0
  /// Of these, hidden ones.
  public private(set) var hiddenRows = 0
  /// Empty rows passed over.
  public internal(set) var blankRows = 0
  /// Cells such as `#N/A` in the rows so far.
  public private(set) var errorCells = 0
  /// Formulas in the rows so far that came without their value: empty fields, too. Excel gives the
  /// values when it opens the file and saves it.
  public private(set) var uncalculatedCells = 0
  /// Numbers in the rows so far that Excel had cut.
  public private(set) var cutCells = 0
  /// The columns in which a cut number makes its row a fault; `nil`: all. A table may hold numbers
  /// that nobody asks for.
  public var checkedColumns: Set<Int>?

  let workbook: Workbook
  let options: XLSXOptions
  var scanner: SheetScanner
  private var row = SheetRow()
  /// Rows that the search for the header has read ahead, the next one last.
  var ahead: [SheetRow] = []
  /// The numbers of the empty rows among them.
  var blanksAhead: [Int] = []

  /// Reads as far as the header.
  ///
  /// Without `headerRow`, the header is the first row with texts alone in more than half of the
  /// columns, so that a title above it is passed over; a header of two rows, whose upper cells are
  /// merged, is read as one.
  public init(
    _ bytes: RandomAccessBytes, options: XLSXOptions = XLSXOptions()
  ) throws(FormatError) {
    self.options = options
    workbook = try Workbook(bytes, options: options)
    let first: Int
    (sheet, first) = try Self.sheet(of: workbook, options)
    scanner = try Self.scanner(of: sheet, workbook, options)
    try survey(upTo: max(first, options.headerRow ?? 0))
    try readHeader()
    ahead.reverse()
  }

  /// A workbook in memory.
  public convenience init(_ bytes: [UInt8], options: XLSXOptions = XLSXOptions())
    throws(FormatError)
  {
    try self.init(RandomAccessBytes(bytes), options: options)
  }

  /// Goes to the next row.
  ///
  /// - Complexity: O(bytes of the row). Allocates nothing once the longest row was seen.
  public func next() throws(FormatError) -> XLSXStep {
    while true {
      if let known = ahead.popLast() {
        row = known
      } else if try !advance() {
        return .end
      }
      line = row.number
      if row.isBlank && row.fault == nil {
        blankRows += 1
        continue
      }
      isHidden = row.isHidden
      rows += 1
      if isHidden { hiddenRows += 1 }
      return .init(judgedRow())
    }
  }

  private func advance() throws(FormatError) -> Bool {
    do {
      return try scanner.next(into: &row)
    } catch {
      throw Self.inSheet(error, sheet, after: line)
    }
  }

  /// Counts what is odd in the row in hand, and says what speaks against it.
  private func judgedRow() -> FormatError? {
    var fault = row.fault.map { $0.error.placed(line: line, field: name(of: $0.column)) }
    for column in row.cells.indices {
      switch row.cells[column].kind {
      case .error: errorCells += 1
      case .uncalculated: uncalculatedCells += 1
      case .cut:
        cutCells += 1
        if fault == nil, checkedColumns?.contains(column) ?? true {
          fault = FormatError(
            .value, "Excel cut this code to 15 digits, and the rest is lost", line: line,
            field: name(of: column), found: text(column),
            expected: "the column formatted as text before the codes are put in")
        }
      case .none, .text, .number, .moment, .boolean: continue
      }
    }
    return fault
  }

  // MARK: The row in hand

  public var columns: Int { max(row.cells.count, header.count) }

  /// The column of a name; the first of several is not guessed.
  public func column(_ name: String) throws(FormatError) -> Int {
    let found = header.indices.filter { header[$0] == name }
    guard let first = found.first else {
      throw FormatError(
        .value, "there is no column \(name)", line: headerRow,
        expected: "one of \(header.joined(separator: ", "))")
    }
    guard found.count == 1 else {
      throw FormatError(.value, "\(found.count) columns are named \(name)", line: headerRow)
    }
    return first
  }

  /// The bytes of a field as UTF-8; none where the row has no such cell.
  public func withField<R, E: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let range = column < row.cells.count ? row.cells[column].range : 0..<0
    let bytes = row.bytes
    let span = bytes.span
    return try body(span.extracting(range))
  }

  /// Nothing, or nothing but white space.
  public func isEmpty(_ column: Int) -> Bool {
    withField(column) { FieldParser.trimmed($0).isEmpty }
  }

  /// The text as it stands; white space around it stays.
  public func text(_ column: Int) -> String { withField(column, FieldParser.text) }

  /// The text without white space around it; `nil` when nothing is left.
  public func trimmedText(_ column: Int) -> String? {
    withField(column) { bytes in
      let range = FieldParser.trimmed(bytes)
      return range.isEmpty ? nil : FieldParser.text(bytes.extracting(range))
    }
  }

  /// Any parser of `FieldParser` over a field; `nil` for an empty one. Its error gets row and
  /// column.
  public func value<Value>(
    _ column: Int, _ parse: (Span<UInt8>) throws(FormatError) -> Value
  ) throws(FormatError) -> Value? {
    do {
      return try withField(column) { bytes throws(FormatError) in
        FieldParser.trimmed(bytes).isEmpty ? nil : try parse(bytes)
      }
    } catch {
      throw error.placed(line: line, field: name(of: column))
    }
  }

  func name(of column: Int) -> String {
    column < header.count && !header[column].isEmpty ? header[column] : "column \(column + 1)"
  }

  static func inSheet(_ error: FormatError, _ sheet: XLSXSheet, after row: Int) -> FormatError {
    guard error.kind != .transfer else { return error }
    var error = Workbook.inPart(error, "sheet \(sheet.name)")
    // The XML's line, which is often the only one, says less than the row.
    error.line = max(row, 1)
    return error
  }
}

extension XLSXStep {
  fileprivate init(_ fault: FormatError?) {
    self = fault.map { .fault($0) } ?? .row
  }
}
