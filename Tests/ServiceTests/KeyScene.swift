import Access
import Foundation
import Service
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

/// A service that needs keys, with a key for each role and some areas.
struct KeyScene {
  static let now = Instant(1_785_000_000)

  let scene: ServiceScene
  /// The codes of towns that have grids and thefts, the most first.
  let towns: [String]
  private let keys: [String: AccessKey]

  /// - Parameter periods: of hot spots of thefts that are published, one run each.
  static func with(
    incidents: Int = 2500, periods: [ClosedRange<DayNumber>] = [],
    change: (inout ServiceConfiguration) -> Void = { _ in },
    _ body: (KeyScene) throws -> Void
  ) throws {
    var keys: [String: AccessKey] = [:]
    var towns: [String] = []
    try ServiceScene.with(
      incidents: incidents,
      prepare: { store in
        towns = try Self.towns(of: store)
        for role in Role.allCases {
          for area in ["", "350921", towns[0], towns[1], "999999"] {
            let key = AccessKey()
            keys["\(role.rawValue) \(area)"] = key
            try store.write {
              _ = try $0.run(
                InsertAccessKey(
                  AccessKeyRecord(
                    id: key.id, digest: key.digest, role: role.rawValue, area: area, note: "",
                    created: now, expires: nil)))
            }
          }
        }
        for period in periods {
          var scope = AnalysisScope()
          scope.categories = ["theft"]
          scope.from = period.lowerBound
          scope.to = period.upperBound
          let found = try FindHotspots(scope: scope, home: ServiceScene.home).run(in: store)
          try PublishRun(found.run.id, home: ServiceScene.home).run(in: store, at: now)
        }
      },
      change: { configuration in
        configuration.needsKeys = true
        configuration.requestsAtOnce = 1_000_000
        change(&configuration)
      }
    ) { scene in try body(KeyScene(scene: scene, towns: towns, keys: keys)) }
  }

  private static func towns(of store: SpatiaLiteStore) throws -> [String] {
    var filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(30_000))
    filter.categories = ["theft"]
    var counts: [String: Int] = [:]
    for entry in try store.answer(IncidentLedger(filter)) where entry.placeCode.count >= 9 {
      counts[String(entry.placeCode.prefix(9)), default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  func key(_ role: Role, _ area: String = "") throws -> AccessKey {
    try #require(keys["\(role.rawValue) \(area)"])
  }

  func get(_ address: String, _ role: Role, _ area: String = "") throws -> ServiceAnswer {
    scene.get(address, ["authorization": "Bearer \(try key(role, area).text)"])
  }

  func document(_ address: String, _ role: Role, _ area: String = "") throws -> [String: Any] {
    let answer = try get(address, role, area)
    try #require(
      answer.status == 200, "\(address): \(String(decoding: answer.body, as: UTF8.self))")
    return try #require(
      JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any], "\(address)")
  }

  func features(_ address: String, _ role: Role, _ area: String = "") throws -> [[String: Any]] {
    try #require(document(address, role, area)["features"] as? [[String: Any]])
  }

  func post(
    _ path: String, _ body: String, _ role: Role, _ area: String = "",
    _ headers: [String: String] = [:]
  ) throws -> ServiceAnswer {
    scene.post(
      path, body,
      ["authorization": "Bearer \(try key(role, area).text)"].merging(headers) { $1 })
  }

  /// The layers that a visitor is told of.
  func layers(_ role: Role, _ area: String = "") throws -> [String] {
    try #require(document("/collections", role, area)["collections"] as? [[String: Any]])
      .compactMap { $0["id"] as? String }
  }
}
