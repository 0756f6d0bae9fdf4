import SimpleFeatures

/// The incidents that a page chooses, found in columns: the very keys that the store would answer.
///
/// Boxes, times, categories and stages are looked at, alone or put together; what asks for more is
/// left to the store. An unknown value is neither true nor false to a comparison, as in SQL.
public struct TableChoice: Sendable {
  private let table: IncidentTable
  /// The rows that lie in the page's box, where these are few; `nil` for all.
  private let picked: [Int]?
  private let test: Test
  /// How many there are, where the cells told it.
  private let known: Int?

  /// A box is asked alone: with fewer than one in so many of the rows its own are picked out; those
  /// of another come soon enough where all are gone through.
  private static let fewAlone = 64
  /// As much, where more than a box is asked and all its rows are looked at to count them.
  private static let few = 4

  /// - Returns: `nil` where the columns do not hold what the page asks by.
  /// - Complexity: O(points in the box) where it has few of them.
  public init?(_ page: FeaturePage, in table: IncidentTable) {
    guard page.query.layer == Layer.incidents.name, page.query.area.isEmpty, page.key == nil,
      page.through == nil, page.keys == nil, !table.categories.isCut, !table.statuses.isCut,
      let filter = Test(page.filter, table), let kinds = Test(ofKinds: page.query, table)
    else { return nil }
    var parts = [filter, kinds]
    if page.query.firstDay != DayNumber(.min) || page.query.lastDay != DayNumber(.max) {
      parts.append(.days(page.query.firstDay.number, page.query.lastDay.number))
    }
    self.table = table
    let rest = Test.all(parts)
    let isAlone = rest.isAlwaysTrue(table)
    let inside = page.box.flatMap { box in table.cells?.count(in: box, table) }
    known = isAlone ? inside : nil
    if let box = page.box, let cells = table.cells, let inside,
      inside * (isAlone ? Self.fewAlone : Self.few) < table.count
    {
      picked = cells.rows(in: box, table)
      test = rest
    } else {
      picked = nil
      test = page.box.map { .all(parts + [.inside($0)]) } ?? rest
    }
  }

  /// How many there are.
  ///
  /// - Complexity: O(1) for a box alone, else O(rows): 2 ms a million.
  public var count: Int {
    if let known { return known }
    var count = 0
    forEachStretch(from: 0) { _, truths in
      for truth in truths { count += truth == Truth.yes ? 1 : 0 }
      return true
    }
    return count
  }

  /// The first of their keys, ascending.
  ///
  /// - Parameter after: the keys begin behind this one.
  /// - Complexity: O(rows up to the last of them).
  public func keys(after: Int64? = nil, limit: Int) -> [Int64] {
    var keys: [Int64] = []
    forEachStretch(from: after.map(firstPlace(behind:)) ?? 0) { start, truths in
      for (place, truth) in truths.enumerated() where truth == Truth.yes {
        guard keys.count < limit else { return false }
        keys.append(table.keys[row(start + place)])
      }
      return keys.count < limit
    }
    return keys
  }

  /// The rows of all of them; `nil` where these are all rows.
  public func rows() -> [Int]? {
    guard picked != nil || !test.isAlwaysTrue(table) else { return nil }
    var rows: [Int] = []
    forEachStretch(from: 0) { start, truths in
      for (place, truth) in truths.enumerated() where truth == Truth.yes {
        rows.append(row(start + place))
      }
      return true
    }
    return rows
  }

  /// So many rows at a time: what is thought of them stays near the processor.
  private static let stretch = 4096

  private var places: Int { picked?.count ?? table.count }

  private func row(_ place: Int) -> Int { picked?[place] ?? place }

  /// - Parameter body: takes the first place of some and what is true of each; answers whether to go
  ///   on.
  private func forEachStretch(from first: Int, _ body: (Int, [UInt8]) -> Bool) {
    for start in stride(from: first, to: places, by: Self.stretch) {
      let range = start..<min(start + Self.stretch, places)
      let truths: [UInt8]
      if let picked {
        truths = picked.withUnsafeBufferPointer {
          test.truths(of: PickedRows(rows: $0.extracting(range)), table)
        }
      } else {
        truths = test.truths(of: range, table)
      }
      guard body(start, truths) else { return }
    }
  }

  private func firstPlace(behind key: Int64) -> Int {
    var (low, high) = (0, places)
    while low < high {
      let middle = (low + high) / 2
      if table.keys[row(middle)] <= key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Some rows of a table, ascending.
private protocol RowSet {
  var count: Int { get }
  func row(_ place: Int) -> Int
}

extension Range<Int>: RowSet {
  @inline(__always)
  fileprivate func row(_ place: Int) -> Int { lowerBound + place }
}

private struct PickedRows: RowSet {
  let rows: UnsafeBufferPointer<Int>

  var count: Int { rows.count }
  @inline(__always)
  func row(_ place: Int) -> Int { rows[place] }
}

/// Kleene's three truth values as numbers: all of some is the least of them, any is the greatest.
enum Truth {
  static let no: UInt8 = 0
  static let unknown: UInt8 = 1
  static let yes: UInt8 = 2
}

/// A filter over the columns of a table.
private indirect enum Test: Sendable {
  case all([Test])
  case any([Test])
  case not(Test)
  case inside(BoundingBox)
  case days(Int32, Int32)
  /// A time that lies in a span, both ends included; nothing does where the first is the later.
  case time(Times, Int64, Int64)
  /// By the number of a text; the last is for the unknown.
  case text(Texts, [UInt8])

  /// A column of times, by its name.
  enum Times: String {
    case from = "occurred_from"
    case to = "occurred_to"

    func column(_ table: IncidentTable) -> [Int64] {
      switch self {
      case .from: table.beginnings
      case .to: table.ends
      }
    }
  }

  /// A column of texts, by its name.
  enum Texts: String {
    case category, status

    func column(_ table: IncidentTable) -> TextColumn {
      switch self {
      case .category: table.categories
      case .status: table.statuses
      }
    }
  }

  /// - Returns: `nil` for what the columns do not hold.
  init?(_ filter: Filter, _ table: IncidentTable) {
    switch filter {
    case .all(let parts):
      guard let tests = Self.tests(parts, table) else { return nil }
      self = Self.folded(tests, min) ?? .all(tests)
    case .any(let parts):
      guard let tests = Self.tests(parts, table) else { return nil }
      self = Self.folded(tests, max) ?? .any(tests)
    case .not(let part):
      guard let test = Test(part, table) else { return nil }
      self = test.negated
    case .compare(let name, let comparison, .instant(let instant), ignoresCase: false):
      guard let column = Times(rawValue: name) else { return nil }
      self.init(column, comparison, instant.seconds)
    case .compare(let name, .equal, .text(let text), ignoresCase: false):
      self.init(name, oneOf: [text], table)
    case .compare(let name, .notEqual, .text(let text), ignoresCase: false):
      guard let equal = Test(name, oneOf: [text], table) else { return nil }
      self = equal.negated
    case .oneOf(let name, let values):
      var texts: [String] = []
      for value in values {
        guard case .text(let text) = value else { return nil }
        texts.append(text)
      }
      self.init(name, oneOf: texts, table)
    case .isUnknown(let name):
      guard let column = Texts(rawValue: name) else { return nil }
      let known = [UInt8](repeating: Truth.no, count: column.column(table).texts.count)
      self = .text(column, Self.judged(known, unknown: Truth.yes))
    case .compare, .like, .place: return nil
    }
  }

  /// The categories that a layer's own statement chooses.
  init?(ofKinds query: LayerQuery, _ table: IncidentTable) {
    guard !query.categories.isEmpty else {
      self = .all([])
      return
    }
    // The statement looks for a kind between two bars, so that one with a bar of its own is found
    // where it is not.
    guard !(query.categories + table.categories.texts).contains(where: { $0.contains("|") })
    else { return nil }
    self.init("category", oneOf: query.categories, table)
  }

  private static func tests(_ filters: [Filter], _ table: IncidentTable) -> [Test]? {
    let tests = filters.compactMap { Test($0, table) }
    return tests.count == filters.count ? tests : nil
  }

  private init(
    _ column: Times, _ comparison: Filter.Comparison, _ seconds: Int64
  ) {
    let none = Test.time(column, 1, 0)
    switch comparison {
    case .equal: self = .time(column, seconds, seconds)
    case .notEqual: self = .not(.time(column, seconds, seconds))
    case .lessOrEqual: self = .time(column, .min, seconds)
    case .greaterOrEqual: self = .time(column, seconds, .max)
    case .less: self = seconds == .min ? none : .time(column, .min, seconds - 1)
    case .greater: self = seconds == .max ? none : .time(column, seconds + 1, .max)
    }
  }

  private init?(_ name: String, oneOf texts: [String], _ table: IncidentTable) {
    guard let column = Texts(rawValue: name) else { return nil }
    let truths = column.column(table).texts.map { known in
      texts.contains { $0.utf8.elementsEqual(known.utf8) } ? Truth.yes : Truth.no
    }
    // What is in no list at all is not in this one either.
    self = .text(column, Self.judged(truths, unknown: texts.isEmpty ? Truth.no : Truth.unknown))
  }

  private static func judged(_ truths: [UInt8], unknown: UInt8) -> [UInt8] {
    truths + [UInt8](repeating: unknown, count: 256 - truths.count)
  }

  private var negated: Test {
    guard case .text(let column, let truths) = self else { return .not(self) }
    return .text(column, truths.map { Truth.yes - $0 })
  }

  /// It is true of every row that there is.
  func isAlwaysTrue(_ table: IncidentTable) -> Bool {
    switch self {
    case .all(let parts): return parts.allSatisfy { $0.isAlwaysTrue(table) }
    case .text(let column, let truths):
      let column = column.column(table)
      return truths[..<column.texts.count].allSatisfy { $0 == Truth.yes }
        && (!column.holdsUnknown || truths[Int(TextColumn.unknown)] == Truth.yes)
    case .any, .not, .inside, .days, .time: return false
    }
  }

  /// Tests of one column of texts are one test of it.
  private static func folded(
    _ parts: [Test], _ choose: (UInt8, UInt8) -> UInt8
  ) -> Test? {
    guard case .text(let column, var truths)? = parts.first else { return nil }
    for part in parts.dropFirst() {
      guard case .text(column, let others) = part else { return nil }
      for code in truths.indices { truths[code] = choose(truths[code], others[code]) }
    }
    return .text(column, truths)
  }

  /// A truth value for each row.
  func truths(of rows: some RowSet, _ table: IncidentTable) -> [UInt8] {
    switch self {
    case .all(let parts):
      let asked = parts.filter { !$0.isAlwaysTrue(table) }
      guard let first = asked.first else {
        return [UInt8](repeating: Truth.yes, count: rows.count)
      }
      var truths = first.truths(of: rows, table)
      for part in asked.dropFirst() { Self.join(&truths, part.truths(of: rows, table), min) }
      return truths
    case .any(let parts):
      var truths = [UInt8](repeating: Truth.no, count: rows.count)
      for part in parts { Self.join(&truths, part.truths(of: rows, table), max) }
      return truths
    case .not(let part): return part.truths(of: rows, table).map { Truth.yes - $0 }
    case .inside(let box): return Self.inside(box, rows, table)
    case .days(let first, let last):
      return Self.filled(rows, table.days) { first <= $0 && $0 <= last ? Truth.yes : Truth.no }
    case .time(let column, let first, let last):
      return Self.filled(rows, column.column(table)) { seconds in
        let truth = first <= seconds && seconds <= last ? Truth.yes : Truth.no
        return seconds == IncidentTable.unknown ? Truth.unknown : truth
      }
    case .text(let column, let truths):
      return Self.filled(rows, column.column(table).codes) { truths[Int($0)] }
    }
  }

  @inline(__always)
  private static func join(
    _ truths: inout [UInt8], _ others: [UInt8], _ choose: (UInt8, UInt8) -> UInt8
  ) {
    for place in truths.indices { truths[place] = choose(truths[place], others[place]) }
  }

  @inline(__always)
  private static func filled<Value>(
    _ rows: some RowSet, _ column: [Value], _ judge: (Value) -> UInt8
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: rows.count) { truths, count in
      column.withUnsafeBufferPointer { values in
        for place in 0..<rows.count { truths[place] = judge(values[rows.row(place)]) }
      }
      count = rows.count
    }
  }

  /// The box's border belongs to it. What is no number lies nowhere.
  private static func inside(
    _ box: BoundingBox, _ rows: some RowSet, _ table: IncidentTable
  ) -> [UInt8] {
    let (west, south, east, north) = (box.minX, box.minY, box.maxX, box.maxY)
    return [UInt8](unsafeUninitializedCapacity: rows.count) { truths, count in
      table.longitudes.withUnsafeBufferPointer { longitudes in
        table.latitudes.withUnsafeBufferPointer { latitudes in
          for place in 0..<rows.count {
            let row = rows.row(place)
            let (x, y) = (longitudes[row], latitudes[row])
            let isInside = west <= x && x <= east && south <= y && y <= north
            truths[place] = isInside ? Truth.yes : Truth.no
          }
        }
      }
      count = rows.count
    }
  }
}
