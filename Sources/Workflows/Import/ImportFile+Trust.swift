import Formats
import SimpleFeatures
import Storage

extension ImportFile {
  /// What the incidents as a whole say: their datum, their quality, and who told of them before.
  ///
  /// - Throws: under `isStrict`, where the positions look like those of another datum.
  func judge(
    _ trust: ImportTrust, alike: [[String]], importID: Int64, crs: CRS, log: ImportLog,
    _ transaction: any StoreTransaction
  ) throws {
    log.report.quality = trust.qualityReport(outsideArea: log.outsideArea)
    let datum = try trust.datumFinding(declared: crs, in: transaction)
    log.report.datum = datum
    if settings.isStrict, datum.verdict == .looksLike {
      throw WorkflowError.failed("\(log.report.file): \(datum.sentence.en)")
    }
    if let days = trust.days {
      log.report.sameEvents = try FindSameEvents(alike: alike).run(
        importID: importID, window: days, in: transaction)
    }
  }

  /// Where the columns of a table of boundary points stand.
  func boundaryColumns(of header: [String]) -> [Int] {
    guard let columns = settings.mapping.boundaryPoints else { return [] }
    let names = [columns.zone, columns.ring, columns.number, columns.x, columns.y]
      .compactMap { $0 }
    return header.indices.filter { position in
      names.contains { header[position].caseInsensitiveEquals($0) }
    }
  }

  /// Rows that are boundary points: zone by zone they become one row with an area.
  func addBoundaries(
    _ columns: BoundaryPointTable.Columns, _ rows: SourceRows, _ decoder: RowDecoder,
    _ log: ImportLog, _ add: (SourceRow) throws -> Void
  ) throws {
    var table = try BoundaryPointTable(columns, header: rows.header)
    var points = 0
    try log.forEachRow(rows, decoder) { row in
      do throws(FormatError) {
        try table.add(row)
        points += 1
      } catch {
        try log.reject(error, row)
      }
    }
    let zones = table.zones()
    log.recount(points: points, areas: zones.count)
    defer { log.companions = [] }
    for zone in zones {
      guard var row = zone.rows.first else { continue }
      log.companions = zone.rows.dropFirst()
      switch zone.result {
      case .success(let area):
        row.geometry = area
        try add(row)
      case .failure(let fault): try log.reject(fault, row)
      }
    }
  }
}
