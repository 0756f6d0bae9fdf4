import SimpleFeatures
import Testing
import Topology

@Suite struct CoverageFaultsTests {
  private func cell(_ column: Int, _ row: Int, east: Double = 0, west: Double = 0) -> Geometry {
    let (x, y) = (Double(column) * 100, Double(row) * 100)
    return .multiPolygon([
      Polygon(
        BoundingBox(minX: x - west, minY: y, maxX: x + 100 + east, maxY: y + 100))
    ])
  }

  private func find(_ surfaces: [Geometry]) throws -> [CoverageFaults.Fault] {
    try CoverageFaults(context: TopologyContext()).find(in: surfaces)
  }

  @Test func aTilingHasNoFault() throws {
    let cells = (0..<400).map { cell($0 % 20, $0 / 20) }
    #expect(try find(cells).isEmpty)
    // Nor has one whose outline is ragged, or that has an island and a neighbour at a corner only.
    let ragged = cells.indices.filter { $0 % 20 < 20 - $0 / 20 }.map { cells[$0] }
    #expect(try find(ragged + [cell(40, 40)]).isEmpty)
  }

  @Test func plantedFaultsAreFoundWithTheirSizes() throws {
    var cells = (0..<25).map { cell($0 % 5, $0 / 5) }
    cells[0] = cell(0, 0, east: 20)  // overlaps cell 1 by 20 m
    cells[12] = cell(2, 2, east: 0.5)  // a sliver of 0.5 m over cell 13
    cells[17] = cell(2, 3, west: -30)  // a gap of 30 m to cell 16
    cells[23] = cell(3, 4, west: -0.8)  // a sliver of a gap, open to the outside in the north
    cells.append(
      .polygon(
        Polygon(exterior: [
          Coordinate(x: 0, y: 1000), Coordinate(x: 9, y: 1009), Coordinate(x: 9, y: 1000),
          Coordinate(x: 0, y: 1009), Coordinate(x: 0, y: 1000),
        ])))
    let faults = try find(cells)
    func one(_ kind: CoverageFaults.Kind, isOverlap: Bool) throws -> CoverageFaults.Fault {
      let found = faults.filter { $0.kind == kind && $0.isOverlap == isOverlap }
      #expect(found.count == 1, "\(kind): \(found)")
      return try #require(found.first)
    }
    #expect(faults.count == 5, "\(faults)")
    let overlap = try one(.overlap, isOverlap: true)
    #expect(overlap.items == [0, 1] && abs(overlap.areaSquareMetres - 2000) < 1e-6)
    let sliver = try one(.sliver, isOverlap: true)
    #expect(sliver.items == [12, 13] && abs(sliver.areaSquareMetres - 50) < 1e-6)
    #expect(abs(sliver.widthMetres - 0.5) < 0.01)
    let gap = try one(.gap, isOverlap: false)
    #expect(abs(gap.areaSquareMetres - 3000) < 1e-6 && gap.items.contains(16))
    #expect(gap.items.contains(17))
    let crack = try one(.sliver, isOverlap: false)
    #expect(abs(crack.areaSquareMetres - 80) < 1 && crack.items.contains(22))
    #expect(try one(.invalid, isOverlap: false).items == [25])
  }
}
