import Compression
import Foundation
import Service
import SimpleFeatures
import Testing
import Workflows

@Suite struct ExchangeTests {
  @Test func whatTheClientHasIsNotSentAgainUntilTheStoreIsWritten() throws {
    try ServiceScene.with(incidents: 300) { scene in
      for address in [
        "/collections/grids/items?limit=1000", "/collections/incidents/tilejson",
        "/collections/grids/tiles/WebMercatorQuad/9/216/426",
      ] {
        let first = scene.get(address)
        let tag = try #require(first["ETag"])
        #expect(first.status == 200 && tag.hasPrefix("\""))
        let again = scene.get(address, ["if-none-match": tag])
        #expect(again.status == 304 && again.body.isEmpty)
        #expect(scene.get(address, ["if-none-match": "\"other\""]).status == 200)
        #expect(scene.get(address).body == first.body, "kept as it was")
      }
      let tag = try #require(scene.get("/collections/grids/items")["ETag"])
      try scene.write()
      let changed = scene.get("/collections/grids/items", ["if-none-match": tag])
      #expect(changed.status == 200 && changed["ETag"] != tag)
    }
  }

  @Test func answersArePackedForThoseWhoTakeIt() throws {
    try ServiceScene.with(incidents: 300) { scene throws in
      let address = "/collections/grids/items?limit=500"
      let plain = scene.get(address)
      let packed = scene.get(address, ["accept-encoding": "gzip, br"])
      #expect(plain["Content-Encoding"] == nil && packed["Content-Encoding"] == "gzip")
      #expect(packed.body.count * 2 < plain.body.count)
      #expect(try Gzip.decompress(packed.body.span, limit: 1 << 26) == plain.body)
    }
  }

  @Test func otherMethods() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let answer = scene.get("/collections")
      let head = scene.get("/collections", method: "HEAD")
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head["Content-Type"] == answer["Content-Type"])
      #expect(scene.get("/collections", method: "OPTIONS")["Allow"] == "GET, HEAD, OPTIONS")
      for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE"] {
        let refused = scene.get("/collections", method: method)
        #expect(refused.status == 405 && refused["Allow"] == "GET, HEAD, OPTIONS")
      }
    }
  }

  /// A page of elsewhere can make its own name point at this machine; it is not answered.
  @Test func itIsAnsweredUnderItsOwnNamesAlone() throws {
    try ServiceScene.with(
      incidents: 200, change: { $0.hosts = ["127.0.0.1", "[::1]", "localhost"] }
    ) { scene in
      for host in ["127.0.0.1:8080", "localhost", "[::1]:8080", "LOCALHOST:1"] {
        #expect(scene.get("/health", ["host": host]).status == 200)
      }
      for host in ["evil.example", "127.0.0.1.evil.example", "", "[::2]:80"] {
        #expect(scene.get("/health", ["host": host]).status == 421)
      }
    }
  }

  @Test func onlyNamedOriginsMayRead() throws {
    try ServiceScene.with(
      incidents: 200, change: { $0.origins = ["https://gis.example.org"] }
    ) { scene in
      let known = scene.get("/collections", ["origin": "https://gis.example.org"])
      #expect(known["Access-Control-Allow-Origin"] == "https://gis.example.org")
      let other = scene.get("/collections", ["origin": "https://evil.example"])
      #expect(other["Access-Control-Allow-Origin"] == nil)
    }
  }

  @Test func tilesThatArePartOfNothing() throws {
    try ServiceScene.with(incidents: 300) { scene in
      let address = "/collections/incidents/tiles/WebMercatorQuad/"
      #expect(scene.get(address + "8/108/213").status == 200)
      #expect(scene.get(address + "8/0/0").status == 204)
      for place in ["8/300/1", "-1/0/0", "99/0/0", "a/b/c", "8/1"] {
        #expect(scene.get(address + place).status == 404)
      }
      #expect(scene.get("/collections/incidents/tiles/Other/8/108/213").status == 404)
      #expect(scene.get(address + "8/108/213?category=theft").status == 200)
      #expect(scene.get(address + "8/108/213?datetime=2026").status == 400)
    }
  }

  @Test func malformedAddressesAreFaultsOfTheClient() throws {
    try ServiceScene.with(incidents: 200) { scene in
      for address in [
        "/collections/%", "/collections/%zz", "/collections/grids/items?f=%ff",
        "/collections/grids/items?%00=1", "/collections?f=json&f=json",
        "/collections/grids/items?bbox=" + String(repeating: "1,", count: 10_000),
      ] {
        let status = scene.get(address).status
        #expect((400..<500).contains(status), "\(address.prefix(60)) \(status)")
      }
      for address in ["/nothing", "/collections/nothing", "/collections/grids/nothing", "/page/.."]
      {
        #expect(scene.get(address).status == 404)
      }
    }
  }

  // MARK: Who may see what

  @Test(arguments: [Audience.public, .meeting])
  func othersThanAnalystsSeeNoPointsAndNoSmallCounts(audience: Audience) throws {
    try ServiceScene.with(audience, incidents: 4000) { scene in
      for path in [
        "/collections/incidents", "/collections/incidents/items",
        "/collections/incidents/tilejson", "/collections/incidents/tiles/WebMercatorQuad/8/108/213",
        "/collections/incidents/items/1", "/collections/incidents/queryables",
      ] {
        #expect(scene.get(path).status == 404, "\(path)")
      }
      let listed = try scene.document("/collections")
      let names = try #require(listed["collections"] as? [[String: Any]]).compactMap {
        $0["id"] as? String
      }
      #expect(names.contains("hotspots") && !names.contains("incidents"))
      var hidden = 0
      for feature in try scene.features("/collections/hotspots/items?limit=10000") {
        let properties = try #require(feature["properties"] as? [String: Any])
        if let count = properties["count"] as? Int { #expect(count >= 3) } else { hidden += 1 }
        #expect(properties["z"] as? Double == nil)
      }
      #expect(hidden > 0)
      // A filter would say what is hidden.
      for query in ["count=1", "count=2", "z=0", "rate=1", "exposure=1", "p=1"] {
        #expect(scene.get("/collections/hotspots/items?\(query)").status == 400)
      }
      #expect(scene.get("/collections/hotspots/items?class=none").status == 200)
    }
  }

  @Test func categoriesThatLeaveAsCountsAloneAreNoItems() throws {
    try ServiceScene.with(incidents: 3000) { scene in
      let hidden = try scene.all("incidents").first { $0.values[2] == .text("dispute") }
      guard case .integer(let key) = try #require(hidden).id else { return }
      #expect(scene.get("/collections/incidents/items/\(key)").status == 404)
      let page = try scene.document("/collections/incidents/items?category=dispute")
      #expect(page["numberMatched"] as? Int == 0)
    }
  }
}
