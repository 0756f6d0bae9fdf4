import Formats
import TestSupport
import Testing

/// Every step as `line: a|b` or `line: fault`; the last one `end` or `thrown`.
func steps(
  of source: ByteSource, _ options: CSVOptions = CSVOptions(), describing: Bool = false
) -> [String] {
  var steps: [String] = []
  do throws(FormatError) {
    var reader = try CSVReader(source, options: options)
    while true {
      switch try reader.next() {
      case .row:
        let texts = (0..<reader.columns).map { reader.text($0) }
        steps.append("\(reader.line): \(texts.joined(separator: "|"))")
      case .fault(let error):
        steps.append(describing ? "\(error)" : "\(reader.line): fault")
      case .end: return steps + ["end"]
      }
    }
  } catch {
    return steps + [describing ? "\(error)" : "thrown"]
  }
}

@Suite struct CSVReaderTests {
  static var plain: CSVOptions {
    var options = CSVOptions()
    options.hasHeader = false
    options.separator = 0x2C
    return options
  }

  @Test(arguments: 0..<60)
  func agreesWithTheObviousReaderAtEveryWindowAndChunk(seed: Int) {
    var random = Randomness(seed)
    let pieces = [
      "a", "bc", ",", ",", "\"", "\"\"", "\r\n", "\n", "\r", "\",\"", "中", "é", "longer text", " ",
    ]
    for _ in 0..<40 {
      let count = Int.random(in: 0...40, using: &random)
      let bytes = Array(
        (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined().utf8)
      let obvious = ObviousCSV(bytes)
      let expected = obvious.steps + [obvious.hasOpenQuote ? "thrown" : "end"]
      for (window, chunk) in [(8, 1), (8, 7), (16, 2), (64, 3), (4096, 5), (262_144, .max)] {
        var options = Self.plain
        options.windowBytes = window
        #expect(
          steps(of: ByteSource(bytes, chunk: chunk), options) == expected,
          "\(String(decoding: bytes, as: UTF8.self).debugDescription) in \(window) by \(chunk)")
      }
    }
  }

  @Test(arguments: ["utf8", "utf8bom", "gbk", "gb18030"])
  func fourEncodingsOfTheCountyAreOneTable(name: String) throws {
    let utf8 = [UInt8](try Fixture.data("domain-gbk/towns_350921_utf8.csv"))
    let expected = steps(of: ByteSource(utf8))
    #expect(expected.count == 23 && expected[21].hasSuffix("北礵村委会|village||"))
    let bytes = [UInt8](try Fixture.data("domain-gbk/towns_350921_\(name).csv"))
    for chunk in [1, 2, 3, 4, 5, 6, 7, .max] {
      var options = CSVOptions()
      options.windowBytes = chunk < 8 ? 8 : 4096
      #expect(steps(of: ByteSource(bytes, chunk: chunk), options) == expected)
    }
    if name.hasPrefix("gb") {
      var options = CSVOptions()
      options.encoding = .gb18030
      #expect(steps(of: ByteSource(bytes), options) == expected)
    }
  }

  @Test func valuesComeWithTheirTypesAndErrorsWithTheirPlace() throws {
    let text = "编号, 经度 ,损失,时间,次数\r\n0012,120.0005,\"1,234.50\",2026/7/3 8:05, 7 \r\nx,12o,,,\r\n"
    var reader = try CSVReader(ByteSource(text))
    #expect(reader.header == ["编号", "经度", "损失", "时间", "次数"])
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(reader.text(0) == "0012")
    #expect(try reader.real(reader.column("经度")) == 120.0005)
    #expect(try reader.fen(2) == 123_450)
    #expect(try reader.civilTime(3)?.hour == 8)
    #expect(try reader.integer(4) == 7)
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(try reader.fen(2) == nil && reader.isEmpty(3) && reader.trimmedText(4) == nil)
    #expect(throws: FormatError.self) { try reader.real(1) }
    do { _ = try reader.real(1) } catch {
      #expect(
        "\(error)"
          == "line 3, field 经度: not a number; read \"12o\", expected a number such as 120.0005")
    }
    do { _ = try reader.column("纬度") } catch {
      #expect("\(error)".contains("there is no column 纬度"))
    }
  }

  @Test(arguments: [
    ("a;b\n1;2\n", "1|2"), ("a\tb\n1\t2", "1|2"), ("sep=;\r\na;b\r\n1;2\r\n", "1|2"),
    ("\"a,x,y\";b\r1;2\r", "1|2"), ("\u{FEFF}a,b\n1,2\n\n\n,\n", "1|2"), ("a\n1\n", "1"),
  ])
  func separatorsLineEndsAndMarksAreFound(text: String, row: String) {
    let found = steps(of: ByteSource(text))
    #expect(found.count == 2 && found[0].hasSuffix(": \(row)") && found[1] == "end")
  }

  @Test func faultsNameTheirLineAndGoOn() {
    let text = "a,b\n1\n\"x\"y,2\n3,\"l1\nl2\"\n4,5,6\n7,\u{0}\n8,9\n"
    #expect(
      steps(of: ByteSource(text), describing: true) == [
        "line 2: the row has 1 fields, the header has 2; read \"1\"",
        "line 3, field a: text follows a closing quote; read \"\"x\"y,2\", "
          + "expected a separator or the end of the line",
        "4: 3|l1\nl2",
        "line 6: the row has 3 fields, the header has 2; read \"4,5,6\"",
        "line 7: the row holds zero bytes: is the file UTF-16, or damaged?", "8: 8|9", "end",
      ])
  }

  @Test func aQuoteThatIsNeverClosedEndsTheFile() {
    let found = steps(of: ByteSource("a,b\n1,2\n3,\"x\n4,5\n"), describing: true)
    #expect(
      found == [
        "2: 1|2",
        "line 3, field b: a quote is opened and never closed: the file may be cut off",
      ])
    var options = CSVOptions()
    options.maximalRowBytes = 1000
    options.windowBytes = 64
    let long = "a\n\"" + String(repeating: "x\n", count: 5000)
    #expect(
      steps(of: ByteSource(long), options, describing: true) == [
        "line 2: a row is longer than 1000 bytes: is a quote not closed?"
      ])
  }

  @Test func titlesAreSkippedAndNamesMayBeMissing() throws {
    var options = CSVOptions()
    options.skippedLines = 2
    for lineEnd in ["\n", "\r\n", "\r"] {
      options.windowBytes = 8
      let text = ["霞浦县报表", "", "a,b", "1,2"].joined(separator: lineEnd)
      #expect(steps(of: ByteSource(text, chunk: 1), options) == ["4: 1|2", "end"])
    }
    var reader = try CSVReader(ByteSource("5,6\n"), options: Self.plain)
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(reader.header == ["1", "2"])
  }

  @Test func theSourcesOwnErrorIsKept() {
    struct Unplugged: Error {}
    #expect {
      _ = try CSVReader(ByteSource { _ in throw Unplugged() })
    } throws: { error in
      (error as? FormatError)?.kind == .transfer && (error as? FormatError)?.cause is Unplugged
    }
  }
}

struct Unexpected: Error {}

extension ByteSource {
  init(_ text: String, chunk: Int) { self.init(Array(text.utf8), chunk: chunk) }
}
