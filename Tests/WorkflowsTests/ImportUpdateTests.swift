import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// A second file with some columns alone changes these and leaves the others.
@Suite struct ImportUpdateTests {
  static let header = "\(ImportScene.header),severity,loss_yuan,status,status_at,place_code"
  static let rows = [
    "a1,theft,2026-07-01 10:00,120.1,26.9,3,500,reported,2026-07-01,350921104201",
    "a2,fire,2026-07-02 11:00,120.2,26.8,4,,reported,2026-07-02,",
  ]

  /// Every column of every incident, one after the other.
  private func all(_ scene: ImportScene) throws -> [String] {
    var rows: [String] = []
    try scene.store.forEachFeature(of: LayerQuery(layer: #require(Layer(named: "incidents")))) {
      rows.append("\($0.geometry.debugDescription) \($0.values)")
    }
    return rows
  }

  @Test func aFileOfStatesAloneKeepsPlaceLossAndAllElse() throws {
    try ImportScene.run { scene in
      _ = try scene.load(rows: Self.rows, header: Self.header)
      let before = try all(scene)
      let report = try scene.load(
        rows: ["a2,solved,2026-07-05", "a1,reported,2026-07-01", "zz,solved,2026-07-05"],
        header: "id,status,status_at")
      #expect(report.counts.updated == 1 && report.counts.unchanged == 1)
      #expect(report.counts.rejected == 1 && report.counts.inserted == 0)
      #expect(scene.rejects.contains("4,id,zz,no incident of this id"))
      #expect(scene.rejects.contains("category, occurred_from, a place"))
      let after = try all(scene)
      #expect(after[0] == before[0])
      #expect(
        after[1]
          == before[1].replacingOccurrences(of: "reported", with: "solved")
          .replacingOccurrences(
            of: "\(try instant("2026-07-02"))", with: "\(try instant("2026-07-05"))"))
      #expect(report.outsideGrids == 0 && report.withoutPoint == 0)
      #expect(try scene.store.faults() == [])
      // The step of the history is there, and counts.
      var filter = IncidentFilter(firstDay: .init(0), lastDay: .init(30_000))
      filter.stage = .solved
      #expect(try scene.store.answer(IncidentPointsInWindow(filter)).count == 1)
    }
  }

  private func instant(_ day: String) throws -> Int64 {
    let number = try #require(Int64(exactly: 0))
    let midnight = ISO8601DateFormatter().date(from: "\(day)T00:00:00+08:00")
    return try number + Int64(#require(midnight).timeIntervalSince1970)
  }

  @Test func aMappingMayGiveAnIdAndOneColumn() throws {
    try ImportScene.run { scene in
      _ = try scene.load(rows: Self.rows, header: Self.header)
      let report = try scene.load(
        rows: ["a1,已破案", "a2,已立案"], header: "编号,状态",
        mapping: "columns: {id: 编号, status: 状态}\nstatuses: {已破案: solved, 已立案: filed}")
      #expect(report.counts.updated == 2)
      #expect(try scene.column("status") == ["text(\"solved\")", "text(\"filed\")"])
      // A status that changed without its time has none.
      #expect(try scene.column("status_at") == ["unknown", "unknown"])
      #expect(try scene.column("loss_yuan") == ["real(500.0)", "unknown"])
    }
  }

  @Test func aCorrectedPlaceMovesThePointAndNothingElse() throws {
    try ImportScene.run { scene in
      _ = try scene.load(rows: Self.rows, header: Self.header)
      let report = try scene.load(rows: ["a1,120.15,26.85"], header: "id,lon,lat")
      #expect(report.counts.updated == 1)
      let first = try all(scene)[0]
      #expect(first.contains("120.15") && first.contains("theft") && first.contains("350921104201"))
      #expect(try scene.store.faults() == [])
    }
  }

  /// An empty store has nothing to change: the file lacks a column.
  @Test func anEmptyStoreAsksForAllColumns() throws {
    try ImportScene.run { scene in
      let refusal = try scene.refusal {
        try $0.load(rows: ["a1,solved"], header: "id,status")
      }
      #expect(refusal.isUsage && refusal.words.contains("category"))
    }
  }

  @Test func anEndWithoutABeginningIsRefused() throws {
    try ImportScene.run { scene in
      _ = try scene.load(rows: Self.rows, header: Self.header)
      let refusal = try scene.refusal {
        try $0.load(rows: ["a1,2020-01-01"], header: "id,occurred_to")
      }
      #expect(refusal.isUsage && refusal.words.contains("occurred_from"))
    }
  }

  /// Faults of cells, of places and of ids, over several portions.
  @Test func rejectsStandInTheOrderOfTheFile() throws {
    try ImportScene.run { scene in
      let rows = (0..<12_000).map { number in
        switch number % 100 {
        case 10: "n\(number),theft,2026-02-30,120.1,26.9"
        case 20: "n\(number),theft,2026-07-01,0,0"
        case 30: "n\(number - 5),theft,2026-07-01,120.1,26.9"
        default: "n\(number),theft,2026-07-01,120.1,26.9"
        }
      }
      let report = try scene.load(rows: rows)
      #expect(report.counts.rejected == 360 && report.counts.inserted == 11_640)
      let lines = scene.rejects.split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: ",").first.flatMap { Int($0) } }
      #expect(lines.count == 360)
      #expect(lines == lines.sorted())
      #expect(lines.prefix(3) == [12, 22, 32])
      #expect(try scene.store.faults() == [])
    }
  }
}

/// The two threads of an import.
@Suite struct ConveyorTests {
  struct Stop: Error, Equatable { var number: Int }

  @Test(arguments: [1, 3])
  func itemsArriveInOrder(ahead: Int) throws {
    var made = 0
    var used: [Int] = []
    try Conveyor.run(
      ahead: ahead,
      make: {
        made += 1
        return made <= 500 ? made : nil
      },
      use: { used.append($0) })
    #expect(used == Array(1...500))
  }

  @Test func anErrorOfTheMakerComesBehindItsItems() {
    var made = 0
    var used: [Int] = []
    #expect(throws: Stop(number: 7)) {
      try Conveyor.run(
        ahead: 2,
        make: { () throws -> Int? in
          made += 1
          if made == 7 { throw Stop(number: 7) }
          return made
        },
        use: { used.append($0) })
    }
    #expect(used == Array(1...6))
  }

  @Test func anErrorOfTheUserEndsTheMaker() {
    var made = 0
    #expect(throws: Stop(number: 3)) {
      try Conveyor.run(
        ahead: 2,
        make: { () -> Int? in
          made += 1
          return made
        },
        use: { if $0 == 3 { throw Stop(number: 3) } })
    }
    let atEnd = made
    #expect(atEnd <= 7)
    #expect(made == atEnd, "the maker has ended")
  }
}
