public import SimpleFeatures

/// The features of a shapefile one at a time: the shape of each record of the `.shp` with the row
/// of the `.dbf` that stands at the same place. Memory is that of the largest record.
///
/// A record that breaks a rule is a fault with its number, and the next one follows. Heights and
/// measures are dropped and counted. Which rings are holes is found from how they lie in each
/// other, since many programs get their direction wrong. A `.shx` is not needed; where there is
/// one, it is compared.
///
/// > ESRI. "ESRI Shapefile Technical Description." White paper, July 1998.
public final class ShapefileReader {
  /// The kind of shape that the file's header names.
  public let shapeType: ShapefileType
  /// The text of the `.prj`, as it was handed in.
  public let projection: String?
  /// Of the row in hand, from 1, deleted rows counted.
  public private(set) var record = 0
  /// What was dropped, mended or doubted so far.
  public internal(set) var notes = ShapefileNotes()

  private let source: ByteSource
  private let options: ShapefileOptions
  private var buffer: ByteBuffer
  private var position = 100
  /// Of the front of the buffer, in the file.
  private var offset = 0
  /// As the header says.
  private let declaredBytes: Int
  private var table: DBFReader?
  private var index: ShapefileIndex?
  private var shape = Shape.none
  private var isFinished = false

  private enum Shape {
    case none
    case point(Coordinate)
    case other(Geometry)
  }

  /// Reads as far as the headers.
  ///
  /// - Parameters:
  ///   - dbf: without it the features have no columns.
  ///   - shx: compared, never needed.
  ///   - cpg: the text of the `.cpg`, such as `UTF-8` or `936`.
  ///   - prj: the text of the `.prj`, handed out again.
  public init(
    shp: ByteSource, dbf: ByteSource? = nil, shx: ByteSource? = nil, cpg: String? = nil,
    prj: String? = nil, options: ShapefileOptions = ShapefileOptions()
  ) throws(FormatError) {
    source = shp
    self.options = options
    projection = prj
    buffer = ByteBuffer(capacity: max(options.windowBytes, 256))
    try buffer.refill(keepingFrom: 0, from: shp, limit: .max)
    let header = try buffer.withSpan(0..<buffer.count) { bytes throws(FormatError) in
      try ShapefileHeader(bytes)
    }
    shapeType = header.type
    declaredBytes = header.bytes
    if let dbf { table = try DBFReader(dbf, cpg: cpg, options: options.table) }
    if let shx { index = ShapefileIndex(shx) }
  }

  /// The columns of the `.dbf`.
  public var fields: [DBFField] { table?.fields ?? [] }
  public var header: [String] { table?.header ?? [] }
  /// Rows that the `.dbf` counts, the deleted ones among them; `nil` without one.
  public var declaredRows: Int? { table?.declaredRows }
  /// The encoding of the rows so far, and what speaks against it; `nil` without a `.dbf`.
  public var encodingVerdict: EncodingVerdict? { table?.encodingVerdict }
  /// What was dropped or doubted in the `.dbf` so far.
  public var tableNotes: DBFNotes { table?.notes ?? DBFNotes() }

  /// Goes to the next feature.
  ///
  /// - Throws: where a file is cut off, and where `.shp` and `.dbf` do not have the same number of
  ///   records: from there on no row would stand beside its shape.
  /// - Complexity: O(bytes of the record), and for rings that of finding which lie in which.
  public func next() throws(FormatError) -> ShapefileStep {
    while !isFinished {
      shape = .none
      let record = record + 1
      guard let content = try nextContent() else {
        isFinished = true
        try checkEnd()
        return .end
      }
      self.record = record
      switch try table?.advance() {
      case .deleted: continue
      case .fault(let fault): return .fault(fault)
      case .end:
        isFinished = true
        throw FormatError(
          .value, "the .shp has more records than the .dbf has rows", record: record,
          found: "\(table?.declaredRows ?? 0) rows",
          expected: "files that belong together: export them again")
      case .row, nil: break
      }
      do {
        try readShape(content)
        return .row
      } catch {
        table?.clear()
        return .fault(error.placed(record: record))
      }
    }
    return .end
  }

  // MARK: The row in hand

  public var columns: Int { table?.columns ?? 0 }

  /// The cell as text; `nil` for what is unknown.
  public func text(_ column: Int) -> String? { table?.text(column) }

  /// `nil` for a record without a place. A polygon's rings are closed; `multi` only where there
  /// are several parts.
  public var geometry: Geometry? {
    switch shape {
    case .none: nil
    case .point(let position): .point(position)
    case .other(let geometry): geometry
    }
  }

  // MARK: Records

  /// The bytes of the next record behind its header, by their place in the buffer.
  private func nextContent() throws(FormatError) -> Range<Int>? {
    guard try hasBytes(8) else {
      guard buffer.count > position else { return nil }
      throw cutOff
    }
    let start = offset + position
    // Some programs fill the file up with zeros.
    if start >= declaredBytes, buffer.view.word(at: position) == 0 { return nil }
    let words = Int(UInt32(truncatingIfNeeded: buffer.view.word(at: position) >> 32).byteSwapped)
    let count = words * 2
    guard count <= options.maximalRecordBytes else {
      throw FormatError(
        .limit, "a record of the .shp says that it is \(count) bytes long", record: record + 1,
        expected: "at most \(options.maximalRecordBytes)")
    }
    guard try hasBytes(8 + count) else { throw cutOff }
    if !(index?.agrees(record: record, offset: start, words: words) ?? true) {
      notes.indexDisagrees = notes.indexDisagrees ?? record + 1
    }
    defer { position += 8 + count }
    return position + 8..<position + 8 + count
  }

  private var cutOff: FormatError {
    FormatError(
      .truncated, "the .shp is cut off", record: record + 1,
      found: "\(offset + buffer.count) bytes", expected: "\(declaredBytes), as its header says")
  }

  private func hasBytes(_ count: Int) throws(FormatError) -> Bool {
    while buffer.count - position < count, !buffer.isExhausted {
      let skipped = min(position, buffer.count)
      try buffer.refill(
        keepingFrom: skipped, from: source, limit: options.maximalRecordBytes + 8)
      position -= skipped
      offset += skipped
    }
    return buffer.count - position >= count
  }

  private func checkEnd() throws(FormatError) {
    let bytes = offset + min(position, buffer.count)
    guard bytes >= declaredBytes else { throw cutOff }
    if let table, record < table.declaredRows {
      throw FormatError(
        .value, "the .dbf has more rows than the .shp has records", record: record + 1,
        found: "\(table.declaredRows) rows and \(record) records",
        expected: "files that belong together: export them again")
    }
    _ = try table?.advance()
    if let index, index.isSound, index.records != record, notes.indexDisagrees == nil {
      notes.indexDisagrees = min(index.records, record) + 1
    }
  }

  private func readShape(_ content: Range<Int>) throws(FormatError) {
    var scanner = ShapeScanner(buffer.view, content)
    let type = try scanner.type()
    switch type.form {
    case .null: return
    case .point: shape = .point(try scanner.point())
    case .multiPoint: shape = try scanner.multiPoint().map { .other($0) } ?? .none
    case .polyLine: shape = try scanner.polyLine().map { .other($0) } ?? .none
    case .polygon:
      let rings = try scanner.parts()
      guard !rings.isEmpty else { return }
      let nesting = RingNesting(rings)
      notes.turnedRings += nesting.turned
      notes.closedRings += nesting.closed
      notes.droppedRings += nesting.dropped
      switch nesting.polygons.count {
      case 0:
        throw FormatError(
          .value, "none of the \(rings.count) rings has an area", expected: "a polygon")
      case 1: shape = .other(.polygon(nesting.polygons[0]))
      default: shape = .other(.multiPolygon(nesting.polygons))
      }
    }
    if type.hasHeights { notes.droppedHeights += scanner.positions }
    if type.hasMeasures { notes.droppedMeasures += scanner.positions }
  }
}
