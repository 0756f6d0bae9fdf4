import Formats
import SimpleFeatures
import Storage

/// Rows of an incident file into the store: typed, placed and counted, in batches, so that the
/// projection works on whole columns.
struct IncidentWriter {
  private struct Draft {
    var record: IncidentRecord
    var position: Coordinate?
    var row: SourceRow
  }

  private let transaction: any StoreTransaction
  private let importID: Int64
  private let decoder: RowDecoder
  private let crs: CRS
  private let log: ImportLog
  private let catalogue: CategoryCatalogue
  private let defaultSource: String
  private let isStrict: Bool
  private let trust: ImportTrust

  private let villages: [String: Coordinate]
  private var area: StudyArea?
  private var grids: GridFinder?
  private var batch: [Draft] = []
  /// Rows of this file that the store had already; the others bear the import's number there.
  private var unchanged: Set<Identity> = []

  private struct Identity: Hashable {
    var source: String
    var id: String
  }

  private static let batchSize = 4096

  init(
    transaction: any StoreTransaction, importID: Int64, decoder: RowDecoder, crs: CRS,
    log: ImportLog, catalogue: CategoryCatalogue, defaultSource: String, isStrict: Bool,
    trust: ImportTrust
  ) throws {
    self.trust = trust
    self.transaction = transaction
    self.importID = importID
    self.decoder = decoder
    self.crs = crs
    self.log = log
    self.catalogue = catalogue
    self.defaultSource = defaultSource
    self.isStrict = isStrict
    villages = try transaction.answer(VillagePlaces())
    batch.reserveCapacity(Self.batchSize)
  }

  mutating func add(_ row: SourceRow) throws {
    do {
      let draft = try draft(row)
      trust.noteRow { position in
        position >= row.cells.count || row.cells[position]?.isEmpty ?? true
      }
      if catalogue[draft.record.category] == nil { log.noteUnknownCategory(draft.record.category) }
      batch.append(draft)
    } catch {
      try log.reject(error, row)
    }
    if batch.count == Self.batchSize { try flush() }
  }

  mutating func finish() throws { try flush() }

  // MARK: Typing

  private func draft(_ row: SourceRow) throws(FormatError) -> Draft {
    for column in ["id", "source", "category", "subcategory", "place_code"] {
      try decoder.requireLabel(column, row)
    }
    let id = try decoder.require("id", row)
    _ = try decoder.code("id", row)
    guard let category = try category(row) else {
      throw decoder.fault("the value is missing", "category", row, "a category in every row")
    }
    guard let from = try decoder.time("occurred_from", row) else {
      throw decoder.fault("the value is missing", "occurred_from", row, "a date in every row")
    }
    trust.note(time: from)
    let clock = decoder.clock
    var record = IncidentRecord(
      source: decoder.text("source", row) ?? defaultSource, sourceID: id, category: category,
      subcategory: decoder.text("subcategory", row), occurredFrom: clock.instant(from),
      day: decoder.studyDay(of: from), precision: .exact)
    if let to = try decoder.time("occurred_to", row) {
      record.occurredTo = to.hasTime ? clock.instant(to) : clock.endOfDay(to)
    } else if !from.hasTime {
      // Only the day is known: it happened between its first and its last second.
      record.occurredTo = clock.endOfDay(from)
    }
    if let to = record.occurredTo, to < record.occurredFrom {
      throw decoder.fault(
        "it ends before it begins", "occurred_to", row, "a time after \(from.dayNumber)")
    }
    if let reported = try decoder.time("reported_at", row) {
      record.reportedAt = clock.instant(reported)
      record.reportedDay = decoder.studyDay(of: reported)
      if let day = record.reportedDay, day < record.day {
        throw decoder.fault(
          "reported before it happened", "reported_at", row, "a day from \(record.day) on")
      }
    }
    record.placeCode = try decoder.code("place_code", row)
    record.severity = try decoder.count("severity", row) ?? catalogue[category]?.severity
    if let severity = record.severity, !(1...5).contains(severity) {
      throw decoder.fault("a severity out of range", "severity", row, "1 to 5")
    }
    record.lossFen = try decoder.fen("loss_yuan", row)
    record.deaths = try decoder.count("deaths", row)
    record.injuries = try decoder.count("injuries", row)
    record.synthetic = try decoder.boolean("synthetic", row) ?? false
    try readStatus(row, into: &record)
    let position = try position(row)
    record.precision = try precision(row, hasPosition: position != nil, of: &record)
    trust.note(precision: record.precision)
    if let position {
      trust.note(
        position: position, code: record.placeCode, category: category,
        isGeographic: crs.isKnownGeographic)
    }
    return Draft(record: record, position: position, row: row)
  }

  private func category(_ row: SourceRow) throws(FormatError) -> String? {
    guard let category = decoder.text("category", row) else { return nil }
    if catalogue[category] == nil {
      if isStrict {
        let meant = catalogue.nearMiss(for: category).map { "; did you mean \($0)?" } ?? ""
        throw decoder.fault(
          "a category that is not known\(meant)", "category", row,
          "one of geodata/categories.yaml, or a crosswalk in the mapping")
      }
    }
    return category
  }

  private static let stamped: [(column: String, status: IncidentStatus)] = [
    ("accepted_at", .accepted), ("filed_at", .filed), ("solved_at", .solved),
    ("closed_at", .closed),
  ]

  private func readStatus(
    _ row: SourceRow, into record: inout IncidentRecord
  ) throws(FormatError) {
    record.status = try decoder.choice(IncidentStatus.self, "status", row)
    if let at = try decoder.time("status_at", row) {
      record.statusAt = decoder.clock.instant(at)
      if let status = record.status {
        record.history.append(step(status, at))
      }
    }
    for (column, status) in Self.stamped {
      guard let at = try decoder.time(column, row) else { continue }
      record.history.append(step(status, at))
    }
  }

  private func step(_ status: IncidentStatus, _ at: CivilTime) -> IncidentRecord.StatusChange {
    .init(status: status, at: decoder.clock.instant(at), day: decoder.studyDay(of: at))
  }

  private func position(_ row: SourceRow) throws(FormatError) -> Coordinate? {
    if let geometry = row.geometry {
      guard case .point(let position) = geometry else {
        throw FormatError(
          .value, "an incident is a point", line: row.line, field: "geometry",
          found: geometry.kind.name, expected: "Point")
      }
      return position
    }
    let x = try decoder.coordinate("lon", row)
    let y = try decoder.coordinate("lat", row)
    switch (x, y) {
    case (let x?, let y?): return Coordinate(x: x, y: y)
    case (nil, nil): return nil
    case (nil, _): throw decoder.fault("half a position", "lon", row, "both numbers or neither")
    case (_, nil): throw decoder.fault("half a position", "lat", row, "both numbers or neither")
    }
  }

  /// What the source says, else what the position says: a row without a point is known to its
  /// village where the code names one that the store knows, else to an area.
  private func precision(
    _ row: SourceRow, hasPosition: Bool, of record: inout IncidentRecord
  ) throws(FormatError) -> LocationPrecision {
    let told = try decoder.choice(LocationPrecision.self, "location_precision", row)
    if hasPosition { return told ?? .exact }
    if let code = record.placeCode, let village = villages[code] {
      record.position = village
      return .village
    }
    if let name = decoder.text("place_name", row) {
      if let place = try place(named: name, row, within: record.placeCode) {
        record.placeCode = place.code
        record.position = place.position
        return place.position == nil ? .area : .village
      }
      guard record.placeCode != nil else {
        throw decoder.fault(
          "no place of this name is known", "place_name", row,
          "the name of a village or town in the store, a place_code or a position")
      }
    }
    guard let code = record.placeCode else {
      throw decoder.fault(
        "the row says no place", "lon", row, "a position, or a place_code")
    }
    guard code.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      [6, 9, 12, 15].contains(code.utf8.count)
    else {
      throw decoder.fault(
        "not the code of a place", "place_code", row, "6, 9, 12 or 15 digits")
    }
    return .area
  }

  private func place(
    named name: String, _ row: SourceRow, within code: String?
  ) throws(FormatError) -> PlaceNames.Place? {
    do {
      return try trust.place(named: name, within: code)
    } catch {
      throw error.placed(line: row.line, field: decoder.fileColumn("place_name"))
    }
  }

  // MARK: Placing and writing

  private mutating func flush() throws {
    guard !batch.isEmpty else { return }
    let area = try studyArea()
    let finder = try gridFinder()
    try place(area)
    for index in batch.indices {
      if let position = batch[index].record.position {
        batch[index].record.grid = finder.grid(at: position)
      }
      try write(batch[index])
    }
    batch.removeAll(keepingCapacity: true)
  }

  /// Moves the batch's positions; rows whose position cannot be one leave the batch.
  private mutating func place(_ area: StudyArea) throws {
    let located = batch.indices.filter { batch[$0].position != nil }
    let results = area.place(located.compactMap { batch[$0].position })
    var refused: Set<Int> = []
    for (index, result) in zip(located, results) {
      switch result {
      case .success(let placed):
        batch[index].record.position = placed.wgs84
        batch[index].record.metric = placed.metric
      case .failure(let fault):
        refused.insert(index)
        let (message, expected) = area.message(fault)
        if fault == .outsideArea { log.outsideArea += 1 }
        if fault != .zero { log.note(crsHint: crsHint(batch[index], within: area.box)) }
        let found = batch[index].position.map { "\($0.x), \($0.y)" }
        try log.reject(
          FormatError(
            .value, message, line: batch[index].row.line,
            field: "\(decoder.fileColumn("lon")), \(decoder.fileColumn("lat"))", found: found,
            expected: expected),
          batch[index].row)
      }
    }
    // Villages stand in WGS 84 already.
    let villages = batch.indices.filter {
      batch[$0].position == nil && batch[$0].record.position != nil
    }
    let metric = area.metres(villages.compactMap { batch[$0].record.position })
    for (index, metric) in zip(villages, metric) { batch[index].record.metric = metric }
    if !refused.isEmpty {
      batch = batch.indices.filter { !refused.contains($0) }.map { batch[$0] }
    }
  }

  private func crsHint(_ draft: Draft, within box: BoundingBox) -> String? {
    guard let position = draft.position else { return nil }
    return CRSHint.text(for: position, declared: crs, within: box)
  }

  private mutating func write(_ draft: Draft) throws {
    let record = draft.record
    let identity = Identity(source: record.source, id: record.sourceID)
    var isDouble = unchanged.contains(identity)
    var hasChanged = false
    if !isDouble {
      hasChanged = try transaction.run(UpsertIncident(record, importID: importID)) == 1
      let owner =
        hasChanged
        ? nil
        : try transaction.answer(
          IncidentImport(source: record.source, sourceID: record.sourceID))
      isDouble = owner == importID
    }
    guard !isDouble else {
      return try log.reject(
        decoder.fault("the id stands twice in this file", "id", draft.row, "one row an incident"),
        draft.row)
    }
    if !hasChanged { unchanged.insert(identity) }
    for change in record.history {
      // A file that gives a step another time corrects it.
      try transaction.run(
        RemoveOtherStatusTimes(
          source: record.source, sourceID: record.sourceID, change: change))
      let steps = try transaction.run(
        AddIncidentStatus(source: record.source, sourceID: record.sourceID, change: change))
      hasChanged = hasChanged || steps > 0
    }
    if hasChanged { log.changed += 1 }
    if record.position == nil {
      log.report.withoutPoint += 1
    } else if record.grid == nil {
      log.report.outsideGrids += 1
    }
  }

  private mutating func studyArea() throws -> StudyArea {
    if let area { return area }
    let metricCRS = try MetricCRS.of(transaction) {
      try StudyArea.geographic(batch.compactMap { $0.position ?? $0.record.position }, from: crs)
    }
    let places = try transaction.answer(UnitAreas()) + transaction.answer(GridAreas())
    let area = try StudyArea(
      source: crs, metricCRS: metricCRS, places: places.compactMap(\.geometry.boundingBox))
    self.area = area
    return area
  }

  private mutating func gridFinder() throws -> GridFinder {
    if let grids { return grids }
    let finder = try GridFinder(grids: try transaction.answer(GridAreas()))
    grids = finder
    return finder
  }
}
