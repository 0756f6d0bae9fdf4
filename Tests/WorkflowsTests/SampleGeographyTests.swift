import SimpleFeatures
import Testing
import Topology

@testable import Workflows

@Suite struct SampleGeographyTests {
  private let layout: SampleGridLayout
  private let geography: SampleGeography

  init() throws {
    geography = try SampleScene.geography()
    layout = geography.layout
  }

  @Test func laysAboutAsManyUnitsAsTheCountyHas() {
    #expect(layout.area.towns.count == 14)
    #expect(layout.villages.count == 315)
    #expect((530...590).contains(layout.grids.count))
    #expect((40...60).contains(layout.grids.count { $0.isSea }))
    #expect((150...220).contains(geography.coast.segments.count))
  }

  /// 1,489.6 km² by the county's own figure; the shore of GSHHG and Voronoi borders give less.
  @Test func landIsAboutAsLargeAsTheCountysOwn() {
    let metres = layout.grids.filter { !$0.isSea }.flatMap(\.polygons)
      .reduce(0) { $0 + SamplePlane.metres($1).planarArea }
    #expect((1_300e6...1_550e6).contains(metres))
  }

  @Test func everyGridIsValid() throws {
    let topology = try TopologyContext()
    for grid in layout.grids {
      let fault = try topology.validityFault(of: grid.geometry)
      #expect(fault == nil, "\(grid.code)")
    }
  }

  @Test func gridsDoNotOverlapAndLeaveNoGap() throws {
    let topology = try TopologyContext()
    let shapes = layout.grids.map { grid in
      Geometry.multiPolygon(grid.polygons.map { SamplePlane.metres($0) })
    }
    let sum = try shapes.reduce(0) { try $0 + topology.area(of: $1) }
    let union = try topology.union(shapes)
    #expect(abs(try topology.area(of: union) - sum) < 1)
    // A sliver between two grids would be a hole of the union; real ones are foreign islands.
    for hole in union.polygons.flatMap(\.holes) {
      #expect(Polygon(exterior: hole).planarArea > 1_000)
    }
  }

  /// Each inner border stands in two grids, vertex by vertex, in opposite directions.
  @Test func neighboursShareTheirVertices() {
    struct Edge: Hashable { var start, end: Coordinate }
    var count: [Edge: Int] = [:]
    for ring in layout.grids.flatMap(\.polygons).flatMap(\.rings) {
      for (start, end) in zip(ring, ring.dropFirst()) {
        let isForward = (start.x, start.y) < (end.x, end.y)
        count[
          isForward ? Edge(start: start, end: end) : Edge(start: end, end: start), default: 0] += 1
      }
    }
    #expect(count.values.allSatisfy { $0 <= 2 })
    #expect(count.values.count { $0 == 2 } > 1_000)
  }

  @Test func codesAreFifteenDigitsUnderTheirVillage() {
    #expect(Set(layout.grids.map(\.code)).count == layout.grids.count)
    for grid in layout.grids {
      #expect(grid.code.utf8.count == 15 && grid.code.allSatisfy(\.isNumber))
      #expect(grid.code.hasPrefix(SampleCode.town(layout.area.towns[grid.town].code)))
      if let village = grid.village {
        #expect(grid.code.hasPrefix(layout.villages[village].code))
      } else {
        #expect(grid.code.dropFirst(9).hasPrefix("900"))
      }
    }
  }

  @Test func everyVillageHasAGridAndLiesUnderItsTown() {
    let housed = Set(layout.grids.compactMap(\.village))
    #expect(housed.count == layout.villages.count)
    for village in layout.villages {
      #expect(village.code.hasPrefix(SampleCode.town(layout.area.towns[village.town].code)))
    }
    #expect(layout.villages.count { $0.isPositionKnown } == 14)
  }

  @Test func gridsAreNumberedFromWestToEast() throws {
    for (_, members) in Dictionary(grouping: layout.grids, by: { $0.code.prefix(12) }) {
      let numbers = members.compactMap { Int($0.code.suffix(3)) }.sorted()
      #expect(numbers == Array(1...members.count))
    }
  }

  @Test func landGridsLieOnLandAndSeaGridsOnWater() throws {
    let topology = try TopologyContext()
    for grid in layout.grids {
      guard let first = grid.polygons.first,
        let inside = try topology.pointOnSurface(of: .polygon(first))
      else { continue }
      let isLand = layout.area.landRegion.contains(SamplePlane.metres(inside))
      #expect(isLand != grid.isSea, "\(grid.code)")
    }
  }

  @Test func zonesLieInTheirSeaGridOffTheLandAndApart() throws {
    let topology = try TopologyContext()
    let zones = try SampleScene.scenario(seed: 3, incidents: 0).zones
    #expect(zones.count == 120)
    #expect(Set(zones.map(\.code)).count == 120)
    for (index, zone) in zones.enumerated() {
      let shape = Geometry.polygon(zone.polygon)
      #expect(try topology.isValid(shape))
      #expect(try topology.covers(layout.grids[zone.grid].geometry, shape), "\(zone.code)")
      for other in zones[..<index] {
        #expect(try !topology.intersects(shape, .polygon(other.polygon)))
      }
    }
  }

  @Test func segmentsFollowTheShore() {
    let lengths = geography.coast.segments.map { segment in
      let line = segment.line.map { SamplePlane.metres($0) }
      return zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
    }
    #expect(lengths.allSatisfy { $0 <= SampleCoast.longestMetres + 1 })
    // GSHHG: 418 km of mainland, 728 km with islands, for other borders than ours.
    #expect((500e3...800e3).contains(lengths.reduce(0, +)))
    #expect(Set(geography.coast.segments.map(\.code)).count == geography.coast.segments.count)
  }
}
