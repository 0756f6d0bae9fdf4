import SimpleFeatures

/// A placemark as far as it was read.
struct KMLDraft {
  let line: Int
  var id: String?
  private var properties: [GeoJSONFeature.Property] = []
  private var points: [Coordinate] = []
  private var lines: [[Coordinate]] = []
  private var polygons: [Polygon] = []
  private(set) var droppedHeights = 0
  private(set) var closedRings = 0
  /// The first.
  private(set) var fault: FormatError?

  init(line: Int) { self.line = line }

  /// A name that stands already, with another value, is numbered: nothing is lost.
  mutating func add(_ name: String, _ text: String?) {
    let value = text.map { AttributeValue.text($0) } ?? .unknown
    var unique = name.isEmpty ? "data" : name
    var number = 1
    while let known = properties.firstIndex(where: { $0.name == unique }) {
      if properties[known].value == .unknown { properties[known].value = value }
      if value == .unknown || properties[known].value == value { return }
      number += 1
      unique = "\(name) \(number)"
    }
    properties.append(GeoJSONFeature.Property(name: unique, value: value))
  }

  mutating func take(_ read: KMLCoordinates, into positions: inout [Coordinate]) {
    positions += read.positions
    droppedHeights += read.droppedHeights
    if fault == nil { fault = read.fault }
  }

  /// A point, a line, a ring by itself or a track. Without a position it is no place.
  mutating func add(_ element: KMLReader.Element, _ positions: [Coordinate]) {
    guard !positions.isEmpty else { return }
    if element == .Point {
      note(positions.count == 1, "a point has \(positions.count) positions", expected: "1")
      points.append(positions[0])
    } else if element == .Track, positions.count == 1 {
      points.append(positions[0])
    } else {
      note(positions.count > 1, "a line has 1 position", expected: "at least 2")
      lines.append(element == .LinearRing ? closed(positions) : positions)
    }
  }

  mutating func add(exterior: [Coordinate], holes: [[Coordinate]]) {
    guard !exterior.isEmpty else {
      note(holes.isEmpty, "a polygon has holes and no outer ring", expected: "outerBoundaryIs")
      return
    }
    let polygon = Polygon(exterior: closed(exterior), holes: holes.map { closed($0) })
    for ring in polygon.rings where ring.count < 4 {
      note(
        false, "a ring has \(ring.count) positions, the first again among them",
        expected: "at least 4")
    }
    polygons.append(polygon)
  }

  private mutating func closed(_ ring: [Coordinate]) -> [Coordinate] {
    guard let first = ring.first, ring.last != first else { return ring }
    closedRings += 1
    return ring + [first]
  }

  private mutating func note(_ isSound: Bool, _ message: String, expected: String) {
    guard !isSound, fault == nil else { return }
    fault = FormatError(.value, message, field: "geometry", expected: expected)
  }

  private var geometry: Geometry? {
    var parts: [Geometry] = []
    if points.count > 1 { parts.append(.multiPoint(points)) }
    if points.count == 1 { parts.append(.point(points[0])) }
    if lines.count > 1 { parts.append(.multiLineString(lines)) }
    if lines.count == 1 { parts.append(.lineString(lines[0])) }
    if polygons.count > 1 { parts.append(.multiPolygon(polygons)) }
    if polygons.count == 1 { parts.append(.polygon(polygons[0])) }
    return parts.count > 1 ? .geometryCollection(parts) : parts.first
  }

  func feature(index: Int) -> GeoJSONFeature {
    GeoJSONFeature(
      id: id.map { .text($0) } ?? .unknown, geometry: geometry, properties: properties,
      index: index, line: line, droppedHeights: droppedHeights)
  }
}

/// `120.1,26.8,0 120.2,26.9,0`, as people write it: with white space around the commas, without
/// heights; or `120.1 26.8 0` of a track.
struct KMLCoordinates {
  private(set) var positions: [Coordinate] = []
  private(set) var droppedHeights = 0
  private(set) var fault: FormatError?
  private let separatedByBlanks: Bool

  init(separatedByBlanks: Bool) { self.separatedByBlanks = separatedByBlanks }

  /// - Complexity: O(bytes).
  mutating func read(_ bytes: Span<UInt8>) {
    var index = 0
    while fault == nil {
      Self.skipBlanks(bytes, &index)
      guard index < bytes.count else { return }
      readPosition(bytes, &index)
    }
  }

  private mutating func readPosition(_ bytes: Span<UInt8>, _ index: inout Int) {
    var numbers = (0.0, 0.0)
    var count = 0
    let start = index
    while true {
      let from = index
      while index < bytes.count, !Self.isBlank(bytes[index]), bytes[index] != ASCII.comma {
        index += 1
      }
      do throws(FormatError) {
        let value = try FieldParser.real(bytes.extracting(from..<index))
        if count == 0 { numbers.0 = value } else if count == 1 { numbers.1 = value }
      } catch {
        fault = error.placed(field: "coordinates")
        return
      }
      count += 1
      Self.skipBlanks(bytes, &index)
      if index < bytes.count, bytes[index] == ASCII.comma {
        index += 1
        Self.skipBlanks(bytes, &index)
        // A comma at the very end is passed over.
        if index < bytes.count { continue }
      } else if separatedByBlanks, index < bytes.count {
        continue
      }
      break
    }
    guard count == 2 || count == 3 else {
      let read = bytes.extracting(start..<min(index, bytes.count))
      fault = FormatError(
        .value, "a position has \(count) numbers", field: "coordinates",
        found: FieldParser.text(read.extracting(first: 80)),
        expected: "longitude,latitude or longitude,latitude,height")
      return
    }
    if count == 3 { droppedHeights += 1 }
    positions.append(Coordinate(x: numbers.0, y: numbers.1))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == ASCII.space || (ASCII.tab...ASCII.carriageReturn).contains(byte)
  }

  /// Also over the no-break and ideographic spaces that editors leave.
  private static func skipBlanks(_ bytes: Span<UInt8>, _ index: inout Int) {
    while index < bytes.count {
      if isBlank(bytes[index]) {
        index += 1
      } else if index + 1 < bytes.count, bytes[index] == 0xC2, bytes[index + 1] == 0xA0 {
        index += 2
      } else if index + 2 < bytes.count, bytes[index] == 0xE3, bytes[index + 1] == 0x80,
        bytes[index + 2] == 0x80
      {
        index += 3
      } else {
        return
      }
    }
  }
}
