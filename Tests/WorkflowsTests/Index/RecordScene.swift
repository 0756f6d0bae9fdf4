import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// A row of grids with residents, and what happened in them, to give records by.
struct RecordScene {
  let scene: ImportScene

  static func code(_ unit: Int) -> String { "350921104201\(String(1000 + unit).dropFirst())" }

  static func run<T>(
    _ populations: [Int?], _ body: (RecordScene) throws -> T
  ) throws -> T {
    try ImportScene.run { scene in
      let grids = populations.enumerated().map { index, people in
        let (west, east) = (120 + Double(index) * 0.01, 120 + Double(index + 1) * 0.01)
        let population = people.map { #","population":\#($0)"# } ?? ""
        return
          #"{"type":"Feature","properties":{"code":"\#(code(index))","name":"网格\#(index)"\#(population)},"#
          + #""geometry":{"type":"Polygon","coordinates":[[[\#(west),26.8],[\#(east),26.8],"#
          + #"[\#(east),26.9],[\#(west),26.9],[\#(west),26.8]]]}}"#
      }
      try scene.load(
        (grids.joined(separator: "\n") + "\n").utf8, as: "g.geojsonl", into: .grids)
      return try body(RecordScene(scene: scene))
    }
  }

  /// So many of a category in a unit, on the 10th of a month.
  func load(_ events: [(unit: Int, month: String, count: Int)], _ category: String = "theft") throws
  {
    var rows: [String] = []
    for event in events {
      for number in 0..<event.count {
        rows.append(
          "\(category)-\(event.unit)-\(event.month)-\(number),\(category),\(event.month)-10,"
            + "\(120.005 + Double(event.unit) * 0.01),26.85")
      }
    }
    try scene.load(rows: rows)
  }

  struct Answer {
    var run: Run
    var summary: KeepRecords.Summary
    var scoreboard: [[String: AttributeValue]]
    var months: [[String: AttributeValue]]
    var records: [[String: AttributeValue]]
    var evidence: [[String: AttributeValue]]
  }

  func keep(
    _ rules: RecordRules, _ month: String, change: (inout KeepRecords) -> Void = { _ in }
  ) throws -> Answer {
    var keep = KeepRecords(rules: rules, month: try #require(CalendarMonth(month)))
    keep.level = .grid
    keep.months = 6
    keep.draws = 200
    change(&keep)
    let run = try keep.run(in: scene.store).run
    func rows(_ name: String) throws -> [[String: AttributeValue]] {
      let layer = try #require(Layer(named: name))
      var query = LayerQuery(layer: layer)
      query.run = run.id
      var rows: [[String: AttributeValue]] = []
      try scene.store.forEachFeature(of: query) { feature in
        rows.append(
          Dictionary(uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
      }
      return rows
    }
    return Answer(
      run: run,
      summary: try #require(CanonicalJSON.value(KeepRecords.Summary.self, of: run.summary)),
      scoreboard: try rows("record_scoreboard"), months: try rows("record_months"),
      records: try rows("records"), evidence: try rows("record_evidence"))
  }
}
