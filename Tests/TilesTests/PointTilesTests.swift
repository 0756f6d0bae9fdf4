import SimpleFeatures
import Testing
import Tiles

@Suite struct PointTilesTests {
  private func sums(_ layer: PointTiles, zoom: Int) throws -> [String: Int] {
    var sums: [String: Int] = [:]
    for tile in layer.tiles(ofZoom: zoom, threads: 1).tiles {
      let decoded = try DecodedTile(layer.tile(at: tile))
      for feature in try #require(decoded["incidents"]).features {
        for (key, value) in feature.tags {
          guard case .integer(let number) = value, key.hasPrefix("n") else { continue }
          sums[key, default: 0] += Int(number)
        }
        // A point alone keeps its category instead of a count of one.
        if feature.tags["n"] == .integer(1), case .text(let kind)? = feature.tags["category"] {
          sums["n_\(kind)", default: 0] += 1
        }
        #expect(feature.parts.count == 1)
        #expect(feature.parts.joined().allSatisfy { $0.min() >= 0 && $0.max() < 4096 })
      }
    }
    return sums
  }

  @Test(arguments: 0..<12)
  func everyZoomCountsEveryPoint(seed: Int) throws {
    let features = TileScene.points(1 + 257 * seed, seed: seed)
    let layer = try TileScene.pointTiles(features)
    var expected: [String: Int] = ["n": features.count]
    for feature in features {
      if case .text(let kind) = feature.values[1] { expected["n_\(kind)", default: 0] += 1 }
    }
    for zoom in [0, 1, 5, 8, 11, 13, 14] {
      #expect(try sums(layer, zoom: zoom) == expected, "zoom \(zoom)")
    }
  }

  /// The same points in columns, some of them left out, make the same bytes.
  @Test(arguments: 0..<6)
  func columnsMakeTheTilesThatFeaturesMake(seed: Int) throws {
    let features = TileScene.points(900, seed: seed)
    var schema = TileScene.pointSchema
    schema.fields = [schema.fields[1], schema.fields[2]]
    let summary = PointSummary(counted: "category", worst: "severity", kept: ["category"])
    let chosen = features.indices.filter { seed % 2 == 0 || $0 % 3 > 0 }
    let whole = try PointTiles(
      schema: schema, summary: summary, deepestZoom: 14, offsetSeconds: { _ in 0 }
    ) { take in
      for index in chosen {
        var feature = features[index]
        feature.values = [feature.values[1], feature.values[2]]
        try take(KeptFeatureRow(feature))
      }
    }
    var table = PointTable(
      ids: [], longitudes: [], latitudes: [],
      fields: [.init(values: [], codes: []), .init(values: [], codes: [])],
      rows: seed % 2 == 0 ? nil : chosen)
    for feature in features {
      guard case .integer(let id) = feature.id, case .point(let place)? = feature.geometry else {
        continue
      }
      table.ids.append(id)
      table.longitudes.append(place.x)
      table.latitudes.append(place.y)
      for field in 0..<2 {
        let value = feature.values[field + 1]
        if value != .unknown, !table.fields[field].values.contains(value) {
          table.fields[field].values.append(value)
        }
        let code = table.fields[field].values.firstIndex(of: value) ?? 255
        table.fields[field].codes.append(UInt8(code))
      }
    }
    let columns = PointTiles(
      schema: schema, summary: summary, deepestZoom: 14, offsetSeconds: { _ in 0 }, points: table)
    #expect(columns.contents == whole.contents && columns.bounds == whole.bounds)
    for zoom in [0, 4, 9, 12, 14] {
      let tiles = whole.tiles(ofZoom: zoom, threads: 1).tiles
      #expect(columns.tiles(ofZoom: zoom, threads: 1).tiles == tiles)
      for tile in tiles { #expect(columns.tile(at: tile) == whole.tile(at: tile), "\(tile)") }
    }
  }

  @Test func theWorstSeverityOfACellStandsForIt() throws {
    let features = (0..<40).map { index in
      Feature(
        id: .integer(Int64(index)), geometry: .point(Coordinate(x: 120, y: 26.9)),
        values: [
          .text("\(index)"), .text("fire"), .integer(Int64(index % 4)), .unknown, .unknown,
        ])
    }
    let layer = try TileScene.pointTiles(features)
    for zoom in 0..<14 {
      let tiles = layer.tiles(ofZoom: zoom, threads: 1).tiles
      let tile = try DecodedTile(layer.tile(at: try #require(tiles.first)))
      let feature = try #require(tile["incidents"]?.features.first)
      #expect(tiles.count == 1)
      #expect(feature.tags["severity"] == .integer(3))
      #expect(feature.tags["n"] == .integer(40))
      #expect(feature.tags["n_fire"] == .integer(40))
      #expect(feature.id == nil)
    }
  }

  @Test(arguments: [[], ["id"]] as [Set<String>])
  func theDeepestZoomHasEachPointWithAllItsAttributes(names: Set<String>) throws {
    let features = TileScene.points(800, seed: 3)
    let layer = try TileScene.pointTiles(features, names: names)
    var found: [UInt64: DecodedTile.Feature] = [:]
    for tile in layer.tiles(ofZoom: 14, threads: 1).tiles {
      for feature in try #require(DecodedTile(layer.tile(at: tile))["incidents"]).features {
        found[try #require(feature.id)] = feature
      }
    }
    #expect(found.count == features.count)
    for (index, feature) in features.enumerated() {
      let tags = try #require(found[UInt64(index + 1)]).tags
      #expect(tags["id"] == .text("事件-\(index)"))
      #expect(tags["loss"] == .real(Double(index) / 4))
      guard case .instant(let instant) = feature.values[4] else { continue }
      #expect(tags["at"] == .text(instant.formatted(offsetSeconds: 28_800)))
      if feature.values[2] == .unknown { #expect(tags["severity"] == nil) }
    }
  }

  @Test func bytesDoNotDependOnThreadsOrOnWhetherATileIsAskedForAlone() throws {
    let layer = try TileScene.pointTiles(TileScene.points(5_000, seed: 7))
    func all(_ threads: Int) throws -> [TileCoordinate: [UInt8]] {
      var tiles: [TileCoordinate: [UInt8]] = [:]
      try layer.forEachTile(ofZooms: 0...14, threads: threads) { tiles[$0] = $1 }
      return tiles
    }
    let one = try all(1)
    #expect(one.count > 1000)
    #expect(try all(3) == one)
    var identifiers: [UInt64] = []
    try layer.forEachTile(ofZooms: 3...9, threads: 2) { tile, _ in
      identifiers.append(tile.identifier)
    }
    #expect(identifiers == identifiers.sorted())
  }

  @Test func aPointOutsideTheSquareIsKeptAtItsBorderAndNoPlaceIsNone() throws {
    let places = [
      Coordinate(x: 0, y: 90), Coordinate(x: 180, y: -90), Coordinate(x: -180, y: 0),
      Coordinate(x: .nan, y: 0), Coordinate(x: 0, y: .infinity), Coordinate(x: 500, y: 0),
    ]
    let layer = try TileScene.pointTiles(
      places.map { Feature(geometry: .point($0), values: Array(repeating: .unknown, count: 5)) }
        + [Feature(geometry: nil, values: Array(repeating: .unknown, count: 5))])
    for zoom in [0, 3, 14] { #expect(try sums(layer, zoom: zoom)["n"] == 3) }
    #expect(try TileScene.pointTiles([]).bounds == nil)
    #expect(try TileScene.pointTiles([]).tiles(ofZoom: 4, threads: 2).tiles.isEmpty)
  }

  @Test func tooManyKindsAreNotCountedOneByOne() throws {
    let features = (0..<100).map { index in
      Feature(
        id: .integer(Int64(index)), geometry: .point(Coordinate(x: 120, y: 27)),
        values: [.text("a"), .text("kind \(index)"), .unknown, .unknown, .unknown])
    }
    let layer = try TileScene.pointTiles(features)
    #expect(try sums(layer, zoom: 6) == ["n": 100])
  }
}
