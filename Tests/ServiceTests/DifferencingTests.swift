import Access
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

@testable import Service

/// An attacker with every key of a viewer asks every route about every period and area, and solves
/// what comes back as a linear system.
@Suite struct DifferencingTests {
  /// What is published: some periods of the same length, one behind the other.
  struct Calendar: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var periods: [ClosedRange<DayNumber>]

    init(_ name: String, from first: Int32, days: Int32, count: Int32) {
      testDescription = name
      periods = (0..<count).map {
        DayNumber(first + days * $0)...DayNumber(first + days * $0 + days - 1)
      }
    }

    /// From 2024-07-29 on, and from 2026-06-22.
    static let all = [
      Calendar("half years", from: 19_933, days: 182, count: 4),
      Calendar("weeks", from: 20_626, days: 7, count: 3),
    ]
  }

  /// Equations over counts by unit and period.
  private struct Equations {
    private var rows: [[Int: Double]] = []
    private var sums: [Double] = []
    private var numbers: [String: Int] = [:]

    mutating func variable(_ name: String) -> Int {
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }

    mutating func add(_ names: [String], sum: Double) {
      rows.append(Dictionary(names.map { (variable($0), 1) }, uniquingKeysWith: +))
      sums.append(sum)
    }

    /// The variables that have one value alone, by elimination.
    func pinned() -> [String: Double] {
      var rows = self.rows
      var sums = self.sums
      var pivots: [(row: Int, column: Int)] = []
      var left = Array(rows.indices)
      while let row = left.popLast() {
        rows[row] = rows[row].filter { abs($0.value) > 1e-9 }
        guard let column = rows[row].keys.min(), let factor = rows[row][column] else { continue }
        for name in rows[row].keys { rows[row][name]? /= factor }
        sums[row] /= factor
        for other in rows.indices where other != row {
          guard let share = rows[other][column], abs(share) > 1e-9 else { continue }
          for (name, value) in rows[row] { rows[other][name, default: 0] -= share * value }
          sums[other] -= share * sums[row]
        }
        pivots.append((row, column))
      }
      var names: [Int: String] = [:]
      for (name, number) in numbers { names[number] = name }
      var pinned: [String: Double] = [:]
      for (row, column) in pivots {
        let rest = rows[row].filter { abs($0.value) > 1e-9 }
        if rest.count == 1, let name = names[column] { pinned[name] = sums[row] }
      }
      return pinned
    }
  }

  private func runs(
    _ periods: [ClosedRange<DayNumber>], _ keys: KeyScene
  ) throws -> [(period: Int, run: String)] {
    let records = try keys.scene.reader.answer(Publications())
    return records.compactMap { record in
      for (number, period) in periods.enumerated()
      where period.lowerBound == record.firstDay {
        return (number, record.run)
      }
      return nil
    }
  }

  private func truth(_ run: String, _ keys: KeyScene) throws -> [String: Int] {
    let layer = try #require(Layer(named: "hotspots"))
    var query = LayerQuery(layer: layer)
    query.run = run
    let names = layer.schema.fields.map(\.name)
    let unit = try #require(names.firstIndex(of: "unit"))
    let count = try #require(names.firstIndex(of: "count"))
    var counts: [String: Int] = [:]
    try keys.scene.reader.forEachFeature(of: query) { feature in
      if case .text(let code) = feature.values[unit], case .integer(let n) = feature.values[count] {
        counts[code] = Int(n)
      }
    }
    return counts
  }

  /// What a viewer learns of one run: the counts that any route tells, by unit.
  private func learned(_ run: String, _ keys: KeyScene) throws -> [String: Set<Int>] {
    var told: [String: Set<Int>] = [:]
    func learn(_ properties: [String: Any]) {
      guard let unit = properties["unit"] as? String else { return }
      told[unit, default: []].formUnion([])
      if let count = properties["count"] as? Int { told[unit, default: []].insert(count) }
      if let text = properties["count"] as? String, let count = Int(text) {
        told[unit, default: []].insert(count)
      }
      // What would tell a count beside it.
      for name in ["exposure", "rate", "z", "p", "q", "smoothed_rate"] {
        #expect(properties[name] == nil || properties[name] is NSNull, "\(name)")
      }
    }
    let base = "/collections/hotspots"
    for area in ["", "350921", keys.towns[0], keys.towns[1]] {
      for query in ["", "&class=none", "&class=hot_99", "&bbox=119.9,26.7,120.2,27.1"] {
        let address = base + "/items?limit=10000&run=\(run)\(query)"
        for feature in try keys.features(address, .viewer, area) {
          learn(try #require(feature["properties"] as? [String: Any]))
        }
      }
      for query in ["count=0", "count=1", "filter=count%3C3", "rate=0", "z=0", "q=1"] {
        let refused = try keys.get(base + "/items?run=\(run)&\(query)", .viewer, area)
        #expect(refused.status == 400, "\(query)")
      }
      let csv = String(
        decoding: try keys.get(base + "/items?f=csv&limit=10000&run=\(run)", .viewer, area).body,
        as: UTF8.self
      ).split(whereSeparator: \.isNewline).map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map { cell in
          cell.filter { $0 != "\"" }
        }
      }
      let names = try #require(csv.first)
      let header = names.map { $0.filter { $0 != "\u{FEFF}" } }
      for row in csv.dropFirst() where row.count == header.count {
        learn(
          Dictionary(
            zip(header, row).map { ($0, $1 as Any) }.filter { ["unit", "count"].contains($0.0) },
            uniquingKeysWith: { first, _ in first }))
      }
      for (zoom, row, column) in [(6, 27, 53), (8, 108, 213), (9, 216, 426), (10, 432, 853)] {
        let answer = try keys.get(
          base + "/tiles/WebMercatorQuad/\(zoom)/\(row)/\(column)?run=\(run)", .viewer, area)
        for feature in TileReader.features(answer.body)["hotspots"] ?? [] { learn(feature) }
      }
    }
    return told
  }

  @Test(arguments: Calendar.all)
  func noSuppressedCountIsPinned(calendar: Calendar) throws {
    let periods = calendar.periods
    try KeyScene.with(incidents: 9000, periods: periods) { keys throws in
      let runs = try runs(periods, keys)
      try #require(runs.count == periods.count)
      var system = Equations()
      var hidden: Set<String> = []
      var shown = 0
      for (period, run) in runs {
        let truth = try truth(run, keys)
        let told = try learned(run, keys)
        #expect(Set(told.keys) == Set(truth.keys), "every unit is seen by somebody")
        for (unit, count) in truth {
          let name = "\(period) \(unit)"
          let learned = told[unit] ?? []
          #expect(learned.isEmpty || learned == [count], "one count, and the right one")
          if learned.isEmpty { hidden.insert(name) } else { shown += 1 }
          _ = system.variable(name)
          if let one = learned.first { system.add([name], sum: Double(one)) }
          if count < 3 { #expect(learned.isEmpty, "\(name) is \(count)") }
        }
      }
      #expect(shown > 0 && hidden.count > shown)
      let pinned = Set(system.pinned().keys)
      #expect(pinned.isDisjoint(with: hidden) && pinned.count == shown)

      // Two periods together are refused; were they told, the system would pin what is hidden.
      let first = try #require(
        periods.indices.dropLast().first { period in
          hidden.contains { name in
            name.hasPrefix("\(period) ")
              && !hidden.contains("\(period + 1)" + name.dropFirst("\(period)".count))
          }
        })
      let store = try SpatiaLiteStore.open(path: keys.scene.path)
      var scope = AnalysisScope()
      scope.categories = ["theft"]
      scope.from = periods[first].lowerBound
      scope.to = periods[first + 1].upperBound
      let whole = try FindHotspots(scope: scope, home: ServiceScene.home).run(in: store).run.id
      for (unit, sum) in try truth(whole, keys) where sum >= 3 {
        system.add(["\(first) \(unit)", "\(first + 1) \(unit)"], sum: Double(sum))
      }
      #expect(!Set(system.pinned().keys).isDisjoint(with: hidden), "the attack is one")
      try refused(whole, in: store)
      scope.from = periods.first?.lowerBound
      scope.to = periods.last?.upperBound
      let all = try FindHotspots(scope: scope, home: ServiceScene.home).run(in: store).run.id
      try refused(all, in: store)
      #expect(
        try keys.get("/collections/hotspots/items?run=\(whole)", .viewer).status == 404)
      try refuseOthers(periods[0], store)
      try store.close()
    }
  }

  private func refused(_ run: String, in store: SpatiaLiteStore) throws {
    #expect {
      try PublishRun(run, home: ServiceScene.home).run(in: store, at: KeyScene.now)
    } throws: {
      ($0 as? WorkflowError)?.kind == .usage
    }
  }

  /// Whatever could be subtracted from what is published.
  private func refuseOthers(
    _ period: ClosedRange<DayNumber>, _ store: SpatiaLiteStore
  ) throws {
    let home = ServiceScene.home
    func run(_ change: (inout FindHotspots) -> Void) throws -> String {
      var scope = AnalysisScope()
      scope.categories = ["theft"]
      scope.from = period.lowerBound
      scope.to = period.upperBound
      var find = FindHotspots(scope: scope, home: home)
      find.permutations = 9
      change(&find)
      return try find.run(in: store).run.id
    }
    try refused(run { $0.scope.categories = ["theft", "fire"] }, in: store)
    try refused(run { $0.scope.to = period.lowerBound + 3 }, in: store)
    try refused(run { $0.support = .village }, in: store)
    try refused(run { $0.scope.area = "350921" }, in: store)
    try refused(run { $0.scope.basis = .reported }, in: store)
    try refused(run { $0.exposure = .incidents }, in: store)
    // One that is withdrawn was told all the same.
    for record in try store.answer(Publications()) {
      try PublishRun(record.run, home: home).withdraw(in: store, at: KeyScene.now)
    }
    try refused(run { $0.scope.categories = ["theft", "fire"] }, in: store)
    // Another statistic of the same counts, and other categories, tell nothing more.
    let gi = try run { $0.statistic = .gi }
    try PublishRun(gi, home: home).run(in: store, at: KeyScene.now)
    let fire = try run { $0.scope.categories = ["fire"] }
    try PublishRun(fire, home: home).run(in: store, at: KeyScene.now)
  }
}
