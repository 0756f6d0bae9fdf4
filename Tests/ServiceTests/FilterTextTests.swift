import Foundation
import Service
import Testing

/// Filters as clients write them.
@Suite struct FilterTextTests {
  @Test func chooseAsTheParametersDo() throws {
    try ServiceScene.with(incidents: 800) { scene in
      func count(_ filter: String, _ layer: String = "incidents") throws -> Int {
        let text = filter.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let page = try scene.document("/collections/\(layer)/items?limit=1&filter=\(text)")
        return try #require(page["numberMatched"] as? Int)
      }
      func plain(_ query: String) throws -> Int {
        let page = try scene.document("/collections/incidents/items?limit=1&\(query)")
        return try #require(page["numberMatched"] as? Int)
      }
      let all = try plain("")
      let theft = try plain("category=theft")
      #expect(theft > 0 && theft < all)
      #expect(try count("category = 'theft'") == theft)
      #expect(try count("'theft' = category") == theft)
      #expect(try count("NOT category = 'theft'") == all - theft)
      #expect(try count("category <> 'theft'") == all - theft)
      #expect(try count("category IN ('theft', 'nothing')") == theft)
      #expect(try count("category NOT IN ('theft')") == all - theft)
      #expect(try count("category LIKE 'th%'") == theft)
      #expect(try count("category LIKE 'TH%'") == 0)
      #expect(try count("CASEI(category) LIKE CASEI('TH%')") == theft)
      #expect(try count("CASEI(category) = CASEI('THEFT')") == theft)
      #expect(try count("\"category\" = 'theft' and (severity >= 1 or severity is null)") == theft)
      let known = try count("severity IS NOT NULL")
      #expect(try count("severity IS NULL") == all - known)
      #expect(try count("severity BETWEEN 1 AND 5") == known)
      #expect(try count("severity < 3") + count("severity >= 3") == known)
      #expect(try count("3 > severity") == count("severity < 3"))
      let day = try plain("datetime=2026-07-20/..")
      #expect(
        try count("T_AFTER(occurred_from, DATE('2026-07-19')) OR occurred_to >= DATE('2026-07-20')")
          == day)
      #expect(
        try count("S_INTERSECTS(geometry, BBOX(119.9,26.7,120.1,26.9))")
          == plain("bbox=119.9,26.7,120.1,26.9"))
      #expect(
        try count("S_WITHIN(geometry, POLYGON((119 26, 121 26, 121 28, 119 28, 119 26)))")
          == count("S_INTERSECTS(geometry, BBOX(119,26,121,28))"))
      #expect(try count("class = 'none'", "hotspots") > 0)
      #expect(try count("name = 'it''s'", "grids") == 0)
    }
  }

  private static let unreadable = [
    "category", "category =", "= 'theft'", "category = theft'", "category == 'x'",
    "(category = 'x'", "category = 'x')", "nothing = 1", "category = 1", "severity = 'high'",
    "severity LIKE 'x'", "category LIKE 1", "category IN ()", "severity BETWEEN 1",
    "S_NEAR(geometry, POINT(1 2))", "S_INTERSECTS(geometry, POINT(1))",
    "S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "S_INTERSECTS(geometry, POINT(500 2))",
    "T_AFTER(category, DATE('2026-01-01'))", "T_AFTER(occurred_from, DATE('x'))", "NOT", "1",
    "category = 'x' category", "category = 'x' AND", "DROP TABLE incident", "\u{0}", "'", "\"",
    "severity = 1e999",
  ]

  @Test func whatCannotBeReadIsTheClientsFault() throws {
    try ServiceScene.with(incidents: 200) { scene in
      for filter in Self.unreadable {
        let text = filter.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = scene.get("/collections/incidents/items?filter=\(text)")
        #expect(answer.status == 400, "\(filter)")
      }
    }
  }

  @Test func deepAndLongFiltersAreRefused() throws {
    try ServiceScene.with(incidents: 200) { scene in
      for filter in [
        String(repeating: "(", count: 3000), String(repeating: "NOT ", count: 1500),
        (0..<800).map { "severity=\($0)" }.joined(separator: " OR "),
      ] {
        let text = filter.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let status = scene.get("/collections/incidents/items?filter=\(text)").status
        #expect((400..<500).contains(status))
      }
    }
  }
}
