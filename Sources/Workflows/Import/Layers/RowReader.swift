import Formats
import SimpleFeatures
import Storage

/// The typed cells of one row, by the columns' names in exports.
struct RowValues {
  private(set) var values: [SQLValue]
  private let positions: [String: Int]

  init(values: [SQLValue], positions: [String: Int]) {
    self.values = values
    self.positions = positions
  }

  subscript(column: String) -> SQLValue {
    get { positions[column].map { values[$0] } ?? .null }
    set {
      guard let position = positions[column] else { return }
      values[position] = newValue
    }
  }

  func text(_ column: String) -> String? {
    if case .text(let text) = self[column] { text } else { nil }
  }

  func integer(_ column: String) -> Int? {
    if case .integer(let number) = self[column] { Int(exactly: number) } else { nil }
  }

  func day(_ column: String) -> DayNumber? {
    integer(column).map { DayNumber(Int32(clamping: $0)) }
  }
}

/// Reads and checks the cells of a row by the layer's own description.
struct RowReader {
  let layer: Layer
  private let decoder: RowDecoder
  private let codes: CodeTable
  private let log: ImportLog
  private let stored: [LayerColumn]
  private let positions: [String: Int]
  /// Who issued the incidents that rows name without saying so.
  private let defaultSource: String

  init(_ layer: Layer, decoder: RowDecoder, codes: CodeTable, log: ImportLog) {
    self.layer = layer
    self.decoder = decoder
    self.codes = codes
    self.log = log
    stored = layer.columns.filter { $0.use == .stored }
    positions = Dictionary(
      stored.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    defaultSource = decoder.mapping.source ?? ImportLayer.incidents.rawValue
  }

  /// - Complexity: O(columns + bytes).
  func values(_ row: SourceRow) throws(FormatError) -> RowValues {
    var values = RowValues(
      values: [SQLValue](repeating: .null, count: stored.count), positions: positions)
    for column in stored {
      values[column.name] = try cell(column, row)
    }
    // What stands for a missing cell may be another cell.
    for column in stored where values[column.name] == .null {
      switch column.missing {
      case .unknown: break
      case .no: values[column.name] = .integer(0)
      case .word(let word): values[column.name] = .text(word)
      case .same(let other): values[column.name] = values[other]
      case .source: values[column.name] = .text(defaultSource)
      }
      if column.isRequired, values[column.name] == .null {
        throw FormatError(
          .value, "the value is missing", line: row.line, field: decoder.fileColumn(column.input),
          expected: "a value in every row")
      }
    }
    // Half a key names nothing.
    for column in stored {
      if let partner = column.reference?.partner, values[column.name] == .null {
        values[partner] = .null
      }
    }
    try requireSense(values, row)
    return values
  }

  private func requireSense(_ values: RowValues, _ row: SourceRow) throws(FormatError) {
    for column in stored {
      guard let other = column.notBefore, case .integer(let value) = values[column.name],
        case .integer(let limit) = values[other], value < limit
      else { continue }
      let isEnd = column.name.hasSuffix("_to") || column.name.hasPrefix("ended")
      let named = stored.first { $0.name == other }.map { decoder.fileColumn($0.input) } ?? other
      let from = column.kind == .day ? " from \(DayNumber(Int32(clamping: limit))) on" : ""
      throw decoder.fault(
        isEnd ? "it ends before it begins" : "it lies before \(named)", column.input, row,
        column.kind == .day ? "a day\(from)" : "a time after \(named)")
    }
    if !layer.anyOf.isEmpty, layer.anyOf.allSatisfy({ values[$0] == .null }) {
      throw FormatError(
        .value, "the row names none of \(layer.anyOf.joined(separator: ", "))", line: row.line,
        field: layer.anyOf.first, expected: "one of them in every row")
    }
  }

  // MARK: One cell

  private func cell(_ column: LayerColumn, _ row: SourceRow) throws(FormatError) -> SQLValue {
    let name = column.input
    switch column.kind {
    case .label:
      try decoder.requireLabel(name, row)
      return SQLValue(decoder.text(name, row))
    case .code:
      try decoder.requireLabel(name, row)
      return SQLValue(try decoder.code(name, row))
    case .placeCode:
      try decoder.requireLabel(name, row)
      return SQLValue(try decoder.code(name, row).map { codes.current($0, log: log) })
    case .word(let words):
      return SQLValue(try decoder.choice(among: words, name, row) ?? counted(column, row))
    case .count: return SQLValue(try decoder.count(name, row))
    case .integer(let range):
      guard let value = try decoder.count(name, row) else { return .null }
      guard range.contains(value) else {
        throw decoder.fault(
          "a number out of range", name, row, "\(range.lowerBound) to \(range.upperBound)")
      }
      return SQLValue(value)
    case .amount: return SQLValue(try decoder.amount(name, row))
    case .positive:
      guard let value = try decoder.amount(name, row) else { return .null }
      guard value > 0 else {
        throw decoder.fault(
          "a number that is not above 0", name, row, "more than 0, or an empty cell")
      }
      return SQLValue(value)
    case .real(let range):
      guard let value = try decoder.real(name, row) else { return .null }
      guard range.contains(value) else {
        throw decoder.fault(
          "a number out of range", name, row, "\(range.lowerBound) to \(range.upperBound)")
      }
      return SQLValue(value)
    case .yuan: return SQLValue(try decoder.fen(name, row))
    case .day: return SQLValue(try decoder.day(name, row))
    case .instant: return SQLValue(try decoder.time(name, row).map { decoder.clock.instant($0) })
    case .boolean: return SQLValue(try decoder.boolean(name, row))
    }
  }

  /// The word that the mapping's `units` says of the column that is counted in it.
  private func counted(_ column: LayerColumn, _ row: SourceRow) -> String? {
    for unit in decoder.mapping.units.values {
      if case .counts(let word, column.name) = unit.effect { return word }
    }
    return nil
  }
}
