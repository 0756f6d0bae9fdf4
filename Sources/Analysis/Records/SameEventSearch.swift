/// Finds records of several sources that may tell of the same event: near in space and time, of
/// one kind, and from different sources.
///
/// Records are sorted into squares of the radius' side, and within a square by their beginning. A
/// record is compared with those of its own square and the eight around it whose beginning lies in
/// its reach; the longest duration of a square widens the reach backwards.
///
/// - Complexity: O(n log n + pairs in reach).
public struct SameEventSearch: Sendable {
  /// Distances up to and with this one, in metres.
  public var radiusMetres: Double
  /// Gaps between the two intervals up to and with this one, in seconds; 0 where they overlap.
  public var gapSeconds: Int64
  /// Stop after so many pairs: a default coordinate shared by thousands makes millions.
  public var maximumPairs: Int

  public init(radiusMetres: Double = 100, gapSeconds: Int64 = 7200, maximumPairs: Int = 100_000) {
    self.radiusMetres = radiusMetres
    self.gapSeconds = gapSeconds
    self.maximumPairs = maximumPairs
  }

  /// One record. What cannot be compared is left out by the caller.
  public struct Record: Sendable, Hashable {
    /// Metres.
    public var x: Double
    public var y: Double
    /// Seconds; `to` is not before `from`.
    public var from: Int64
    public var to: Int64
    /// Equal kinds may be the same event.
    public var kind: Int32
    public var source: Int32
    /// A pair has at least one such record: those of the import at hand.
    public var isNew: Bool

    public init(
      x: Double, y: Double, from: Int64, to: Int64, kind: Int32, source: Int32, isNew: Bool
    ) {
      (self.x, self.y, self.from, self.to) = (x, y, from, to)
      (self.kind, self.source, self.isNew) = (kind, source, isNew)
    }
  }

  /// Two records by their position in the input, the earlier position first.
  public struct Pair: Sendable, Hashable {
    public var first: Int
    public var second: Int
    public var distanceMetres: Double
    /// Between the intervals; 0 where they overlap.
    public var gapSeconds: Int64
  }

  public struct Answer: Sendable {
    public var pairs: [Pair] = []
    /// There are more than `maximumPairs`.
    public var isCut = false
  }

  /// - Throws: `notFinite`, or `invalidParameter` for a radius that is not positive.
  public func pairs(among records: [Record]) throws(AnalysisError) -> Answer {
    guard radiusMetres > 0, radiusMetres.isFinite else {
      throw .invalidParameter(name: "radiusMetres", requirement: "more than 0")
    }
    for (position, record) in records.enumerated() {
      guard record.x.isFinite else { throw .notFinite(column: "x", position: position) }
      guard record.y.isFinite else { throw .notFinite(column: "y", position: position) }
    }
    let order = records.indices.map { (cell: cell(records[$0]), position: $0) }.sorted {
      ($0.cell.row, $0.cell.column, records[$0.position].from, $0.position)
        < ($1.cell.row, $1.cell.column, records[$1.position].from, $1.position)
    }
    var squares: [Cell: Square] = [:]
    var start = 0
    while start < order.count {
      var end = start
      var longest: Int64 = 0
      while end < order.count, order[end].cell == order[start].cell {
        let record = records[order[end].position]
        longest = max(longest, record.to - record.from)
        end += 1
      }
      squares[order[start].cell] = Square(places: start..<end, longest: longest)
      start = end
    }
    var answer = Answer()
    for entry in order where records[entry.position].isNew {
      for row in -1...1 {
        for column in -1...1 {
          let cell = Cell(
            column: entry.cell.column + Int64(column), row: entry.cell.row + Int64(row))
          guard let square = squares[cell] else { continue }
          collect(entry.position, in: square, order: order, records, into: &answer)
          if answer.isCut { return sorted(answer) }
        }
      }
    }
    return sorted(answer)
  }

  private struct Cell: Hashable {
    var column: Int64
    var row: Int64
  }

  private struct Square {
    var places: Range<Int>
    /// The longest interval in it.
    var longest: Int64
  }

  private func cell(_ record: Record) -> Cell {
    func number(_ value: Double) -> Int64 {
      Int64(max(-4e18, min(4e18, (value / radiusMetres).rounded(.down))))
    }
    return Cell(column: number(record.x), row: number(record.y))
  }

  private func collect(
    _ own: Int, in square: Square, order: [(cell: Cell, position: Int)], _ records: [Record],
    into answer: inout Answer
  ) {
    let mine = records[own]
    let earliest = mine.from - gapSeconds - square.longest
    var (low, high) = (square.places.lowerBound, square.places.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if records[order[middle].position].from < earliest { low = middle + 1 } else { high = middle }
    }
    for place in low..<square.places.upperBound {
      let position = order[place].position
      let other = records[position]
      guard other.from <= mine.to + gapSeconds else { return }
      // A pair of two new records is met twice and taken once.
      guard position != own, !(other.isNew && position < own), other.kind == mine.kind,
        other.source != mine.source
      else { continue }
      let gap = max(0, max(other.from - mine.to, mine.from - other.to))
      let distance =
        ((other.x - mine.x) * (other.x - mine.x)
        + (other.y - mine.y) * (other.y - mine.y)).squareRoot()
      guard gap <= gapSeconds, distance <= radiusMetres else { continue }
      guard answer.pairs.count < maximumPairs else {
        answer.isCut = true
        return
      }
      answer.pairs.append(
        Pair(
          first: min(own, position), second: max(own, position), distanceMetres: distance,
          gapSeconds: gap))
    }
  }

  private func sorted(_ answer: Answer) -> Answer {
    var answer = answer
    answer.pairs.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    return answer
  }
}
