import SimpleFeatures
import Testing
import Tiles

@Suite struct ShapeTilesTests {
  private struct Edge: Hashable {
    var from: SIMD2<Int32>
    var to: SIMD2<Int32>
  }

  private func edges(_ ring: [SIMD2<Int32>]) -> [Edge] {
    zip(ring, ring[1...] + ring[..<1]).map(Edge.init)
  }

  private func doubleArea(_ ring: [SIMD2<Int32>]) -> Int64 {
    edges(ring).reduce(0) {
      $0 + Int64($1.from.x) * Int64($1.to.y) - Int64($1.to.x) * Int64($1.from.y)
    }
  }

  /// Cells that cover a rectangle still do at every zoom: each edge inside a tile is drawn once in
  /// either direction, so there is no gap and nothing overlaps.
  @Test(arguments: 0..<8)
  func sharedBordersStayShared(seed: Int) throws {
    let layer = try TileScene.shapeTiles(
      TileScene.coverage(side: 12, seed: seed, cellDegrees: 0.011))
    for zoom in 8...14 {
      var pairs = 0
      for tile in layer.tiles(ofZoom: zoom, threads: 1).tiles {
        let grids = try #require(DecodedTile(layer.tile(at: tile))["grids"])
        var seen: [Edge: Int] = [:]
        for feature in grids.features {
          for ring in feature.parts { for edge in edges(ring) { seen[edge, default: 0] += 1 } }
        }
        for (edge, count) in seen {
          // Along the cut and along the cover's own border there is one side alone.
          guard let reverse = seen[Edge(from: edge.to, to: edge.from)] else { continue }
          #expect(count == 1 && reverse == 1)
          pairs += 1
        }
        // What has one side alone lies on the cut or on the outline: its ends are of degree two.
        let lone = seen.keys.filter { seen[Edge(from: $0.to, to: $0.from)] == nil }
        var balance: [SIMD2<Int32>: Int] = [:]
        for edge in lone {
          balance[edge.from, default: 0] += 1
          balance[edge.to, default: 0] -= 1
        }
        #expect(balance.values.allSatisfy { $0 == 0 })
      }
      #expect(pairs > 100, "zoom \(zoom)")
    }
  }

  /// In the one tile that holds all of a cover, the areas of the cells are the area of the cover's
  /// outline, to the last step.
  @Test(arguments: 0..<8)
  func areasOfACoverAddUp(seed: Int) throws {
    let layer = try TileScene.shapeTiles(
      TileScene.coverage(side: 20, seed: seed, cellDegrees: 0.004))
    for zoom in 8...10 {
      for tile in layer.tiles(ofZoom: zoom, threads: 1).tiles {
        let grids = try #require(DecodedTile(layer.tile(at: tile))["grids"])
        guard grids.features.allSatisfy({ $0.tags["merged"] == nil }) else { continue }
        var lone: [SIMD2<Int32>: SIMD2<Int32>] = [:]
        var total: Int64 = 0
        var seen: Set<Edge> = []
        for feature in grids.features {
          for ring in feature.parts {
            #expect(doubleArea(ring) > 0)
            total += doubleArea(ring)
            seen.formUnion(edges(ring))
          }
        }
        for edge in seen where !seen.contains(Edge(from: edge.to, to: edge.from)) {
          lone[edge.from] = edge.to
        }
        var outline: [SIMD2<Int32>] = []
        var pen = try #require(lone.keys.min { ($0.x, $0.y) < ($1.x, $1.y) })
        while let next = lone.removeValue(forKey: pen) {
          outline.append(pen)
          pen = next
        }
        // The outline may fall into several rounds; then there is nothing to compare with.
        guard lone.isEmpty else { continue }
        #expect(total == doubleArea(outline), "zoom \(zoom)")
      }
    }
  }

  @Test(arguments: 0..<6)
  func noSurfaceVanishes(seed: Int) throws {
    let features = TileScene.coverage(side: 24, seed: seed, cellDegrees: 0.0006)
    let layer = try TileScene.shapeTiles(features)
    var drawnTogether = 0
    for zoom in 0...14 {
      var members: [UInt64: Int] = [:]
      for tile in layer.tiles(ofZoom: zoom, threads: 1).tiles {
        for feature in try #require(DecodedTile(layer.tile(at: tile))["grids"]).features {
          var count = 1
          if case .integer(let merged)? = feature.tags["merged"] { count = Int(merged) }
          let id = try #require(feature.id)
          // A feature that reaches over a tile's side is in both tiles, with one number.
          #expect(members[id] == nil || members[id] == count)
          members[id] = count
          drawnTogether = max(drawnTogether, count)
          #expect(feature.parts.reduce(0) { $0 + doubleArea($1) } > 0)
        }
      }
      #expect(members.values.reduce(0, +) == features.count, "zoom \(zoom)")
    }
    #expect(drawnTogether > 1)
  }

  @Test func bytesDoNotDependOnThreadsOrOnWhetherATileIsAskedForAlone() throws {
    let layer = try TileScene.shapeTiles(
      TileScene.coverage(side: 16, seed: 5, cellDegrees: 0.003))
    for zoom in 0...14 {
      let level = layer.tiles(ofZoom: zoom, threads: 1)
      var one: [TileCoordinate: [UInt8]] = [:]
      try layer.forEachTile(ofZooms: zoom...zoom, threads: 1) { one[$0] = $1 }
      var three: [TileCoordinate: [UInt8]] = [:]
      try layer.forEachTile(ofZooms: zoom...zoom, threads: 3) { three[$0] = $1 }
      #expect(one == three)
      #expect(Set(level.tiles) == Set(one.keys))
      var alone: [TileCoordinate: [UInt8]] = [:]
      for tile in level.tiles {
        alone[tile] = try gzipped(layer.tile(at: tile))
      }
      #expect(alone == one, "zoom \(zoom)")
    }
  }

  @Test func labelsLieInTheirSurfaces() throws {
    // A horseshoe, whose middle is outside, and a ring around a lake.
    let horseshoe: [Coordinate] = [
      (0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3), (0, 0),
    ].map { Coordinate(x: 120 + $0.0 / 10, y: 26 + $0.1 / 10) }
    let box = BoundingBox(minX: 121, minY: 26, maxX: 121.3, maxY: 26.3)
    let lake = Polygon(BoundingBox(minX: 121.02, minY: 26.02, maxX: 121.28, maxY: 26.28))
    let layer = try TileScene.shapeTiles([
      Feature(
        id: .integer(1), geometry: .polygon(Polygon(exterior: horseshoe)),
        values: [.text("a"), .unknown, .unknown]),
      Feature(
        id: .integer(2),
        geometry: .polygon(Polygon(exterior: Polygon(box).exterior, holes: [lake.exterior])),
        values: [.text("b"), .unknown, .unknown]),
    ])
    var labels: [UInt64: Int] = [:]
    for tile in layer.tiles(ofZoom: 14, threads: 1).tiles {
      let decoded = try DecodedTile(layer.tile(at: tile))
      for label in decoded["grids_labels"]?.features ?? [] {
        let place = try #require(label.parts.first?.first)
        let surface = try #require(decoded["grids"]?.features.first { $0.id == label.id })
        let crossings = surface.parts.flatMap(edges).filter { edge in
          guard (edge.from.y <= place.y) != (edge.to.y <= place.y) else { return false }
          let share = Double(place.y - edge.from.y) / Double(edge.to.y - edge.from.y)
          return Double(edge.from.x) + share * Double(edge.to.x - edge.from.x) > Double(place.x)
        }
        #expect(crossings.count % 2 == 1)
        #expect(label.tags == ["code": .text(label.id == 1 ? "a" : "b")])
        labels[try #require(label.id), default: 0] += 1
      }
    }
    #expect(labels == [1: 1, 2: 1])
  }

  @Test func outerRingsTurnOneWayAndHolesTheOther() throws {
    let outer = Polygon(BoundingBox(minX: 120, minY: 26, maxX: 120.4, maxY: 26.4)).exterior
    let hole = Polygon(BoundingBox(minX: 120.1, minY: 26.1, maxX: 120.3, maxY: 26.3)).exterior
    for (exterior, inner) in [
      (outer, hole), (outer.reversed(), hole), (outer, hole.reversed()),
    ] {
      let layer = try TileScene.shapeTiles([
        Feature(
          id: .integer(1), geometry: .polygon(Polygon(exterior: exterior, holes: [inner])),
          values: [.text("a"), .unknown, .unknown])
      ])
      let tile = try #require(TileCoordinate(zoom: 6, column: 53, row: 27))
      let feature = try #require(DecodedTile(layer.tile(at: tile))["grids"]?.features.first)
      #expect(feature.parts.map { doubleArea($0).signum() } == [1, -1])
    }
  }

  @Test func linesAreCutAndNeverVanish() throws {
    var schema = TileScene.surfaceSchema
    schema.geometry = .multiLineString
    // In and out of tiles, and one too short to be seen.
    let long = (0...200).map {
      Coordinate(x: 120 + Double($0) * 0.001, y: 26.9 + 0.02 * Double($0 % 3))
    }
    let short = [Coordinate(x: 120, y: 26), Coordinate(x: 120.000001, y: 26)]
    let layer = try ShapeTiles(
      schema: schema, labelFields: [], deepestZoom: 14, offsetSeconds: { _ in 0 }
    ) { take in
      for (index, line) in [long, short].enumerated() {
        try take(
          Feature(
            id: .integer(Int64(index)), geometry: .lineString(line),
            values: [.text("l"), .unknown, .unknown]))
      }
    }
    for zoom in 0...14 {
      var seen: Set<UInt64> = []
      for tile in layer.tiles(ofZoom: zoom, threads: 1).tiles {
        let decoded = try DecodedTile(layer.tile(at: tile))
        #expect(decoded["grids_labels"] == nil)
        for feature in try #require(decoded["grids"]).features {
          seen.insert(try #require(feature.id))
          #expect(feature.kind == 2)
          for part in feature.parts {
            #expect(part.count > 1)
            #expect(part.allSatisfy { $0.min() >= -64 && $0.max() <= 4160 })
          }
        }
      }
      #expect(seen == [0, 1], "zoom \(zoom)")
    }
  }

  @Test func brokenGeometryIsShownWhereItIsOrLeftOut() throws {
    let spot = Coordinate(x: 120, y: 26.9)
    let layer = try TileScene.shapeTiles([
      Feature(
        id: .integer(1), geometry: .polygon(Polygon(exterior: [spot, spot, spot, spot])),
        values: [.text("a"), .unknown, .unknown]),
      Feature(
        id: .integer(2),
        geometry: .polygon(
          Polygon(exterior: [Coordinate(x: .nan, y: 0), Coordinate(x: 9e9, y: 1)])),
        values: [.text("b"), .unknown, .unknown]),
      Feature(id: .integer(3), geometry: nil, values: [.text("c"), .unknown, .unknown]),
      Feature(
        id: .integer(-4), geometry: .geometryCollection([]),
        values: [.text("d"), .unknown, .unknown]),
    ])
    let tiles = layer.tiles(ofZoom: 9, threads: 2).tiles
    let decoded = try DecodedTile(layer.tile(at: try #require(tiles.first)))
    #expect(tiles.count == 1)
    #expect(decoded["grids"]?.features.map(\.id) == [1])
  }
}
