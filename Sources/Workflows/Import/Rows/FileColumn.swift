import Formats
import SimpleFeatures

/// A column of a layer, and where a file has it. Every cell that is read names its column, so that
/// it is not copied.
final class FileColumn: Sendable {
  let name: String
  /// `nil` where the file does not have it.
  let position: Int?
  /// Value in the file → value in the store; `nil` where each stands for itself.
  let crosswalk: [String: String]?
  /// What a row without a value has.
  let constant: String?
  /// The file or the mapping says it.
  let isGiven: Bool

  init(name: String, position: Int?, crosswalk: [String: String]?, constant: String?) {
    self.name = name
    self.position = position
    self.crosswalk = crosswalk
    self.constant = constant.flatMap { $0.isEmpty ? nil : $0 }
    isGiven = position != nil || constant != nil
  }
}

/// The same by name, for layers of so few rows that looking it up each time costs nothing.
extension RowDecoder {
  func text(_ column: String, _ row: SourceRow) -> String? { text(self[column], row) }

  func require(_ column: String, _ row: SourceRow) throws(FormatError) -> String {
    try require(self[column], row)
  }

  func real(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    try real(self[column], row)
  }

  func coordinate(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    try coordinate(self[column], row)
  }

  func amount(_ column: String, _ row: SourceRow) throws(FormatError) -> Double? {
    try amount(self[column], row)
  }

  func count(_ column: String, _ row: SourceRow) throws(FormatError) -> Int? {
    try count(self[column], row)
  }

  func fen(_ column: String, _ row: SourceRow) throws(FormatError) -> Int64? {
    try fen(self[column], row)
  }

  func boolean(_ column: String, _ row: SourceRow) throws(FormatError) -> Bool? {
    try boolean(self[column], row)
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, _ column: String, _ row: SourceRow
  ) throws(FormatError) -> Choice? where Choice.RawValue == String {
    try choice(type, self[column], row)
  }

  func choice(
    among names: [String], _ column: String, _ row: SourceRow
  ) throws(FormatError) -> String? {
    try choice(among: names, self[column], row)
  }

  func requireLabel(_ column: String, _ row: SourceRow) throws(FormatError) {
    try requireLabel(self[column], row)
  }

  func code(_ column: String, _ row: SourceRow) throws(FormatError) -> String? {
    try code(self[column], row)
  }

  func time(_ column: String, _ row: SourceRow) throws(FormatError) -> CivilTime? {
    try time(self[column], row)
  }

  func day(_ column: String, _ row: SourceRow) throws(FormatError) -> DayNumber? {
    try day(self[column], row)
  }

  func fault(
    _ message: String, _ column: String, _ row: SourceRow, _ expected: String
  ) -> FormatError {
    fault(message, self[column], row, expected)
  }
}
