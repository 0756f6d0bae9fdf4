import Foundation
import Schemes
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Money over time, on registers that a person can add up.
@Suite struct ReviewClaimsTests {
  private static let towns = ["350921001", "350921002", "350921003"]

  /// Three towns of two grids with 1000 people each; the third has no policy.
  private static func fill(_ scene: ImportScene, claims: [String]) throws {
    var features: [String] = []
    for (number, town) in towns.enumerated() {
      for part in 0..<2 {
        let x = 120.0 + Double(number) * 0.1 + Double(part) * 0.01
        let ring = [(x, 26.9), (x + 0.01, 26.9), (x + 0.01, 26.91), (x, 26.91), (x, 26.9)]
          .map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
        features.append(
          #"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[\#(ring)]]},"properties":"#
            + #"{"code":"\#(town)00100\#(part + 1)","name":"g","kind":"village","population":500}}"#
        )
      }
    }
    let grids =
      #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
    _ = try scene.load(grids.utf8, as: "g.geojson", into: .grids)
    let header =
      "number,scheme,insured_kind,unit,units,sum_insured_yuan,premium_yuan,paid_by,period_from,"
      + "period_to,grid\n"
    var policies = header
    for year in [2024, 2025] {
      for (number, town) in towns.prefix(2).enumerated() {
        policies +=
          "P\(year)\(number),xiapu-land,residents,person,1000,150000,36500,government,"
          + "\(year)-01-01,\(year)-12-31,\(town)001001\n"
      }
    }
    _ = try scene.load(policies.utf8, as: "p.csv", into: .policies)
    let rows = "number,policy,peril,occurred_on,notified_on,paid_yuan,paid_on\n"
    _ = try scene.load(
      (rows + claims.map { $0 + "\n" }.joined()).utf8, as: "c.csv", into: .claims)
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

  private static func real(_ value: AttributeValue?) -> Double? {
    guard case .real(let number)? = value else { return nil }
    return number
  }

  private static func shelf(_ store: any SpatialStore) throws -> SchemeShelf {
    let path = SampleScene.geodata.appending(path: "schemes/sample/xiapu-land.yaml").path
    return try SchemeShelf(path, in: store, home: ImportScene.home)
  }

  /// 20 claims of 1000 yuan in town 1, 10 in town 2, each year.
  private static let claims = [2024, 2025].flatMap { year in
    (0..<30).map { number in
      let policy = number < 20 ? "P\(year)0" : "P\(year)1"
      let day = "\(year)-0\(1 + number % 6)-10"
      return "C\(year)\(number),\(policy),盗抢,\(day),\(day),1000,\(year)-0\(1 + number % 6)-20"
    }
  }

  @Test func theRatioIsOfEarnedPremiumAndNoPolicyIsNoExperience() throws {
    try ImportScene.run { scene in
      try Self.fill(scene, claims: Self.claims)
      // Day 181 of 365: half of the second year's premium is earned.
      var review = ReviewClaims(
        try Self.shelf(scene.store), on: try #require(DayNumber("2025-06-30")))
      review.courses = 2_000
      let outcome = try review.run(in: scene.store)
      let rows = try Self.rows(scene.store, "scheme_experience", run: outcome.run.id)
      let all = rows.filter { $0["peril"] == .text("all") }
      #expect(all.count == 4)
      let whole = try #require(all.first { $0["unit"] == .text("") })
      let earned = 73_000 + 73_000 * 181.0 / 365
      #expect(abs((Self.real(whole["earned_yuan"]) ?? 0) - earned) < 0.01)
      #expect(Self.real(whole["written_yuan"]) == 146_000)
      #expect(abs((Self.real(whole["loss_ratio"]) ?? 0) - 60_000 / earned) < 1e-9)
      let bare = try #require(all.first { $0["unit"] == .text(Self.towns[2]) })
      #expect(bare["experience"] == .text("none"))
      #expect(bare["frequency"] == .unknown && bare["loss_ratio"] == .unknown)
      // Not zero: what all towns have on average.
      #expect((Self.real(bare["frequency_estimate"]) ?? 0) > 0)
      let first = try #require(all.first { $0["unit"] == .text(Self.towns[0]) })
      let second = try #require(all.first { $0["unit"] == .text(Self.towns[1]) })
      #expect((Self.real(first["frequency"]) ?? 0) > (Self.real(second["frequency"]) ?? 9))
      let estimate = Self.real(first["frequency_estimate"]) ?? 0
      #expect(estimate <= (Self.real(first["frequency"]) ?? 0) + 1e-12)
      #expect(estimate >= (Self.real(bare["frequency_estimate"]) ?? 9))
      #expect(outcome.sentence.contains("% of earned"))
      #expect(try scene.store.faults() == [])
    }
  }

  /// Xiapu's own limit: claims that go on as they did use the rest up in the days that it says.
  @Test func aLimitRunsOutWithinItsInterval() throws {
    try ImportScene.run { scene in
      // One county policy of 100,000 yuan; 60 claims of 1000 in the first 181 days.
      try Self.fill(scene, claims: [])
      let policy =
        "number,scheme,insured_kind,unit,units,sum_insured_yuan,premium_yuan,paid_by,period_from,"
        + "period_to\nL1,xiapu-land,residents,person,3000,100000,30000,government,2025-01-01,2025-12-31\n"
        + "L0,xiapu-land,public,person,10,90000,300,government,2024-07-01,2024-12-31\n"
      _ = try scene.load(policy.utf8, as: "l.csv", into: .policies)
      let first = try #require(DayNumber("2025-01-01"))
      let rows = (0..<60).map { number in
        let day = first + number * 3
        return "L\(number),L1,盗抢,\(day),\(day),1000,\(day)"
      }
      let header = "number,policy,peril,occurred_on,notified_on,paid_yuan,paid_on\n"
      _ = try scene.load(
        (header + rows.map { $0 + "\n" }.joined()).utf8, as: "d.csv", into: .claims)
      let day = try #require(DayNumber("2025-06-30"))
      let review = ReviewClaims(try Self.shelf(scene.store), on: day)
      let outcome = try review.run(in: scene.store)
      let limits = try Self.rows(scene.store, "limit_burn_down", run: outcome.run.id)
      let row = try #require(limits.first { $0["policy"] == .text("L1") })
      #expect(Self.real(row["used_share"]) == 0.6)
      func date(_ name: String) -> DayNumber? {
        guard case .day(let day)? = row[name] else { return nil }
        return day
      }
      // 60 claims in 181 days: the forty that are left take about 120 days, give or take a month.
      #expect((Self.real(row["p_exhausted"]) ?? 0) > 0.95)
      let mid = try #require(date("exhausted_mid"))
      #expect(abs(mid.number - (day + 121).number) < 8, "\(mid)")
      let low = try #require(date("exhausted_low"))
      let high = try #require(date("exhausted_high"))
      #expect(low.number < mid.number - 14 && high.number > mid.number + 14)
      #expect(low > day && high.number <= day.number + 184)
      #expect((Self.real(row["low_yuan"]) ?? 0) < (Self.real(row["expected_yuan"]) ?? 0))
      // A policy that is over is counted and not forecast; those of 2024 began before the scheme.
      let over = limits.filter { $0["refusal"] == .text("period_over") }
      #expect(over.map { $0["policy"] } == [.text("L0")])
      #expect(!limits.contains { $0["policy"] == .text("P20240") })
      let again = try review.run(in: scene.store)
      #expect(again.wasKept && again.run.id == outcome.run.id)
    }
  }

  @Test func writtenPremiumAloneGivesNoRatio() throws {
    try ImportScene.run { scene in
      try Self.fill(scene, claims: Self.claims)
      let outcome = try ReviewClaims(
        try Self.shelf(scene.store), on: try #require(DayNumber("2023-12-31"))
      ).run(in: scene.store)
      #expect(outcome.sentence.contains("no loss ratio: no premium is earned"))
    }
  }
}
