import Foundation
import Service
import Testing

@Suite struct PageTests {
  /// Every file that the page or one of its scripts names is there.
  @Test func thePageHasAllItsParts() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let page = scene.get("/", ["accept": "text/html"])
      #expect(page.status == 200)
      var waiting = Self.names(in: page, between: "=\"/page/", and: "\"")
      var seen: Set<String> = []
      while let name = waiting.popLast() {
        // MapLibre is not ours; it is there after `make page`.
        guard !name.hasPrefix("maplibre"), seen.insert(name).inserted else { continue }
        let part = scene.get("/page/\(name)")
        #expect(part.status == 200 && !part.body.isEmpty, "\(name)")
        let isScript = part["Content-Type"]?.hasPrefix("text/javascript") == true
        #expect(isScript == name.hasSuffix(".js"), "\(name)")
        waiting += Self.names(in: part, between: "from './", and: "'")
      }
      #expect(seen.contains("page.css") && seen.contains("coordinates.js") && seen.count >= 8)
    }
  }

  private static func names(
    in answer: ServiceAnswer, between start: String, and end: Character
  ) -> [String] {
    String(decoding: answer.body, as: UTF8.self).components(separatedBy: start).dropFirst().map {
      String($0.prefix { $0 != end })
    }
  }

  @Test func thePageRunsNothingButItsOwnFiles() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let policy = try #require(scene.get("/", ["accept": "text/html"])["Content-Security-Policy"])
      #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
      #expect(!policy.contains("http"), "without a key nothing is asked of elsewhere")
      let settings = try scene.document("/page/settings.json")
      let categories = try #require(settings["categories"] as? [[String: Any]])
      let theft = try #require(categories.first { $0["key"] as? String == "theft" })
      #expect(theft["zh"] as? String == "盗窃" && theft["en"] as? String == "Theft")
      #expect(theft["aggregateOnly"] as? Bool == false)
      #expect(settings["tianditu"] == nil)
      let days = try #require(settings["days"] as? [String])
      #expect(days.count == 2 && days[0] < days[1] && days[1].hasPrefix("20"))
    }
  }

  /// A browser puts the headers of a 304 in the place of those that it kept.
  @Test func thePageThatIsKeptKeepsItsPolicy() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let page = scene.get("/", ["accept": "text/html"])
      let tag = try #require(page["ETag"])
      let again = scene.get("/", ["accept": "text/html", "if-none-match": tag])
      #expect(again.status == 304 && again["Content-Security-Policy"] == nil)
    }
  }

  @Test func aBaseMapIsAskedForWithTheKeyAlone() throws {
    try ServiceScene.with(incidents: 200, change: { $0.tiandituKey = "abc123" }) { scene in
      let settings = try scene.document("/page/settings.json")
      #expect(settings["tianditu"] as? [String: String] == ["key": "abc123"])
      let policy = try #require(scene.get("/", ["accept": "text/html"])["Content-Security-Policy"])
      #expect(policy.contains("connect-src 'self' https://*.tianditu.gov.cn;"))
    }
  }
}
