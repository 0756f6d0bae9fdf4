import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// A shore of two stretches with four zones off it, and what insures them; small enough to be
/// reckoned by hand.
enum CoverScene {
  static let day = DayNumber("2026-07-26") ?? DayNumber(0)
  static let town = "350921104"

  private static func square(_ west: Double, _ south: Double) -> String {
    let (east, north) = (west + 0.01, south + 0.01)
    return
      #"{"type":"Polygon","coordinates":[[[\#(west),\#(south)],[\#(east),\#(south)],"#
      + #"[\#(east),\#(north)],[\#(west),\#(north)],[\#(west),\#(south)]]]}"#
  }

  static let zones = [
    feature(
      #""code":"350921104Y001","name":"一号","species":"海带","unit":"mu","quantity":100,"workers":5,"licence":"valid","prohibited":false,"unit_value_yuan":9000"#,
      square(120.0, 26.70)),
    feature(
      #""code":"350921104Y002","name":"二号","unit":"mu","quantity":50,"workers":3,"licence":"valid","prohibited":true,"unit_value_yuan":6000"#,
      square(120.2, 26.70)),
    feature(
      #""code":"350921104Y003","name":"三号","unit":"kou","quantity":10,"licence":"none","prohibited":false"#,
      square(120.2, 26.72)),
    feature(
      #""code":"350921104Y004","name":"四号","unit":"mu","workers":2,"prohibited":false"#,
      square(120.0, 26.72)),
  ]

  static let coast = [
    feature(
      #""code":"350921104H001","kind":"mainland","town":"350921104","length_m":1000,"exposure_class":"open""#,
      #"{"type":"LineString","coordinates":[[119.99,26.69],[120.03,26.69]]}"#),
    feature(
      #""code":"350921104H002","kind":"mainland","town":"350921104","length_m":1500,"exposure_class":"sheltered""#,
      #"{"type":"LineString","coordinates":[[120.19,26.69],[120.23,26.69]]}"#),
  ]

  static let policyHeader =
    "number,scheme,insured_kind,unit,units,sum_insured_yuan,premium_yuan,period_from,period_to,zone"
  /// 40 of the first zone's 100 亩 at 3,600 yuan of 6,000; 10 with a mutual society.
  static let policies = [
    "P1,stock,raft,mu,40,144000,8000,2025-07-27,2026-07-26,350921104Y001",
    "M1,mutual,raft,mu,10,60000,1000,2025-07-27,2026-07-26,350921104Y001",
    // In 万元, in a zone where stock is forbidden, over another policy.
    "P5,stock,raft,mu,10,6,,2025-07-27,2026-07-26,350921104Y002",
    "P6,stock,raft,mu,5,30000,,2026-01-01,2026-12-31,350921104Y002",
    // For a zone that there is not, and in a unit that the zone does not count.
    "P7,stock,raft,mu,5,30000,100,2026-01-01,2026-12-31,350921104Y009",
    "P8,stock,raft,mu,5,30000,100,2026-01-01,2026-12-31,350921104Y003",
    // Over since a year.
    "P0,stock,raft,mu,90,1000,100,2024-07-27,2025-07-26,350921104Y004",
  ]
  static let claimHeader = "number,policy,peril,occurred_on,notified_on,paid_yuan,reserve_yuan"
  static let claims = [
    "C1,P1,台风,2025-09-01,2025-09-02,10000,",
    "C2,P1,赤潮,2026-05-01,2026-05-03,4000,10000",
  ]

  static func feature(_ properties: String, _ geometry: String) -> String {
    #"{"type":"Feature","properties":{\#(properties)},"geometry":\#(geometry)}"#
  }

  static func run<T>(_ body: (ImportScene) throws -> T) throws -> T {
    try ImportScene.run { scene in
      func load(_ lines: [String], _ name: String, _ layer: ImportLayer) throws {
        let report = try scene.load(
          lines.map { $0 + "\n" }.joined().utf8, as: name, into: layer)
        #expect(report.counts.rejected == 0, "\(scene.rejects)")
      }
      try load(zones, "zones.geojsonl", .aquacultureZones)
      try load(coast, "coast.geojsonl", .coastline)
      try load(["zone,month,unit_value_yuan", "350921104Y001,7,6000"], "v.csv", .zoneValues)
      try load([policyHeader] + policies, "p.csv", .policies)
      try load([claimHeader] + claims, "c.csv", .claims)
      return try body(scene)
    }
  }

  /// Keeps a paper of the scheme `stock`, as the scenario's aquaculture cover has it.
  static func addPaper(to scene: ImportScene) throws {
    let sample = SampleScene.geodata.appending(path: "schemes/sample/xiapu-aquaculture.yaml")
    let text = try String(contentsOf: sample, encoding: .utf8)
      .replacingOccurrences(of: "scheme: xiapu-aquaculture", with: "scheme: stock")
    let catalogue = try CategoryCatalogue(home: ImportScene.home)
    _ = try AddScheme(SchemeFile(text: text, catalogue: catalogue))
      .run(in: scene.store, name: "stock.yaml")
  }

  static func rows(
    _ name: String, of run: Run, in store: any SpatialStore
  ) throws -> [[String: AttributeValue]] {
    let layer = try #require(Layer(named: name))
    var query = LayerQuery(layer: layer)
    query.run = run.id
    var rows: [[String: AttributeValue]] = []
    try store.forEachFeature(of: query) { feature in
      rows.append(
        Dictionary(uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
    }
    return rows
  }
}

extension [String: AttributeValue] {
  /// Not a number where it is unknown.
  func real(_ name: String) -> Double {
    switch self[name] {
    case .real(let number)?: number
    case .integer(let number)?: Double(number)
    default: .nan
    }
  }
}
