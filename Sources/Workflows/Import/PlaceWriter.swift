import Formats
import Projections
import SimpleFeatures
import Storage
import Topology

/// Rows of a file of places into the store: areas, lines and points with their codes.
struct PlaceWriter {
  private let transaction: any StoreTransaction
  private let importID: Int64
  private let decoder: RowDecoder
  private let log: ImportLog
  private let crs: CRS
  private let toWGS84: Transformation
  private let topology: TopologyContext
  private var toMetres: Transformation?
  private var codes: Set<String> = []

  init(
    transaction: any StoreTransaction, importID: Int64, decoder: RowDecoder, crs: CRS,
    log: ImportLog
  ) throws {
    self.transaction = transaction
    self.importID = importID
    self.decoder = decoder
    self.crs = crs
    self.log = log
    do {
      toWGS84 = try Transformation(from: crs, to: .wgs84)
    } catch {
      throw WorkflowError.usage("\(error)")
    }
    topology = try TopologyContext()
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
    guard decoder.mapping.layer == .grids, log.changed > 0 else { return }
    try AssignGrids().run(in: transaction)
  }

  // MARK: One row

  private mutating func write(_ row: SourceRow) throws -> Int {
    let key = decoder.mapping.layer == .storms ? "id" : "code"
    _ = try decoder.require(key, row)
    guard let code = try decoder.code(key, row) else { return 0 }
    try decoder.requireLabel(key, row)
    // A unit that was redrawn has a row for each time.
    let from = decoder.mapping.layer == .units ? try decoder.day("valid_from", row) : nil
    guard codes.insert(code + (from.map { " from \($0)" } ?? "")).inserted else {
      throw decoder.fault("the code stands twice in this file", key, row, "one row a place")
    }
    let synthetic = try decoder.boolean("synthetic", row) ?? false
    switch decoder.mapping.layer {
    case .units: return try writeUnit(code, row, from: from, synthetic: synthetic)
    case .grids: return try transaction.run(UpsertGrid(grid(code, row), importID: importID))
    case .villages:
      try requireDigits(code, 12, row)
      return try transaction.run(
        UpsertVillage(
          VillageRecord(
            code: code, name: try decoder.require("name", row),
            population: try decoder.count("population", row),
            households: try decoder.count("households", row), synthetic: synthetic,
            geometry: try point(row)), importID: importID))
    case .coastline:
      let line = try self.line(row)
      return try transaction.run(
        UpsertCoastSegment(
          CoastSegmentRecord(
            code: code,
            kind: try decoder.choice(among: ["mainland", "island"], "kind", row) ?? "mainland",
            town: try decoder.code("town", row),
            lengthMetres: try decoder.amount("length_m", row),
            exposureClass: try decoder.choice(
              among: ["open", "semi", "sheltered"], "exposure_class", row),
            synthetic: synthetic, geometry: line), importID: importID))
    case .aquacultureZones: return try writeZone(code, row, synthetic: synthetic)
    case .storms:
      guard let season = try decoder.count("season", row) else {
        throw decoder.fault("the value is missing", "season", row, "a year")
      }
      let pressure = try decoder.amount("min_pressure_hpa", row)
      if pressure == 0 {
        throw decoder.fault("no pressure", "min_pressure_hpa", row, "more than 0, or an empty cell")
      }
      return try transaction.run(
        UpsertStorm(
          StormRecord(
            code: code, season: season, maxWindKnots: try decoder.amount("max_wind_kt", row),
            minPressureHectopascal: pressure,
            synthetic: synthetic, geometry: try line(row)), importID: importID))
    case .incidents: return 0
    }
  }

  private func writeUnit(
    _ code: String, _ row: SourceRow, from: DayNumber?, synthetic: Bool
  ) throws -> Int {
    _ = try decoder.require("level", row)
    let to = try decoder.day("valid_to", row)
    if let from, let to, to < from {
      throw decoder.fault("it ends before it begins", "valid_to", row, "a day from \(from) on")
    }
    return try transaction.run(
      UpsertUnit(
        UnitRecord(
          code: code, name: try decoder.require("name", row),
          level: try decoder.choice(
            among: ["province", "city", "county", "town", "village"], "level", row) ?? "",
          parent: try decoder.code("parent", row), validFrom: from, validTo: to,
          synthetic: synthetic, geometry: try surface(row)), importID: importID))
  }

  private mutating func grid(_ code: String, _ row: SourceRow) throws -> GridRecord {
    let geometry = try surface(row)
    let metric = try metres(geometry, row)
    let label = try topology.pointOnSurface(of: metric) ?? metric.boundingBox?.centre
    return GridRecord(
      code: code, name: decoder.text("name", row) ?? code,
      kind: try decoder.choice(
        among: ["village", "residential", "enterprise", "sea", "special"], "kind", row)
        ?? "village",
      population: try decoder.count("population", row),
      households: try decoder.count("households", row),
      workers: try decoder.count("workers", row), staff: try decoder.count("staff", row),
      areaSquareMetres: try topology.area(of: metric), label: label ?? Coordinate(x: 0, y: 0),
      lattice: nil, synthetic: try decoder.boolean("synthetic", row) ?? false,
      geometry: geometry)
  }

  private func writeZone(_ code: String, _ row: SourceRow, synthetic: Bool) throws -> Int {
    try transaction.run(
      UpsertAquacultureZone(
        AquacultureZoneRecord(
          code: code, name: decoder.text("name", row) ?? code,
          species: decoder.text("species", row),
          unit: try decoder.choice(among: ["mu", "kou", "xiang"], "unit", row),
          quantity: try decoder.amount("quantity", row),
          workers: try decoder.count("workers", row), licence: decoder.text("licence", row),
          licenceAreaMu: try decoder.amount("licence_area_mu", row),
          prohibited: try decoder.boolean("prohibited", row),
          unitValueFen: try decoder.fen("unit_value_yuan", row), synthetic: synthetic,
          geometry: try surface(row)), importID: importID))
  }

  private func requireDigits(_ code: String, _ count: Int, _ row: SourceRow) throws(FormatError) {
    guard code.utf8.count == count, code.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      throw decoder.fault("not a code of \(count) digits", "code", row, "\(count) digits")
    }
  }

  // MARK: Geometry

  private func geometry(_ row: SourceRow) throws -> Geometry {
    guard let geometry = row.geometry else {
      throw FormatError(
        .value, "the geometry is missing", line: row.line, field: "geometry",
        expected: "a GeoJSON geometry")
    }
    try requireDeclaredCRS(geometry, row)
    do {
      return try toWGS84.forward(geometry)
    } catch {
      throw FormatError(
        .value, "\(error)", line: row.line, field: "geometry",
        expected: "positions of \(crs.identifier)")
    }
  }

  /// A valid multi-polygon in WGS 84.
  private func surface(_ row: SourceRow) throws -> Geometry {
    let geometry = try self.geometry(row)
    let polygons = geometry.polygons
    guard !polygons.isEmpty, geometry.lines.isEmpty else {
      throw wrongKind(geometry, row, expected: "Polygon or MultiPolygon")
    }
    let surface = Geometry.multiPolygon(polygons)
    try requireOnEarth(surface, row)
    if let fault = try topology.validityFault(of: surface) {
      throw FormatError(
        .value, "the area is not valid: \(fault)", line: row.line, field: "geometry",
        expected: "rings that do not cross; repair it in a GIS")
    }
    return surface
  }

  private func line(_ row: SourceRow) throws -> Geometry {
    let geometry = try self.geometry(row)
    guard !geometry.lines.isEmpty, geometry.polygons.isEmpty else {
      throw wrongKind(geometry, row, expected: "LineString or MultiLineString")
    }
    // A storm may cross 180°, and its track then goes on past it.
    if decoder.mapping.layer != .storms { try requireOnEarth(geometry, row) }
    return .multiLineString(geometry.lines)
  }

  private func point(_ row: SourceRow) throws -> Geometry {
    if row.geometry == nil {
      guard let x = try decoder.coordinate("lon", row),
        let y = try decoder.coordinate("lat", row)
      else {
        throw decoder.fault("the position is missing", "lon", row, "two numbers")
      }
      var placed = row
      placed.geometry = .point(Coordinate(x: x, y: y))
      return try point(placed)
    }
    let geometry = try self.geometry(row)
    guard case .point(let position) = geometry else {
      throw wrongKind(geometry, row, expected: "Point")
    }
    try requireOnEarth(geometry, row)
    guard position != Coordinate(x: 0, y: 0) else {
      throw FormatError(
        .value, "0, 0 is no place", line: row.line, field: positionField, found: "0, 0",
        expected: "a position")
    }
    return geometry
  }

  /// Degrees read as metres would land at the equator, a whole county in a hundred metres.
  private func requireDeclaredCRS(_ geometry: Geometry, _ row: SourceRow) throws(FormatError) {
    guard decoder.mapping.layer != .storms || !crs.isKnownGeographic,
      let box = geometry.boundingBox
    else { return }
    if crs.isKnownGeographic, max(-box.minY, box.maxY) > 90, max(-box.minY, box.maxY) <= 180,
      max(-box.minX, box.maxX) <= 90
    {
      throw FormatError(
        .value, "east and north look exchanged", line: row.line, field: positionField,
        found: "\(box.minX), \(box.minY)", expected: "longitude first")
    }
    guard let hint = CRSHint.text(for: Coordinate(x: box.minX, y: box.minY), declared: crs)
    else { return }
    log.note(crsHint: hint)
    throw FormatError(
      .value, "not coordinates of \(crs.identifier)", line: row.line, field: positionField,
      found: "\(box.minX), \(box.minY)", expected: "positions of the system that --crs says")
  }

  /// What a fault of the position names.
  private var positionField: String {
    decoder.positions["lon"] == nil
      ? "geometry" : "\(decoder.fileColumn("lon")), \(decoder.fileColumn("lat"))"
  }

  private func requireOnEarth(_ geometry: Geometry, _ row: SourceRow) throws(FormatError) {
    guard let box = geometry.boundingBox, box.minX >= -180, box.maxX <= 180, box.minY >= -90,
      box.maxY <= 90
    else {
      let corner = row.geometry?.boundingBox
      throw FormatError(
        .value, "not degrees", line: row.line, field: positionField,
        found: corner.map { "\($0.minX), \($0.minY)" },
        expected: "longitude within ±180 and latitude within ±90, or --crs")
    }
  }

  private func wrongKind(
    _ geometry: Geometry, _ row: SourceRow, expected: String
  ) -> FormatError {
    FormatError(
      .value, "the wrong kind of geometry", line: row.line, field: positionField,
      found: geometry.kind.name, expected: expected)
  }

  private mutating func metres(_ geometry: Geometry, _ row: SourceRow) throws -> Geometry {
    let transformation: Transformation
    if let toMetres {
      transformation = toMetres
    } else {
      let metricCRS = try MetricCRS.of(transaction) {
        [geometry.boundingBox?.centre].compactMap { $0 }
      }
      transformation = try Transformation(from: .wgs84, to: metricCRS)
      toMetres = transformation
    }
    do {
      return try transformation.forward(geometry)
    } catch {
      throw FormatError(
        .value, "\(error)", line: row.line, field: "geometry",
        expected: "a place in the area of the store's metric CRS")
    }
  }
}
