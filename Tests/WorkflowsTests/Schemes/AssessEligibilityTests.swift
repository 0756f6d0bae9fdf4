import Foundation
import Schemes
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// What the scenario planted is found, and nothing is counted in silence.
@Suite struct AssessEligibilityTests {
  private struct Truth: Decodable {
    struct Owed: Decodable {
      var scheme: String
      var on: String
      var eligible: Int
      var unclaimed: Int
      var waiting: Int
      var towns: [String: Int]
      var paidTwice: [String]
    }
    var owed: Owed
  }

  private static let layers: [(ImportLayer, String)] = [
    (.units, "units.geojson"), (.villages, "villages.geojson"), (.grids, "grids.geojson"),
    (.aquacultureZones, "aquaculture_zones.geojson"), (.incidents, "incidents.csv"),
    (.evidence, "evidence.csv"), (.policies, "policies.csv"), (.claims, "claims.csv"),
  ]

  private static func fill(_ store: SpatiaLiteStore, _ folder: URL) throws {
    _ = try store.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
    for (layer, file) in layers {
      var mapping = ImportMapping(layer: layer)
      if layer == .incidents {
        mapping = try ImportMapping(
          text: String(
            contentsOf: folder.appending(path: "incidents.mapping.yaml"), encoding: .utf8),
          layer: layer)
      }
      _ = try ImportFile(settings: ImportSettings(mapping: mapping), home: ImportScene.home)
        .run(InputFile(path: folder.appending(path: file).path, format: nil), into: store)
    }
    let catalogue = try CategoryCatalogue(home: ImportScene.home)
    for key in ["xiapu-aquaculture", "xiapu-household", "xiapu-land", "xiapu-marine"] {
      let path = folder.appending(path: "schemes/\(key).yaml").path
      let file = try SchemeFile.named(path, home: ImportScene.home, catalogue: catalogue)
      _ = try AddScheme(file).run(in: store, name: path)
    }
  }

  private static func rows(
    _ store: any SpatialStore, _ name: String, run: String
  ) throws -> [[String: AttributeValue]] {
    let layer = try #require(Layer(named: name))
    var query = LayerQuery(layer: layer)
    query.run = run
    var rows: [[String: AttributeValue]] = []
    try store.forEachFeature(of: query) { feature in
      rows.append(
        Dictionary(uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
    }
    return rows
  }

  private static func number(_ value: AttributeValue?) -> Int {
    guard case .integer(let number)? = value else { return 0 }
    return Int(number)
  }

  private static func text(_ value: AttributeValue?) -> String {
    guard case .text(let text)? = value else { return "" }
    return text
  }

  @Test func findsWhatTheScenarioPlanted() throws {
    try SampleScene.written(seed: 1, incidents: 20_000) { folder, _ in
      let store = try SpatiaLiteStore.inMemory()
      try Self.fill(store, folder)
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let truth = try decoder.decode(
        Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json"))
      ).owed
      let day = try #require(DayNumber(truth.on))
      var assess = AssessEligibility(
        try SchemeShelf(truth.scheme, in: store, home: ImportScene.home), on: day)
      assess.level = .town
      let outcome = try assess.run(in: store)
      let summary = try JSONDecoder().decode(
        AssessEligibility.Summary.self, from: Data(outcome.run.summary.utf8))
      let land = try #require(summary.schemes.first)
      #expect(truth.unclaimed > 100 && truth.waiting > 0 && truth.paidTwice.count > 9)
      #expect(land.eligible == truth.eligible)
      #expect(land.unclaimed == truth.unclaimed)
      #expect(land.waiting == truth.waiting)
      #expect(summary.unpaidEligible == truth.unclaimed)
      #expect(land.claimsWithoutIncident == 0)

      var towns: [String: Int] = [:]
      for row in try Self.rows(store, "unpaid_eligible", run: outcome.run.id) {
        let count = Self.number(row["count"])
        if count > 0 { towns[Self.text(row["unit"])] = count }
        #expect(Self.number(row["eligible"]) == count + Self.number(row["claimed"]))
      }
      #expect(towns == truth.towns)

      // The weeks and units of the funnel add up to the whole.
      let usage = try Self.rows(store, "scheme_usage", run: outcome.run.id)
      func sum(_ column: String) -> Int { usage.reduce(0) { $0 + Self.number($1[column]) } }
      #expect(sum("reported") == land.covered && sum("eligible") == land.eligible)
      #expect(sum("unclaimed") == land.unclaimed && sum("waiting") == land.waiting)
      #expect(sum("reported") >= sum("filed") && sum("filed") >= sum("clock"))
      #expect(sum("claimed") > sum("paid"))
      let cases = try Self.rows(store, "eligibility", run: outcome.run.id)
      #expect(cases.count == land.covered)
      #expect(cases.count { Self.text($0["verdict"]) == "eligible" } == land.eligible)
      // Every no names its clause, every unknown what is missing.
      for row in cases {
        let missing = Self.text(row["missing_papers"]) + Self.text(row["missing_facts"])
        switch Self.text(row["verdict"]) {
        case "not_eligible": #expect(!Self.text(row["clause"]).isEmpty)
        case "unknown": #expect(!missing.isEmpty)
        default: #expect(missing.isEmpty)
        }
      }

      let again = try assess.run(in: store)
      #expect(again.wasKept && again.run.id == outcome.run.id)
      #expect(try store.faults() == [])

      // All four: two schemes have paid for what was planted.
      let all = AssessEligibility(
        try SchemeShelf("all", in: store, home: ImportScene.home), on: day)
      let whole = try all.run(in: store)
      let told = try JSONDecoder().decode(
        AssessEligibility.Summary.self, from: Data(whole.run.summary.utf8))
      #expect(told.doublePaid == truth.paidTwice.count)
      // To the one: those incidents, and no others, have a sum from each of two schemes.
      var paid: [String: Set<String>] = [:]
      for row in try Self.rows(store, "eligibility", run: whole.run.id) {
        guard case .real(let yuan)? = row["paid_yuan"], yuan > 0 else { continue }
        paid[Self.text(row["incident"]), default: []].insert(Self.text(row["scheme"]))
      }
      #expect(Set(paid.filter { $0.value.count > 1 }.keys) == Set(truth.paidTwice))
      #expect(told.schemes.map(\.scheme).count == 4)
    }
  }

  /// Ten days before, the store answers what was known then.
  @Test func anEarlierDayKnowsNoLaterStep() throws {
    try SampleScene.written(seed: 5, incidents: 3_000) { folder, _ in
      let store = try SpatiaLiteStore.inMemory()
      try Self.fill(store, folder)
      let shelf = try SchemeShelf("xiapu-land", in: store, home: ImportScene.home)
      func said(_ day: String) throws -> AssessEligibility.Summary.OfScheme {
        let outcome = try AssessEligibility(shelf, on: #require(DayNumber(day))).run(in: store)
        return try #require(
          JSONDecoder().decode(
            AssessEligibility.Summary.self, from: Data(outcome.run.summary.utf8)
          ).schemes.first)
      }
      let early = try said("2025-06-30")
      let late = try said("2026-07-26")
      #expect(early.covered > 300 && early.covered < late.covered)
      #expect(early.eligible < late.eligible && early.claims < late.claims)
      // Solved cases of later days were filed and open then: nothing is unknown for that reason.
      #expect(early.missingFacts["clock"] ?? 0 <= late.missingFacts["clock"] ?? 0)
    }
  }

  @Test func aStoreWithoutSchemesSaysWhatToDo() throws {
    let store = try SpatiaLiteStore.inMemory()
    #expect {
      _ = try SchemeShelf("all", in: store, home: ImportScene.home)
    } throws: {
      "\($0)".contains("anlan scheme add")
    }
    #expect {
      _ = try SchemeShelf("xiapu-lnd", in: store, home: ImportScene.home)
    } throws: {
      "\($0)".contains("did you mean xiapu-land?")
    }
  }

  /// The printed scheme owes nothing for sure, and says which papers are missing.
  @Test func thePrintedSchemeSaysWhichPapersAreMissing() throws {
    try SampleScene.written(seed: 5, incidents: 2_000) { folder, _ in
      let store = try SpatiaLiteStore.inMemory()
      try Self.fill(store, folder)
      let path = SampleScene.geodata.appending(path: "schemes/xiapu-land.yaml").path
      let assess = AssessEligibility(
        try SchemeShelf(path, in: store, home: ImportScene.home),
        on: try #require(DayNumber("2026-07-26")))
      let outcome = try assess.run(in: store)
      #expect(
        outcome.sentence.contains("no paper says clock, deductible, evidence, exclusion, waiting"))
      let rows = try Self.rows(store, "unpaid_eligible", run: outcome.run.id)
      #expect(rows.allSatisfy { Self.number($0["count"]) == 0 })
      #expect(rows.contains { Self.text($0["unpaid_class"]) == "undecided" })
    }
  }
}
