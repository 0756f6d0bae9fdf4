public import SimpleFeatures

/// Which of many polygons owns a position.
///
/// A position on a border that polygons share belongs to exactly one of them: every position is
/// taken as moved by an infinitesimal step to the east and a much smaller one to the north, and
/// sides are decided exactly, so neighbours with the same border never both claim it or both
/// disclaim it. A position that nobody owns after that, but which lies on a border (the outer one,
/// that of a hole), belongs to the lowest polygon whose border it is. Where polygons overlap, the
/// lowest index owns.
///
/// Surfaces count, also those in collections; points and lines own nothing. Rings that cross
/// themselves are filled by the even-odd rule.
///
/// A uniform grid lies over the box of all. A cell without a border says who owns it; another
/// keeps the pieces of border near it, with the state of its south-eastern corner, so that a
/// question crosses no more than one cell.
public struct PolygonIndex: Sendable {
  /// A polygon to ask in a cell: whether it holds the cell's corner, and its first piece of border.
  struct Candidate: Sendable {
    var item: Int32
    var holdsCorner: Bool
    var firstPiece: UInt32
  }

  /// How many geometries were given.
  public let count: Int
  let grid: CellGrid
  /// The owner of the whole cell; `outside`; or `firstList - n` for list n.
  let cells: [Int32]
  /// The first candidate of each list, and one more.
  let listStarts: [UInt32]
  /// Candidates in the order of their items, and one more that ends the last one's pieces.
  let candidates: [Candidate]
  /// Twice the number of a border, plus 1 where the cell's corner lies to its left.
  let pieces: [UInt32]
  let borders: [Segment]
  /// Which squares of `blockSide` × `blockSide` cells have a border.
  let blocks: [Bool]

  static let outside: Int32 = -1
  static let firstList: Int32 = -2
  static let blockSide = 16

  /// - Throws: `TopologyError.structure` with the index of a geometry that is not well formed,
  ///   `.beyondArithmetic` for coordinates beyond 1e100.
  /// - Complexity: O(positions + cells), about 16 cells a position, four million at most.
  public init(_ geometries: [Geometry]) throws(TopologyError) {
    let builder = try PolygonIndexBuilder(geometries)
    self = builder.build()
  }

  init(
    count: Int, grid: CellGrid, cells: [Int32], listStarts: [UInt32], candidates: [Candidate],
    pieces: [UInt32], borders: [Segment], blocks: [Bool]
  ) {
    self.count = count
    self.grid = grid
    self.cells = cells
    self.listStarts = listStarts
    self.candidates = candidates
    self.pieces = pieces
    self.borders = borders
    self.blocks = blocks
  }

  /// Writes the index of the owner of each position, -1 for none (also for what is not a number).
  ///
  /// - Parameter owners: storage of the caller, one element a position.
  /// - Complexity: O(positions) where borders are spread evenly. Allocates nothing.
  public func locate(x: Span<Double>, y: Span<Double>, into owners: inout MutableSpan<Int32>) {
    precondition(x.count == y.count && x.count == owners.count, "columns of one length")
    for index in x.indices {
      owners[index] = locate(x[index], y[index])
    }
  }

  /// The owners as a new column.
  public func locate(x: [Double], y: [Double]) -> [Int32] {
    var owners = [Int32](repeating: Self.outside, count: x.count)
    var storage = owners.mutableSpan
    locate(x: x.span, y: y.span, into: &storage)
    return owners
  }

  /// The index of the polygon that owns the position.
  public func owner(of position: Coordinate) -> Int? {
    let owner = locate(position.x, position.y)
    return owner < 0 ? nil : Int(owner)
  }

  /// Every polygon that holds the position by the rule of `owner(of:)`, lowest first: more than
  /// one where polygons overlap.
  public func allOwners(of position: Coordinate) -> [Int] {
    guard let cell = cell(of: position) else { return [] }
    let state = cells[cell]
    guard state < Self.outside else { return state < 0 ? [] : [Int(state)] }
    var owners: [Int] = []
    for candidate in candidates(ofList: state)
    where holds(candidate, position.x, position.y, corner: grid.xs[cell % grid.columns + 1]) {
      let item = Int(candidates[candidate].item)
      if owners.last != item { owners.append(item) }
    }
    guard owners.isEmpty else { return owners }
    return bordering(state, position).map { [$0] } ?? []
  }

  /// Every polygon that the position lies in or on the border of, lowest first.
  public func covering(_ position: Coordinate) -> [Int] {
    guard let cell = cell(of: position) else { return [] }
    let state = cells[cell]
    guard state < Self.outside else { return state < 0 ? [] : [Int(state)] }
    var items: [Int] = []
    for candidate in candidates(ofList: state)
    where holds(candidate, position.x, position.y, corner: grid.xs[cell % grid.columns + 1])
      || isOnBorder(candidate, position)
    {
      let item = Int(candidates[candidate].item)
      if items.last != item { items.append(item) }
    }
    return items
  }

  private func cell(of position: Coordinate) -> Int? {
    guard count > 0, grid.box.contains(position) else { return nil }
    return grid.row(of: position.y) * grid.columns + grid.column(of: position.x)
  }

  @inline(__always)
  private func locate(_ x: Double, _ y: Double) -> Int32 {
    let box = grid.box
    // False for what is not a number, too.
    guard x >= box.minX, x <= box.maxX, y >= box.minY, y <= box.maxY else { return Self.outside }
    let column = grid.column(of: x)
    let state = cells[grid.row(of: y) * grid.columns + column]
    if state >= Self.outside { return state }
    return locate(x, y, inList: state, corner: grid.xs[column + 1])
  }

  private func locate(_ x: Double, _ y: Double, inList state: Int32, corner: Double) -> Int32 {
    for candidate in candidates(ofList: state) where holds(candidate, x, y, corner: corner) {
      return candidates[candidate].item
    }
    return bordering(state, Coordinate(x: x, y: y)).map(Int32.init) ?? Self.outside
  }

  /// The lowest polygon of the list on whose border the position lies.
  private func bordering(_ state: Int32, _ position: Coordinate) -> Int? {
    for candidate in candidates(ofList: state) where isOnBorder(candidate, position) {
      return Int(candidates[candidate].item)
    }
    return nil
  }

  @inline(__always)
  func candidates(ofList state: Int32) -> Range<Int> {
    let list = Int(Self.firstList - state)
    return Int(listStarts[list])..<Int(listStarts[list + 1])
  }

  @inline(__always)
  func pieces(of candidate: Int) -> Range<Int> {
    Int(candidates[candidate].firstPiece)..<Int(candidates[candidate + 1].firstPiece)
  }

  private func isOnBorder(_ candidate: Int, _ position: Coordinate) -> Bool {
    pieces(of: candidate).contains { borders[Int(pieces[$0] >> 1)].holds(position.x, position.y) }
  }

  /// Walks from the position east to the column's side and along it to the cell's corner, and
  /// changes sides at each border on the way.
  @inline(__always)
  private func holds(_ candidate: Int, _ x: Double, _ y: Double, corner: Double) -> Bool {
    var isInside = candidates[candidate].holdsCorner
    for piece in pieces(of: candidate) {
      let code = pieces[piece]
      let border = borders[Int(code >> 1)]
      let isBeside = border.ay <= y && y < border.by
      let isLeftOfCorner = max(border.ax, border.bx) <= corner
      if isBeside {
        let isLeft = Orientation.sign(border.ax, border.ay, border.bx, border.by, x, y) > 0
        let isCornerLeft =
          !isLeftOfCorner
          && (min(border.ax, border.bx) > corner || code & 1 == 1)
        if isLeft != isCornerLeft { isInside.toggle() }
      } else if !isLeftOfCorner, min(border.ax, border.bx) <= corner {
        // The border crosses the column's side, wholly above or below the turn of the way.
        let isTurnLeft = (y >= border.by) == (border.bx > border.ax)
        if isTurnLeft != (code & 1 == 1) { isInside.toggle() }
      }
    }
    return isInside
  }
}
