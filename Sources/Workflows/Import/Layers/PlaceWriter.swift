import Formats
import SimpleFeatures
import Storage

/// Rows of a file into any layer but the incidents: typed by the layer's description, held against
/// the rows that they name, placed, and written by the layer's own statement.
struct PlaceWriter {
  private let transaction: any StoreTransaction
  private let importID: Int64
  private let decoder: RowDecoder
  private let log: ImportLog
  private let layer: Layer
  private let reader: RowReader
  private let grids: GridWriter?
  private var references: ReferenceCheck
  private var geometries: PlaceGeometry
  /// What this file has brought already.
  private var keys: Set<[SQLValue]> = []

  init(
    transaction: any StoreTransaction, importID: Int64, decoder: RowDecoder, crs: CRS,
    log: ImportLog
  ) throws {
    self.transaction = transaction
    self.importID = importID
    self.decoder = decoder
    self.log = log
    layer = decoder.mapping.layer.definition
    reader = RowReader(
      layer, decoder: decoder, codes: CodeTable(try transaction.answer(CodeChanges())), log: log)
    references = ReferenceCheck(layer, transaction: transaction, decoder: decoder, log: log)
    geometries = try PlaceGeometry(
      transaction: transaction, decoder: decoder, crs: crs, log: log)
    grids =
      decoder.mapping.layer == .grids
      ? try GridWriter(transaction: transaction, importID: importID, decoder: decoder, log: log)
      : nil
  }

  mutating func add(_ row: SourceRow) throws {
    do {
      let changes = try write(row)
      log.changed += changes
    } catch let fault as FormatError {
      try log.reject(fault, row)
    }
  }

  /// Grids that were drawn or redrawn change which incidents lie in them.
  mutating func finish() throws {
    guard grids != nil, log.changed > 0 else { return }
    try AssignGrids().run(in: transaction)
  }

  // MARK: One row

  private mutating func write(_ row: SourceRow) throws -> Int {
    var values = try reader.values(row)
    if decoder.mapping.layer == .links { values = try ordered(values, row) }
    guard keys.insert(layer.key.map { values[$0] }).inserted else { throw double(row) }
    if decoder.mapping.layer == .villages, values.text("kind") == "village" {
      try requireDigits(values.text("code") ?? "", 12, row)
    }
    try references.require(values, row)
    let geometry = try geometries.geometry(of: row, for: layer)
    if let grids, let geometry {
      return try grids.write(
        values, surface: geometry, metric: try geometries.metres(geometry, row), row)
    }
    guard
      let upsert = UpsertRow(
        layer, values: values.values, importID: importID, geometry: geometry)
    else { return 0 }
    var changed = try transaction.run(upsert) > 0
    if decoder.mapping.layer == .tasks, try addStep(values) { changed = true }
    return changed ? 1 : 0
  }

  private func double(_ row: SourceRow) -> FormatError {
    let column = layer.columns.first { $0.name == layer.key.first }
    let isCode = layer.key.count == 1 || layer.columns.contains { $0.name == "valid_from" }
    return decoder.fault(
      isCode ? "the code stands twice in this file" : "the row stands twice in this file",
      column?.input ?? "", row,
      isCode ? "one row a place" : "one row for each \(layer.key.joined(separator: ", "))")
  }

  private func requireDigits(_ code: String, _ count: Int, _ row: SourceRow) throws(FormatError) {
    guard code.utf8.count == count, code.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      throw decoder.fault("not a code of \(count) digits", "code", row, "\(count) digits")
    }
  }

  /// That two reports are one event is said once, whichever is named first.
  private func ordered(_ values: RowValues, _ row: SourceRow) throws(FormatError) -> RowValues {
    let pair = (
      (values.text("source") ?? "", values.text("incident") ?? ""),
      (values.text("other_source") ?? "", values.text("other_incident") ?? "")
    )
    guard pair.0 != pair.1 else {
      throw decoder.fault(
        "an incident linked with itself", "other_incident", row, "another incident")
    }
    guard values.text("kind") == "same_event", pair.1 < pair.0 else { return values }
    var values = values
    (values["source"], values["other_source"]) = (values["other_source"], values["source"])
    (values["incident"], values["other_incident"]) = (values["other_incident"], values["incident"])
    return values
  }

  /// A status whose time is known is a step of the task's history.
  private func addStep(_ values: RowValues) throws -> Bool {
    guard let number = values.text("number"), let status = values.text("status"),
      case .integer(let seconds) = values["status_at"]
    else { return false }
    return try transaction.run(
      AddTaskStatus(task: number, status: status, at: Instant(seconds))) > 0
  }
}
