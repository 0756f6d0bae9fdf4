import SimpleFeatures

/// The incidents that a page chooses, found in columns: the very keys that the store would answer.
///
/// Boxes, times, categories and stages are looked at, alone or put together; what asks for more is
/// left to the store. An unknown value is neither true nor false to a comparison, as in SQL.
public struct TableChoice: Sendable {
  private let table: IncidentTable
  private let test: Test

  /// - Returns: `nil` where the columns do not hold what the page asks by.
  public init?(_ page: FeaturePage, in table: IncidentTable) {
    guard page.query.layer == Layer.incidents.name, page.query.area.isEmpty, page.key == nil,
      page.through == nil, page.keys == nil, !table.categories.isCut, !table.statuses.isCut,
      let filter = Test(page.filter, table), let kinds = Test(ofKinds: page.query, table)
    else { return nil }
    var parts = [filter, kinds]
    if let box = page.box { parts.append(.inside(box)) }
    if page.query.firstDay != DayNumber(.min) || page.query.lastDay != DayNumber(.max) {
      parts.append(.days(page.query.firstDay.number, page.query.lastDay.number))
    }
    self.table = table
    test = .all(parts)
  }

  /// How many there are.
  ///
  /// - Complexity: O(rows): 1 ms a million for a box.
  public var count: Int {
    var count = 0
    for start in stride(from: 0, to: table.count, by: Self.stretch) {
      let truths = test.truths(of: start..<min(start + Self.stretch, table.count), table)
      for truth in truths { count += truth == Truth.yes ? 1 : 0 }
    }
    return count
  }

  /// The first of their keys, ascending.
  ///
  /// - Parameter after: the keys begin behind this one.
  /// - Complexity: O(rows up to the last of them).
  public func keys(after: Int64? = nil, limit: Int) -> [Int64] {
    var keys: [Int64] = []
    forEachRow(from: after.map(firstRow(behind:)) ?? 0) { row in
      guard keys.count < limit else { return false }
      keys.append(table.keys[row])
      return true
    }
    return keys
  }

  /// The rows of all of them; `nil` where these are all rows.
  public func rows() -> [Int]? {
    guard !test.isAlwaysTrue else { return nil }
    var rows: [Int] = []
    forEachRow(from: 0) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// So many rows at a time: what is thought of them stays near the processor.
  private static let stretch = 4096

  /// - Parameter body: answers whether to go on.
  private func forEachRow(from first: Int, _ body: (Int) -> Bool) {
    for start in stride(from: first, to: table.count, by: Self.stretch) {
      let truths = test.truths(of: start..<min(start + Self.stretch, table.count), table)
      for (place, truth) in truths.enumerated() where truth == Truth.yes {
        guard body(start + place) else { return }
      }
    }
  }

  private func firstRow(behind key: Int64) -> Int {
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      if table.keys[middle] <= key { low = middle + 1 } else { high = middle }
    }
    return low
  }
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
      self = .all(tests)
    case .any(let parts):
      guard let tests = Self.tests(parts, table) else { return nil }
      self = .any(tests)
    case .not(let part):
      guard let test = Test(part, table) else { return nil }
      self = .not(test)
    case .compare(let name, let comparison, .instant(let instant), ignoresCase: false):
      guard let column = Times(rawValue: name) else { return nil }
      self.init(column, comparison, instant.seconds)
    case .compare(let name, .equal, .text(let text), ignoresCase: false):
      self.init(name, oneOf: [text], table)
    case .compare(let name, .notEqual, .text(let text), ignoresCase: false):
      guard let equal = Test(name, oneOf: [text], table) else { return nil }
      self = .not(equal)
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

  /// Nothing is looked at.
  var isAlwaysTrue: Bool {
    guard case .all(let parts) = self else { return false }
    return parts.allSatisfy(\.isAlwaysTrue)
  }

  /// A truth value for each row.
  func truths(of rows: Range<Int>, _ table: IncidentTable) -> [UInt8] {
    switch self {
    case .all(let parts):
      var truths = [UInt8](repeating: Truth.yes, count: rows.count)
      for part in parts where !part.isAlwaysTrue {
        Self.join(&truths, part.truths(of: rows, table), min)
      }
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
    _ rows: Range<Int>, _ column: [Value], _ judge: (Value) -> UInt8
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: rows.count) { truths, count in
      column.withUnsafeBufferPointer { values in
        for place in 0..<rows.count { truths[place] = judge(values[rows.lowerBound + place]) }
      }
      count = rows.count
    }
  }

  /// The box's border belongs to it. What is no number lies nowhere.
  private static func inside(
    _ box: BoundingBox, _ rows: Range<Int>, _ table: IncidentTable
  ) -> [UInt8] {
    let (west, south, east, north) = (box.minX, box.minY, box.maxX, box.maxY)
    return [UInt8](unsafeUninitializedCapacity: rows.count) { truths, count in
      table.longitudes.withUnsafeBufferPointer { longitudes in
        table.latitudes.withUnsafeBufferPointer { latitudes in
          for place in 0..<rows.count {
            let (x, y) = (
              longitudes[rows.lowerBound + place], latitudes[rows.lowerBound + place]
            )
            let isInside = west <= x && x <= east && south <= y && y <= north
            truths[place] = isInside ? Truth.yes : Truth.no
          }
        }
      }
      count = rows.count
    }
  }
}
