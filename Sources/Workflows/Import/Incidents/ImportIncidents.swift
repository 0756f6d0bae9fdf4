import Formats
import SimpleFeatures
import Storage

/// Rows of an incident file into the store, in two threads: one reads, types and places portions
/// of them, the other writes these. The result is that of one thread.
struct ImportIncidents {
  let transaction: any StoreTransaction
  let importID: Int64
  let rows: SourceRows
  let decoder: RowDecoder
  let crs: CRS
  let log: ImportLog
  let catalogue: CategoryCatalogue
  let defaultSource: String
  let isStrict: Bool
  let trust: ImportTrust
  /// How much of the file there is and how much was read, in bytes; `nil` where nobody knows.
  let size: Int?
  let bytesRead: () -> Int

  /// Portions that may wait to be written.
  private static let ahead = 4

  func run() throws {
    let reader = IncidentReader(
      rows: rows,
      decoder: try IncidentDecoder(
        decoder: decoder, catalogue: catalogue,
        villages: try transaction.answer(VillagePlaces()),
        codes: CodeTable(try transaction.answer(CodeChanges())), defaultSource: defaultSource,
        isStrict: isStrict, trust: trust, isGeographic: crs.isKnownGeographic),
      crs: crs)
    // The first rows say where the data lie, and how long the others are.
    guard var first = try reader.next() else { return }
    while first.rows.isEmpty {
      try tell(first, [])
      guard let next = try reader.next() else { return }
      first = next
    }
    let ground = try ground(for: first)
    reader.place(&first, on: ground)
    let load = try transaction.beginIncidentLoad(
      IncidentLoadPlan(importID: importID, expectedRows: expectedRows(first)))
    try write(first, to: load)
    if !first.isLast {
      try Conveyor.run(
        ahead: Self.ahead,
        make: {
          guard var portion = try reader.next() else { return nil }
          reader.place(&portion, on: ground)
          return portion
        },
        use: { try write($0, to: load) })
    }
    try load.finish()
    for name in reader.unknownCategories { log.noteUnknownCategory(name) }
    for (change, rows) in reader.endedCodes { log.warn(CodeTable.words(change), rows: rows) }
  }

  private func expectedRows(_ first: IncidentPortion) -> Int? {
    if first.isLast { return first.rows.count }
    let read = bytesRead()
    guard let size, read > 0 else { return nil }
    return Int(Double(size) / Double(read) * Double(first.rows.count))
  }

  private func ground(for first: IncidentPortion) throws -> IncidentReader.Ground {
    let positions = zip(first.positions, first.incidents.rows).compactMap { $0 ?? $1.position }
    let metricCRS = try MetricCRS.of(transaction) {
      try StudyArea.geographic(positions, from: crs)
    }
    let grids = try GridFinder.of(transaction)
    let places = try transaction.answer(UnitAreas()) + grids.grids
    return IncidentReader.Ground(
      area: try StudyArea(
        source: crs, metricCRS: metricCRS, places: places.compactMap(\.geometry.boundingBox)),
      grids: grids)
  }

  private func write(_ portion: IncidentPortion, to load: any IncidentLoad) throws {
    try tell(portion, try load.add(portion.incidents))
  }

  /// Tells the log what became of the portion's rows, in their order in the file.
  private func tell(_ portion: IncidentPortion, _ outcomes: [IncidentOutcome]) throws {
    var rejects = portion.rejects[...]
    for (index, outcome) in outcomes.enumerated() {
      while let reject = rejects.first, reject.order < portion.orders[index] {
        try log.reject(reject.fault, reject.row)
        rejects.removeFirst()
      }
      let row = portion.rows[index]
      switch outcome {
      case .inserted: log.report.counts.inserted += 1
      case .updated: log.report.counts.updated += 1
      case .unchanged: log.report.counts.unchanged += 1
      case .double:
        try log.reject(
          decoder.fault("the id stands twice in this file", "id", row, "one row an incident"), row)
        continue
      case .unknown:
        try log.reject(
          decoder.fault(
            "no incident of this id is in the store, and the row lacks what a new one needs", "id",
            row, decoder.missing.isEmpty ? "a place" : decoder.missing.joined(separator: ", ")),
          row)
        continue
      }
      let incident = portion.incidents.rows[index]
      guard incident.given.contains(.point) || incident.given.contains(.placeCode) else { continue }
      if incident.position == nil {
        log.report.withoutPoint += 1
      } else if incident.grid == nil {
        log.report.outsideGrids += 1
      } else if let near = portion.nearGrids[index] {
        log.report.nearGrids += 1
        try transaction.run(near)
      }
    }
    for reject in rejects { try log.reject(reject.fault, reject.row) }
    log.outsideArea += portion.outsideArea
    for hint in portion.hints { log.note(crsHint: hint) }
    log.note(read: portion.read, skipped: portion.skipped)
  }
}
