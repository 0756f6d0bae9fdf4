extension XLSXReader {
  /// How many rows that are not blank are looked at.
  private static var surveyed: Int { 30 }

  // MARK: The sheet

  /// The sheet that was asked for, and its first row that is not blank.
  static func sheet(
    of workbook: Workbook, _ options: XLSXOptions
  ) throws(FormatError) -> (sheet: XLSXSheet, firstRow: Int) {
    let sheets = workbook.sheets
    let candidates: [XLSXSheet]
    switch options.sheet {
    case .named(let name):
      candidates = sheets.filter { $0.name == name }
      if candidates.isEmpty {
        let names = sheets.map(\.name)
        let near = NearMiss.best(for: name, among: names).map { "; did you mean \($0)?" } ?? ""
        throw FormatError(
          .value, "the workbook has no sheet \(name)",
          expected: "one of \(names.joined(separator: ", "))\(near)")
      }
    case .number(let number):
      guard sheets.indices.contains(number - 1) else {
        throw FormatError(
          .value, "the workbook has no sheet \(number)", expected: "1 to \(sheets.count)")
      }
      candidates = [sheets[number - 1]]
    case .firstWithData:
      candidates = sheets.filter { !$0.isHidden } + sheets.filter(\.isHidden)
    }
    for sheet in candidates {
      var scanner = try scanner(of: sheet, workbook, options)
      var row = SheetRow()
      do {
        while try scanner.next(into: &row) {
          if !row.isBlank { return (sheet, row.number) }
        }
      } catch {
        throw inSheet(error, sheet, after: row.number)
      }
    }
    throw FormatError(
      .truncated, "the sheet is empty", found: candidates.first?.name, expected: "a row of names")
  }

  static func scanner(
    of sheet: XLSXSheet, _ workbook: Workbook, _ options: XLSXOptions
  ) throws(FormatError) -> SheetScanner {
    do {
      return try SheetScanner(
        workbook.source(of: sheet), workbook, maximalColumns: options.maximalColumns)
    } catch {
      throw inSheet(error, sheet, after: 1)
    }
  }

  /// Reads the first rows that are not blank: enough to see the header, wherever it is said to be.
  func survey(upTo headerRow: Int) throws(FormatError) {
    var row = SheetRow()
    while ahead.count < Self.surveyed || ahead.last?.number ?? 0 < headerRow {
      do {
        guard try scanner.next(into: &row) else { break }
      } catch {
        throw Self.inSheet(error, sheet, after: ahead.last?.number ?? 1)
      }
      guard !row.isBlank else {
        blanksAhead.append(row.number)
        continue
      }
      // What lies far above a header that was told needs no keeping.
      if row.number <= headerRow, ahead.count >= Self.surveyed { ahead.removeFirst() }
      ahead.append(row)
    }
    let names = sheets.map(\.name)
    if names.count > 1 {
      notes.append(
        "sheet \(sheet.name) was read, of \(names.joined(separator: ", "))"
          + (sheet.isHidden ? "; it is hidden" : ""))
    }
  }

  // MARK: The header

  /// Takes the header from the rows read ahead, and drops what stands above it.
  func readHeader() throws(FormatError) {
    let width = ahead.map(\.filledWidth).max() ?? 0
    let merges = try mergesIfNeeded(width)
    let top: Int
    if let wanted = options.headerRow {
      guard let found = ahead.firstIndex(where: { $0.number == wanted }) else {
        throw FormatError(
          .value, "row \(wanted) of sheet \(sheet.name) is empty", line: wanted,
          expected: "the row that names the columns")
      }
      top = found
    } else {
      top = guessedHeader(width, merges)
    }
    let first = ahead[top].number
    let last = min(
      merges.filter { $0.rows.lowerBound == first }.map(\.rows.upperBound).max() ?? first,
      first + 4)
    let block = ahead[top...].prefix { $0.number <= last }
    headerRow = last
    header = Self.names(Array(block), merges, width)
    if options.headerRow == nil, last > 1 {
      let place = first == last ? "row \(first)" : "rows \(first) to \(last)"
      notes.append(
        top > 0
          ? "the header is \(place) of the sheet; \(top) above it passed over"
          : "the header is \(place) of the sheet")
    }
    ahead.removeFirst(top + block.count)
    blankRows = blanksAhead.count { $0 > last }
    blanksAhead = []
  }

  /// The place of the header among the rows read ahead.
  private func guessedHeader(_ width: Int, _ merges: [MergedCells]) -> Int {
    let covered = ahead.map { row in
      (0..<width).count { column in
        row.isFilled(column)
          || merges.contains {
            $0.rows.contains(row.number) && $0.columns.contains(column)
              && $0.columns.count < max(2, width)
          }
      }
    }
    let rows = ahead
    let header = rows.indices.first { index in
      covered[index] * 2 > width && rows[index].holdsTextsAlone
        // A title that is merged over most of the table is one cell.
        && (width < 3 || rows[index].filled > 1)
    }
    return header ?? rows.indices.first { covered[$0] == width } ?? 0
  }

  /// One name a column: the lowest that is filled; with those above it where it is not the only
  /// one of its name.
  private static func names(
    _ block: [SheetRow], _ merges: [MergedCells], _ width: Int
  ) -> [String] {
    let paths = (0..<width).map { column -> [String] in
      var path: [String] = []
      for row in block {
        let merge = merges.first {
          $0.rows.contains(row.number) && $0.columns.contains(column)
        }
        // A merged cell has its text in its first.
        let isContinued = merge.map { $0.rows.lowerBound < row.number } ?? false
        guard !isContinued else { continue }
        let name = tidy(row.text(merge?.columns.lowerBound ?? column))
        if !name.isEmpty { path.append(name) }
      }
      return path
    }
    let lowest = paths.map { $0.last ?? "" }
    return paths.map { path in
      guard let name = path.last, lowest.count(where: { $0 == name }) > 1 else {
        return path.last ?? ""
      }
      return path.joined(separator: " ")
    }
  }

  /// Line ends in a name are there to make its column narrow.
  private static func tidy(_ name: String) -> String {
    let lines = name.split(whereSeparator: \.isNewline).map { line in
      let bytes = Array(line.utf8)
      let span = bytes.span
      return String(decoding: bytes[FieldParser.trimmed(span)], as: UTF8.self)
    }
    return lines.reduce("") { text, line in
      let isLatin = text.last?.isASCII ?? false && line.first?.isASCII ?? false
      return text + (isLatin ? " " : "") + line
    }
  }

  /// Merged cells stand behind the rows, so that they cost a reading of the whole sheet; only a
  /// sheet that does not begin with a plain header is read for them.
  private func mergesIfNeeded(_ width: Int) throws(FormatError) -> [MergedCells] {
    guard let first = ahead.first,
      options.headerRow != nil
        || !(first.holdsTextsAlone && (0..<width).allSatisfy(first.isFilled))
    else { return [] }
    do {
      return try MergedCells.read(
        workbook.source(of: sheet), rows: first.number...(ahead.last?.number ?? first.number))
    } catch {
      throw Self.inSheet(error, sheet, after: 1)
    }
  }
}

/// Cells of a sheet that look like one.
struct MergedCells {
  let rows: ClosedRange<Int>
  let columns: ClosedRange<Int>

  /// Those that touch some rows.
  static func read(
    _ source: ByteSource, rows: ClosedRange<Int>
  ) throws(FormatError) -> [MergedCells] {
    var reader = try XMLReader(source, known: ["mergeCell", "mergeCells", "ref"])
    var merges: [MergedCells] = []
    while true {
      switch try reader.next() {
      case .start where reader.known == 0:
        if let name = reader.attribute("ref"), let merge = MergedCells(name),
          merge.rows.overlaps(rows), merges.count < 10_000
        {
          merges.append(merge)
        }
      case .end where reader.known == 1: return merges
      case .finish: return merges
      case .start, .text, .end: continue
      }
    }
  }

  /// `B2:D3`.
  private init?(_ name: String) {
    let corners = name.split(separator: ":").map { corner -> (column: Int?, row: Int?) in
      let bytes = Array(corner.utf8)
      let span = bytes.span
      return (SheetScanner.column(span), Int(corner.drop { !$0.isNumber }))
    }
    guard corners.count == 2, let left = corners[0].column, let right = corners[1].column,
      let top = corners[0].row, let bottom = corners[1].row, left <= right, top <= bottom
    else { return nil }
    rows = top...bottom
    columns = left...right
  }
}

extension SheetRow {
  func isFilled(_ column: Int) -> Bool {
    guard column < cells.count else { return false }
    let span = bytes.span
    return !FieldParser.trimmed(span.extracting(cells[column].range)).isEmpty
  }

  var filled: Int { cells.indices.count(where: isFilled) }

  var filledWidth: Int { (cells.indices.last(where: isFilled) ?? -1) + 1 }

  /// No number, no day, no truth value.
  var holdsTextsAlone: Bool {
    cells.allSatisfy { $0.kind == .text || $0.kind == .none }
  }
}
