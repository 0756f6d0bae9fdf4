import Access
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Synchronization
import Testing
import Tiles
import Workflows

@testable import Service

/// Incidents in memory give the answers that the store gives, byte for byte.
@Suite struct ColumnTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }
  }

  /// An address whose box has points on its border, or none.
  private static func address(_ incidents: [Feature], _ random: inout Random) throws -> String {
    func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    func place() throws -> Coordinate {
      guard case .point(let place)? = incidents[below(incidents.count)].geometry else {
        return Coordinate(x: 120, y: 26.9)
      }
      return place
    }
    var parts = ["limit=\([1, 7, 50, 10_000][below(4)])"]
    if below(5) > 0 {
      let (one, other) = (try place(), try place())
      let box = BoundingBox(
        minX: min(one.x, other.x), minY: min(one.y, other.y), maxX: max(one.x, other.x),
        maxY: max(one.y, other.y))
      parts.append("bbox=\(box.minX),\(box.minY),\(box.maxX),\(box.maxY)")
    }
    switch below(6) {
    case 0: parts.append("datetime=2026-06-\(10 + below(20))")
    case 1: parts.append("datetime=2026-0\(1 + below(3))-01/2026-0\(4 + below(4))-20T08:00:00Z")
    case 2: parts.append("datetime=../2026-03-0\(1 + below(9))")
    default: break
    }
    switch below(6) {
    case 0: parts.append("category=theft")
    case 1: parts.append("filter=category%20IN%20('fire','dispute')")
    case 2: parts.append("filter=NOT%20category='theft'%20OR%20status%20IS%20NULL")
    case 3: parts.append("filter=severity%3E1")
    default: break
    }
    if below(3) == 0 { parts.append("after=\(below(incidents.count))") }
    if below(5) == 0 { parts.append("crs=http://www.opengis.net/def/crs/EPSG/0/4326") }
    if below(8) == 0 { parts.append("crs=http://www.opengis.net/def/crs/EPSG/0/4549") }
    if parts.filter({ $0.hasPrefix("crs") }).count > 1 { parts.removeLast() }
    if below(4) == 0, !parts.contains(where: { $0.hasPrefix("crs") }) {
      parts.append("f=\(["csv", "geojsonl", "html"][below(3)])")
    }
    return "/collections/incidents/items?" + parts.joined(separator: "&")
  }

  /// Two services over one store, the second of which never has anything in memory.
  private static func with(
    _ keys: KeyScene, _ body: (MapService, MapService) throws -> Void
  ) throws {
    let store = try SpatiaLiteStore.open(path: keys.scene.path, readOnly: true)
    defer { try? store.close() }
    let other = try MapService(stores: [store], configuration: keys.scene.service.configuration)
    defer { other.stop() }
    #expect(other.incidents.mayRead(at: .infinity))
    keys.scene.service.warmUp()
    try body(keys.scene.service, other)
    #expect(other.incidents.table(of: try store.revision()) == nil)
  }

  private static func ask(
    _ service: MapService, _ address: String, _ key: AccessKey
  ) -> ServiceAnswer {
    let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
    return service.respond(
      to: ServiceRequest(
        method: "GET", path: parts[0], query: parts.count > 1 ? parts[1] : "",
        headers: ["host": "example.org", "authorization": "Bearer \(key.text)"]))
  }

  @Test func answersAreThoseOfTheStore() throws {
    try KeyScene.with(incidents: 1200) { keys throws in
      let incidents = try keys.scene.all("incidents")
      var random = Random(state: 5)
      try Self.with(keys) { service, other in
        for (role, area, rounds) in [
          (Role.analyst, "", 250), (.analyst, keys.towns[0], 60), (.editor, "", 30),
          (.viewer, "", 10),
        ] {
          let key = try keys.key(role, area)
          var features = 0
          for _ in 0..<rounds {
            let address = try Self.address(incidents, &random)
            let (one, two) = (Self.ask(service, address, key), Self.ask(other, address, key))
            #expect(one.status == two.status && one.body == two.body, "\(role) \(address)")
            for name in ["Link", "OGC-NumberMatched", "OGC-NumberReturned", "Content-Crs"] {
              #expect(one[name] == two[name], "\(role) \(address)")
            }
            features += Int(one["OGC-NumberReturned"] ?? "") ?? 0
            #expect(one.status == (role == .viewer ? 404 : 200), "\(address)")
          }
          let isRight = role == .viewer ? features == 0 : features > 100
          #expect(isRight, "\(role) \(area): \(features)")
        }
        let revision = service.contentRevision.content(of: try keys.scene.reader.revision())
        #expect(service.incidents.table(of: revision)?.count == incidents.count)
      }
    }
  }

  @Test func tilesAreThoseOfTheFeatures() throws {
    try KeyScene.with(incidents: 1200) { keys throws in
      let store = keys.scene.reader
      let table = try store.answer(IncidentsInColumns())
      let layers = try PublishLayers(audience: .analyst, home: ServiceScene.home)
      let layer = try #require(try layers.open("incidents", in: store))
      var ask = PublishedLayer.Ask()
      for choice in 0..<3 {
        if choice > 0 { ask.categories = ["theft", "fire"] }
        if choice > 1 { (ask.firstDay, ask.lastDay) = (DayNumber(20_500), DayNumber(20_650)) }
        let plain = try layer.tiles(ask, deepestZoom: 14, in: store)
        let quick = try layer.tiles(ask, deepestZoom: 14, in: store, table: table)
        #expect(plain.contents == quick.contents && plain.recipe == quick.recipe)
        for zoom in [6, 10, 14] {
          let tiles = plain.tiles(ofZoom: zoom, threads: 1).tiles
          #expect(quick.tiles(ofZoom: zoom, threads: 1).tiles == tiles && !tiles.isEmpty)
          for tile in tiles { #expect(quick.tile(at: tile) == plain.tile(at: tile)) }
        }
      }
    }
  }

  /// A box between two places, whose sides go through corners of features where these are corners.
  private static func box(
    _ places: [Coordinate], _ random: inout Random
  ) throws -> String {
    func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    var corners = [places[below(places.count)], places[below(places.count)]]
    if below(2) == 0 {
      // Without an area, now and then.
      corners[1] = Coordinate(
        x: corners[0].x + [0, 0.02][below(2)], y: corners[0].y + [0, 0.01][below(2)])
    }
    let box = try #require(BoundingBox(corners))
    var parts = ["limit=\([1, 7, 50, 10_000][below(4)])"]
    if below(6) > 0 { parts.append("bbox=\(box.minX),\(box.minY),\(box.maxX),\(box.maxY)") }
    if below(3) == 0 { parts.append("after=\(below(60))") }
    if below(4) == 0 { parts.append("f=geojsonl") }
    return parts.joined(separator: "&")
  }

  /// Layers whose features are written already are answered as the store answers them, byte for
  /// byte, to each who may see them.
  @Test func writtenFeaturesAreThoseOfTheStore() throws {
    try KeyScene.with(
      incidents: 1200, periods: [DayNumber(20_400)...DayNumber(20_500)],
      change: { $0.memoryRest = 0 }
    ) { keys throws in
      var random = Random(state: 7)
      var places: [Coordinate] = []
      for feature in try keys.scene.all("grids") {
        feature.geometry?.forEachCoordinate { places.append($0) }
      }
      let layers = ["grids", "units", "villages", "hotspots", "incidents"]
      let north = "&crs=http://www.opengis.net/def/crs/EPSG/0/4326"
      try Self.with(keys) { service, other in
        for (role, area, written) in [
          (Role.analyst, "", 8), (.analyst, keys.towns[0], 10), (.viewer, "", 6),
          (.viewer, keys.towns[1], 6),
        ] {
          let key = try keys.key(role, area)
          let before = service.features.state.layers
          var features = 0
          for layer in layers {
            for (system, round) in (0..<50).map({ ($0 % 2 == 0 ? "" : north, $0) }) {
              let address =
                try "/collections/\(layer)/items?" + Self.box(places, &random) + system
              let (one, two) = (Self.ask(service, address, key), Self.ask(other, address, key))
              #expect(one.status == two.status && one.body == two.body, "\(role) \(address)")
              for name in ["Link", "OGC-NumberMatched", "OGC-NumberReturned", "Content-Crs"] {
                #expect(one[name] == two[name], "\(role) \(address)")
              }
              features += Int(one["OGC-NumberReturned"] ?? "") ?? 0
              // What the first two set going is done before the others ask.
              if round < 2 { service.openJobs.wait() }
            }
          }
          #expect(features > 500, "\(role) \(area)")
          #expect(service.features.state.layers - before >= written, "\(role) \(area)")
        }
      }
    }
  }

  /// A question does not wait while the incidents are read; the next one finds them.
  @Test func incidentsAreReadBehindAQuestionsBack() throws {
    try ServiceScene.with(incidents: 300) { scene in
      let address = "/collections/incidents/items?limit=5&bbox=119,26,121,28"
      let first = scene.get(address)
      scene.service.stop()
      let revision = try scene.reader.revision()
      let count = try scene.all("incidents").count
      #expect(scene.service.incidents.table(of: revision)?.count == count)
      #expect(scene.get(address + "&filter=category%3C%3E''")["OGC-NumberReturned"] == "5")
      // Once something was written they are others.
      try scene.write()
      #expect(scene.service.incidents.table(of: try scene.reader.revision()) == nil)
      #expect(scene.get(address).body == first.body)
    }
  }

  /// What was written is in memory before somebody asks for it, for an hour after the last who did.
  @Test func incidentsAreReadAgainBehindAWriting() throws {
    let seconds = Mutex(1e6)
    let clock = ServiceClock(
      seconds: { seconds.withLock { $0 } }, instant: ServiceClock.testing.instant)
    try ServiceScene.with(incidents: 300, change: { $0.clock = clock }) { scene in
      func isRead(after wait: Double) throws -> Bool {
        seconds.withLock { $0 += wait }
        scene.service.freshen()
        scene.service.openJobs.wait()
        return scene.service.incidents.table(of: try scene.reader.revision()) != nil
      }
      #expect(try isRead(after: 0))
      try scene.write()
      #expect(try isRead(after: 3500))
      try scene.write()
      #expect(try !isRead(after: 200))
      #expect(scene.get("/collections/incidents/tiles/WebMercatorQuad/8/108/213").status == 200)
      try scene.write()
      #expect(try isRead(after: 3500))
    }
  }

  /// While an import holds the file all who read wait; what is in memory is answered all the same.
  @Test func tilesComeThoughAllReadersWait() throws {
    try ServiceScene.with(incidents: 300) { scene in
      let tiles = "/collections/incidents/tiles/WebMercatorQuad"
      #expect(scene.get("\(tiles)/8/108/213").status == 200)
      let pool = scene.service.pool
      // The scene has two.
      try pool.withStore { _ in
        try pool.withStore { _ in
          #expect(scene.get("\(tiles)/9/216/426").status == 200)
        }
      }
    }
  }
}
