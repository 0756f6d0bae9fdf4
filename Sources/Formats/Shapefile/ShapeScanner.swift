import SimpleFeatures

/// One record of a `.shp` behind its header. All numbers are little-endian.
struct ShapeScanner {
  private let view: ByteView
  private let content: Range<Int>
  /// Positions read.
  private(set) var positions = 0

  init(_ view: ByteView, _ content: Range<Int>) {
    self.view = view
    self.content = content
  }

  mutating func type() throws(FormatError) -> ShapefileType {
    try need(4)
    let number = integer(0)
    guard let type = ShapefileType(rawValue: Int32(bitPattern: number)) else {
      throw FormatError(
        .value,
        number == 31 ? "a MultiPatch is not read" : "the record is of no type that is known",
        found: "\(number)", expected: "a point, line, polygon or multipoint")
    }
    return type
  }

  mutating func point() throws(FormatError) -> Coordinate {
    try need(20)
    positions = 1
    return try position(4)
  }

  mutating func multiPoint() throws(FormatError) -> Geometry? {
    try need(40)
    let count = Int(integer(36))
    try need(40 + 16 * count)
    let points = try positions(40, count)
    return points.isEmpty ? nil : .multiPoint(points)
  }

  mutating func polyLine() throws(FormatError) -> Geometry? {
    let lines = try parts()
    for line in lines where line.count < 2 {
      throw FormatError(.value, "a line has \(line.count) positions", expected: "at least 2")
    }
    return lines.count > 1 ? .multiLineString(lines) : lines.first.map { .lineString($0) }
  }

  /// The lists of positions of a line or a polygon.
  mutating func parts() throws(FormatError) -> [[Coordinate]] {
    try need(44)
    let parts = Int(integer(36))
    let count = Int(integer(40))
    try need(44 + 4 * parts + 16 * count)
    if count == 0 { return [] }
    var lists: [[Coordinate]] = []
    lists.reserveCapacity(parts)
    guard parts > 0, integer(44) == 0 else {
      throw FormatError(.syntax, "the parts of the record do not begin at its first position")
    }
    for part in 0..<parts {
      let start = Int(integer(44 + 4 * part))
      let end = part + 1 < parts ? Int(integer(48 + 4 * part)) : count
      guard start <= end, end <= count else {
        throw FormatError(
          .syntax, "the parts of the record are out of order", found: "\(start) to \(end)",
          expected: "within its \(count) positions")
      }
      lists.append(try positions(44 + 4 * parts + 16 * start, end - start))
    }
    return lists
  }

  private func need(_ count: Int) throws(FormatError) {
    guard content.count >= count else {
      throw FormatError(
        .syntax, "the record of the .shp is too short for what it holds",
        found: "\(content.count) bytes", expected: "\(count)")
    }
  }

  /// Within the record, as `need` has found.
  private func integer(_ at: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: view.word(at: content.lowerBound + at))
  }

  private mutating func positions(_ at: Int, _ count: Int) throws(FormatError) -> [Coordinate] {
    var list: [Coordinate] = []
    list.reserveCapacity(count)
    for index in 0..<count { list.append(try position(at + 16 * index)) }
    positions += count
    return list
  }

  @inline(__always) private func position(_ at: Int) throws(FormatError) -> Coordinate {
    let x = Double(bitPattern: view.word(at: content.lowerBound + at))
    let y = Double(bitPattern: view.word(at: content.lowerBound + at + 8))
    // Smaller than -10^38 is "no data" in the white paper; there is no such place either.
    guard abs(x) < 1e38, abs(y) < 1e38 else {
      throw FormatError(.value, "a position is not a number", found: "\(x) \(y)")
    }
    return Coordinate(x: x, y: y)
  }
}

/// The first hundred bytes of `.shp` and `.shx`.
struct ShapefileHeader {
  static let length = 100

  var type: ShapefileType
  /// Of the whole file.
  var bytes: Int

  init(_ header: Span<UInt8>) throws(FormatError) {
    guard header.count >= 4, header.little32(0).byteSwapped == 9994 else {
      throw FormatError(
        header.isEmpty ? .truncated : .syntax,
        header.isEmpty ? "the .shp is empty" : "the .shp is no shapefile",
        expected: "a file that begins with 9994")
    }
    guard header.count >= Self.length else {
      throw FormatError(.truncated, "the .shp is cut off in its header")
    }
    bytes = Int(header.little32(24).byteSwapped) * 2
    let number = Int32(bitPattern: header.little32(32))
    guard let type = ShapefileType(rawValue: number) else {
      throw FormatError(
        .value,
        number == 31
          ? "the .shp holds MultiPatch shapes, which are not read"
          : "the .shp is of no type that is known",
        found: "\(number)", expected: "points, lines, polygons or multipoints")
    }
    self.type = type
  }
}

/// The `.shx` beside a `.shp`, read along with it for comparison. One that is broken says nothing.
final class ShapefileIndex {
  private let source: ByteSource
  private var buffer = ByteBuffer(capacity: 64 << 10)
  private var position = 100
  /// What was read so far is an index.
  private(set) var isSound = true
  /// As the header says.
  private(set) var records = 0

  init(_ source: ByteSource) {
    self.source = source
    do throws(FormatError) {
      try buffer.refill(keepingFrom: 0, from: source, limit: .max)
      let header = try buffer.withSpan(0..<buffer.count) { bytes throws(FormatError) in
        try ShapefileHeader(bytes)
      }
      records = max(0, (header.bytes - ShapefileHeader.length) / 8)
    } catch {
      isSound = false
    }
  }

  /// Whether the entry, if there is one, says so too. Asked for each record in order.
  func agrees(record: Int, offset: Int, words: Int) -> Bool {
    guard isSound else { return true }
    while buffer.count - position < 8, !buffer.isExhausted {
      let skipped = min(position, buffer.count)
      do throws(FormatError) {
        try buffer.refill(keepingFrom: skipped, from: source, limit: .max)
      } catch {
        isSound = false
        return true
      }
      position -= skipped
    }
    guard buffer.count - position >= 8 else { return false }
    let entry = buffer.view.word(at: position)
    position += 8
    return Int(UInt32(truncatingIfNeeded: entry).byteSwapped) * 2 == offset
      && Int(UInt32(truncatingIfNeeded: entry >> 32).byteSwapped) == words
  }
}
