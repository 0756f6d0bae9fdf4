import Foundation
import Service
import SimpleFeatures
import Testing
import Workflows

@Suite struct ItemTests {
  @Test func everyLinkLeadsSomewhere() throws {
    try ServiceScene.with(incidents: 300) { scene in
      var waiting = ["/"]
      var seen: Set<String> = []
      func find(_ value: Any) {
        if let members = value as? [String: Any] {
          // Where something is executed answers a POST alone.
          if let href = members["href"] as? String, members["templated"] == nil,
            (members["rel"] as? String)?.hasSuffix("/execute") != true,
            href.hasPrefix("http://example.org:8080")
          {
            waiting.append(href)
          }
          for member in members.values { find(member) }
        } else if let items = value as? [Any] {
          for item in items { find(item) }
        }
      }
      while let address = waiting.popLast() {
        guard seen.insert(address).inserted, seen.count < 400 else { continue }
        let answer = scene.get(address)
        #expect(answer.status == 200, "\(address)")
        guard answer["Content-Type"]?.contains("json") == true,
          answer["Content-Type"]?.contains("seq") == false
        else { continue }
        find(try JSONSerialization.jsonObject(with: Data(answer.body)))
      }
      #expect(seen.count > 40)
    }
  }

  /// Every colour of a style is one of the ramps', for every class a layer can have.
  @Test func stylesHaveTheRampsColours() throws {
    try ServiceScene.with(incidents: 300) { scene in
      let listed = try #require(scene.document("/styles")["styles"] as? [[String: Any]])
      let names = listed.compactMap { $0["id"] as? String }
      #expect(names.contains("hotspots") && names.contains("incidents"))
      for name in names {
        let style = try scene.document("/styles/\(name)")
        #expect(style["version"] as? Int == 8)
        let layers = try #require(style["layers"] as? [[String: Any]])
        #expect(!layers.isEmpty && layers.allSatisfy { $0["source-layer"] as? String == name })
      }
      let hot = String(decoding: scene.get("/styles/hotspots").body, as: UTF8.self)
      let ramps = try String(
        contentsOf: ServiceScene.home.styles.appending(path: "ramps.json"), encoding: .utf8)
      for name in ["hot_99", "hot_95", "none", "cold_95", "cold_99", "too_few", "unresolved"] {
        let line = try #require(
          ramps.split(separator: "\n").first { $0.contains("\"value\": \"\(name)\"") })
        let colour = try #require(line.split(separator: "\"").first { $0.hasPrefix("#") })
        #expect(hot.contains("\"\(name)\",\"\(colour)\""), "\(name)")
      }
      #expect(scene.get("/styles/nothing").status == 404)
      #expect(scene.get("/styles/hotspots/more").status == 404)
    }
  }

  @Test(arguments: [7, 100, 10_000])
  func pagesHoldEveryFeatureOnce(limit: Int) throws {
    try ServiceScene.with { scene in
      let matched = try #require(
        scene.document("/collections/incidents/items?limit=1")["numberMatched"] as? Int)
      var next: String? = "/collections/incidents/items?limit=\(limit)"
      var keys: [Int] = []
      while let address = next, keys.count < 3000 {
        let page = try scene.document(address)
        let features = try #require(page["features"] as? [[String: Any]])
        #expect(page["numberReturned"] as? Int == features.count)
        keys += features.compactMap { $0["id"] as? Int }
        let links = try #require(page["links"] as? [[String: Any]])
        next = links.first { $0["rel"] as? String == "next" }?["href"] as? String
        if limit == 7, keys.count > 70 { break }
      }
      #expect(keys == keys.sorted() && Set(keys).count == keys.count)
      if limit > 7 { #expect(keys.count == matched) }
      let kept = try scene.all("incidents").count
      #expect(matched < kept, "some leave as counts alone")
    }
  }

  @Test func aBoxHoldsWhatLiesInItAndTheNextPageKeepsIt() throws {
    try ServiceScene.with { scene in
      let box = BoundingBox(minX: 119.95, minY: 26.8, maxX: 120.1, maxY: 26.95)
      let text = "bbox=119.95,26.8,120.1,26.95"
      let expected = try scene.all("grids").filter {
        $0.geometry?.boundingBox?.intersects(box) == true
      }
      let page = try scene.document("/collections/grids/items?\(text)&limit=5")
      let matched = try #require(page["numberMatched"] as? Int)
      // A grid whose box meets the box may yet pass it by.
      #expect(matched <= expected.count && matched > 20)
      let links = try #require(page["links"] as? [[String: Any]])
      let next = try #require(
        links.first { $0["rel"] as? String == "next" }?["href"] as? String)
      #expect(next.contains(text) && next.contains("limit=5"))
      for feature in try scene.features("/collections/incidents/items?\(text)&limit=10000") {
        let geometry = try #require(feature["geometry"] as? [String: Any])
        let place = try #require(geometry["coordinates"] as? [Double])
        #expect(box.contains(Coordinate(x: place[0], y: place[1])))
      }
      let withheld = try scene.all("incidents").filter { $0.values[2] == .text("dispute") }.count
      let inside = try scene.all("incidents").filter { feature in
        guard case .point(let place)? = feature.geometry else { return false }
        return box.contains(place) && feature.values[2] != .text("dispute")
      }
      #expect(withheld > 0)
      let found = try scene.document("/collections/incidents/items?\(text)&limit=1")
      #expect(try #require(found["numberMatched"] as? Int) <= inside.count)
      // The same box in degrees with the north first, and in metres.
      for (system, other) in [
        ("EPSG/0/4326", "26.8,119.95,26.95,120.1"), ("EPSG/0/3857", ""),
      ] where !other.isEmpty {
        let again = try scene.document(
          "/collections/grids/items?bbox=\(other)&limit=5"
            + "&bbox-crs=http://www.opengis.net/def/crs/\(system)")
        #expect(again["numberMatched"] as? Int == matched)
      }
    }
  }

  @Test func aDayIsADayOfTheStudyArea() throws {
    try ServiceScene.with { scene in
      let day = "2026-07-20"
      let found = try scene.features(
        "/collections/incidents/items?datetime=\(day)&limit=10000&category=theft")
      #expect(!found.isEmpty)
      for feature in found {
        let properties = try #require(feature["properties"] as? [String: Any])
        let from = try #require(properties["occurred_from"] as? String)
        let to = properties["occurred_to"] as? String ?? from
        #expect(from.prefix(10) <= day && to.prefix(10) >= day)
      }
      let expected = try scene.all("incidents").filter { feature in
        guard feature.values[2] == .text("theft"), case .instant(let from) = feature.values[4]
        else { return false }
        var last = from
        if case .instant(let to) = feature.values[5] { last = to }
        func name(_ instant: Instant) -> Substring {
          instant.formatted(offsetSeconds: 28_800).prefix(10)
        }
        return name(from) <= day && name(last) >= day
      }
      #expect(found.count == expected.count)
    }
  }

  private static let faults = [
    ("bbox=1,2,3", "bbox"), ("bbox=1,2,x,4", "bbox"), ("bbox=0,50,10,20", "bbox"),
    ("bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154", "bbox-crs"),
    ("filter-crs=nonsense", "filter-crs"), ("filter-lang=sql", "filter-lang"),
    ("crs=http://www.opengis.net/def/crs/EPSG/0/2154", "crs"), ("limit=0", "limit"),
    ("limit=many", "limit"), ("datetime=yesterday", "datetime"), ("datetime=../..", "datetime"),
    ("datetime=2026-07-20/2026-07-01", "datetime"), ("f=xml", "f"), ("bbbox=1,2,3,4", "bbbox"),
    ("severity=high", "severity"), ("after=x", "after"), ("limit=1&limit=2", "limit"),
  ]

  @Test func aFaultNamesItsParameter() throws {
    try ServiceScene.with(incidents: 200) { scene in
      for (query, parameter) in Self.faults {
        let answer = scene.get("/collections/incidents/items?\(query)")
        #expect(answer.status == 400, "\(query)")
        #expect(answer["Content-Type"] == "application/problem+json")
        let problem = try #require(
          JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(problem["parameter"] as? String == parameter)
      }
    }
  }

  /// As a form sends what was not filled in; and a system that nothing is in does no harm.
  @Test func whatIsLeftEmptyIsNotAskedFor() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let all = try scene.document("/collections/incidents/items?limit=1")["numberMatched"] as? Int
      for query in [
        "bbox=", "datetime=", "filter=", "bbox=&datetime=&filter=",
        "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
      ] {
        let page = try scene.document("/collections/incidents/items?limit=1&\(query)")
        #expect(page["numberMatched"] as? Int == all, "\(query)")
      }
    }
  }

  @Test func valuesAreNeverPartOfAStatement() throws {
    try ServiceScene.with(incidents: 200) { scene in
      for value in ["x'%20OR%20'1'='1", "%27%3B--", "%22", "$1", "%25"] {
        let page = try scene.document("/collections/incidents/items?category=\(value)")
        #expect(page["numberMatched"] as? Int == 0)
      }
      #expect(scene.get("/collections/incidents/items/1%20OR%201=1").status == 404)
      #expect(scene.get("/collections/grids%27/items").status == 404)
    }
  }

  @Test func systemsHaveTheirAxesAsTheRegistryHasThem() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let key = try #require(
        scene.features("/collections/incidents/items?limit=1").first?["id"] as? Int)
      func place(_ system: String) throws -> [Double] {
        let address = "/collections/incidents/items/\(key)" + system
        let geometry = try #require(scene.document(address)["geometry"] as? [String: Any])
        return try #require(geometry["coordinates"] as? [Double])
      }
      let world = try place("")
      let registry = "?crs=http://www.opengis.net/def/crs/EPSG/0/"
      #expect(try place(registry + "4326") == world.reversed())
      let metres = try place(registry + "4549")
      #expect(metres[0] > 2_900_000 && metres[1] > 400_000 && metres[1] < 600_000)
      #expect(
        scene.get("/collections/incidents/items/\(key)\(registry)4549")["Content-Crs"]
          == "<http://www.opengis.net/def/crs/EPSG/0/4549>")
    }
  }

  @Test func otherFormsHoldTheSameFeatures() throws {
    try ServiceScene.with(incidents: 300) { scene in
      let count = try scene.features("/collections/grids/items?limit=1000").count
      let lines = scene.get("/collections/grids/items?limit=1000&f=geojsonl")
      #expect(lines.body.split(separator: UInt8(ascii: "\n")).count == count)
      let table = scene.get("/collections/grids/items?limit=1000&f=csv")
      #expect(table["Content-Type"]?.hasPrefix("text/csv") == true)
      #expect(
        String(decoding: table.body, as: UTF8.self).split(whereSeparator: \.isNewline).count
          == count + 1)
      let page = scene.get("/collections/grids/items", ["accept": "text/html,*/*"])
      #expect(page["Content-Type"]?.hasPrefix("text/html") == true)
      #expect(page["Content-Security-Policy"] != nil)
    }
  }
}
