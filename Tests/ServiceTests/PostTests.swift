import Access
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

@testable import Service

@Suite struct PostTests {
  private func count(_ keys: KeyScene) throws -> Int {
    var count = 0
    for _ in try keys.scene.all("incidents") { count += 1 }
    return count
  }

  /// A point inside of a town, and its grid.
  private func place(_ town: String, _ keys: KeyScene) throws -> Coordinate {
    let layer = try #require(Layer(named: "incidents"))
    var query = LayerQuery(layer: layer)
    query.area = town
    var place: Coordinate?
    try keys.scene.reader.forEachFeature(of: query) { feature in
      if place == nil, case .point(let point)? = feature.geometry { place = point }
    }
    return try #require(place)
  }

  private func feature(_ id: String, _ place: Coordinate, category: String = "theft") -> String {
    #"{"type":"Feature","geometry":{"type":"Point","coordinates":[\#(place.x),\#(place.y)]},"#
      + #""properties":{"id":"\#(id)","category":"\#(category)","#
      + #""time":"2026-07-20T08:00:00+08:00"}}"#
  }

  private func report(_ answer: ServiceAnswer) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
  }

  private static let path = "/collections/incidents/items"
  private static let geo = ["content-type": "application/geo+json"]

  /// The tile under a place of some incidents, on zoom 12.
  private func tile(_ place: Coordinate) throws -> String {
    let side = 4096.0
    let column = Int((place.x + 180) / 360 * side)
    let row = Int((1 - asinh(tan(place.y * .pi / 180)) / .pi) / 2 * side)
    return "/collections/incidents/tiles/WebMercatorQuad/12/\(row)/\(column)"
  }

  /// A browser keeps the tiles that new incidents do not lie in.
  @Test func tilesThatAreNotTouchedStayGood() throws {
    try KeyScene.with(incidents: 500) { keys throws in
      let (near, far) = (try place(keys.towns[0], keys), try place(keys.towns[1], keys))
      let tiles = try [tile(near), tile(far), "/collections/grids/tiles/WebMercatorQuad/9/216/426"]
      try #require(tiles[0] != tiles[1])
      let before = try tiles.map { try keys.get($0, .analyst) }
      let tags = try before.map { try #require($0["ETag"]) }
      #expect(Set(tags).count == 3)
      #expect(try keys.post(Self.path, feature("n1", near), .editor, "", Self.geo).status == 201)
      for (number, address) in tiles.enumerated() {
        let key = try keys.key(.analyst).text
        let again = keys.scene.get(
          address, ["authorization": "Bearer \(key)", "if-none-match": tags[number]])
        #expect(again.status == (number == 0 ? 200 : 304), "\(address)")
        #expect((again["ETag"] == tags[number]) == (number > 0))
        let whole = try keys.get(address, .analyst)
        #expect((whole.body == before[number].body) == (number > 0))
      }
    }
  }

  @Test func editorsBringIncidents() throws {
    try KeyScene.with(incidents: 500) { keys throws in
      let before = try count(keys)
      let place = try place(keys.towns[0], keys)
      let one = try keys.post(Self.path, feature("n1", place), .editor, "", Self.geo)
      #expect(one.status == 201, "\(String(decoding: one.body, as: UTF8.self))")
      #expect(try report(one)["inserted"] as? Int == 1)
      let many = (0..<2000).map { feature("m\($0)", place) }.joined(separator: ",")
      let all = try keys.post(
        Self.path, #"{"type":"FeatureCollection","features":[\#(many)]}"#, .admin, "", Self.geo)
      #expect(all.status == 201)
      let csv =
        "id,category,time,lon,lat\nc1,theft,2026-07-20 09:00,\(place.x),\(place.y)\n"
        + "c2,theft,never,\(place.x),\(place.y)\n"
      let some = try keys.post(Self.path, csv, .editor, "", ["content-type": "text/csv"])
      #expect(some.status == 207)
      let told = try report(some)
      #expect(told["inserted"] as? Int == 1 && told["rejected"] as? Int == 1)
      #expect((told["rejects"] as? [String])?.first?.contains("never") == true)
      let none = try keys.post(
        Self.path, "id,category,time,lon,lat\nc3,theft,never,1,1\n", .editor, "",
        ["content-type": "text/csv"])
      #expect(none.status == 422)
      #expect(try count(keys) == before + 2002)
      // It is there for whoever asks next.
      let page = try keys.document(Self.path + "?filter=id%3D'n1'", .analyst)
      #expect(page["numberMatched"] as? Int == 1)
    }
  }

  @Test func theSameKeyBringsTheSameOnce() throws {
    try KeyScene.with(incidents: 300) { keys throws in
      let place = try place(keys.towns[0], keys)
      let headers = Self.geo.merging(["idempotency-key": "abc"]) { $1 }
      let first = try keys.post(Self.path, feature("n1", place), .editor, "", headers)
      let again = try keys.post(Self.path, feature("n1", place), .editor, "", headers)
      #expect(first.status == 201 && again.status == 201 && first.body == again.body)
      #expect(again["Idempotency-Replayed"] == "true")
      let other = try keys.post(Self.path, feature("n2", place), .editor, "", headers)
      #expect(other.status == 422)
      let another = try keys.post(Self.path, feature("n2", place), .admin, "", headers)
      #expect(another.status == 201, "of another key it is another name")
    }
  }

  /// Killed at any point, the store has both or neither: they are one transaction.
  @Test func rowsAndWhatIsToldOfThemAreWrittenTogether() throws {
    try KeyScene.with(incidents: 300) { keys throws in
      let place = try place(keys.towns[0], keys)
      try keys.scene.service.audit.flush()
      let before = try keys.scene.reader.revision().flatMap { UInt32($0, radix: 16) }
      let headers = Self.geo.merging(["idempotency-key": "abc"]) { $1 }
      #expect(try keys.post(Self.path, feature("n1", place), .editor, "", headers).status == 201)
      let after = try keys.scene.reader.revision().flatMap { UInt32($0, radix: 16) }
      #expect(try #require(after) == #require(before) + 1, "one transaction")
      // Where the one cannot be written, the other is not there.
      let count = try count(keys)
      struct Refusal: Error {}
      let file = FileManager.default.temporaryDirectory
        .appending(path: "anlan-post-\(UUID().uuidString).csv")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data("id,category,time,lon,lat\nz1,theft,2026-07-20 09:00,\(place.x),\(place.y)\n".utf8)
        .write(to: file)
      let store = try SpatiaLiteStore.open(path: keys.scene.path)
      defer { try? store.close() }
      let imports = ImportFile(
        settings: ImportSettings(mapping: ImportMapping(layer: .incidents)),
        home: ServiceScene.home)
      #expect(throws: Refusal.self) {
        _ = try imports.run(
          InputFile(path: file.path, format: .csv), into: store,
          beside: { _, _ in throw Refusal() })
      }
      #expect(try self.count(keys) == count)
      #expect(
        try imports.run(InputFile(path: file.path, format: .csv), into: store).counts.inserted == 1)
    }
  }

  @Test func nobodyElseDoesAndNothingElsewhere() throws {
    try KeyScene.with(incidents: 800) { keys throws in
      let before = try count(keys)
      let (own, other) = (try place(keys.towns[0], keys), try place(keys.towns[1], keys))
      for role in [Role.viewer, .analyst] {
        #expect(try keys.post(Self.path, feature("x", own), role, "", Self.geo).status == 403)
      }
      #expect(keys.scene.post(Self.path, feature("x", own), Self.geo).status == 401)
      let mixed =
        #"{"type":"FeatureCollection","features":["#
        + feature("a", own) + "," + feature("b", other) + "]}"
      let refused = try keys.post(Self.path, mixed, .editor, keys.towns[0], Self.geo)
      #expect(refused.status == 403)
      #expect(try count(keys) == before)
      // Of elsewhere, moved to here.
      #expect(try keys.post(Self.path, feature("b", other), .editor, "", Self.geo).status == 201)
      let moved = try keys.post(
        Self.path, feature("b", own), .editor, keys.towns[0], Self.geo)
      #expect(moved.status == 403)
      #expect(
        try keys.post(Self.path, feature("a", own), .editor, keys.towns[0], Self.geo).status == 201)
      #expect(try count(keys) == before + 2)
    }
  }

  @Test func faultsOfABodyAreTheClients() throws {
    try KeyScene.with(incidents: 200) { keys throws in
      for (body, type) in [
        ("", "text/csv"), ("{", "application/geo+json"), ("[]", "application/geo+json"),
        ("id,phone\n1,13800000000\n", "text/csv"), ("x", "text/plain"), ("\u{0}", "text/csv"),
        (#"{"type":"Feature","geometry":null,"properties":{}}"#, "application/geo+json"),
      ] {
        let answer = try keys.post(Self.path, body, .editor, "", ["content-type": type])
        #expect((400..<500).contains(answer.status), "\(body): \(answer.status)")
      }
      #expect(try keys.get("/collections/grids/items", .editor).status == 200)
      #expect(
        try keys.post("/collections/grids/items", "{}", .editor, "", Self.geo).status == 405)
    }
  }

  /// At the machine itself nobody writes without a key.
  @Test func theOwnerReads() throws {
    try ServiceScene.with(incidents: 200) { scene in
      #expect(scene.post(Self.path, "{}", Self.geo).status == 403)
    }
  }
}
