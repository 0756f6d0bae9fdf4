public import SimpleFeatures

/// Where the files of a shapefile go.
public struct ShapefileSinks {
  var shp: PatchableSink
  var shx: PatchableSink
  var dbf: PatchableSink
  var cpg: ByteSink
  var prj: ByteSink?

  /// - Parameter prj: needed where the writer is given the text of a projection.
  public init(
    shp: PatchableSink, shx: PatchableSink, dbf: PatchableSink, cpg: ByteSink, prj: ByteSink? = nil
  ) {
    self.shp = shp
    self.shx = shx
    self.dbf = dbf
    self.cpg = cpg
    self.prj = prj
  }
}

/// What was changed or cut while a shapefile was written.
public struct ShapefileReport: Sendable, Hashable {
  public internal(set) var records = 0
  /// Records without a place.
  public internal(set) var withoutPlace = 0
  /// How many texts of a column were longer than it, and cut at a character's border, by the
  /// schema's names.
  public internal(set) var cutTexts: [String: Int] = [:]
  /// The columns, in order, with their names before and after.
  public internal(set) var columns: [ShapefileColumn]

  /// The columns whose names were cut.
  public var renamed: [ShapefileColumn] { columns.filter(\.isRenamed) }
}

/// Features to a shapefile, in constant memory: points, lines, polygons or multipoints by the
/// schema, the table in UTF-8 with a `.cpg` that says so.
///
/// Outer rings run with the clock and holes against it. What is unknown is blank. The same
/// features give the same bytes.
///
/// > ESRI. "ESRI Shapefile Technical Description." White paper, July 1998.
public final class ShapefileWriter {
  public struct Options: Sendable {
    /// The text of the `.prj`.
    public var projection: String?
    /// The widths of texts, in bytes, by the schema's names; without one a text takes 254, and
    /// a million of them a quarter of a gigabyte.
    public var textBytes: [String: Int] = [:]
    /// What the table says of its last change; no clock is read here.
    public var changed = DayNumber(3652)  // 1980-01-01
    /// The offset from UTC, in seconds, that an instant is written in.
    public var offsetSeconds: @Sendable (Instant) -> Int = { _ in 0 }
    /// Programs count the bytes of `.shp` and `.dbf` in 31 bits.
    public var maximalFileBytes = 1 << 31 - 1

    public init() {}
  }

  /// The columns as they are written, with the names that they had.
  public let columns: [ShapefileColumn]
  let type: ShapefileType
  let options: Options
  private let sinks: ShapefileSinks
  private var report: ShapefileReport
  private let hasOwnColumns: Bool
  private let rowBytes: Int
  // What is not yet handed over.
  var shp: [UInt8] = []
  private var shx: [UInt8] = []
  var dbf: [UInt8] = []
  private var shpBytes = ShapefileHeader.length
  private var shxBytes = ShapefileHeader.length
  private var dbfBytes: Int
  private var box: BoundingBox?
  /// Columns of which the record in hand had a text cut.
  var cutNow: [String] = []
  private static let pageBytes = 64 << 10

  /// - Throws: where the schema has no geometry, or one that a shapefile cannot hold.
  public init(
    schema: FeatureSchema, to sinks: ShapefileSinks, options: Options = Options()
  ) throws(FormatError) {
    let type = try Self.type(of: schema)
    let columns = try ShapefileColumn.layout(schema, textBytes: options.textBytes)
    self.type = type
    self.columns = columns
    self.options = options
    self.sinks = sinks
    hasOwnColumns = !schema.fields.isEmpty
    report = ShapefileReport(columns: columns)
    rowBytes = columns.reduce(1) { $0 + $1.width }
    dbfBytes = 33 + 32 * columns.count
    try begin()
  }

  /// The headers are written again at the end, when lengths and box are known.
  private func begin() throws(FormatError) {
    let header = [UInt8](repeating: 0, count: ShapefileHeader.length)
    try sinks.shp.put(header)
    try sinks.shx.put(header)
    try sinks.dbf.put(tableHeader)
    try sinks.cpg.put(Array("UTF-8".utf8))
    if let projection = options.projection { try sinks.prj?.put(Array(projection.utf8)) }
  }

  public func write(_ feature: Feature) throws(FormatError) {
    try write(feature.geometry, values: feature.values)
  }

  /// - Parameter values: one for each field of the schema.
  /// - Throws: for a geometry of another kind, a number that does not fit, and files of more than
  ///   2 GB. The feature then never was.
  /// - Complexity: O(bytes written).
  public func write(
    _ geometry: Geometry?, values: [AttributeValue]
  ) throws(FormatError) {
    precondition(values.count == (hasOwnColumns ? columns.count : 0), "a value for each field")
    let (shpStart, dbfStart) = (shp.count, dbf.count)
    cutNow.removeAll(keepingCapacity: true)
    do {
      let box = try appendShape(geometry)
      dbf.append(ASCII.space)
      if !hasOwnColumns { try append(.integer(Int64(report.records)), columns[0]) }
      for (value, column) in zip(values, columns) { try append(value, column) }
      try checkLimit(shpBytes + shp.count - shpStart, ".shp")
      try checkLimit(dbfBytes + dbf.count - dbfStart + 1, ".dbf")
      if let box { self.box = self.box?.union(box) ?? box } else { report.withoutPlace += 1 }
    } catch {
      shp.removeLast(shp.count - shpStart)
      dbf.removeLast(dbf.count - dbfStart)
      throw error.placed(record: report.records + 1)
    }
    for name in cutNow { report.cutTexts[name, default: 0] += 1 }
    report.records += 1
    let content = shp.count - shpStart - 8
    shp.replace(big: report.records, at: shpStart)
    shp.replace(big: content / 2, at: shpStart + 4)
    shx.append(big: shpBytes / 2)
    shx.append(big: content / 2)
    shpBytes += shp.count - shpStart
    shxBytes += 8
    dbfBytes += dbf.count - dbfStart
    if max(shp.count, dbf.count, shx.count) >= Self.pageBytes { try flush() }
  }

  /// Writes the headers and what is left. Without it the files cannot be opened.
  public func finish() throws(FormatError) -> ShapefileReport {
    dbf.append(0x1A)
    try flush()
    try sinks.shp.put(header(bytes: shpBytes), at: 0)
    try sinks.shx.put(header(bytes: shxBytes), at: 0)
    try sinks.dbf.put(Array(tableHeader.prefix(32)), at: 0)
    return report
  }

  private func checkLimit(_ bytes: Int, _ file: String) throws(FormatError) {
    guard bytes > options.maximalFileBytes else { return }
    throw FormatError(
      .limit, "the \(file) would be larger than \(options.maximalFileBytes) bytes",
      expected: "fewer features or columns, or a .gpkg, which has no such limit")
  }

  private func flush() throws(FormatError) {
    if !shp.isEmpty { try sinks.shp.put(shp) }
    if !shx.isEmpty { try sinks.shx.put(shx) }
    if !dbf.isEmpty { try sinks.dbf.put(dbf) }
    shp.removeAll(keepingCapacity: true)
    shx.removeAll(keepingCapacity: true)
    dbf.removeAll(keepingCapacity: true)
  }

  private static func type(of schema: FeatureSchema) throws(FormatError) -> ShapefileType {
    switch schema.geometry {
    case .point: return .point
    case .multiPoint: return .multiPoint
    case .lineString, .multiLineString: return .polyLine
    case .polygon, .multiPolygon: return .polygon
    case .geometryCollection, nil:
      throw FormatError(
        .value, "a shapefile cannot hold the layer \(schema.name)",
        found: schema.geometry?.name ?? "no geometry",
        expected: "points, lines, polygons or multipoints; .gpkg and .geojson hold all")
    }
  }

  // MARK: Headers

  private func header(bytes: Int) -> [UInt8] {
    var header: [UInt8] = []
    header.append(big: 9994)
    for _ in 0..<5 { header.append(big: 0) }
    header.append(big: bytes / 2)
    header.append(little: 1000)
    header.append(little: Int(type.rawValue))
    for side in [box?.minX, box?.minY, box?.maxX, box?.maxY] { header.append(double: side ?? 0) }
    for _ in 0..<4 { header.append(double: 0) }
    return header
  }

  private var tableHeader: [UInt8] {
    let day = options.changed.civil
    var header: [UInt8] = [
      3, UInt8(clamping: day.year - 1900), UInt8(clamping: day.month), UInt8(clamping: day.day),
    ]
    header.append(little: report.records)
    let length = 33 + 32 * columns.count
    for size in [length, rowBytes] { header += [UInt8(size & 0xFF), UInt8(size >> 8 & 0xFF)] }
    // No language driver means UTF-8: the `.cpg` says it.
    header += [UInt8](repeating: 0, count: 20)
    for column in columns {
      let name = Array(column.shortName.utf8)
      header += name + [UInt8](repeating: 0, count: 11 - name.count)
      header += [column.letter, 0, 0, 0, 0, UInt8(column.width), UInt8(column.decimals)]
      header += [UInt8](repeating: 0, count: 14)
    }
    header.append(ASCII.carriageReturn)
    return header
  }
}

extension [UInt8] {
  mutating func append(big value: Int) {
    for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func replace(big value: Int, at offset: Int) {
    for (index, shift) in [24, 16, 8, 0].enumerated() {
      self[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  mutating func append(little value: Int) {
    Swift.withUnsafeBytes(of: Int32(truncatingIfNeeded: value).littleEndian) {
      append(contentsOf: $0)
    }
  }

  mutating func append(double value: Double) {
    Swift.withUnsafeBytes(of: value.bitPattern.littleEndian) { append(contentsOf: $0) }
  }
}
