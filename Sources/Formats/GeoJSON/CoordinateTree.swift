import SimpleFeatures

/// The nested arrays of `coordinates`, flat, before it is known which geometry they are: the
/// member `type` may come after them.
struct CoordinateTree {
  /// How deep the positions lie: 1 for a point, 4 for a multi-polygon; 0 while none was met.
  private(set) var depth = 0
  private(set) var positions: [Coordinate] = []
  /// The end of each list of positions.
  private var lists: [Int] = []
  /// The end of each list of lists, in `lists`.
  private var groups: [Int] = []
  private(set) var droppedHeights = 0

  mutating func removeAll() {
    depth = 0
    positions.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    droppedHeights = 0
  }

  /// Takes the value of `coordinates`; faults are noted in the scanner.
  mutating func read(_ scanner: inout JSONScanner) throws(FormatError) {
    removeAll()
    guard try scanner.peek() == ASCII.openBracket else {
      scanner.note(.value, "the coordinates are not an array")
      try scanner.skipValue(depth: 8)
      return
    }
    try readArray(&scanner, level: 1)
  }

  private mutating func readArray(
    _ scanner: inout JSONScanner, level: Int
  ) throws(FormatError) {
    guard level <= 4 else {
      scanner.note(.value, "the coordinates nest too deep", expected: "at most 4 arrays")
      return try scanner.skipValue(depth: 64)
    }
    scanner.position += 1
    if try scanner.take(ASCII.closeBracket) {
      // Nothing at all is a geometry without a place; an empty list inside others is a fault.
      if level > 1 { scanner.note(.value, "an empty array stands in the coordinates") }
      return
    }
    if try scanner.peek() != ASCII.openBracket {
      return try readPosition(&scanner, level: level)
    }
    repeat {
      guard try scanner.peek() == ASCII.openBracket else {
        scanner.note(.value, "a position stands where a list of positions should")
        try scanner.skipValue(depth: 64)
        continue
      }
      try readArray(&scanner, level: level + 1)
    } while try scanner.isFollowed(closing: ASCII.closeBracket)
    if depth - level == 1 { lists.append(positions.count) }
    if depth - level == 2 { groups.append(lists.count) }
  }

  @inline(__always) private mutating func readPosition(
    _ scanner: inout JSONScanner, level: Int
  ) throws(FormatError) {
    var x = 0.0
    var y = 0.0
    var count = 0
    repeat {
      let byte = try scanner.peek()
      guard byte != ASCII.openBracket, byte != ASCII.openBrace, byte != ASCII.quote else {
        scanner.note(.value, "a coordinate is not a number")
        try scanner.skipValue(depth: 64)
        continue
      }
      let (word, range) = try scanner.word()
      guard case .number = word else {
        scanner.note(.value, "a coordinate is not a number")
        continue
      }
      if let value = scanner.double(range) {
        if count == 0 { x = value } else if count == 1 { y = value }
      }
      count += 1
    } while try scanner.isFollowed(closing: ASCII.closeBracket)
    if count < 2 {
      scanner.note(.value, "a position has \(count) numbers", expected: "longitude and latitude")
    }
    if count > 2 { droppedHeights += 1 }
    if depth == 0 { depth = level }
    if depth != level { scanner.note(.value, "positions lie at different depths") }
    positions.append(Coordinate(x: x, y: y))
  }

  /// The geometry of a kind; `nil` with a noted fault, or `nil` alone for empty coordinates.
  func geometry(_ kind: Geometry.Kind, _ scanner: inout JSONScanner) -> Geometry? {
    guard depth > 0, scanner.fault == nil else { return nil }
    let needed =
      switch kind {
      case .point: 1
      case .lineString, .multiPoint: 2
      case .polygon, .multiLineString: 3
      case .multiPolygon: 4
      case .geometryCollection: 0
      }
    guard depth == needed else {
      scanner.note(
        .value, "the coordinates of a \(kind.name) lie \(depth) arrays deep",
        expected: "\(needed)")
      return nil
    }
    switch kind {
    case .point: return .point(positions[0])
    case .lineString: return .lineString(positions)
    case .multiPoint: return .multiPoint(positions)
    case .polygon: return .polygon(polygon(0..<lists.count))
    case .multiLineString: return .multiLineString(lists.indices.map(list))
    case .multiPolygon:
      return .multiPolygon(
        groups.indices.map { polygon(($0 == 0 ? 0 : groups[$0 - 1])..<groups[$0]) })
    case .geometryCollection: return nil
    }
  }

  private func list(_ index: Int) -> [Coordinate] {
    Array(positions[(index == 0 ? 0 : lists[index - 1])..<lists[index]])
  }

  private func polygon(_ range: Range<Int>) -> Polygon {
    guard let first = range.first else { return Polygon(exterior: []) }
    return Polygon(exterior: list(first), holes: range.dropFirst().map(list))
  }
}
