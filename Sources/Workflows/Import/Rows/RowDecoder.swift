import Formats
import SimpleFeatures
import Storage

/// Typed values from the cells of one file's rows, by the mapping's columns, crosswalks and
/// constants. Every fault names line, column, value and what was expected.
final class RowDecoder {
  let mapping: ImportMapping
  let clock: StudyClock
  private let studyClock: StudyClock
  let header: [String]
  /// Layer column → position in the file.
  let positions: [String: Int]
  /// File columns that hold personal data: they are not read.
  let personalColumns: Set<Int>
  private let conditions: [(position: Int, value: String)]
  private let columns: [String: FileColumn]
  /// What a new row of the layer needs and the file has not: its rows can only change what the
  /// store has.
  let missing: [String]
  /// Rows that lack what a new one needs may change one that is there.
  let isUpdate: Bool

  /// - Parameters:
  ///   - clock: of the file's times.
  ///   - studyClock: of the store's days.
  ///   - isUpdate: rows that lack what a new one needs may still change one that is there.
  ///   - givesGeometry: the format has a place for geometries besides the columns.
  init(
    mapping: ImportMapping, clock: StudyClock, studyClock: StudyClock, header: [String],
    isUpdate: Bool = false, givesGeometry: Bool = false
  ) throws(WorkflowError) {
    self.mapping = mapping
    self.clock = clock
    self.studyClock = studyClock
    self.header = header
    positions = try mapping.resolve(header: header, isUpdate: isUpdate)
    var columns: [String: FileColumn] = [:]
    for column in mapping.layer.columns {
      columns[column.name] = FileColumn(
        name: column.name, position: positions[column.name],
        crosswalk: mapping.crosswalks[column.name], constant: mapping.constants[column.name])
    }
    self.columns = columns
    self.isUpdate = isUpdate
    missing =
      isUpdate
      ? mapping.missing(among: columns.values.filter(\.isGiven).map(\.name), givesGeometry)
      : []
    personalColumns = Set(
      header.indices.filter { PersonalData.isPersonal(column: header[$0]) })
    for (column, position) in positions where personalColumns.contains(position) {
      throw .usage(
        "column \(column) would be read from the personal column “\(header[position])”. Anlan "
          + "maps places, never people: take it out of the mapping")
    }
    for column in mapping.layer.columns {
      guard let position = positions[column.name], mapping.units[column.name] == nil,
        let unit = ColumnUnit.foreign(in: header[position], of: column, in: mapping.layer)
      else { continue }
      throw .usage(
        "\(column.name) would be read from “\(header[position])”, which is in \(unit): declare it "
          + "in a mapping, units: {\(column.name): \(unit)}")
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
    conditions.allSatisfy { row[$0.position] == $0.value }
  }

  private func isPersonal(_ position: Int) -> Bool {
    !personalColumns.isEmpty && personalColumns.contains(position)
  }

  /// The first cell with a personal number in it; columns that are dropped anyway do not count.
  func requireNoPersonalData(_ row: SourceRow) throws(FormatError) {
    for position in 0..<row.count where !isPersonal(position) {
      let found = row.withCell(position) { bytes in
        bytes.count < 11 ? nil : PersonalData.find(in: bytes)
      }
      guard let finding = found ?? nil else { continue }
      throw FormatError(
        .value, "the text holds \(finding.rawValue)", line: row.line,
        field: position < header.count ? header[position] : nil,
        found: row[position].map(PersonalData.masked),
        expected: "a text about a place; take the number out")
    }
  }

  // MARK: Cells

  /// A column of the layer, looked up once for many rows.
  subscript(name: String) -> FileColumn {
    columns[name] ?? FileColumn(name: name, position: nil, crosswalk: nil, constant: nil)
  }

  /// The file's name of a layer column, for messages.
  func fileColumn(_ column: String) -> String { positions[column].map { header[$0] } ?? column }

  /// The text of a column after crosswalk and constants; `nil` where it is unknown.
  func text(_ column: FileColumn, _ row: SourceRow) -> String? {
    guard let position = column.position, let cell = row[position] else { return column.constant }
    guard let crosswalk = column.crosswalk else { return cell }
    let text = crosswalk[cell] ?? cell
    return text.isEmpty ? nil : text
  }

  /// As `text`, without a string where the cell stands for itself.
  func withText<R, E: Error>(
    _ column: FileColumn, _ row: SourceRow, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R? {
    if column.crosswalk == nil, let position = column.position {
      if let result = try row.withCell(position, body) { return result }
    }
    guard let text = text(column, row) else { return nil }
    let bytes = Array(text.utf8)
    return try body(bytes.span)
  }

  func require(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> String {
    guard let text = text(column, row) else {
      throw FormatError(
        .value, "the value is missing", line: row.line, field: fileColumn(column.name),
        expected: "a value in every row")
    }
    return text
  }

  func real(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Double? {
    try parsed(column, row) { bytes throws(FormatError) in try FieldParser.real(bytes) }
  }

  /// A coordinate: a number, or degrees with minutes and seconds.
  func coordinate(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Double? {
    try parsed(column, row) { bytes throws(FormatError) in
      guard FieldParser.hasAngleMarks(bytes) else {
        return try FieldParser.real(bytes)
      }
      return try FieldParser.degrees(bytes)
    }
  }

  /// A number that cannot be negative.
  func amount(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Double? {
    guard let value = try real(column, row) else { return nil }
    guard value >= 0 else { throw fault("a negative number", column, row, "0 or more") }
    return mapping.units[column.name]?.applied(to: value) ?? value
  }

  func count(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Int? {
    let power = mapping.units[column.name]?.powerOfTen ?? 0
    let parsed = try parsed(column, row) { bytes throws(FormatError) in
      // Two decimals of yuan are a whole number of fen: the same shift of the point.
      power > 0
        ? try FieldParser.fen(bytes, powerOfTen: power - 2) : try FieldParser.integer(bytes)
    }
    guard let value = parsed else { return nil }
    guard value >= 0, let count = Int(exactly: value) else {
      throw fault("a negative number", column, row, "0 or more")
    }
    return count
  }

  func fen(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Int64? {
    let power = mapping.units[column.name]?.powerOfTen ?? 0
    let parsed = try parsed(column, row) { bytes throws(FormatError) in
      try FieldParser.fen(bytes, powerOfTen: power)
    }
    guard let value = parsed else { return nil }
    guard value >= 0 else { throw fault("a negative amount", column, row, "0 or more") }
    return value
  }

  func boolean(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Bool? {
    try parsed(column, row) { bytes throws(FormatError) in try FieldParser.boolean(bytes) }
  }

  /// One of a closed set of words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type, _ column: FileColumn, _ row: SourceRow
  ) throws(FormatError) -> Choice? where Choice.RawValue == String {
    guard let text = text(column, row) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("a word that is not known", column, row, "one of \(names), or a crosswalk")
    }
    return choice
  }

  func choice(
    among names: [String], _ column: FileColumn, _ row: SourceRow
  ) throws(FormatError) -> String? {
    guard let text = text(column, row) else { return nil }
    guard names.contains(text) else {
      let list = names.joined(separator: ", ")
      throw fault("a word that is not known", column, row, "one of \(list), or a crosswalk")
    }
    return text
  }

  /// Ids, codes and kinds are short; a long text in their place belongs to another column.
  func requireLabel(_ column: FileColumn, _ row: SourceRow) throws(FormatError) {
    guard let count = withText(column, row, { $0.count }), count > Self.longestLabel else { return }
    throw fault(
      "a text of \(count) bytes", column, row, "at most \(Self.longestLabel) bytes")
  }

  private static let longestLabel = 300

  /// A code is text. One that a spreadsheet turned into a number has lost digits.
  func requireCode(_ column: FileColumn, _ row: SourceRow) throws(FormatError) {
    // Letters and digits, which is nearly every code, need no second look.
    let isPlain = withText(column, row) { bytes in
      for index in bytes.indices {
        let byte = bytes[index]
        if byte <= 0x20 || byte >= 0x7F || byte == 0x2E || byte == 0x2B { return false }
      }
      return true
    }
    guard isPlain == false, let text = text(column, row) else { return }
    // `2026.07.001` is a code, `350921104201.0` and `3.50921E+11` were one.
    if text.contains(".") || text.contains("+"), Double(text) != nil {
      throw fault(
        "a spreadsheet turned the code into a number", column, row,
        "all its digits: format the column as text and export again")
    }
    if text.contains(where: \.isWhitespace) {
      throw fault("a code with white space in it", column, row, "digits without gaps")
    }
  }

  func code(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> String? {
    try requireCode(column, row)
    return text(column, row)
  }

  func time(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> CivilTime? {
    let found = withText(column, row) { bytes -> Result<CivilTime, FormatError> in
      var first: FormatError?
      for format in mapping.timeFormats {
        let time = Result { () throws(FormatError) in try FieldParser.civilTime(bytes, format) }
        guard case .failure(let fault) = time else { return time }
        first = first ?? fault
      }
      return .failure(first ?? FormatError(.value, "not a time"))
    }
    guard let found else { return nil }
    do {
      let time = try found.get()
      try requireLikely(time, column, row)
      return time
    } catch {
      throw error.placed(line: row.line, field: fileColumn(column.name))
    }
  }

  /// A year of three digits is a slip; a unit may hold until 9999.
  private func requireLikely(
    _ time: CivilTime, _ column: FileColumn, _ row: SourceRow
  ) throws(FormatError) {
    guard mapping.layer != .incidents || (1900...2100).contains(time.year) else {
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

  func day(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> DayNumber? {
    try time(column, row)?.dayNumber
  }

  func fault(
    _ message: String, _ column: FileColumn, _ row: SourceRow, _ expected: String
  ) -> FormatError {
    FormatError(
      .value, message, line: row.line, field: fileColumn(column.name), found: text(column, row),
      expected: expected)
  }

  private func parsed<Value>(
    _ column: FileColumn, _ row: SourceRow, _ parse: (Span<UInt8>) throws(FormatError) -> Value
  ) throws(FormatError) -> Value? {
    do {
      return try withText(column, row, parse)
    } catch {
      throw error.placed(line: row.line, field: fileColumn(column.name))
    }
  }
}
