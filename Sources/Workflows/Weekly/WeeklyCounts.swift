import Analysis
import Cartography
import SimpleFeatures
import Storage

/// The tables of a weekly sheet: how many events, of what and where, against the weeks before.
struct WeeklyCounts {
  let week: ISOWeek
  let window: DataWindow
  /// From the same week of the year before, or 13 weeks back, to the week's end.
  let ledger: [LedgerEntry]
  let towns: [String: String]
  let catalogue: CategoryCatalogue
  let audience: Audience
  let words: WeeklyWords

  static let meanWeeks = 13

  /// The first day that any of the tables needs.
  static func firstDay(for week: ISOWeek) -> DayNumber {
    min(week.yearBefore.monday, week.advanced(by: 1 - meanWeeks).monday)
  }

  func count(
    _ days: ClosedRange<DayNumber>, where isCounted: (LedgerEntry) -> Bool
  ) -> Int { ledger.count { days.contains($0.day) && isCounted($0) } }

  var thisWeek: ClosedRange<DayNumber> { week.monday...week.sunday }
  var lastWeek: ClosedRange<DayNumber> { days(of: week.advanced(by: -1)) }
  private var lastYear: ClosedRange<DayNumber> { days(of: week.yearBefore) }
  private var meanDays: ClosedRange<DayNumber> {
    week.advanced(by: 1 - Self.meanWeeks).monday...week.sunday
  }

  private func days(of week: ISOWeek) -> ClosedRange<DayNumber> { week.monday...week.sunday }

  /// Whether the sum over some categories may be told beside the table by category: each of them
  /// is told there, or the sum is the table's total.
  ///
  /// - Parameter categories: empty for all.
  func tells(_ categories: Set<String>, in days: ClosedRange<DayNumber>) throws -> Bool {
    guard !audience.seesPoints else { return true }
    let keys = present
    let values = keys.map { key in count(days) { $0.category == key } }
    let told = try told(values)
    guard !categories.isEmpty, Set(keys) != categories else { return told.total }
    return zip(keys, told.cells).allSatisfy { !categories.contains($0) || $1 }
      && categories.isSubset(of: keys)
  }

  /// The categories that occur, in the catalogue's order.
  private var present: [String] {
    let order = Dictionary(
      uniqueKeysWithValues: catalogue.categories.map(\.key).enumerated().map { ($1, $0) })
    return Set(ledger.map(\.category)).sorted {
      (order[$0] ?? .max, $0) < (order[$1] ?? .max, $1)
    }
  }

  // MARK: Rows against weeks

  func byCategory() throws -> Table {
    return try table(
      title: words.tableTitle(by: .category), heading: words.category,
      rows: present.map { (key: $0, name: catalogue.name(of: $0, inChinese: words.isChinese)) },
      key: \.category)
  }

  func byTown() throws -> Table? {
    guard !towns.isEmpty else { return nil }
    var rows = towns.sorted { $0.key < $1.key }.map { (key: $0.key, name: $0.value) }
    if ledger.contains(where: { towns[town(of: $0)] == nil }) {
      rows.append((key: "", name: words.unknownTown))
    }
    return try table(
      title: words.tableTitle(by: .town), heading: words.town, rows: rows,
      key: { towns[town(of: $0)] == nil ? "" : town(of: $0) })
  }

  private func town(of entry: LedgerEntry) -> String { String(entry.placeCode.prefix(9)) }

  private func table(
    title: String, heading: String, rows: [(key: String, name: String)],
    key: (LedgerEntry) -> String
  ) throws -> Table {
    let columns: [(title: String, days: ClosedRange<DayNumber>, weeks: Int)] = [
      (words.thisWeek, thisWeek, 1), (words.lastWeek, lastWeek, 1),
      (words.lastYear, lastYear, 1), (words.mean, meanDays, Self.meanWeeks),
    ]
    var cells = rows.map { [$0.name] }
    var totals = [words.total]
    for column in columns {
      // A window that begins before the data do is not empty, it is unknown.
      guard column.days.lowerBound >= window.firstDay else {
        for row in cells.indices { cells[row].append("—") }
        totals.append("—")
        continue
      }
      var counts: [String: Int] = [:]
      for entry in ledger where column.days.contains(entry.day) {
        counts[key(entry), default: 0] += 1
      }
      let values = rows.map { counts[$0.key] ?? 0 }
      let told = try told(values)
      for row in cells.indices {
        cells[row].append(told.cells[row] ? Self.text(values[row], weeks: column.weeks) : "·")
      }
      let sum = values.reduce(0, +)
      totals.append(told.total ? Self.text(sum, weeks: column.weeks) : "·")
    }
    var notes: [String] = []
    if lastYear.lowerBound < window.firstDay { notes.append(words.unknownYear) }
    if !audience.seesPoints {
      notes.append(words.suppressionNote(threshold: DisclosureControl.minimumThreshold))
    }
    return Table(
      title: title,
      columns: [Table.Column(title: heading)]
        + columns.map { Table.Column(title: $0.title, alignment: .trailing) },
      rows: cells.map { .cells($0) } + [.total(totals)], notes: notes)
  }

  /// Which of a column's cells, and whether its total, may be told.
  private func told(_ values: [Int]) throws -> (cells: [Bool], total: Bool) {
    guard !audience.seesPoints else { return (values.map { _ in true }, true) }
    let suppression = try DisclosureControl().suppression(
      counts: values, groups: values.map { _ in 0 }, groupCount: 1)
    return (suppression.units.map { !$0 }, !suppression.groupTotals[0])
  }

  private static func text(_ sum: Int, weeks: Int) -> String {
    guard weeks > 1 else { return String(sum) }
    let tenths = (Double(sum) * 10 / Double(weeks)).rounded()
    return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
  }

  // MARK: Category by town

  /// Which cells could be worked out from two margins is not decided here, so the analyst alone
  /// gets them.
  func cross() -> Table? {
    guard audience.seesPoints, !towns.isEmpty else { return nil }
    let entries = ledger.filter { thisWeek.contains($0.day) }
    let categories = catalogue.categories.map(\.key).filter { key in
      entries.contains { $0.category == key }
    }
    guard !categories.isEmpty else { return nil }
    var counts: [[String]: Int] = [:]
    for entry in entries { counts[[entry.category, town(of: entry)], default: 0] += 1 }
    let rows = towns.sorted { $0.key < $1.key }.map { code, name -> Table.Row in
      .cells([name] + categories.map { counts[[$0, code]].map(String.init) ?? "" })
    }
    return Table(
      title: words.tableTitle(by: .cross),
      columns: [Table.Column(title: words.town)]
        + categories.map {
          Table.Column(
            title: catalogue.name(of: $0, inChinese: words.isChinese), alignment: .trailing)
        },
      rows: rows)
  }

  // MARK: Disputes

  private static let ages: [ClosedRange<Int>] = [0...30, 31...90, 91...180, 181...(.max)]

  /// Disputes that nobody has settled, so that they get answered in time.
  func openDisputes(_ disputes: [LedgerEntry]) throws -> Table? {
    let settled: Set<IncidentStatus> = [.solved, .mediated, .closed]
    let open = disputes.filter { entry in
      guard catalogue[entry.category]?.group == "dispute", entry.reportedDay <= week.sunday else {
        return false
      }
      return entry.status.map { !settled.contains($0) } ?? true
    }
    guard !open.isEmpty else { return nil }
    let keys = Set(open.map(\.category)).sorted()
    var rows: [Table.Row] = []
    var totals = [Int](repeating: 0, count: Self.ages.count)
    let counts = keys.map { key in
      Self.ages.map { range in
        open.count { entry in
          let days = Int(week.sunday.number - entry.reportedDay.number)
          return entry.category == key && range.contains(days)
        }
      }
    }
    // Each age is a column with its total.
    let told = try Self.ages.indices.map { age in try self.told(counts.map { $0[age] }) }
    for (row, key) in keys.enumerated() {
      var cells = [catalogue.name(of: key, inChinese: words.isChinese)]
      for age in Self.ages.indices {
        totals[age] += counts[row][age]
        cells.append(told[age].cells[row] ? String(counts[row][age]) : "·")
      }
      rows.append(.cells(cells))
    }
    rows.append(
      .total(
        [words.total]
          + Self.ages.indices.map { told[$0].total ? String(totals[$0]) : "·" }))
    return Table(
      title: words.disputes,
      columns: [Table.Column(title: words.category)]
        + Self.ages.map { Table.Column(title: words.age($0), alignment: .trailing) },
      rows: rows, notes: [words.disputeNote])
  }
}
