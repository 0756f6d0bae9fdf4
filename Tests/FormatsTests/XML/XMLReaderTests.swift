import Formats
import Testing

@Suite struct XMLReaderTests {
  /// Each step as a line of text: `+ name a=b`, `- name`, `"text"`.
  static func steps(
    _ source: ByteSource, _ options: XMLOptions = XMLOptions()
  ) throws -> [String] {
    var reader = try XMLReader(source, known: ["b", "r"], options: options)
    var steps: [String] = []
    while true {
      switch try reader.next() {
      case .start:
        let attributes = reader.attributes.map { " \($0.name)=\($0.value)" }.joined()
        var known = 0
        reader.withKnownAttributes { place, _ in known += place }
        #expect(known == reader.attributes.count { $0.name == "r" })
        steps.append("\(reader.line)+ \(reader.name)\(attributes)")
      case .end: steps.append("\(reader.line)- \(reader.name)")
      case .text: steps.append("\"\(reader.text)\"")
      case .finish: return steps
      }
    }
  }

  static let sample = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- c --><k:a xmlns:k="urn:k" xmlns:x="urn:x"><b r="1" x:r="2" q="a&amp;&#65;&lt;">松<![CDATA[<&]]>&gt;<?p?><!-- d -->!</b>
    <undeclared:b/></k:a>
    """

  @Test(arguments: [4, 5, 7, 64, 32 << 10])
  func stepsDoNotDependOnTheWindow(windowBytes: Int) throws {
    var options = XMLOptions()
    options.windowBytes = windowBytes
    let steps = try Self.steps(ByteSource(Self.sample), options)
    #expect(
      steps == [
        "2+ a", "2+ b r=1 r=2 q=a&A<", "\"松<&>!\"", "2- b", "\"\n\"", "3+ b",
        "3- b", "3- a",
      ])
  }

  @Test func namesAndNamespacesAreTold() throws {
    var reader = try XMLReader(ByteSource(Self.sample), known: ["nothing", "b"])
    #expect(try reader.next() == .start)
    #expect(reader.namespace == "urn:k")
    #expect(reader.known == nil)
    #expect(reader.depth == 1)
    #expect(try reader.next() == .start)
    #expect(reader.known == 1)
    #expect(reader.attributes.map(\.namespace) == [nil, "urn:x", nil])
    #expect(try reader.elementText() == "松<&>!")
    #expect(reader.depth == 2)
    #expect(try reader.next() == .text)
    #expect(reader.depth == 1)
  }

  @Test func anElementIsSkippedWhole() throws {
    var reader = try XMLReader(ByteSource("<a><b><b>x</b><c/></b><d/></a>"))
    _ = try reader.next()
    _ = try reader.next()
    try reader.skipElement()
    _ = try reader.next()
    #expect(reader.name == "d")
  }

  @Test func aFileInGBKIsRead() throws {
    let bytes =
      Array("<?xml version=\"1.0\" encoding=\"GBK\"?><a>".utf8) + [0xCB, 0xC9, 0xB3, 0xC7]
    let steps = try Self.steps(ByteSource(bytes + Array("</a>".utf8)))
    #expect(steps[1] == "\"松城\"")
  }

  @Test(arguments: [
    ("<a>\n<b>\n</a>", 3, FormatError.Kind.syntax), ("<a>\n\n<b>", 3, .truncated),
    ("", 1, .truncated), ("<a>\n&nothing;</a>", 2, .syntax),
    ("<a b=\"1\" b=\"2\"/>", 1, .syntax), ("<a/>\n<b/>", 2, .truncated),
  ])
  func brokenXMLIsToldWithItsLine(text: String, line: Int, kind: FormatError.Kind) {
    #expect {
      _ = try Self.steps(ByteSource(text))
    } throws: {
      guard let error = $0 as? FormatError else { return false }
      return error.line == line && error.kind == kind
    }
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
    "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "<!DOCTYPE a><a/>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a b=\"&b;\">&b;</a>",
  ])
  func aDocumentTypeIsRefused(text: String) {
    for chunk in [1, 1000] {
      #expect {
        _ = try Self.steps(
          ByteSource(Array(("<?xml version=\"1.0\"?>\n" + text).utf8), chunk: chunk))
      } throws: {
        guard let error = $0 as? FormatError else { return false }
        return error.found == "<!DOCTYPE" && error.line == 2
      }
    }
  }

  @Test func aTextHasABound() throws {
    var options = XMLOptions()
    options.maximalTextBytes = 1000
    let fits = "<a>\(String(repeating: "x", count: 1000))</a>"
    #expect(try Self.steps(ByteSource(fits), options).count == 3)
    let long = "<a>\(String(repeating: "x", count: 1001))</a>"
    #expect {
      _ = try Self.steps(ByteSource(long), options)
    } throws: {
      ($0 as? FormatError)?.kind == .limit
    }
  }

  @Test func deepNestingIsRefused() {
    #expect(throws: FormatError.self) {
      _ = try Self.steps(ByteSource(String(repeating: "<a>", count: 100_000)))
    }
  }
}
