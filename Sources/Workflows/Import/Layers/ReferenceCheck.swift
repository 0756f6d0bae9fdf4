import Formats
import Storage

/// Whether the rows that a row names are in the store. One that must be there and is not stops the
/// row; one that may come later is kept, and listed in the report.
struct ReferenceCheck {
  private struct Key: Hashable {
    var layer: String
    var key: String
    var source: String
  }

  private let transaction: any StoreTransaction
  private let columns: [LayerColumn]
  private let decoder: RowDecoder
  private let log: ImportLog
  private var known: [Key: Bool] = [:]

  private static let mostKnown = 100_000

  init(_ layer: Layer, transaction: any StoreTransaction, decoder: RowDecoder, log: ImportLog) {
    self.transaction = transaction
    self.decoder = decoder
    self.log = log
    columns = layer.columns.filter { $0.reference != nil && $0.use == .stored }
  }

  /// - Complexity: O(references · log rows).
  mutating func require(_ values: RowValues, _ row: SourceRow) throws {
    for column in columns {
      guard let reference = column.reference, let key = values.text(column.name) else { continue }
      let source = reference.partner.flatMap { values.text($0) } ?? ""
      guard try !exists(Key(layer: reference.layer, key: key, source: source)) else { continue }
      let whose = source.isEmpty ? "" : " of the source “\(source)”"
      guard reference.isRequired else {
        log.warn(
          "\(decoder.fileColumn(column.input)) names what is not in \(reference.layer)\(whose); "
            + "kept as it is")
        continue
      }
      throw decoder.fault(
        "there is no such row in \(reference.layer)\(whose)", column.input, row,
        "one that the store has: import \(reference.layer) first")
    }
  }

  private mutating func exists(_ key: Key) throws -> Bool {
    if let known = known[key] { return known }
    let exists = try transaction.answer(
      ReferenceExists(layer: key.layer, key: key.key, source: key.source))
    if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
    known[key] = exists
    return exists
  }
}
