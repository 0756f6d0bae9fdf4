import SimpleFeatures

extension ShapefileWriter {
  // MARK: Shapes

  /// Appends a record with an empty header; its box, or `nil` for one without a place.
  func appendShape(_ geometry: Geometry?) throws(FormatError) -> BoundingBox? {
    shp.append(big: 0)
    shp.append(big: 0)
    var isEmpty = true
    geometry?.forEachCoordinate { _ in isEmpty = false }
    guard let geometry, !isEmpty else {
      shp.append(little: Int(ShapefileType.null.rawValue))
      return nil
    }
    if let fault = geometry.structuralFault {
      throw FormatError(.value, "\(fault)", field: "geometry")
    }
    guard let box = geometry.boundingBox else { return nil }
    shp.append(little: Int(type.rawValue))
    switch (type.form, geometry) {
    case (.point, .point(let position)): append(position)
    case (.point, .multiPoint(let points)) where points.count == 1: append(points[0])
    case (.multiPoint, .point(let position)): appendMultiPoint([position], box)
    case (.multiPoint, .multiPoint(let points)): appendMultiPoint(points, box)
    case (.polyLine, .lineString(let line)): appendParts([line], box)
    case (.polyLine, .multiLineString(let lines)):
      appendParts(lines.filter { !$0.isEmpty }, box)
    case (.polygon, .polygon(let polygon)): appendParts(Self.rings([polygon]), box)
    case (.polygon, .multiPolygon(let polygons)): appendParts(Self.rings(polygons), box)
    default:
      throw FormatError(
        .value, "a geometry of another kind than the layer's", field: "geometry",
        found: geometry.kind.name, expected: "\(type)")
    }
    return box
  }

  private func append(_ position: Coordinate) {
    shp.append(double: position.x)
    shp.append(double: position.y)
  }

  private func append(_ box: BoundingBox) {
    for side in [box.minX, box.minY, box.maxX, box.maxY] { shp.append(double: side) }
  }

  private func appendMultiPoint(_ points: [Coordinate], _ box: BoundingBox) {
    append(box)
    shp.append(little: points.count)
    for point in points { append(point) }
  }

  private func appendParts(_ parts: [[Coordinate]], _ box: BoundingBox) {
    append(box)
    shp.append(little: parts.count)
    shp.append(little: parts.reduce(0) { $0 + $1.count })
    var start = 0
    for part in parts {
      shp.append(little: start)
      start += part.count
    }
    for part in parts { for position in part { append(position) } }
  }

  /// Outer rings with the clock, each followed by its holes against it.
  private static func rings(_ polygons: [Polygon]) -> [[Coordinate]] {
    polygons.flatMap { polygon in
      [turned(polygon.exterior, to: -1)] + polygon.holes.map { turned($0, to: 1) }
    }
  }

  private static func turned(_ ring: [Coordinate], to sign: Int) -> [Coordinate] {
    Orientation.sign(ofRing: ring) == -sign ? ring.reversed() : ring
  }

  // MARK: Cells

  func append(
    _ value: AttributeValue, _ column: ShapefileColumn
  ) throws(FormatError) {
    let start = dbf.count
    switch (column.type, value) {
    // dBASE's mark of a logical that nobody has filled in.
    case (.boolean, .unknown): dbf.append(0x3F)
    case (_, .unknown): break
    case (.boolean, .boolean(let value)): dbf.append(value ? 0x54 : 0x46)
    case (.integer, .integer(let value)): DecimalText.append(value, to: &dbf)
    case (.real, .integer(let value)): DecimalText.append(value, to: &dbf)
    case (.real, .real(let value)):
      if value.isFinite { Self.append(value, to: &dbf) }
    case (.day, .day(let day)):
      dbf.append(contentsOf: day.description.utf8.filter { $0 != ASCII.minus })
    case (.instant, .instant(let instant)):
      let text = instant.formatted(offsetSeconds: options.offsetSeconds(instant))
      dbf.append(contentsOf: text.utf8)
    case (.text, .text(let text)): append(text, column)
    default:
      throw FormatError(
        .value, "a value of another type than its column's", field: column.name,
        found: "\(value)", expected: column.type.rawValue)
    }
    let count = dbf.count - start
    guard count <= column.width else {
      throw FormatError(
        .limit, "a value is too long for a .dbf", field: column.name,
        found: String(decoding: dbf[start...], as: UTF8.self),
        expected: "\(column.width) characters; .gpkg and .geojson hold it")
    }
    let blanks = repeatElement(ASCII.space, count: column.width - count)
    let isNumber = column.type == .integer || column.type == .real
    if isNumber && count > 0 {
      dbf.insert(contentsOf: blanks, at: start)
    } else {
      dbf.append(contentsOf: blanks)
    }
  }

  private func append(_ text: String, _ column: ShapefileColumn) {
    var text = text
    let whole = text.utf8.count
    guard whole > column.width else {
      text.withUTF8 { dbf.append(contentsOf: $0) }
      return
    }
    cutNow.append(column.name)
    dbf.append(contentsOf: ShapefileColumn.cut(text, to: column.width).utf8)
  }

  /// The shortest text that reads back as the same double, without an exponent where there is
  /// room: some programs stop at the `e`.
  private static func append(_ value: Double, to bytes: inout [UInt8]) {
    var text: [UInt8] = []
    DecimalText.appendShortest(value, to: &text)
    guard let mark = text.firstIndex(of: 0x65), text.count > mark + 1,
      let exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)), exponent < 0
    else { return bytes.append(contentsOf: text) }
    let digits = text[..<mark].filter(ASCII.isDigit)
    let plain =
      (value < 0 ? [ASCII.minus] : []) + [ASCII.zero, ASCII.point]
      + [UInt8](repeating: ASCII.zero, count: min(-exponent - 1, 30)) + digits
    bytes.append(contentsOf: plain.count <= 24 ? plain : text)
  }
}
