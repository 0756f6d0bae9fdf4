import Foundation
import SimpleFeatures
import Storage
import Testing
import Workflows

@testable import Service

/// CQL2 JSON means what CQL2 text means.
@Suite struct FilterJSONTests {
  private static let pairs: [(text: String, json: String)] = [
    ("category = 'theft'", #"{"op":"=","args":[{"property":"category"},"theft"]}"#),
    ("'theft' = category", #"{"op":"=","args":["theft",{"property":"category"}]}"#),
    ("3 > severity", #"{"op":">","args":[3,{"property":"severity"}]}"#),
    (
      "NOT category = 'theft'",
      #"{"op":"not","args":[{"op":"=","args":[{"property":"category"},"theft"]}]}"#
    ),
    (
      "category = 'a' AND severity >= 2 AND severity IS NULL",
      #"{"op":"and","args":[{"op":"=","args":[{"property":"category"},"a"]},"#
        + #"{"op":">=","args":[{"property":"severity"},2]},"#
        + #"{"op":"isNull","args":[{"property":"severity"}]}]}"#
    ),
    (
      "category = 'a' OR loss_yuan < 1.5",
      #"{"op":"or","args":[{"op":"=","args":[{"property":"category"},"a"]},"#
        + #"{"op":"<","args":[{"property":"loss_yuan"},1.5]}]}"#
    ),
    (
      "category IN ('theft', 'fire')",
      #"{"op":"in","args":[{"property":"category"},["theft","fire"]]}"#
    ),
    ("severity BETWEEN 1 AND 3", #"{"op":"between","args":[{"property":"severity"},1,3]}"#),
    ("category LIKE 'th%'", #"{"op":"like","args":[{"property":"category"},"th%"]}"#),
    (
      "CASEI(category) LIKE CASEI('TH%')",
      #"{"op":"like","args":[{"op":"casei","args":[{"property":"category"}]},"#
        + #"{"op":"casei","args":["TH%"]}]}"#
    ),
    (
      "S_INTERSECTS(geometry, BBOX(119.9,26.7,120.1,26.9))",
      #"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[119.9,26.7,120.1,26.9]}]}"#
    ),
    (
      "S_WITHIN(geometry, POLYGON((119 26, 121 26, 121 28, 119 28, 119 26)))",
      #"{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":"#
        + "[[[119,26],[121,26],[121,28],[119,28],[119,26]]]}]}"
    ),
    (
      "T_AFTER(occurred_from, DATE('2026-07-19'))",
      #"{"op":"t_after","args":[{"property":"occurred_from"},{"date":"2026-07-19"}]}"#
    ),
    (
      "T_DURING(occurred_from, INTERVAL('2026-07-01','2026-07-19'))",
      #"{"op":"t_during","args":[{"property":"occurred_from"},"#
        + #"{"interval":["2026-07-01","2026-07-19"]}]}"#
    ),
    (
      "occurred_to >= TIMESTAMP('2026-07-20T08:00:00Z')",
      #"{"op":">=","args":[{"property":"occurred_to"},{"timestamp":"2026-07-20T08:00:00Z"}]}"#
    ),
    ("TRUE", "true"), ("FALSE", "false"),
    ("subcategory = '入室盗窃 \"x\"'", #"{"op":"=","args":[{"property":"subcategory"},"入室盗窃 \"x\""]}"#),
    ("subcategory = '网'", #"{"op":"=","args":[{"property":"subcategory"},"\u7f51"]}"#),
    ("subcategory = '😀'", #"{"op":"=","args":[{"property":"subcategory"},"\ud83d\ude00"]}"#),
  ]

  @Test func bothAreTheSameTree() throws {
    try ServiceScene.with(incidents: 300) { scene throws in
      let publish = try PublishLayers(audience: .analyst, home: ServiceScene.home)
      let opened = try publish.open("incidents", in: scene.reader)
      let layer = try #require(opened)
      let values = FilterValues(
        layer: layer, system: try #require(SystemNames.system(SystemNames.world)))
      for (text, json) in Self.pairs {
        let one = try FilterText.filter(text, values)
        let other = try FilterJSON.filter(json, values)
        #expect(one == other, "\(text)")
      }
      let address = "/collections/incidents/items?limit=1&filter-lang=cql2-json&filter="
      let some = try scene.document(address + encoded(Self.pairs[0].json))
      let same = try scene.document("/collections/incidents/items?limit=1&category=theft")
      #expect(some["numberMatched"] as? Int == same["numberMatched"] as? Int)
    }
  }

  private func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private static let unreadable = [
    "{", "[]", "{}", "1", "null", #""category""#, #"{"op":"="}"#, #"{"op":"=","args":[]}"#,
    #"{"op":"=","args":[1,2]}"#, #"{"op":"=","args":[{"property":"nothing"},1]}"#,
    #"{"op":"=","args":[{"property":"category"},1]}"#, #"{"op":"and","args":[true]}"#,
    #"{"op":"not","args":[]}"#, #"{"op":"like","args":[{"property":"severity"},"x"]}"#,
    #"{"op":"isNull","args":[{"property":"nothing; --"}]}"#,
    #"{"op":"s_near","args":[{"property":"geometry"},{"type":"Point","coordinates":[1,2]}]}"#,
    #"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[1]}]}"#,
    #"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[500,1]}]}"#,
    #"{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}]}"#,
    #"{"op":"t_after","args":[{"property":"category"},{"date":"2026-01-01"}]}"#,
    #"{"op":"=","op":"=","args":[]}"#, #"{"op":"=","args":[{"property":"severity"},1e999]}"#,
    #"{"op":"=","args":[{"property":"category"},"\ud800"]}"#, "\u{1}", "[[[[[[",
  ]

  @Test func whatCannotBeReadIsTheClientsFault() throws {
    try ServiceScene.with(incidents: 200) { scene in
      let address = "/collections/incidents/items?filter-lang=cql2-json&filter="
      for filter in Self.unreadable + [
        String(repeating: "[", count: 5000),
        String(repeating: #"{"op":"not","args":["#, count: 60) + "true"
          + String(repeating: "]}", count: 60),
      ] {
        let status = scene.get(address + encoded(filter)).status
        #expect(status == 400 || status == 414, "\(filter.prefix(80)): \(status)")
      }
      let other = scene.get("/collections/incidents/items?filter-lang=sql&filter=TRUE")
      #expect(other.status == 400)
    }
  }

  /// Filters that are nearly right, in both languages, are answered or are the client's fault.
  @Test func mutatedFiltersNeverBreakTheService() throws {
    try ServiceScene.with(incidents: 120) { scene in
      var random = SplitMix(5)
      let alphabet = Array("{}[]()\",:'%_\\ 0129.-+eEtfnu<>=ANDORpropertyopargs\u{7f}".utf8)
      for round in 0..<3000 {
        let pair = Self.pairs[Int(random.next() % UInt64(Self.pairs.count))]
        let isJSON = round % 2 == 0
        var bytes = Array((isJSON ? pair.json : pair.text).utf8)
        for _ in 0...(random.next() % 4) where !bytes.isEmpty {
          let place = Int(random.next() % UInt64(bytes.count))
          let letter = alphabet[Int(random.next() % UInt64(alphabet.count))]
          switch random.next() % 4 {
          case 0: bytes[place] = letter
          case 1: bytes.insert(letter, at: place)
          case 2: bytes.remove(at: place)
          default: bytes.removeSubrange(place...min(bytes.count - 1, place + 6))
          }
        }
        let text = bytes.map { byte in
          let digits = String(byte, radix: 16)
          return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
        let status = scene.get(
          "/collections/incidents/items?limit=1&filter-lang="
            + (isJSON ? "cql2-json" : "cql2-text") + "&filter=" + text
        ).status
        #expect(
          status == 200 || status == 400, "\(String(decoding: bytes, as: UTF8.self)): \(status)")
      }
    }
  }
}
