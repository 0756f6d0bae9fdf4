import Formats
import Testing

@Suite struct YAMLNodeTests {
  static let mapping = """
    # how the county writes it
    source: 霞浦县公安局
    crs: EPSG:4490
    columns:
      time: {name: 发生时间, format: "yyyy/M/d H:mm"}
      loss: 损失
    skip: 2
    ratio: 0.5
    strict: yes
    code: "0012"
    nothing: ~
    kinds: [theft, fraud]

    """

  @Test func nodesKnowTheirPlaceAndOrder() throws {
    let root = try YAMLNode(Self.mapping)
    #expect(root.keys.prefix(3) == ["source", "crs", "columns"])
    #expect(try root.require("source").string() == "霞浦县公安局")
    let name = try root.require("columns").require("time").require("name")
    #expect(try name.string() == "发生时间" && name.line == 5 && name.column == 16)
    #expect(name.path == "columns.time.name")
    #expect(try root.require("skip").integer() == 2 && root.require("ratio").double() == 0.5)
    #expect(try root.require("strict").boolean())
    #expect(root["nothing"] == nil && root["absent"] == nil)
    let kinds = try root.require("kinds").sequence()
    #expect(try kinds.map { node throws(FormatError) in try node.string() } == ["theft", "fraud"])
    #expect(kinds[1].path == "kinds[1]")
  }

  @Test func errorsNameLineAndKey() throws {
    let root = try YAMLNode(Self.mapping)
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing"
    }
    #expect(
      message { _ = try root.require("code").integer() }
        == "line 10, column 7, field code: this is not what belongs here; read \"0012\", "
        + "expected a whole number")
    #expect(
      message { _ = try root.require("columns").require("place") }
        == "line 5, field columns.place: the key is missing")
    #expect(
      message { _ = try root.require("kinds").string() }
        == "line 12, column 8, field kinds: this is not what belongs here; read \"a list of 2\", "
        + "expected a text")
    #expect(
      message { try root.require("columns").allowOnly(["tiem", "loss"]) }
        == "line 5, field columns.time: unknown key; did you mean \"tiem\"?")
    #expect(
      message { try root.require("columns").allowOnly(["loss", "zone"]) }
        == "line 5, field columns.time: unknown key; expected one of loss, zone")
  }

  enum Kind: String, CaseIterable { case theft, fraud, robbery }

  @Test func aChoiceKnowsItsNearMiss() throws {
    #expect(try YAMLNode("fraud").choice(Kind.self) == .fraud)
    #expect { try YAMLNode("freud").choice(Kind.self) } throws: {
      "\($0)".hasSuffix("expected \"fraud\"")
    }
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", "a key stands twice", 1), ("a: [1, 2\nb: 3\n", "expected", 2),
    ("a:\n\t- b\n", "tab", 2), ("a: *x\n", "alias", 1), ("? [1]\n: 2\n", "a key is no text", 1),
  ])
  func brokenYAMLNamesItsLine(text: String, message: String, line: Int) {
    #expect { try YAMLNode(text) } throws: { error in
      guard let error = error as? FormatError else { return false }
      return error.line.map { abs($0 - line) <= 1 } ?? false
        && "\(error)".lowercased().contains(message)
    }
  }

  @Test func aLaughterOfAliasesIsBounded() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect { try YAMLNode(text) } throws: { ($0 as? FormatError)?.kind == .limit }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: FormatError.self) { try YAMLNode(deep) }
    #expect(throws: FormatError.self) { try YAMLNode("") }
  }

  @Test(arguments: [
    ("catgeory", "category"), ("colum", "columns"), ("Encoding", "encoding"), ("xyz", nil),
    ("tim", "time"),
  ])
  func nearMissesAreNear(typed: String, meant: String?) {
    let names = ["category", "columns", "encoding", "time"]
    #expect(NearMiss.best(for: typed, among: names) == meant)
  }
}
