import Formats
import SimpleFeatures
import Storage

/// Reads an incident file portion by portion: typed, placed, with each point's grid, in the order
/// of the file.
final class IncidentReader {
  private let rows: SourceRows
  private let decoder: IncidentDecoder
  private let crs: CRS
  private var hasEnded = false

  /// So many rows that they stay in the nearest memory of the thread that writes them.
  static let portionSize = 1024

  /// What places positions.
  struct Ground {
    var area: StudyArea
    var grids: GridFinder
  }

  init(rows: SourceRows, decoder: IncidentDecoder, crs: CRS) {
    self.rows = rows
    self.decoder = decoder
    self.crs = crs
  }

  var unknownCategories: Set<String> { decoder.unknownCategories }

  var endedCodes: [CodeChange: Int] { decoder.endedCodes }

  /// The next rows, typed but not placed; `nil` behind the last.
  func next() throws(FormatError) -> IncidentPortion? {
    guard !hasEnded else { return nil }
    // Another thread may read the rows of the portion before this one.
    rows.turnPage()
    var portion = IncidentPortion(expectedRows: Self.portionSize)
    while portion.rows.count < Self.portionSize, portion.rejects.count < Self.portionSize,
      portion.skipped < 16 * Self.portionSize
    {
      switch try decoder.decoder.next(of: rows) {
      case .end:
        hasEnded = true
        portion.isLast = true
        return portion
      case .skipped: portion.skipped += 1
      case .rejected(let fault, let row):
        portion.rejects.append(.init(order: portion.read, fault: fault, row: row))
        portion.read += 1
      case .row(let row):
        do {
          var incident = IncidentBatch.Row()
          let position = try decoder.decode(row, into: &incident, of: &portion.incidents)
          portion.incidents.rows.append(incident)
          portion.rows.append(row)
          portion.orders.append(portion.read)
          portion.positions.append(position)
        } catch {
          portion.rejects.append(.init(order: portion.read, fault: error, row: row))
        }
        portion.read += 1
      }
    }
    return portion
  }

  /// Moves the portion's positions to WGS 84 and metres, as whole columns, and finds their grids.
  /// Rows whose position cannot be one become rejects.
  func place(_ portion: inout IncidentPortion, on ground: Ground) {
    let area = ground.area
    let located = portion.rows.indices.filter { portion.positions[$0] != nil }
    let results = area.place(located.compactMap { portion.positions[$0] })
    var refused: Set<Int> = []
    for (index, result) in zip(located, results) {
      switch result {
      case .success(let placed):
        portion.incidents.rows[index].position = placed.wgs84
        portion.incidents.rows[index].metric = placed.metric
      case .failure(let fault):
        refused.insert(index)
        reject(index, of: &portion, fault, area)
      }
    }
    placeVillages(&portion, area)
    portion.remove(refused)
    if !refused.isEmpty { portion.rejects.sort { $0.order < $1.order } }
    for index in portion.incidents.rows.indices {
      guard let position = portion.incidents.rows[index].position else { continue }
      guard let found = ground.grids.grid(at: position) else { continue }
      portion.incidents.rows[index].grid = found.grid
      if found.distanceMetres > 0, let metric = portion.incidents.rows[index].metric {
        portion.nearGrids[index] = NoteNearGrid(
          grid: found.grid, metric: metric, distanceMetres: found.distanceMetres)
      }
    }
  }

  /// Villages stand in WGS 84 already.
  private func placeVillages(_ portion: inout IncidentPortion, _ area: StudyArea) {
    let villages = portion.rows.indices.filter {
      portion.positions[$0] == nil && portion.incidents.rows[$0].position != nil
    }
    guard !villages.isEmpty else { return }
    let metric = area.metres(villages.compactMap { portion.incidents.rows[$0].position })
    for (index, metric) in zip(villages, metric) {
      portion.incidents.rows[index].metric = metric
      // Outside the metric CRS there is no point to count with.
      if metric == nil {
        portion.incidents.rows[index].position = nil
        portion.incidents.rows[index].precision = .area
      }
    }
  }

  private func reject(
    _ index: Int, of portion: inout IncidentPortion, _ fault: StudyArea.PositionFault,
    _ area: StudyArea
  ) {
    let row = portion.rows[index]
    let position = portion.positions[index]
    let (message, expected) = area.message(fault)
    if fault == .outsideArea { portion.outsideArea += 1 }
    if fault != .zero, let position,
      let hint = CRSHint.text(
        for: position, declared: crs, within: area.box, preferring: area.metricCRS)
    {
      portion.hints.append(hint)
    }
    let rowDecoder = decoder.decoder
    portion.rejects.append(
      .init(
        order: portion.orders[index],
        fault: FormatError(
          .value, message, line: row.line,
          field: "\(rowDecoder.fileColumn("lon")), \(rowDecoder.fileColumn("lat"))",
          found: position.map { "\($0.x), \($0.y)" }, expected: expected),
        row: row))
  }
}
