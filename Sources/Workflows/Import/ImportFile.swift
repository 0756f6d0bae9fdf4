import Formats
import Foundation
import SimpleFeatures
public import Storage

/// Brings one file into one layer of a store: all good rows in one transaction, every other row
/// in the reject file with its reason. A file that cannot be read to its end changes nothing.
public struct ImportFile {
  public let settings: ImportSettings
  let home: ProductHome

  public init(settings: ImportSettings, home: ProductHome) {
    self.settings = settings
    self.home = home
  }

  /// - Parameters:
  ///   - progress: told how many rows were read so far, now and then.
  ///   - beside: writes what shall be kept with the rows or not at all, in their transaction; it is
  ///     not called where nothing is imported.
  /// - Throws: `WorkflowError` and `StorageError`; the store is as before.
  public func run(
    _ file: InputFile, into store: any SpatialStore, progress: @escaping (Int) -> Void = { _ in },
    beside: (any StoreTransaction, ImportReport) throws -> Void = { _, _ in }
  ) throws -> ImportReport {
    let stored = try store.answer(Settings())
    let studyClock = try StudyClock(stored[.timeZone] ?? PrepareStore.usualTimeZone)
    let clock = try settings.mapping.timeZone.map { try StudyClock($0) } ?? studyClock
    do {
      return try file.withRows(encoding: settings.encoding ?? settings.mapping.encoding) {
        rows, tap in
        let isIncidents = settings.mapping.layer == .incidents
        let decoder = try RowDecoder(
          mapping: settings.mapping, clock: clock, studyClock: studyClock, header: rows.header,
          isUpdate: try isIncidents && store.answer(HasIncidents()),
          givesGeometry: rows.source.givesGeometry)
        rows.source.expect(
          columns: Set(decoder.positions.values).union(boundaryColumns(of: rows.header)))
        let crs = try SourceCRS(settings: settings, rows: rows.source, assumed: nil).crs
        let rejects = RejectFile(
          destination: settings.rejects ?? defaultRejects(of: file, store: store),
          header: rows.header, personalColumns: decoder.personalColumns)
        try rejects.requireOwnPlace(input: file.url, store: store.location)
        do {
          let log = ImportLog(
            file: file, settings: settings, rejects: settings.isDryRun ? nil : rejects,
            progress: progress)
          log.report.crs = crs.identifier
          log.report.droppedPersonalColumns = decoder.droppedPersonalColumns
          log.report.unmappedColumns = unmapped(rows.header, decoder)
          try write(
            rows, decoder: decoder, crs: crs, file: file, tap: tap, log: log, rejects: rejects,
            store: store, beside: beside)
          log.report.rejectFile = settings.isDryRun ? nil : try rejects.publish()?.path
          return log.finished()
        } catch {
          rejects.discard()
          throw error
        }
      }
    } catch let error as FormatError {
      let advice = error.kind == .truncated ? ". Nothing was imported: fetch the whole file" : ""
      throw WorkflowError.failed("\(file.name), \(error)\(advice)")
    }
  }

  /// Rolls the transaction back, and is no failure.
  private struct NothingToKeep: Error {}

  private func write(
    _ rows: SourceRows, decoder: RowDecoder, crs: CRS, file: InputFile, tap: DigestTap,
    log: ImportLog, rejects: RejectFile, store: any SpatialStore,
    beside: (any StoreTransaction, ImportReport) throws -> Void
  ) throws {
    do {
      try store.write { transaction in
        let id = try transaction.answer(NextImport())
        let source = settings.mapping.source ?? settings.mapping.layer.rawValue
        try transaction.run(
          InsertImport(
            id: id, layer: settings.mapping.layer.rawValue, source: source, file: log.report.file,
            mapping: settings.mapping.text))
        if settings.mapping.layer == .incidents {
          let catalogue = try CategoryCatalogue(home: home)
          let trust = ImportTrust(
            positions: decoder.positions, asOf: file.writtenDay(decoder.clock),
            names: try PlaceNames(transaction))
          try ImportIncidents(
            transaction: transaction, importID: id, rows: rows, decoder: decoder, crs: crs,
            log: log, catalogue: catalogue, defaultSource: source, isStrict: settings.isStrict,
            trust: trust, size: file.size, bytesRead: { tap.count }
          ).run()
          try requireBelievable(rows, decoder, crs, log)
          try judge(
            trust, alike: catalogue.alike, importID: id, crs: crs, log: log, transaction)
        } else {
          let before = try transaction.answer(LayerCounts())
          var writer = try PlaceWriter(
            transaction: transaction, importID: id, decoder: decoder, crs: crs, log: log)
          if let columns = settings.mapping.boundaryPoints {
            try addBoundaries(columns, rows, decoder, log) { try writer.add($0) }
          } else {
            try log.forEachRow(rows, decoder) { try writer.add($0) }
          }
          try writer.finish()
          try requireBelievable(rows, decoder, crs, log)
          count(before, try transaction.answer(LayerCounts()), log)
        }
        try transaction.run(
          FinishImport(id: id, counts: log.report.counts, digest: tap.hexadecimal))
        try rejects.complete()
        log.report.changedColumns = try transaction.answer(ChangedColumns(importID: id))
        try requireOwnArea(log.report.changedColumns, importID: id, transaction)
        let isFruitless =
          log.report.counts.rejected > 0
          && log.report.counts.rejected == log.report.counts.read
        if settings.isDryRun || isFruitless { throw NothingToKeep() }
        log.report.importID = id
        try beside(transaction, log.finished())
      }
    } catch is NothingToKeep {}
    log.report.dryRun = settings.isDryRun
    log.report.encoding = rows.source.encoding.rawValue
    log.report.notes = rows.source.notes
  }

  /// A row that lies elsewhere, or that was moved and may have lain elsewhere before.
  private func requireOwnArea(
    _ changed: [String: Int], importID: Int64, _ transaction: any StoreTransaction
  ) throws {
    guard !settings.area.isEmpty else { return }
    let elsewhere = try transaction.answer(
      ImportedElsewhere(importID: importID, area: settings.area))
    guard elsewhere == 0 else {
      throw WorkflowError.forbidden(
        "\(elsewhere) rows lie outside of the area \(settings.area); nothing was imported")
    }
    guard changed["grid"] == nil, changed["place_code"] == nil else {
      throw WorkflowError.forbidden(
        "incidents that are there already would be moved, which a key for the area "
          + "\(settings.area) may not; nothing was imported")
    }
  }

  /// How many of the places that changed are new.
  private func count(_ before: [String: Int], _ after: [String: Int], _ log: ImportLog) {
    let layer = settings.mapping.layer.rawValue
    log.report.counts.inserted = log.inserted ?? (after[layer] ?? 0) - (before[layer] ?? 0)
    log.report.counts.updated = log.changed - log.report.counts.inserted
    log.report.counts.unchanged =
      log.report.counts.read - log.report.counts.rejected - log.changed
  }

  /// Refuses a file that is in another encoding or CRS than was said.
  private func requireBelievable(
    _ rows: SourceRows, _ decoder: RowDecoder, _ crs: CRS, _ log: ImportLog
  ) throws {
    let counts = log.report.counts
    // The member `crs` may stand behind the features.
    _ = try SourceCRS(settings: settings, rows: rows.source, assumed: crs)
    for (name, line) in rows.source.lateColumns.sorted(by: { $0.key < $1.key })
    where decoder.mapping.reads(column: name) {
      throw WorkflowError.failed(
        "\(log.report.file), line \(line): the property \(name) comes too late to be read; "
          + "write it, with null, into the first feature")
    }
    if let objection = rows.source.encodingObjection {
      let suggestion = objection.contains("reads as GB18030") ? "gb18030" : "utf-8"
      throw WorkflowError.failed("\(log.report.file): \(objection); use --encoding \(suggestion)")
    }
    guard log.isInAnotherCRS, let hint = log.crsHint else { return }
    let first = log.report.firstRejects.first ?? ""
    throw WorkflowError.failed(
      "\(log.report.file): none of its \(counts.read) rows could be used. \(hint) The first: \(first)"
    )
  }

  private func unmapped(_ header: [String], _ decoder: RowDecoder) -> [String] {
    var mapped = Set(decoder.positions.values).union(decoder.personalColumns)
    if header.starts(with: RejectFile.ownColumns) {
      mapped.formUnion(RejectFile.ownColumns.indices)
    }
    mapped.formUnion(boundaryColumns(of: header))
    return header.indices.filter { !mapped.contains($0) && header[$0] != "id" }.map { header[$0] }
  }

  private func defaultRejects(of file: InputFile, store: any SpatialStore) -> URL {
    let stem = (file.url?.deletingPathExtension().lastPathComponent ?? "standard-input")
    let folder =
      store.location.contains("://")
      ? URL(filePath: FileManager.default.currentDirectoryPath)
      : URL(filePath: store.location).deletingLastPathComponent()
    return folder.appending(path: "\(stem).rejects.csv")
  }
}
