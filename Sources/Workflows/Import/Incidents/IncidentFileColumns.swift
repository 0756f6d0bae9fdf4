import Storage

/// The columns of an incident file, looked up once.
struct IncidentFileColumns {
  let id, source, category, subcategory, occurredFrom, occurredTo, reportedAt: FileColumn
  let placeCode, placeName, precision, severity, loss, deaths, injuries: FileColumn
  let status, statusAt, synthetic, lon, lat: FileColumn
  let stamped: [(column: FileColumn, status: IncidentStatus)]
  /// What the file gives in every row.
  let given: IncidentColumns

  init(_ decoder: RowDecoder) {
    id = decoder["id"]
    source = decoder["source"]
    category = decoder["category"]
    subcategory = decoder["subcategory"]
    occurredFrom = decoder["occurred_from"]
    occurredTo = decoder["occurred_to"]
    reportedAt = decoder["reported_at"]
    placeCode = decoder["place_code"]
    placeName = decoder["place_name"]
    precision = decoder["location_precision"]
    severity = decoder["severity"]
    loss = decoder["loss_yuan"]
    deaths = decoder["deaths"]
    injuries = decoder["injuries"]
    status = decoder["status"]
    statusAt = decoder["status_at"]
    synthetic = decoder["synthetic"]
    lon = decoder["lon"]
    lat = decoder["lat"]
    let steps: [(String, IncidentStatus)] = [
      ("accepted_at", .accepted), ("filed_at", .filed), ("solved_at", .solved),
      ("closed_at", .closed),
    ]
    stamped = steps.map { (decoder[$0.0], $0.1) }.filter { $0.column.isGiven }
    let bits: [(FileColumn, IncidentColumns)] = [
      (category, .category), (subcategory, .subcategory), (occurredFrom, .occurredFrom),
      (occurredTo, .occurredTo), (reportedAt, .reported), (placeCode, .placeCode),
      (placeName, .placeCode),
      (precision, .precision), (severity, .severity), (loss, .loss), (deaths, .deaths),
      (injuries, .injuries), (status, .status), (statusAt, .statusAt), (synthetic, .synthetic),
      (lon, .point), (lat, .point),
    ]
    given = IncidentColumns(bits.filter(\.0.isGiven).map(\.1))
  }
}
