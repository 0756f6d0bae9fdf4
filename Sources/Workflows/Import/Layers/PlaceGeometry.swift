import Formats
import Projections
import SimpleFeatures
import Storage
import Topology

/// The geometries of a file of places: read in its CRS, checked, and moved to WGS 84.
struct PlaceGeometry {
  private let transaction: any StoreTransaction
  private let decoder: RowDecoder
  private let log: ImportLog
  private let crs: CRS
  private let toWGS84: Transformation
  private let topology: TopologyContext
  private var toMetres: Transformation?

  init(
    transaction: any StoreTransaction, decoder: RowDecoder, crs: CRS, log: ImportLog
  ) throws {
    self.transaction = transaction
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

  /// The geometry that a layer's rows have; `nil` where it has none, or where it may be unknown
  /// and is.
  func geometry(of row: SourceRow, for layer: Layer) throws -> Geometry? {
    switch layer.schema.geometry {
    case nil: return nil
    case .polygon, .multiPolygon: return try surface(row)
    case .lineString, .multiLineString: return try line(row)
    case .point, .multiPoint, .geometryCollection:
      if layer.isPlaceOptional, row.geometry == nil, try decoder.coordinate("lon", row) == nil,
        try decoder.coordinate("lat", row) == nil
      {
        return nil
      }
      return try point(row)
    }
  }

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
  func surface(_ row: SourceRow) throws -> Geometry {
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

  func line(_ row: SourceRow) throws -> Geometry {
    let geometry = try self.geometry(row)
    guard !geometry.lines.isEmpty, geometry.polygons.isEmpty else {
      throw wrongKind(geometry, row, expected: "LineString or MultiLineString")
    }
    // A storm may cross 180°, and its track then goes on past it.
    if decoder.mapping.layer != .storms { try requireOnEarth(geometry, row) }
    return .multiLineString(geometry.lines)
  }

  func point(_ row: SourceRow) throws -> Geometry {
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

  mutating func metres(_ geometry: Geometry, _ row: SourceRow) throws -> Geometry {
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
