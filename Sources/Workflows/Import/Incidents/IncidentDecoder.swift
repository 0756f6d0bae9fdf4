import Formats
import SimpleFeatures
import Storage

/// Typed incidents from the rows of a file, one after the other into a batch.
final class IncidentDecoder {
  let decoder: RowDecoder
  private let catalogue: CategoryCatalogue
  private let defaultSource: [UInt8]
  private let isStrict: Bool
  private let trust: ImportTrust
  /// Positions are degrees, in which a datum can be judged.
  private let isGeographic: Bool
  private let villages: [String: Coordinate]
  private let codes: CodeTable
  private let columns: IncidentFileColumns

  private let categories = CellMemory<Category?>()
  private let sources = CellMemory<[UInt8]?>()
  private let subcategories = CellMemory<[UInt8]?>()
  private let placeCodes = CellMemory<[UInt8]?>()
  private let statuses = CellMemory<IncidentStatus?>()
  private let precisions = CellMemory<LocationPrecision?>()

  /// Categories that the catalogue does not know, met so far: where a text is judged for the first
  /// time, not in every row.
  private(set) var unknownCategories: Set<String> = []
  /// Changes by which place codes were read as their successors, with the rows of each.
  private(set) var endedCodes: [CodeChange: Int] = [:]

  private struct Category {
    var name: [UInt8]
    var severity: Int?
    var ground: DatumTally.Ground
  }

  init(
    decoder: RowDecoder, catalogue: CategoryCatalogue, villages: [String: Coordinate],
    codes: CodeTable, defaultSource: String, isStrict: Bool, trust: ImportTrust,
    isGeographic: Bool
  ) throws(WorkflowError) {
    self.trust = trust
    self.isGeographic = isGeographic
    self.decoder = decoder
    self.catalogue = catalogue
    self.villages = villages
    self.codes = codes
    self.defaultSource = Array(defaultSource.utf8)
    self.isStrict = isStrict
    columns = IncidentFileColumns(decoder)
    guard columns.occurredFrom.isGiven || !columns.occurredTo.isGiven else {
      throw .usage("the file has a column for occurred_to and none for occurred_from")
    }
  }

  /// - Parameter incident: an empty one, which is filled; its texts go to the batch.
  /// - Returns: where the file says it lies.
  func decode(
    _ row: SourceRow, into incident: inout IncidentBatch.Row, of batch: inout IncidentBatch
  ) throws(FormatError) -> Coordinate? {
    incident.given = columns.given
    incident.isWhole = decoder.missing.isEmpty
    try readIdentity(row, into: &incident, &batch)
    let category = try readCategory(row, into: &incident, &batch)
    if let text = try label(columns.subcategory, subcategories, row) {
      incident.subcategory = batch.append(text)
    }
    try readTimes(row, into: &incident)
    if let told = try placeCode(row) {
      incident.placeCode = batch.append(
        columns.occurredFrom.isGiven ? code(told, on: incident.day) : told)
    }
    try readNumbers(row, severity: category?.severity, into: &incident)
    try readStatus(row, into: &incident, &batch)
    let position = try position(row)
    if row.geometry != nil { incident.given.insert(.point) }
    try readPrecision(row, hasPosition: position != nil, into: &incident, &batch)
    trust.noteRow { column in row.withCell(column) { _ in true } == nil }
    trust.note(precision: incident.precision)
    if let position {
      trust.note(
        position: position, code: isGeographic ? decoder.text(columns.placeCode, row) : nil,
        ground: category?.ground ?? .unknown, isGeographic: isGeographic)
    }
    return position
  }

  // MARK: What it is

  private func readIdentity(
    _ row: SourceRow, into incident: inout IncidentBatch.Row, _ batch: inout IncidentBatch
  ) throws(FormatError) {
    try decoder.requireLabel(columns.id, row)
    try decoder.requireCode(columns.id, row)
    guard let id = decoder.withText(columns.id, row, { batch.append($0) }) else {
      throw decoder.fault("the value is missing", columns.id, row, "a value in every row")
    }
    incident.sourceID = id
    let source = try label(columns.source, sources, row)
    incident.source = batch.append(source ?? defaultSource)
  }

  private func readCategory(
    _ row: SourceRow, into incident: inout IncidentBatch.Row, _ batch: inout IncidentBatch
  ) throws(FormatError) -> Category? {
    let column = columns.category
    guard column.isGiven else { return nil }
    let found = try meaning(column, categories, row) { () throws(FormatError) in
      try judged(column, row)
    }
    guard let category = found else {
      throw decoder.fault("the value is missing", column, row, "a category in every row")
    }
    incident.category = batch.append(category.name)
    return category
  }

  private func judged(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Category? {
    try decoder.requireLabel(column, row)
    guard let name = decoder.text(column, row) else { return nil }
    let known = catalogue[name]
    if known == nil, isStrict {
      let meant = catalogue.nearMiss(for: name).map { "; did you mean \($0)?" } ?? ""
      throw decoder.fault(
        "a category that is not known\(meant)", column, row,
        "one of geodata/categories.yaml, or a crosswalk in the mapping")
    }
    if known == nil { unknownCategories.insert(name) }
    return Category(
      name: Array(name.utf8), severity: known?.severity,
      ground: known.map { DatumTally.Ground($0.surface) } ?? .unknown)
  }

  private func label(
    _ column: FileColumn, _ memory: CellMemory<[UInt8]?>, _ row: SourceRow
  ) throws(FormatError) -> [UInt8]? {
    guard column.isGiven else { return nil }
    return try meaning(column, memory, row) { () throws(FormatError) in
      try decoder.requireLabel(column, row)
      return decoder.text(column, row).map { Array($0.utf8) }
    }
  }

  private func placeCode(_ row: SourceRow) throws(FormatError) -> [UInt8]? {
    let column = columns.placeCode
    guard column.isGiven else { return nil }
    return try meaning(column, placeCodes, row) { () throws(FormatError) in
      try decoder.requireLabel(column, row)
      return try decoder.code(column, row).map { Array($0.utf8) }
    }
  }

  /// The code of a place on a day: one that ended later stays, and is joined with its unit by the
  /// date.
  private func code(_ told: [UInt8], on day: DayNumber) -> [UInt8] {
    guard !codes.isEmpty,
      let successor = codes.successor(of: String(decoding: told, as: UTF8.self), on: day)
    else { return told }
    endedCodes[successor.change, default: 0] += 1
    return Array(successor.code.utf8)
  }

  /// What a cell means, remembered where it came before.
  private func meaning<Meaning>(
    _ column: FileColumn, _ memory: CellMemory<Meaning>, _ row: SourceRow,
    _ work: () throws(FormatError) -> Meaning
  ) throws(FormatError) -> Meaning {
    guard let position = column.position else { return try work() }
    let found = try row.withCell(position) { cell throws(FormatError) in
      try memory.meaning(of: cell, work)
    }
    if let found { return found }
    return try work()
  }

  // MARK: When

  private func readTimes(
    _ row: SourceRow, into incident: inout IncidentBatch.Row
  ) throws(FormatError) {
    let clock = decoder.clock
    if columns.occurredFrom.isGiven {
      guard let from = try decoder.time(columns.occurredFrom, row) else {
        throw decoder.fault(
          "the value is missing", columns.occurredFrom, row, "a date in every row")
      }
      trust.note(time: from)
      incident.occurredFrom = clock.instant(from)
      incident.day = decoder.studyDay(of: from)
      if let to = try time(columns.occurredTo, row) {
        incident.occurredTo = to.hasTime ? clock.instant(to) : clock.endOfDay(to)
      } else if !from.hasTime {
        // Only the day is known: it happened between its first and its last second.
        incident.occurredTo = clock.endOfDay(from)
      }
      if let to = incident.occurredTo, to < incident.occurredFrom {
        throw decoder.fault(
          "it ends before it begins", columns.occurredTo, row, "a time after \(from.dayNumber)")
      }
    }
    if let reported = try time(columns.reportedAt, row) {
      let day = decoder.studyDay(of: reported)
      incident.reportedAt = clock.instant(reported)
      incident.reportedDay = day
      if columns.occurredFrom.isGiven, day < incident.day {
        throw decoder.fault(
          "reported before it happened", columns.reportedAt, row, "a day from \(incident.day) on")
      }
    }
  }

  private func time(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> CivilTime? {
    column.isGiven ? try decoder.time(column, row) : nil
  }

  private func readStatus(
    _ row: SourceRow, into incident: inout IncidentBatch.Row, _ batch: inout IncidentBatch
  ) throws(FormatError) {
    if columns.status.isGiven {
      incident.status = try meaning(columns.status, statuses, row) { () throws(FormatError) in
        try decoder.choice(IncidentStatus.self, columns.status, row)
      }
    }
    if let at = try time(columns.statusAt, row) {
      incident.statusAt = decoder.clock.instant(at)
      if let status = incident.status { batch.append(step(status, at), to: &incident) }
    }
    for (column, status) in columns.stamped {
      guard let at = try decoder.time(column, row) else { continue }
      batch.append(step(status, at), to: &incident)
    }
  }

  private func step(_ status: IncidentStatus, _ at: CivilTime) -> IncidentRecord.StatusChange {
    .init(status: status, at: decoder.clock.instant(at), day: decoder.studyDay(of: at))
  }

  // MARK: How bad

  private func readNumbers(
    _ row: SourceRow, severity: Int?, into incident: inout IncidentBatch.Row
  ) throws(FormatError) {
    let told = columns.severity.isGiven ? try decoder.count(columns.severity, row) : nil
    incident.severity = (told ?? severity).map { Int32(clamping: $0) }
    if let severity = incident.severity, !(1...5).contains(severity) {
      throw decoder.fault("a severity out of range", columns.severity, row, "1 to 5")
    }
    if columns.loss.isGiven { incident.lossFen = try decoder.fen(columns.loss, row) }
    if columns.deaths.isGiven { incident.deaths = try number(columns.deaths, row) }
    if columns.injuries.isGiven { incident.injuries = try number(columns.injuries, row) }
    if columns.synthetic.isGiven {
      incident.synthetic = try decoder.boolean(columns.synthetic, row) ?? false
    }
  }

  private func number(_ column: FileColumn, _ row: SourceRow) throws(FormatError) -> Int32? {
    guard let count = try decoder.count(column, row) else { return nil }
    guard let number = Int32(exactly: count) else {
      throw decoder.fault("a number out of range", column, row, "less than 2147483648")
    }
    return number
  }

  // MARK: Where

  private func position(_ row: SourceRow) throws(FormatError) -> Coordinate? {
    if let geometry = row.geometry {
      guard case .point(let position) = geometry else {
        throw FormatError(
          .value, "an incident is a point", line: row.line, field: "geometry",
          found: geometry.kind.name, expected: "Point")
      }
      return position
    }
    guard columns.given.contains(.point) else { return nil }
    let x = try decoder.coordinate(columns.lon, row)
    let y = try decoder.coordinate(columns.lat, row)
    switch (x, y) {
    case (let x?, let y?): return Coordinate(x: x, y: y)
    case (nil, nil): return nil
    case (nil, _):
      throw decoder.fault("half a position", columns.lon, row, "both numbers or neither")
    case (_, nil):
      throw decoder.fault("half a position", columns.lat, row, "both numbers or neither")
    }
  }

  /// What the source says, else what the position says: a row without a point is known to its
  /// village where the code names one that the store knows, else to an area.
  private func readPrecision(
    _ row: SourceRow, hasPosition: Bool, into incident: inout IncidentBatch.Row,
    _ batch: inout IncidentBatch
  ) throws(FormatError) {
    var told: LocationPrecision?
    if columns.precision.isGiven {
      told = try meaning(columns.precision, precisions, row) { () throws(FormatError) in
        try decoder.choice(LocationPrecision.self, columns.precision, row)
      }
    }
    if hasPosition {
      incident.precision = told ?? .exact
      return
    }
    // A file that says nothing of the place leaves it as the store has it.
    if decoder.isUpdate, incident.given.isDisjoint(with: [.point, .placeCode]) {
      incident.isWhole = false
      incident.precision = told ?? .exact
      if told == nil { incident.given.remove(.precision) }
      return
    }
    let said = decoder.text(columns.placeCode, row)
    // A name says more than a code of an area.
    if said.flatMap({ villages[$0] }) == nil, let name = decoder.text(columns.placeName, row) {
      let found = try trust.place(
        named: name, within: said, line: row.line, field: decoder.fileColumn("place_name"))
      if let place = found {
        incident.placeCode = batch.append(place.code)
        incident.position = place.position
        incident.precision = place.position == nil ? .area : .village
        if !incident.given.contains(.point) { incident.given.remove(.precision) }
        return
      }
      guard said != nil else {
        throw decoder.fault(
          "no place of this name is known", columns.placeName, row,
          "the name of a village or town in the store, a place_code or a position")
      }
    }
    guard let code = said else {
      throw decoder.fault(
        "the row says no place", columns.lon, row, "a position, or a place_code")
    }
    // What the code says of the place is no word on a point that the store has.
    if !incident.given.contains(.point) { incident.given.remove(.precision) }
    if let village = villages[code] ?? codes.successor(of: code).flatMap({ villages[$0.code] }) {
      incident.position = village
      incident.precision = .village
      return
    }
    guard code.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      [6, 9, 12, 15].contains(code.utf8.count)
    else {
      throw decoder.fault(
        "not the code of a place", columns.placeCode, row, "6, 9, 12 or 15 digits")
    }
    incident.precision = .area
  }
}
