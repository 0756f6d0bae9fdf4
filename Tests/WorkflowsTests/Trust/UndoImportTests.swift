import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

@Suite struct UndoImportTests {
  /// Every published value of a layer, row by row.
  private func rows(_ layer: String, in scene: ImportScene) throws -> [String] {
    let layer = try #require(Layer(named: layer))
    var rows: [String] = []
    try scene.store.forEachFeature(of: LayerQuery(layer: layer)) {
      rows.append("\($0.values) \($0.geometry.map { "\($0)" } ?? "")")
    }
    return rows
  }

  /// The days on which the incidents were filed.
  private func filedDays(in scene: ImportScene) throws -> [Int32] {
    var filter = IncidentFilter(firstDay: DayNumber(.min), lastDay: DayNumber(.max))
    filter.basis = .filed
    return try scene.store.answer(IncidentPointsInWindow(filter)).day
  }

  private static let header = "id,category,time,lon,lat,severity,status,status_at"

  @Test func whatWasChangedComesBackToTheBit() throws {
    try ImportScene.run { scene in
      let first = (0..<50).map {
        "a\($0),theft,2026-07-01 08:00:00,120.0\($0)123456789,26.85,\($0 % 5 + 1),reported,2026-07-01"
      }
      try scene.load(rows: first, header: Self.header)
      let before = try rows("incidents", in: scene)
      let second = (40..<70).map {
        "a\($0),fraud,2026-07-02 09:30:00,120.1\($0),26.9,5,filed,2026-07-03"
      }
      let report = try scene.load(rows: second, header: Self.header)
      #expect(report.counts.inserted == 20 && report.counts.updated == 10)
      let undone = try UndoImport(id: 2).run(in: scene.store)
      #expect(undone.removed == 20 && undone.restored == 10)
      #expect(try rows("incidents", in: scene) == before)
      #expect(try scene.store.faults() == [])
      // The first import is as it was: the same file changes nothing, and it can go too.
      #expect(try scene.load(rows: first, header: Self.header).counts.unchanged == 50)
      #expect(try UndoImport(id: 1).run(in: scene.store).removed == 50)
      #expect(try scene.count() == 0)
      let log = try scene.store.answer(ImportEntries())
      #expect(log.map(\.isUndone) == [true, true, false])
    }
  }

  /// A file of states alone changes a row's history, and not the row.
  @Test func aStepOfTheHistoryComesBackToo() throws {
    try ImportScene.run { scene in
      let header = "id,category,time,lon,lat,filed_at"
      try scene.load(rows: ["a1,theft,2026-07-01,120.1,26.9,2026-07-02"], header: header)
      let before = try rows("incidents", in: scene)
      let history = try filedDays(in: scene)
      let later = try scene.load(
        rows: ["a1,theft,2026-07-01,120.1,26.9,2026-07-05"], header: header)
      #expect(later.counts.updated == 1)
      #expect(try filedDays(in: scene) != history && rows("incidents", in: scene) == before)
      // The same file again says nothing new.
      let again = try scene.load(
        rows: ["a1,theft,2026-07-01,120.1,26.9,2026-07-05"], header: header)
      #expect(again.counts.unchanged == 1)
      #expect(try UndoImport(id: 2).run(in: scene.store).restored == 1)
      #expect(try filedDays(in: scene) == history)
    }
  }

  @Test func changedColumnsAreCounted() throws {
    try ImportScene.run { scene in
      try scene.load(rows: ["a1,theft,2026-07-01,120.1,26.9", "a2,theft,2026-07-01,120.1,26.9"])
      try scene.load(rows: ["a1,fraud,2026-07-01,120.1,26.9", "a2,fraud,2026-07-02,120.1,26.9"])
      let changed = try scene.store.answer(ChangedColumns(importID: 2))
      #expect(changed["category"] == 2 && changed["day"] == 1 && changed["place_code"] == nil)
    }
  }

  @Test func laterImportsOfTheSameRowsAreNamed() throws {
    try ImportScene.run { scene in
      try scene.load(rows: ["a1,theft,2026-07-01,120.1,26.9"])
      try scene.load(rows: ["a1,fraud,2026-07-01,120.1,26.9"])
      let refusal = try scene.refusal { _ in try UndoImport(id: 1).run(in: scene.store) }
      #expect(refusal.words.contains("import 2 (a.csv, 1 rows)"), "\(refusal.words)")
      #expect(try scene.column("category") == ["text(\"fraud\")"])
      _ = try UndoImport(id: 2).run(in: scene.store)
      #expect(try scene.column("category") == ["text(\"theft\")"])
      _ = try UndoImport(id: 1).run(in: scene.store)
      let again = try scene.refusal { _ in try UndoImport(id: 1).run(in: scene.store) }
      #expect(again.words.contains("undone already"))
      let unknown = try scene.refusal { _ in try UndoImport(id: 99).run(in: scene.store) }
      #expect(unknown.words.contains("no import 99"))
    }
  }

  @Test func gridsThatGoGiveTheirIncidentsBack() throws {
    try ImportScene.run { scene in
      try scene.load(rows: ["a1,theft,2026-07-01,120.05,26.85"])
      try scene.load("\(ImportPlacesTests.good)\n".utf8, as: "g.geojsonl", into: .grids)
      #expect(try scene.column("grid") == ["text(\"350921104201001\")"])
      // Redrawn elsewhere, then taken back.
      let moved = ImportPlacesTests.feature(
        #""code":"350921104201001""#,
        ring: "[121,26.8],[121.1,26.8],[121.1,26.9],[121,26.9],[121,26.8]")
      try scene.load("\(moved)\n".utf8, as: "g.geojsonl", into: .grids)
      #expect(try scene.column("grid") == ["unknown"])
      _ = try UndoImport(id: 3).run(in: scene.store)
      #expect(try scene.column("grid") == ["text(\"350921104201001\")"])
      _ = try UndoImport(id: 2).run(in: scene.store)
      #expect(try scene.column("grid") == ["unknown"])
      #expect(try scene.count("grids") == 0 && scene.store.faults() == [])
    }
  }

  @Test func runsStayAndAreMarked() throws {
    try ImportScene.run { scene in
      try scene.load("\(ImportPlacesTests.good)\n".utf8, as: "g.geojsonl", into: .grids)
      try scene.load(rows: ["a1,theft,2026-07-01,120.05,26.85"])
      func run(_ day: Int32) -> Run {
        Run(
          kind: "clusters", parameters: "{}", seed: 1, inputDigest: "\(day)", version: "t",
          validFrom: DayNumber(day), validTo: DayNumber(day + 6), summary: "{}")
      }
      let july = DayNumber(year: 2026, month: 6, day: 28)?.number ?? 0
      _ = try scene.store.write { transaction in
        try transaction.run(InsertRun(run(july)))
        try transaction.run(InsertRun(run(july - 100)))
      }
      // The same file again changes nothing, nor does taking it back.
      try scene.load(rows: ["a1,theft,2026-07-01,120.05,26.85"])
      #expect(try UndoImport(id: 3).run(in: scene.store).staleRuns == 0)
      #expect(try UndoImport(id: 2).run(in: scene.store).staleRuns == 1)
      #expect(try scene.store.answer(Runs()).map(\.isStale) == [true, false])
      _ = try scene.store.write { transaction in
        let hotspots = Run(
          kind: "hotspots", parameters: "{}", seed: 1, inputDigest: "h", version: "t",
          validFrom: DayNumber(july), validTo: DayNumber(july), summary: "{}")
        try transaction.run(InsertRun(hotspots))
        let grid = try transaction.answer(GridAreas())[0].id
        try transaction.run(
          InsertHotspot(
            run: hotspots.id,
            HotspotRow(grid: grid, count: 1, className: "none", statistic: "gi-star", draws: 0)))
      }
      let refusal = try scene.refusal { _ in try UndoImport(id: 1).run(in: scene.store) }
      #expect(refusal.words.contains("runs delete"), "\(refusal.words)")
    }
  }
}
