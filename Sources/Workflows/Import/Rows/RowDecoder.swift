import Formats
import SimpleFeatures

/// Typed values from the cells of one file's rows, by the mapping's columns, crosswalks and
/// constants. Every fault names line, column, value and what was expected.
struct RowDecoder {
  let mapping: ImportMapping
  let clock: StudyClock
  private let studyClock: StudyClock
  let header: [String]
  /// Layer column → position in the file.
  let positions: [String: Int]
  /// File columns that hold personal data: they are not read.
  let personalColumns: Set<Int>
  private let conditions: [(position: Int, value: String)]

  /// - Parameters:
  ///   - clock: of the file's times.
  ///   - studyClock: of the store's days.
  init(
    mapping: ImportMapping, clock: StudyClock, studyClock: StudyClock, header: [String]
  ) throws(WorkflowError) {
    self.mapping = mapping
    self.clock = clock
    self.studyClock = studyClock
    self.header = header
    positions = try mapping.resolve(header: header)
    personalColumns = Set(
      header.indices.filter { PersonalData.isPersonal(column: header[$0]) })
    for (column, position) in positions where personalColumns.contains(position) {
      throw .usage(
        "column \(column) would be read from the personal column “\(header[position])”. Anlan "
          + "maps places, never people: take it out of the mapping")
    }
    for (column, position) in positions.sorted(by: { $0.value < $1.value })
    where column.hasSuffix("_yuan") && header[position].contains("万")
      && !mapping.tenThousands.contains(column)
    {
      throw .usage(
        "\(column) would be read from “\(header[position])”, which is not in yuan: say so in the "
          + "mapping, units: {\(column): 万元}")
    }
    var conditions: [(position: Int, value: String)] = []
    for condition in mapping.conditions {
      guard !PersonalData.isPersonal(column: condition.column) else {
        throw .usage(
          "`where` names the personal column “\(condition.column)”. Anlan maps places, never "
            + "people: take it out of the mapping")
      }
      guard let position = header.firstIndex(of: condition.column) else {
        throw .usage("the file has no column “\(condition.column)” that `where` names")
      }
      conditions.append((position, condition.value))
    }
    self.conditions = conditions
  }

  /// The names of the columns that are left out because they are about people.
  var droppedPersonalColumns: [String] { personalColumns.sorted().map { header[$0] } }

  /// Whether the mapping's `where` lets the row in.
  func admits(_ row: SourceRow) -> Bool {
    conditions.allSatisfy { cell($0.position, row) == $0.value }
  }

  /// The first cell with a personal number in it; columns that are dropped anyway do not count.
  func requireNoPersonalData(_ row: SourceRow) throws(FormatError) {
    for (position, cell) in row.cells.enumerated() where !personalColumns.contains(position) {
      guard let cell, cell.utf8.count >= 11, let finding = PersonalData.find(in: cell) else {
        continue
      }
      throw FormatError(
        .value, "the text holds \(finding.rawValue)", line: row.line,
        field: position < header.count ? header[position] : nil,
        found: PersonalData.masked(cell), expected: "a text about a place; take the number out")
    }
  }

  // MARK: Cells

  private func cell(_ position: Int, _ row: SourceRow) -> String? {
    position < row.cells.count ? row.cells[position] : nil
  }

  /// The file's name of a layer column, for messages.
  func fileColumn(_ column: String) -> String { positions[column].map { header[$0] } ?? column }

  /// The text of a column after crosswalk and constants; `nil` where it is unknown.
  func text(_ column: String, _ row: SourceRow) -> String? {
    guard let position = positions[column], let cell = cell(position, row) else {
      return mapping.constants[column].flatMap { $0.isEmpty ? nil : $0 }
    }
    let text = mapping.crosswalks[column]?[cell] ?? cell
    return text.isEmpty ? nil : text
  }

  func require(_ column: String, _ row: SourceRow) throws(FormatError) -> String {
    guard let text = text(column, row) else {
      throw FormatError(
        .value, "the value is missing", line: row.line, field: fileColumn(column),
        expected: "a value in every row")
    }
    return text
  }

  func real(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    try parsed(column, row) { bytes throws(FormatError) in try FieldParser.real(bytes) }
  }

  /// A coordinate: a number, or degrees with minutes and seconds.
  func coordinate(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    try parsed(column, row) { bytes throws(FormatError) in
      guard FieldParser.hasAngleMarks(FieldParser.text(bytes)) else {
        return try FieldParser.real(bytes)
      }
      return try FieldParser.degrees(bytes)
    }
  }

  /// A number that cannot be negative.
  func amount(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    guard let value = try real(column, row) else { return nil }
    guard value >= 0 else { throw fault("a negative number", column, row, "0 or more") }
    return value
  }

  func count(_ column: String, _ row: SourceRow) throws(FormatError) -> Int? {
    let parsed = try parsed(column, row) { bytes throws(FormatError) in
      try FieldParser.integer(bytes)
    }
    guard let value = parsed else { return nil }
    guard value >= 0, let count = Int(exactly: value) else {
      throw fault("a negative number", column, row, "0 or more")
    }
    return count
  }

  func fen(_ column: String, _ row: SourceRow) throws(FormatError) -> Int64? {
    let isInTenThousands = mapping.tenThousands.contains(column)
    let parsed = try parsed(column, row) { bytes throws(FormatError) in
      isInTenThousands ? try FieldParser.fenFromTenThousands(bytes) : try FieldParser.fen(bytes)
    }
    guard let value = parsed else { return nil }
    guard value >= 0 else { throw fault("a negative amount", column, row, "0 or more") }
    return value
  }

  func boolean(_ column: String, _ row: SourceRow) throws(FormatError) -> Bool? {
    try parsed(column, row) { bytes throws(FormatError) in try FieldParser.boolean(bytes) }
  }

  /// One of a closed set of words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type, _ column: String, _ row: SourceRow
  ) throws(FormatError) -> Choice? where Choice.RawValue == String {
    guard let text = text(column, row) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("a word that is not known", column, row, "one of \(names), or a crosswalk")
    }
    return choice
  }

  func choice(
    among names: [String], _ column: String, _ row: SourceRow
  ) throws(FormatError) -> String? {
    guard let text = text(column, row) else { return nil }
    guard names.contains(text) else {
      let list = names.joined(separator: ", ")
      throw fault("a word that is not known", column, row, "one of \(list), or a crosswalk")
    }
    return text
  }

  /// Ids, codes and kinds are short; a long text in their place belongs to another column.
  func requireLabel(_ column: String, _ row: SourceRow) throws(FormatError) {
    guard let text = text(column, row), text.utf8.count > Self.longestLabel else { return }
    throw fault(
      "a text of \(text.utf8.count) bytes", column, row, "at most \(Self.longestLabel) bytes")
  }

  private static let longestLabel = 300

  /// A code is text. One that a spreadsheet turned into a number has lost digits.
  func code(_ column: String, _ row: SourceRow) throws(FormatError) -> String? {
    guard let text = text(column, row) else { return nil }
    // `2026.07.001` is a code, `350921104201.0` and `3.50921E+11` were one.
    if text.contains(".") || text.contains("+"), Double(text) != nil {
      throw fault(
        "a spreadsheet turned the code into a number", column, row,
        "all its digits: format the column as text and export again")
    }
    if text.contains(where: \.isWhitespace) {
      throw fault("a code with white space in it", column, row, "digits without gaps")
    }
    return text
  }

  func time(_ column: String, _ row: SourceRow) throws(FormatError) -> CivilTime? {
    guard let text = text(column, row) else { return nil }
    let bytes = Array(text.utf8)
    let formats = mapping.timeFormats.isEmpty ? [.usual] : mapping.timeFormats
    var fault: FormatError?
    for format in formats {
      do {
        let time = try FieldParser.civilTime(bytes.span, format)
        try requireLikely(time, column, row)
        return time
      } catch {
        fault = fault ?? error
      }
    }
    throw (fault ?? FormatError(.value, "not a time"))
      .placed(line: row.line, field: fileColumn(column))
  }

  /// A year of three digits is a slip; a unit may hold until 9999.
  private func requireLikely(
    _ time: CivilTime, _ column: String, _ row: SourceRow
  ) throws(FormatError) {
    guard mapping.layer != .incidents || (1900...2100).contains(time.dayNumber.civil.year) else {
      throw fault("a year out of range", column, row, "a year from 1900 to 2100")
    }
  }

  /// The day in the study area: a time that says its offset, or comes from another zone, may be of
  /// another day there.
  func studyDay(of time: CivilTime) -> DayNumber {
    guard time.hasTime, time.offsetSeconds != nil || clock.identifier != studyClock.identifier
    else { return time.dayNumber }
    return studyClock.day(of: clock.instant(time))
  }

  func day(_ column: String, _ row: SourceRow) throws(FormatError) -> DayNumber? {
    try time(column, row)?.dayNumber
  }

  func fault(
    _ message: String, _ column: String, _ row: SourceRow, _ expected: String
  ) -> FormatError {
    FormatError(
      .value, message, line: row.line, field: fileColumn(column), found: text(column, row),
      expected: expected)
  }

  private func parsed<Value>(
    _ column: String, _ row: SourceRow, _ parse: (Span<UInt8>) throws(FormatError) -> Value
  ) throws(FormatError) -> Value? {
    guard let text = text(column, row) else { return nil }
    let bytes = Array(text.utf8)
    do {
      return try parse(bytes.span)
    } catch {
      throw error.placed(line: row.line, field: fileColumn(column))
    }
  }
}
