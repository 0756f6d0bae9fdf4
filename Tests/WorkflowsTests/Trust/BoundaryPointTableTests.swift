import Formats
import SimpleFeatures
import Testing

@testable import Workflows

@Suite struct BoundaryPointTableTests {
  private static let columns = BoundaryPointTable.Columns(
    zone: "zone", ring: nil, number: "n", x: "x", y: "y")

  private func zones(
    _ rows: [[String]], header: [String] = ["zone", "n", "x", "y"],
    columns: BoundaryPointTable.Columns = columns
  ) throws -> [BoundaryPointTable.Zone] {
    var table = try BoundaryPointTable(columns, header: header)
    for (index, cells) in rows.enumerated() {
      let page = RowPage()
      for cell in cells { page.append(cell) }
      try table.add(
        SourceRow(line: index + 2, page: page, firstCell: 0, count: cells.count))
    }
    return table.zones()
  }

  private func fault(_ rows: [[String]]) throws -> String {
    let all = try zones(rows)
    guard let zone = all.first, case .failure(let fault) = zone.result else {
      Issue.record("nothing was refused: \(rows)")
      return ""
    }
    return "\(fault)"
  }

  static let square = [
    ["A", "J1", "119°59′30″", "26°50′00″"], ["A", "J3", "120°00′30″", "26°51′00″"],
    ["A", "J2", "120°00′30″", "26°50′00″"], ["A", "J4", "119°59′30″", "26°51′00″"],
  ]

  @Test func pointsInTheOrderOfTheirNumbersMakeTheBorder() throws {
    let all = try zones(
      Self.square + [["B", "1", "40500000", "2976000"]] + [
        ["B", "2", "40500100", "2976000"], ["B", "3", "40500100", "2976100"],
      ])
    #expect(all.count == 2 && all[0].rows.count == 4)
    let first = try all[0].result.get().polygons[0].exterior
    #expect(first.count == 5 && first.first == first.last)
    #expect(abs(first[1].x - (120 + 30.0 / 3600)) < 1e-12 && abs(first[1].y - 26.8333333333) < 1e-9)
    let third = try all[1].result.get().polygons[0].exterior[2]
    #expect(third == Coordinate(x: 40_500_100, y: 2_976_100))
  }

  @Test func aFirstPointThatClosesTheRingIsNoFault() throws {
    for closing in ["J5", "J1"] {
      let all = try zones(Self.square + [["A", closing, "119°59′30″", "26°50′00″"]])
      #expect(try all[0].result.get().polygons[0].exterior.count == 5)
    }
  }

  @Test func whatIsInDoubtIsRefusedWithItsReason() throws {
    var gap = Self.square
    gap[1][1] = "J5"
    #expect(try fault(gap).contains("point 3 is missing"))
    var twice = Self.square
    twice[1][1] = "J2"
    #expect(try fault(twice).contains("stands twice"))
    var crossing = Self.square
    (crossing[1][1], crossing[2][1]) = ("J2", "J3")
    #expect(try fault(crossing).contains("crosses itself"))
    #expect(try fault(Array(Self.square.prefix(1))).contains("make no area"))
    var bad = Self.square
    bad[2][2] = "120°60′30″"
    #expect(try fault(bad).contains("line 4") && fault(bad).contains("60 minutes"))
    var mixed = Self.square
    mixed[2][1] = "K2"
    #expect(try fault(mixed).contains("more than one way"))
  }

  @Test func ringsInsideAreHoles() throws {
    func ring(_ name: String, _ from: Int, _ to: Int) -> [[String]] {
      [(from, from), (to, from), (to, to), (from, to)].enumerated().map {
        [
          "A", name, "\($0.offset + 1)", "\(40_500_000 + $0.element.0)",
          "\(2_976_000 + $0.element.1)",
        ]
      }
    }
    var columns = Self.columns
    columns.ring = "ring"
    let all = try zones(
      ring("1", 0, 100) + ring("2", 20, 40) + ring("3", 200, 240),
      header: ["zone", "ring", "n", "x", "y"], columns: columns)
    let polygons = try all[0].result.get().polygons
    #expect(polygons.count == 2 && polygons[0].holes.count == 1 && polygons[1].holes.isEmpty)
  }

  @Test func aColumnThatIsNotThereIsNamed() {
    #expect(throws: WorkflowError.self) {
      try BoundaryPointTable(Self.columns, header: ["zone", "nr", "x", "y"])
    }
  }
}
