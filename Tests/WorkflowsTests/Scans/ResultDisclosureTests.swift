import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Nothing from which one incident could be told leaves for the public or a meeting.
@Suite struct ResultDisclosureTests {
  private struct Collection: Decodable {
    struct Feature: Decodable {
      struct Properties: Decodable {
        var n: Int?
        var n_before: Int?
        var value: Double?
        var level: Cell?
        var observed: Double?
        var expected: Double?
        var llr: Double?
        var p: Double?
        var factor: Double?
      }
      var properties: Properties
    }
    /// A number or a word.
    enum Cell: Decodable {
      case number(Double), word(String)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
          self = .number(number)
        } else {
          self = .word(try container.decode(String.self))
        }
      }
    }
    var features: [Feature]
  }

  private func export(
    _ name: String, _ audience: Audience, _ study: StudyScene
  ) throws -> [Collection.Feature.Properties] {
    var export = ExportLayer(layer: try #require(Layer(named: name)), home: ImportScene.home)
    export.audience = audience
    let file = study.scene.folder.appending(path: "\(name)-\(audience.rawValue).geojson")
    _ = try export.run(from: study.store, to: file)
    return try JSONDecoder().decode(Collection.self, from: Data(contentsOf: file)).features
      .map(\.properties)
  }

  private static let events =
    StudyScene.background(60, days: 0..<28, seed: 41)
    + StudyScene.crowd(40, x: 2000, y: 2000, spread: 400, days: 20..<28, seed: 42)

  @Test(arguments: [Audience.public, .meeting])
  func densitiesAreToldWithoutSingleIncidents(audience: Audience) throws {
    try StudyScene.run(Self.events) { study in
      var map = MapDensity(scope: AnalysisScope(), home: ImportScene.home)
      map.bandwidth = .metres(300)
      _ = try map.run(in: study.store)
      let all = try export("density", .analyst, study)
      #expect(all.contains { ($0.n ?? 99) < 10 }, "there is something to hide")
      let told = try export("density", audience, study)
      #expect(!told.isEmpty && told.count == all.count { ($0.n ?? 0) >= 10 })
      #expect(told.allSatisfy { $0.n == nil && $0.value != nil })
      #expect(try export("density_units", .analyst, study).allSatisfy { $0.value != nil })
      #expect(try export("density_units", audience, study).allSatisfy { $0.value == nil })
      map.bandwidth = .metres(60)
      _ = try map.run(in: study.store)
      let refusal = try study.scene.refusal { _ in try export("density", audience, study) }
      #expect(refusal.isUsage && refusal.words.contains("follows single incidents"))
    }
  }

  @Test(arguments: [Audience.public, .meeting])
  func scansAndTablesAreToldRoughly(audience: Audience) throws {
    try StudyScene.run(Self.events) { study in
      var scan = ScanForClusters(scope: AnalysisScope(), home: ImportScene.home)
      scan.maximumRadiusMetres = 1000
      scan.replicates = 99
      _ = try scan.run(in: study.store)
      let all = try export("scan_clusters", .analyst, study)
      #expect(all.contains { ($0.observed ?? 99) < 10 })
      let told = try export("scan_clusters", audience, study)
      #expect(!told.isEmpty && told.count < all.count)
      for row in told {
        let observed = try #require(row.observed)
        #expect(observed >= 10 && observed.truncatingRemainder(dividingBy: 5) == 0)
        #expect(row.llr == nil && row.p != nil)
      }
      _ = try FindNearRepeats(scope: AnalysisScope(), home: ImportScene.home).run(in: study.store)
      for row in try export("near_repeat_table", audience, study) {
        #expect(row.observed.map { $0 >= 3 } ?? (row.p == nil && row.factor == nil))
      }
      // A zone is a circle around an incident.
      let refusal = try study.scene.refusal { _ in try export("near_repeat", audience, study) }
      #expect(refusal.isUsage && refusal.words.contains("a row an incident"))
    }
  }
}
