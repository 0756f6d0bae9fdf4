import Formats
import SimpleFeatures
import Storage

/// What tells how far an import of incidents can be trusted, gathered while its rows pass, and the
/// gazetteer that finds places by name.
final class ImportTrust {
  // Told of every row, by one thread, and by nothing that they call.
  @exclusivity(unchecked) private var quality: QualityTally
  @exclusivity(unchecked) private var datum = DatumTally()
  private let names: PlaceNames
  /// Positions of the columns that the file gives, in the order of the tally's columns.
  private let positions: [Int]

  /// - Parameters:
  ///   - positions: layer column → position in the file.
  ///   - asOf: the day on which the file was written.
  init(
    positions: [String: Int], asOf: DayNumber?, names: PlaceNames
  ) {
    let columns = positions.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    quality = QualityTally(columns: columns.map(\.key), asOf: asOf)
    self.positions = columns.map(\.value)
    self.names = names
  }

  // MARK: Rows

  /// - Parameter isMissing: whether the row leaves the column at a position of the file empty.
  func noteRow(_ isMissing: (Int) -> Bool) {
    quality.noteRow()
    for (column, position) in positions.enumerated() where isMissing(position) {
      quality.noteMissing(column)
    }
  }

  func note(time: CivilTime) { quality.note(time: time) }

  func note(precision: LocationPrecision) { quality.note(precision: precision.rawValue) }

  /// - Parameters:
  ///   - position: as the file has it.
  ///   - code: of the place, where the row says one.
  func note(
    position: Coordinate, code: String?, ground: DatumTally.Ground, isGeographic: Bool
  ) {
    quality.note(position: position)
    guard isGeographic else { return }
    datum.add(
      position, code: code.flatMap { ColumnSample.isPlaceCode($0) ? $0 : nil },
      ground: ground)
  }

  /// The place that a name means within a unit.
  ///
  /// - Throws: a fault that names the candidates where there are several.
  func place(
    named name: String, within code: String?, line: Int, field: String
  ) throws(FormatError) -> PlaceNames.Place? {
    switch names.find(name, within: code.map(PlaceNames.significant) ?? "") {
    case .place(let place):
      quality.notePlaceByName()
      return place
    case .unknown: return nil
    case .ambiguous(let places):
      let list = places.prefix(5).map { "\($0.name) \($0.code)" }.joined(separator: ", ")
      throw FormatError(
        .value, "the name means more than one place", line: line, field: field, found: name,
        expected: "a place_code, or the town before the name; it may be \(list)"
          + (places.count > 5 ? " or \(places.count - 5) more" : ""))
    }
  }

  /// The days of the file's times, as its own clock shows them; `nil` where it has none.
  var days: ClosedRange<Int32>? { quality.days }

  // MARK: What it comes to

  func qualityReport(outsideArea: Int) -> QualityReport {
    quality.report(outsideArea: outsideArea)
  }

  func datumFinding(declared: CRS, in transaction: any StoreTransaction) throws -> DatumFinding {
    let points = try transaction.answer(VillagePlaces())
    let units = try transaction.answer(UnitAreas())
    let finding = DatumCheck(
      reference: try DatumReference(points: points, units: units, grids: [])
    ).judge(datum, declared: declared)
    // Ten thousand grids take a while to index: they are asked where the rest does not tell.
    guard finding.verdict == .cannotTell, declared.isKnownGeographic, datum.hasGround else {
      return finding
    }
    let grids = try transaction.answer(GridSurfaces())
    guard !grids.isEmpty else { return finding }
    return DatumCheck(reference: try DatumReference(points: points, units: units, grids: grids))
      .judge(datum, declared: declared)
  }
}
