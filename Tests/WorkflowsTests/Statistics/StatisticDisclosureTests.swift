import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// What of the statistics leaves the store for a meeting.
@Suite struct StatisticDisclosureTests {
  private static let home = ImportScene.home

  private func scene() throws -> UnitScene {
    var scene = try UnitScene(columns: 12, rows: 12)
    let base = UnitScene.poisson(3, seed: 31)
    let other = UnitScene.poisson(3, seed: 32)
    try scene.add("theft", days: 0..<1) { cell, day in cell.isNear(5, 5) ? 9 : base(cell, day) }
    try scene.add("fire", days: 0..<1) { other($0, $1) }
    try scene.add("domestic", days: 0..<1) { _, _ in 1 }
    return scene
  }

  private func export(
    _ name: String, _ audience: Audience, _ scene: UnitScene
  ) throws -> [[String: String]] {
    var export = ExportLayer(layer: try #require(Layer(named: name)), home: Self.home)
    export.audience = audience
    let file = FileManager.default.temporaryDirectory.appending(
      path: "\(UUID().uuidString).geojson")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try export.run(from: scene.store, to: file)
    let document =
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let features = try #require(document?["features"] as? [[String: Any]])
    return features.map { feature in
      let properties = feature["properties"] as? [String: Any] ?? [:]
      return properties.compactMapValues { $0 is NSNull ? nil : "\($0)" }
    }
  }

  private func find(_ change: (inout FindHotspots) -> Void) -> FindHotspots {
    var find = FindHotspots(scope: UnitScene.scope(), home: Self.home)
    change(&find)
    return find
  }

  @Test(arguments: [Audience.public, .meeting])
  func scoresGoAndSmallCountsOfBothKindsGo(audience: Audience) throws {
    let scene = try scene()
    _ = try find {
      $0.statistic = .moran
      $0.companions = ["fire"]
      $0.exposure = .population
      $0.smoothing = .local
    }.run(in: scene.store)
    let all = try export("hotspots", .analyst, scene)
    let told = try export("hotspots", audience, scene)
    let hidden = ["z", "p", "q", "draws", "moran_i", "score", "lag", "quadrant", "smoothed_rate"]
    for name in hidden {
      #expect(all.contains { $0[name] != nil } && told.allSatisfy { $0[name] == nil }, "\(name)")
    }
    for (count, rate) in [("count", "rate"), ("with_count", "with_rate")] {
      #expect(all.contains { ($0[count].flatMap(Int.init) ?? 9) < 3 })
      #expect(told.allSatisfy { ($0[count].flatMap(Int.init) ?? 9) >= 3 })
      #expect(told.allSatisfy { $0[count] != nil || $0[rate] == nil && $0["lisa"] == nil })
      #expect(told.contains { $0[count] != nil })
    }
    for row in try export("autocorrelation", audience, scene) {
      #expect(row["class"] != nil && row["statistic"] != nil)
      for name in ["value", "variance", "z", "normal_p", "p", "draws"] {
        #expect(row[name] == nil, "\(name)")
      }
    }
  }

  /// Below a share stand counts of incidents.
  @Test func sharesKeepTheirWholesBack() throws {
    let scene = try scene()
    _ = try find {
      $0.exposure = .calls
      $0.scope.stage = .accepted
    }.run(in: scene.store)
    let told = try export("hotspots", .meeting, scene)
    #expect(told.allSatisfy { $0["exposure"] == nil && $0["rate"] == nil })
    let error = #expect(throws: WorkflowError.self) {
      _ = try find { $0.exposure = .incidents }.run(in: scene.store)
      _ = try export("hotspots", .public, scene)
    }
    #expect(error?.description.contains("domestic") == true, "all kinds stand below the share")
  }

  @Test func aSensitiveCompanionIsForAnalystsAlone() throws {
    let scene = try scene()
    _ = try find {
      $0.statistic = .moran
      $0.companions = ["domestic", "fire"]
    }.run(in: scene.store)
    let error = #expect(throws: WorkflowError.self) { try export("hotspots", .meeting, scene) }
    #expect(error?.description.contains("domestic") == true)
    #expect(try export("hotspots", .analyst, scene).count == 144)
  }

  @Test func historiesOfSmallCountsGoAndBinsAreForAnalysts() throws {
    var scene = try UnitScene(columns: 12, rows: 12)
    let base = UnitScene.poisson(0.3, seed: 33)
    try scene.add("theft", days: 0..<12) { cell, day in
      cell.isNear(5, 5) && day > 8 ? 6 : base(cell, day)
    }
    var find = FindEmerging(scope: UnitScene.scope(days: 12), home: Self.home)
    find.stepDays = 1
    _ = try find.run(in: scene.store)
    let all = try export("emerging", .analyst, scene)
    #expect(all.contains { ($0["count"].flatMap(Int.init) ?? 9) < 3 })
    let told = try export("emerging", .meeting, scene)
    for row in told {
      for name in ["z", "p", "q", "trend_z", "trend_p", "tau", "slope"] {
        #expect(row[name] == nil, "\(name)")
      }
      #expect((row["count"].flatMap(Int.init) ?? 9) >= 3)
      if row["count"] == nil { #expect(row["bins"] == nil && row["since"] == nil) }
      #expect(row["class"] != nil)
    }
    #expect(told.contains { $0["class"] == "consecutive_hot" && $0["since"] != nil })
    #expect(throws: WorkflowError.self) { try export("emerging_bins", .public, scene) }
    #expect(try !export("emerging_bins", .analyst, scene).isEmpty)
  }
}
