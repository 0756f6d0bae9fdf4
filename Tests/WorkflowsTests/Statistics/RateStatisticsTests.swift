import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Rates, smoothed rates, and what is unknown.
@Suite struct RateStatisticsTests {
  private static let home = ImportScene.home

  private func find(_ change: (inout FindHotspots) -> Void = { _ in }) -> FindHotspots {
    var find = FindHotspots(scope: UnitScene.scope(), home: Self.home)
    change(&find)
    return find
  }

  private static func lattice15() throws -> NeighbourGraph {
    let columns = (0..<225).map { Int32($0 % 15) }
    let rows = (0..<225).map { Int32($0 / 15) }
    return try NeighbourGraph.lattice(
      columns: columns.span, rows: rows.span, contiguity: .queen)
  }

  /// Grids of 40 to 400 people, one of nobody and one of nobody knows how many.
  private func scene() throws -> UnitScene {
    var scene = try UnitScene(columns: 15, rows: 15) { cell in
      switch (cell.column, cell.row) {
      case (0, 0): 0
      case (3, 3): nil
      default: 40 + 24 * cell.column
      }
    }
    let base = UnitScene.poisson(3, seed: 11)
    try scene.add("theft") { cell, day in cell.isNear(10, 10) ? 12 : base(cell, day) }
    return scene
  }

  @Test(arguments: FindHotspots.Smoothing.allCases)
  func ratesAndWhatTheyAreMadeOf(smoothing: FindHotspots.Smoothing) throws {
    let scene = try scene()
    let outcome = try find {
      $0.exposure = .population
      $0.smoothing = smoothing
    }.run(in: scene.store)
    let rows = try scene.rows("hotspots", run: outcome.run)
    let counts = rows.map { $0["count"].flatMap(Double.init) ?? .nan }
    let exposures = rows.map { $0["exposure"].flatMap(Double.init) ?? .nan }
    let unknown = [scene.code(0, 0), scene.code(3, 3)]
    for row in rows where unknown.contains(row["unit"] ?? "") {
      #expect(row["class"] == "too_few" && row["rate"] == nil && row["smoothed_rate"] == nil)
      #expect(row["z"] == nil && row["p"] == nil)
    }
    #expect(rows.first { $0["unit"] == unknown[1] }?["exposure"] == nil, "unknown, not zero")
    #expect(outcome.sentence.contains("2 units with "))
    let model = EmpiricalBayes()
    let graph = try Self.lattice15()
    let expected =
      switch smoothing {
      case .none: nil as SmoothedRates?
      case .global: try model.global(counts: counts.span, exposures: exposures.span)
      case .local: try model.local(counts: counts.span, exposures: exposures.span, graph: graph)
      }
    for (position, row) in rows.enumerated() {
      let said = row["smoothed_rate"].flatMap(Double.init)
      let wanted = expected?.rates[position]
      #expect(said == wanted)
    }
    let whole = try scene.rows("autocorrelation", run: outcome.run)
    #expect(whole.map { $0["statistic"] } == ["moran", "geary", "moran-eb"])
    #expect(whole.allSatisfy { $0["units"] == "223" && $0["value"] != nil })
  }

  /// The global tests of the layer are those of the kernel.
  @Test func theWholeStudyIsThatOfTheKernel() throws {
    let scene = try scene()
    let outcome = try find().run(in: scene.store)
    let rows = try scene.rows("hotspots", run: outcome.run)
    let counts = rows.map { $0["count"].flatMap(Double.init) ?? .nan }
    let graph = try Self.lattice15()
    var settings = HotspotSettings()
    settings.seed = 1
    for statistic in GlobalAutocorrelation.Statistic.allCases {
      let test = try GlobalAutocorrelation(
        weights: .rowStandardised(graph), statistic: statistic
      ).test(of: PlaceColumn(counts: counts.span), settings: settings)
      let row = try #require(
        try scene.rows("autocorrelation", run: outcome.run)
          .first { $0["statistic"] == statistic.rawValue })
      #expect(row["value"].flatMap(Double.init) == test.statistic)
      #expect(row["p"].flatMap(Double.init) == test.permutations?.p)
      #expect(row["z"].flatMap(Double.init) == test.randomisedZ)
      #expect(row["class"]?.hasPrefix("clustered") == true)
    }
    #expect(outcome.sentence.contains("Moran's I 0."))
    #expect(outcome.run.summary.contains(#""statistic":"geary""#))
  }

  /// Solved cases are a part of all: binomial, and a share lies between 0 and 1.
  @Test func sharesOfAWhole() throws {
    var scene = try UnitScene(columns: 10, rows: 10)
    let base = UnitScene.poisson(4, seed: 12)
    try scene.add("theft") { 1 + base($0, $1) }
    try scene.add("theft", status: .solved) { cell, _ in cell.isNear(5, 5) ? 9 : 1 }
    try scene.add("fire") { cell, _ in cell.column }
    let solved = try find {
      $0.scope.stage = .solved
      $0.exposure = .calls
      $0.smoothing = .global
    }.run(in: scene.store)
    let rows = try scene.units("hotspots", run: solved.run)
    let middle = try #require(rows[scene.code(5, 5)])
    let calls = try #require(middle["exposure"].flatMap(Double.init))
    #expect(middle["count"] == "9" && calls >= 10 && middle["class"] == "hot_99")
    #expect(middle["rate"].flatMap(Double.init) == 9 / calls)
    let shares = rows.values.compactMap { $0["smoothed_rate"].flatMap(Double.init) }
    #expect(shares.count == 100 && shares.allSatisfy { (0...1).contains($0) })
    let share = try find { $0.exposure = .incidents }.run(in: scene.store)
    let west = try #require(try scene.units("hotspots", run: share.run)[scene.code(0, 0)])
    #expect(west["rate"] == "1.0", "no fire there")
  }

  @Test func tooFewAndAllTheSameAreSaid() throws {
    var scene = try UnitScene(columns: 5, rows: 5)
    try scene.add("theft") { cell, _ in cell.column == 2 && cell.row == 2 ? 2 : 0 }
    for statistic in FindHotspots.Statistic.allCases {
      let few = try find { $0.statistic = statistic }.run(in: scene.store)
      #expect(few.sentence.contains("too few to say: 2 incidents, at least 10"))
      let rows = try scene.rows("hotspots", run: few.run)
      #expect(rows.count == 25 && rows.allSatisfy { $0["class"] == "too_few" && $0["z"] == nil })
      for row in try scene.rows("autocorrelation", run: few.run) {
        #expect(row["refusal"] == "too few to say: 2 incidents, at least 10")
        #expect(row["class"] == "too_few" && row["value"] == nil)
      }
    }
    try scene.add("fire") { _, _ in 3 }
    for statistic in FindHotspots.Statistic.allCases {
      let same = try find {
        $0.scope = UnitScene.scope(["fire"])
        $0.statistic = statistic
      }.run(in: scene.store)
      #expect(same.sentence.contains("every unit has the same value"))
      let rows = try scene.rows("hotspots", run: same.run)
      #expect(rows.allSatisfy { $0["class"] == "none" && $0["z"] == "0.0" && $0["p"] == "1.0" })
      #expect(
        try scene.rows("autocorrelation", run: same.run).allSatisfy {
          $0["refusal"]?.contains("same value everywhere") == true && $0["class"] == "none"
        })
    }
    // A mall: all of 300 on one coordinate.
    try scene.add("robbery") { cell, _ in cell.column == 1 && cell.row == 1 ? 300 : 0 }
    let mall = try find { $0.scope = UnitScene.scope(["robbery"]) }.run(in: scene.store)
    let numbers = try scene.rows("hotspots", run: mall.run).flatMap { row in
      ["z", "p", "q"].compactMap { row[$0].flatMap(Double.init) }
    }
    #expect(numbers.count == 75 && numbers.allSatisfy(\.isFinite))
  }

  @Test func oneGridSaysNothing() throws {
    var scene = try UnitScene(columns: 1, rows: 1)
    try scene.add("theft") { _, _ in 40 }
    let error = #expect(throws: WorkflowError.self) { try find().run(in: scene.store) }
    #expect(error?.description == "too few to say: 1 place, at least 3")
  }

  /// What is asked for, and what the refusal names.
  static let misuses: [(change: @Sendable (inout FindHotspots) -> Void, words: String)] = [
    ({ $0.permutations = -1 }, "--permutations -1: from 0 to 67108864"),
    ({ $0.permutations = 1 << 40 }, "from 0 to 67108864"),
    ({ $0.falseDiscoveryRate = 1 }, "--fdr 1.0: more than 0 and less than 1"),
    ({ $0.threads = 0 }, "--threads 0: from 1 to 256"),
    ({ $0.neighbourhood = .nearest(0) }, "--knn 0: from 1 to 1000"),
    ({ $0.neighbourhood = .distance(-5) }, "--bandwidth -5.0: more than 0"),
    ({ $0.neighbourhood = .distance(.nan) }, "--bandwidth nan: more than 0"),
    ({ $0.neighbourhood = .water(.init(nearest: 5)) }, "needs --bandwidth"),
    (
      { $0.neighbourhood = .water(.init(metres: 9, crossingMetres: -1)) }, "--crossing -1.0: from 0"
    ),
    ({ $0.smoothing = .local }, "say with --per"),
    ({ $0.exposure = .calls }, "--stage"),
    (
      {
        $0.exposure = .incidents
        $0.scope.categories = []
      }, "name it with --category"
    ),
    ({ $0.companions = ["fire"] }, "leave --statistic gi-star out"),
    (
      {
        $0.companions = ["theft"]
        $0.statistic = .moran
      }, "compared with itself"
    ),
    (
      {
        $0.companions = ["theftt"]
        $0.statistic = .moran
      }, "did you mean theft?"
    ),
    ({ $0.exposure = .households }, "no unit here has a known households"),
    ({ $0.support = .lattice }, "anlan lattice"),
    ({ $0.support = .village }, "anlan import villages"),
  ]

  @Test(arguments: misuses.indices)
  func whatCannotBeMeantIsRefusedWithTheRange(index: Int) throws {
    var scene = try UnitScene(columns: 4, rows: 4)
    try scene.add("theft") { _, _ in 2 }
    let (change, words) = Self.misuses[index]
    let error = #expect(throws: WorkflowError.self) { try find(change).run(in: scene.store) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(try scene.store.answer(Runs()).isEmpty)
  }
}
