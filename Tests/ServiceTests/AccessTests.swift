import Access
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Service

@Suite struct AccessTests {
  // MARK: Keys

  @Test func aKeyOpensWhatItWasMadeFor() throws {
    let key = AccessKey()
    let other = AccessKey()
    var record = AccessKeyRecord(
      id: key.id, digest: key.digest, role: "analyst", area: "350921", note: "",
      created: Instant(0), expires: Instant(100))
    func principal(_ text: String, _ seconds: Int64) -> Principal? {
      KeyRing([record]).principal(of: text, at: Instant(seconds))
    }
    #expect(
      principal(key.text, 99) == Principal(role: .analyst, area: "350921", key: key.id))
    #expect(principal(key.text, 100) == nil, "it has expired")
    #expect(principal(other.text, 1) == nil)
    #expect(!record.digest.contains(key.text.suffix(64)) && record.digest.count == 64)
    for position in key.text.indices.suffix(64) {
      var wrong = key.text
      wrong.replaceSubrange(
        position...position, with: key.text[position] == "0" ? "1" : "0")
      #expect(principal(wrong, 1) == nil)
    }
    for text in ["", "anlan", "anlan__", key.text + "0", String(key.text.dropLast()), "a_b_c"] {
      #expect(principal(text, 1) == nil)
    }
    record.revoked = Instant(5)
    #expect(principal(key.text, 1) == nil)
    record.revoked = nil
    record.role = "emperor"
    #expect(principal(key.text, 1) == nil)
  }

  @Test func keysAreNeverTheSame() {
    #expect(Set((0..<500).map { _ in AccessKey().text }).count == 500)
  }

  @Test func tokensComeBackAtAnEvenPace() {
    let limit = RateLimit(perSecond: 2, burst: 4)
    for _ in 0..<4 { #expect(limit.wait("a", at: 10) == nil) }
    #expect(limit.wait("a", at: 10) == 0.5)
    #expect(limit.wait("b", at: 10) == nil, "each has its own")
    #expect(limit.wait("a", at: 10.5) == nil)
    #expect(limit.wait("a", at: 10.5) != nil)
    for name in 0..<30_000 { _ = limit.wait("\(name)", at: 11) }
    #expect(limit.wait("a", cost: 100, at: 1e9) != nil)
  }

  @Test func whoeverHasNoKeyIsAskedForOne() throws {
    try KeyScene.with(incidents: 400) { keys throws in
      let good = try keys.key(.analyst).text
      let basic = Data("gis:\(good)".utf8).base64EncodedString()
      for headers in [
        ["authorization": "Bearer \(good)"], ["authorization": "Basic \(basic)"],
        ["x-api-key": good],
      ] {
        #expect(keys.scene.get("/collections", headers).status == 200)
      }
      for headers in [
        [:], ["authorization": "Bearer x"], ["authorization": "Basic !"], ["authorization": good],
        ["authorization": "Bearer " + AccessKey().text], ["x-api-key": ""],
      ] {
        for path in ["/", "/collections", "/api", "/metrics", "/page/page.js", "/nothing"] {
          let answer = keys.scene.get(path, headers)
          #expect(answer.status == 401 || answer.status == 429, "\(path)")
          if answer.status == 401 { #expect(answer["WWW-Authenticate"] != nil) }
        }
      }
      #expect(keys.scene.get("/health").status == 200)
    }
  }

  @Test func aKeyThatIsRevokedIsNoneAtOnce() throws {
    try KeyScene.with(incidents: 300) { keys throws in
      #expect(try keys.get("/collections", .viewer).status == 200)
      let id = try keys.key(.viewer).id
      let writer = try #require(keys.scene.service.writer)
      try writer.write { _ = try $0.run(RevokeAccessKey(id: id, at: KeyScene.now)) }
      #expect(try keys.get("/collections", .viewer).status == 401)
      #expect(try keys.get("/collections", .analyst).status == 200)
    }
  }

  @Test func whoeverAsksTooOftenWaits() throws {
    try KeyScene.with(
      incidents: 200,
      change: {
        $0.requestsAtOnce = 5
        $0.requestsPerSecond = 0.001
      }
    ) { keys throws in
      for _ in 0..<5 { #expect(try keys.get("/conformance", .viewer).status == 200) }
      let refused = try keys.get("/conformance", .viewer)
      #expect(refused.status == 429 && Int(refused["Retry-After"] ?? "") ?? 0 > 0)
      #expect(try keys.get("/conformance", .analyst).status == 200, "another key")
      // Guesses, from one machine.
      var statuses: Set<Int> = []
      for _ in 0..<30 { statuses.insert(keys.scene.get("/", ["x-api-key": "guess"]).status) }
      #expect(statuses == [401, 429])
    }
  }

  // MARK: Role × route × area

  /// Every route of every layer, for every role and area: what comes back lies in the area, and is
  /// for the role.
  @Test func everyRouteKeepsToTheArea() throws {
    try KeyScene.with(incidents: 1500, periods: [DayNumber(20_100)...DayNumber(20_640)]) {
      keys throws in
      let all = try keys.layers(.analyst)
      #expect(all.contains("incidents") && all.contains("hotspots") && all.contains("grids"))
      for role in Role.allCases {
        for area in ["350921", keys.towns[0], keys.towns[1], "999999"] {
          for layer in all { try check(layer, role, area, keys) }
        }
      }
    }
  }

  private func code(_ properties: [String: Any]) -> String? {
    for name in ["unit", "grid", "code", "place_code", "town"] {
      if let code = properties[name] as? String { return code }
    }
    return nil
  }

  private func check(_ layer: String, _ role: Role, _ area: String, _ keys: KeyScene) throws {
    let address = "/collections/\(layer)"
    let first = try keys.get(address + "/items?limit=10000", role, area)
    let place = "\(role.rawValue) \(area) \(layer)"
    if role == .viewer, layer == "incidents" {
      for path in [
        "", "/items", "/items/1", "/queryables", "/tilejson", "/tiles",
        "/tiles/WebMercatorQuad", "/tiles/WebMercatorQuad/8/108/213", "/items?f=csv",
      ] {
        #expect(try keys.get(address + path, role, area).status == 404, "\(place)\(path)")
      }
      return
    }
    guard first.status == 200 else {
      #expect(first.status == 404, "\(place)")
      return
    }
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(first.body)) as? [String: Any])
    let features = try #require(document["features"] as? [[String: Any]])
    let codes = features.compactMap { ($0["properties"] as? [String: Any]).flatMap(code) }
    #expect(codes.count == features.count, "\(place): each says where it lies")
    #expect(codes.allSatisfy { $0.hasPrefix(area) }, "\(place)")
    if let matched = document["numberMatched"] as? Int { #expect(matched == features.count) }
    // One of elsewhere by its key.
    let own = Set(features.compactMap { $0["id"] as? Int })
    let everything = try keys.features(address + "/items?limit=10000", .analyst)
    let others = everything.compactMap { $0["id"] as? Int }.filter { !own.contains($0) }
    for id in others.prefix(5) + others.suffix(5) {
      #expect(try keys.get(address + "/items/\(id)", role, area).status == 404, "\(place) \(id)")
    }
    for id in own.prefix(3) {
      #expect(try keys.get(address + "/items/\(id)", role, area).status == 200, "\(place) \(id)")
    }
    let csv = try keys.get(address + "/items?f=csv&limit=10000", role, area)
    let lines = try keys.get(address + "/items?f=geojsonl&limit=10000", role, area)
    #expect(csv.status == 200 && lines.status == 200)
    #expect(lines.body.count { $0 == UInt8(ascii: "\n") } == features.count, "\(place)")
    // Tiles of an area without anything hold nothing, and have no bounds.
    let tileJSON = try keys.get(address + "/tilejson", role, area)
    guard tileJSON.status == 200 else { return }
    let told = try #require(
      JSONSerialization.jsonObject(with: Data(tileJSON.body)) as? [String: Any])
    let tile = try keys.get(address + "/tiles/WebMercatorQuad/6/27/53", role, area)
    #expect(features.isEmpty == (tile.status == 204), "\(place): \(tile.status)")
    #expect(features.isEmpty == (told["bounds"] == nil), "\(place)")
  }

  @Test func whatIsComputedKeepsToTheArea() throws {
    try KeyScene.with(incidents: 2500) { keys throws in
      let town = keys.towns[0]
      let path = "/processes/hotspots/execution"
      let own = try keys.post(path, #"{"inputs":{"permutations":99}}"#, .analyst, town)
      let told = try #require(
        JSONSerialization.jsonObject(with: Data(own.body)) as? [String: Any])
      let features = try #require(told["features"] as? [[String: Any]])
      #expect(!features.isEmpty)
      for feature in features {
        let unit = (feature["properties"] as? [String: Any])?["unit"] as? String
        #expect(unit?.hasPrefix(town) == true)
      }
      let narrower = #"{"inputs":{"permutations":9,"area":"\#(town)001"}}"#
      #expect([200, 409].contains(try keys.post(path, narrower, .analyst, town).status))
      let wider = #"{"inputs":{"permutations":9,"area":"350921"}}"#
      let cut = try keys.post(path, wider, .analyst, town)
      #expect(
        (try JSONSerialization.jsonObject(with: Data(cut.body)) as? [String: Any])?["features"]
          .flatMap { ($0 as? [Any])?.count } == features.count)
      let other = #"{"inputs":{"permutations":9,"area":"\#(keys.towns[1])"}}"#
      #expect(try keys.post(path, other, .analyst, town).status == 400)
      let points = try keys.post(
        "/processes/clusters/execution", #"{"inputs":{"min-points":3,"eps":800}}"#, .analyst,
        town)
      let summary =
        (try JSONSerialization.jsonObject(with: Data(points.body)) as? [String: Any])?["summary"]
        as? [String: Any]
      let entries = try keys.scene.reader.answer(
        IncidentLedger(
          IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(30_000))))
      let there = entries.count { $0.placeCode.hasPrefix(town) }
      #expect(summary?["incidents"] as? Int == there)
      #expect(try keys.post(path, "{}", .viewer, town).status == 404)
      #expect(try keys.get("/processes", .viewer).status == 404)
      // A job is its owner's alone.
      let job = try keys.post(
        path, #"{"inputs":{"permutations":9}}"#, .analyst, town, ["prefer": "respond-async"])
      let location = String(
        try #require(job["Location"]).dropFirst("http://example.org:8080".count))
      #expect(try keys.get(location, .analyst, town).status == 200)
      #expect(try keys.get(location, .analyst).status == 404)
      #expect(try keys.get(location, .admin).status == 404)
    }
  }

  // MARK: What is written down

  @Test func whoSeesPointsIsWrittenDown() throws {
    try KeyScene.with(incidents: 600) { keys throws in
      let town = keys.towns[0]
      _ = try keys.get("/collections/incidents/items?bbox=119,26,121,28", .analyst, town)
      _ = try keys.get("/collections/incidents/items?bbox=119,26,121,28", .analyst, town)
      _ = try keys.get("/collections/incidents/tiles/WebMercatorQuad/8/108/213", .analyst)
      _ = try keys.get("/collections/grids/items", .analyst, town)
      _ = try keys.get("/collections/grids/items", .viewer, town)
      keys.scene.service.stop()
      let records = try keys.scene.reader.answer(AuditRecords())
      #expect(records.map(\.action) == ["items", "items again", "tile"])
      let first = try #require(records.first)
      let id = try keys.key(.analyst, town).id
      #expect(first.key == id && first.area == town)
      #expect(first.role == "analyst" && first.layer == "incidents" && first.features > 0)
      #expect(first.box == BoundingBox(minX: 119, minY: 26, maxX: 121, maxY: 28))
    }
  }

  /// What is written of visits is no reason to answer anew; what is written of places is.
  @Test func theAuditLeavesAnswersAsTheyAre() throws {
    try KeyScene.with(incidents: 300) { keys throws in
      let address = "/collections/incidents/items?limit=5"
      let first = try #require(try keys.get(address, .analyst)["ETag"])
      let before = try keys.scene.reader.revision()
      keys.scene.service.stop()
      #expect(try keys.scene.reader.revision() != before, "the audit is in the store")
      #expect(try keys.get(address, .analyst)["ETag"] == first)
      let written = try keys.post(
        "/collections/incidents/items",
        #"{"type":"Feature","geometry":{"type":"Point","coordinates":[120.0,26.88]},"#
          + #""properties":{"id":"N-1","category":"theft","time":"2026-07-20T08:00:00+08:00"}}"#,
        .editor, "", ["content-type": "application/geo+json"])
      #expect(
        (200..<300).contains(written.status), "\(String(decoding: written.body, as: UTF8.self))")
      #expect(try keys.get(address, .analyst)["ETag"] != first)
    }
  }

  @Test func theLogTellsRoutesAndNotWhatWasAsked() throws {
    final class Lines: @unchecked Sendable { var all: [String] = [] }
    let lines = Lines()
    try KeyScene.with(incidents: 300, change: { $0.log = { lines.all.append($0) } }) {
      keys throws in
      _ = try keys.get("/collections/incidents/items?category=theft&bbox=1,2,3,4", .analyst)
      _ = keys.scene.get("/secret/path", ["x-api-key": "hush"])
      let line = try #require(lines.all.first)
      let told = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(told["route"] as? String == "/collections/{collection}/items")
      #expect(told["status"] as? Int == 200 && told["request"] is String)
      #expect(told["role"] as? String == "analyst")
      let secret = try keys.key(.analyst).text
      for line in lines.all {
        for word in ["theft", "bbox", "secret", "hush", secret] { #expect(!line.contains(word)) }
      }
      #expect(try keys.get("/metrics", .analyst).status == 403)
      let metrics = String(decoding: try keys.get("/metrics", .admin).body, as: UTF8.self)
      #expect(
        metrics.contains(
          #"anlan_requests_total{route="/collections/{collection}/items",status="200"} 1"#))
      #expect(metrics.contains("anlan_connections 0") && metrics.contains(#"le="+Inf""#))
    }
  }
}
