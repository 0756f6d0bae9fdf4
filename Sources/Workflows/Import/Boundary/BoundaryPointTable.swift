import Formats
import SimpleFeatures

/// A table of boundary points (界址点) as areas: one row a point, the points of a zone in the order
/// of their numbers.
///
/// A zone is kept only when its table says a border beyond doubt: no number twice, none missing,
/// at least three points, no crossing. The first row of a zone gives its attributes.
struct BoundaryPointTable {
  /// Which columns of the file say what.
  struct Columns: Sendable, Equatable {
    var zone: String
    /// `nil`: a zone has one ring.
    var ring: String?
    var number: String
    /// East or longitude.
    var x: String
    /// North or latitude.
    var y: String
  }

  /// A zone that is an area, or why it is none, with all of its rows.
  struct Zone {
    var rows: [SourceRow]
    var result: Result<Geometry, FormatError>
  }

  private struct Point {
    var row: Int
    var prefix: String
    var number: Int
    var position: Coordinate
  }

  private let columns: Columns
  private let zone: Int
  private let ring: Int?
  private let number: Int
  private let x: Int
  private let y: Int

  private var order: [String] = []
  private var rowsByZone: [String: [SourceRow]] = [:]
  private var count = 0

  /// Boundary tables are small; what is larger is another file.
  static let mostRows = 2_000_000

  /// - Throws: a usage error that names the column that the file does not have.
  init(_ columns: Columns, header: [String]) throws(WorkflowError) {
    func position(_ name: String) throws(WorkflowError) -> Int {
      guard let position = header.firstIndex(where: { $0.caseInsensitiveEquals(name) }) else {
        let meant = NearMiss.best(for: name, among: header).map { "; did you mean “\($0)”?" } ?? ""
        throw .usage(
          "the file has no column “\(name)” that boundary_points names\(meant); it has: "
            + header.joined(separator: ", "))
      }
      return position
    }
    self.columns = columns
    zone = try position(columns.zone)
    number = try position(columns.number)
    x = try position(columns.x)
    y = try position(columns.y)
    if let name = columns.ring { ring = try position(name) } else { ring = nil }
  }

  private func cell(_ index: Int, _ row: SourceRow) -> String {
    row[index] ?? ""
  }

  /// - Throws: a fault of a row that names no zone, or of one too many.
  mutating func add(_ row: SourceRow) throws(FormatError) {
    let name = cell(zone, row)
    guard !name.isEmpty else {
      throw FormatError(
        .value, "the point names no zone", line: row.line, field: columns.zone,
        expected: "the zone in every row")
    }
    count += 1
    guard count <= Self.mostRows else {
      throw FormatError(
        .limit, "more than \(Self.mostRows) boundary points", line: row.line,
        expected: "a file of boundary points, split by town")
    }
    if rowsByZone[name] == nil { order.append(name) }
    rowsByZone[name, default: []].append(row)
  }

  /// The zones in the order of the file.
  ///
  /// - Complexity: O(points log points + crossings' test O(points²) a ring, at most 4,000 points).
  func zones() -> [Zone] {
    order.map { name in
      let rows = rowsByZone[name] ?? []
      do throws(FormatError) {
        return Zone(rows: rows, result: .success(try geometry(of: rows)))
      } catch {
        let line = rows.first?.line
        return Zone(
          rows: rows,
          result: .failure(error.placed(line: line, field: columns.zone)))
      }
    }
  }

  private func geometry(of rows: [SourceRow]) throws(FormatError) -> Geometry {
    var rings: [String: [Point]] = [:]
    var names: [String] = []
    for (index, row) in rows.enumerated() {
      let name = ring.map { cell($0, row) } ?? ""
      if rings[name] == nil { names.append(name) }
      rings[name, default: []].append(try point(row, index))
    }
    var closed: [[Coordinate]] = []
    for name in names {
      closed.append(try closedRing(rings[name] ?? [], rows, named: name))
    }
    return try assembled(closed, rows)
  }

  private func point(_ row: SourceRow, _ index: Int) throws(FormatError) -> Point {
    let text = cell(number, row)
    // J12, 12, K-3: letters and then the number.
    let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    guard let value = Int(String(digits)), !digits.isEmpty else {
      throw FormatError(
        .value, "not the number of a boundary point", line: row.line, field: columns.number,
        found: text, expected: "a number such as 12 or J12")
    }
    return Point(
      row: index, prefix: String(text.dropLast(digits.count)), number: value,
      position: Coordinate(
        x: try angle(x, columns.x, row), y: try angle(y, columns.y, row)))
  }

  private func angle(
    _ index: Int, _ name: String, _ row: SourceRow
  ) throws(FormatError) -> Double {
    let bytes = Array(cell(index, row).utf8)
    do {
      // Metres are plain numbers beyond any angle.
      if let plain = try? FieldParser.real(bytes.span) { return plain }
      return try FieldParser.degrees(bytes.span)
    } catch {
      throw error.placed(line: row.line, field: name)
    }
  }

  private func closedRing(
    _ points: [Point], _ rows: [SourceRow], named name: String
  ) throws(FormatError) -> [Coordinate] {
    var points = points.sorted { ($0.number, $0.row) < ($1.number, $1.row) }
    if Set(points.map(\.prefix)).count > 1 {
      // J1 J2 K1: the letters are another numbering, and only the file's order is left.
      points.sort { $0.row < $1.row }
      throw fault("its points are numbered in more than one way", rows, points.last, "one series")
    }
    // A ring that is closed by its first point again, under its own number or the next one.
    if let first = points.first, points.count > 3,
      let again = points.lastIndex(where: { $0.position == first.position }), again > 0
    {
      let isSameNumber = points[again].number == first.number
      let isLast = points[again].number == points.map(\.number).max()
      if isSameNumber || isLast { points.remove(at: again) }
    }
    for (one, other) in zip(points, points.dropFirst()) {
      if one.number == other.number {
        throw fault("point \(other.number) stands twice", rows, other, "each number once")
      }
      if other.number != one.number + 1 {
        throw fault(
          "point \(one.number + 1) is missing: \(one.number) is followed by \(other.number)", rows,
          other, "numbers without a gap")
      }
    }
    guard points.count >= 3 else {
      throw fault(
        "\(points.count) points make no area", rows, points.last, "at least three points")
    }
    let positions = points.map(\.position)
    if let (one, other) = Self.crossing(positions) {
      throw fault(
        "the border crosses itself: the edge from point \(points[one].number) and the one from "
          + "point \(points[other].number)", rows, points[other], "points in their order")
    }
    return positions + [positions[0]]
  }

  private func fault(
    _ message: String, _ rows: [SourceRow], _ point: Point?, _ expected: String
  ) -> FormatError {
    let row = point.map { rows[$0.row] } ?? rows.first
    return FormatError(
      .value, message, line: row?.line, field: columns.number,
      found: row.map { cell(number, $0) }, expected: expected)
  }

  // MARK: Rings

  /// The first two edges that meet elsewhere than at a common end.
  private static func crossing(_ ring: [Coordinate]) -> (Int, Int)? {
    let count = ring.count
    // Longer rings are left to the check of the finished area.
    guard count <= 4000 else { return nil }
    for one in 0..<count {
      let (a, b) = (ring[one], ring[(one + 1) % count])
      for other in stride(from: one + 2, to: count, by: 1)
      where !(one == 0 && other == count - 1) {
        let (c, d) = (ring[other], ring[(other + 1) % count])
        guard max(a.x, b.x) >= min(c.x, d.x), max(c.x, d.x) >= min(a.x, b.x),
          max(a.y, b.y) >= min(c.y, d.y), max(c.y, d.y) >= min(a.y, b.y)
        else { continue }
        let sides = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b))
        if sides.0 * sides.1 <= 0, sides.2 * sides.3 <= 0 { return (one, other) }
      }
    }
    return nil
  }

  private static func side(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Double {
    let cross = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    return cross > 0 ? 1 : cross < 0 ? -1 : 0
  }

  /// Rings inside others are holes of the one around them.
  private func assembled(
    _ rings: [[Coordinate]], _ rows: [SourceRow]
  ) throws(FormatError) -> Geometry {
    let inside = rings.indices.map { index in
      rings.indices.filter { $0 != index && Self.holds(rings[$0], rings[index][0]) }
    }
    var polygons: [Int: Polygon] = [:]
    for index in rings.indices where inside[index].count % 2 == 0 {
      polygons[index] = Polygon(exterior: rings[index])
    }
    for index in rings.indices where inside[index].count % 2 == 1 {
      // The innermost of those around it.
      guard let owner = inside[index].max(by: { inside[$0].count < inside[$1].count }),
        polygons[owner] != nil
      else { throw fault("its rings do not nest", rows, nil, "holes inside an outer ring") }
      polygons[owner]?.holes.append(rings[index])
    }
    return .multiPolygon(polygons.keys.sorted().compactMap { polygons[$0] })
  }

  /// Even-odd; a position on the border may fall on either side.
  private static func holds(_ ring: [Coordinate], _ position: Coordinate) -> Bool {
    var isInside = false
    for (a, b) in zip(ring, ring.dropFirst()) where (a.y > position.y) != (b.y > position.y) {
      let x = a.x + (position.y - a.y) / (b.y - a.y) * (b.x - a.x)
      if position.x < x { isInside.toggle() }
    }
    return isInside
  }
}
