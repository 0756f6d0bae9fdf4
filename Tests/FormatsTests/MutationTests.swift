import Formats
import SimpleFeatures
import TestSupport
import Testing

/// Bytes that something went wrong with: each must end in rows, faults or an error, never in a
/// trap or a loop, and the windows must agree.
@Suite struct MutationTests {
  @Test(arguments: 0..<20)
  func csv(seed: Int) throws {
    var random = Randomness(seed)
    let telling: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0, 0x3B, 0x09, 0xFF, 0x80, 0xE4, 0xEF, 0xBB]
    for name in ["utf8", "utf8bom", "gbk", "gb18030"] {
      let bytes = [UInt8](try Fixture.data("domain-gbk/towns_350921_\(name).csv")).prefix(500)
      for _ in 0..<150 {
        let mutated = random.mutated(Array(bytes), telling: telling)
        var options = CSVOptions()
        options.encoding = TextEncoding.allCases.randomElement(using: &random) ?? .auto
        let whole = steps(of: ByteSource(mutated), options, describing: true)
        #expect(whole.count <= mutated.count + 1)
        options.windowBytes = 8
        let pieces = steps(of: ByteSource(mutated, chunk: 3), options, describing: true)
        #expect(pieces == whole)
        _ = try? EncodingVerdict.survey(ByteSource(mutated))
        _ = try? read(ByteSource(mutated, chunk: 5).decoded(as: options.encoding))
      }
    }
  }

  @Test(arguments: 0..<20)
  func geoJSON(seed: Int) {
    var random = Randomness(seed)
    let telling =
      Array("{}[]\",:\\0123456789eE.-+ntfu\u{1E}\n \u{FEFF}".utf8) + [0, 0xFF, 0xC0, 0xED]
    let lines = Array("\(point("{\"a\":\"\\u0041松\"}"))\n\(point("{\"b\":[1,{}]}"))\n".utf8)
    for bytes in [Array(GeoJSONReaderTests.collection.utf8), lines] {
      for _ in 0..<300 {
        let mutated = random.mutated(bytes, telling: telling)
        var options = GeoJSONOptions()
        options.form = Bool.random(using: &random) ? .any : .sequence
        let whole = geoSteps(of: ByteSource(mutated), options)
        #expect(whole.count <= mutated.count + 1)
        options.windowBytes = 8
        let pieces = geoSteps(of: ByteSource(mutated, chunk: 3), options)
        #expect(pieces == whole)
      }
    }
  }

  @Test(arguments: 0..<20)
  func yaml(seed: Int) {
    var random = Randomness(seed)
    let telling = Array("{}[]\"':,-&*!|>%@`#?\n\t ~".utf8) + [0, 0xFF, 0xE4]
    for _ in 0..<150 {
      let mutated = random.mutated(Array(YAMLNodeTests.mapping.utf8), telling: telling)
      guard let text = String(validating: mutated, as: UTF8.self) else { continue }
      if let node = try? YAMLNode(text) {
        _ = try? node.unknownKeys(["source", "crs"])
      }
    }
  }

  @Test(arguments: 0..<20)
  func xml(seed: Int) {
    var random = Randomness(seed)
    let telling = Array("<>&;\"'=/!?[]-: \n".utf8) + [0, 0xFF, 0xE4]
    for _ in 0..<100 {
      let mutated = random.mutated(Array(XMLReaderTests.sample.utf8), telling: telling)
      let whole = try? XMLReaderTests.steps(ByteSource(mutated))
      var options = XMLOptions()
      options.windowBytes = 5
      let pieces = try? XMLReaderTests.steps(ByteSource(mutated, chunk: 3), options)
      #expect(pieces == whole)
    }
  }

  /// Mutated below the compression, so that the parts are reached, and above it.
  @Test(arguments: 0..<20)
  func xlsx(seed: Int) throws {
    var random = Randomness(seed)
    var book = HandmadeWorkbook(
      rows: HandmadeWorkbook.row(1, ["题"]) + HandmadeWorkbook.row(2, ["a", "b", ""])
        + "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>46206.5</v></c><c t=\"s\"><v>0</v></c></row>",
      tail: "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>")
    book.formats = ["yyyy\"年\"m", "[h]:mm", "0000"]
    book.shared = ["<r><t>x_x000D_</t></r><rPh><t>y</t></rPh>"]
    let bytes = try book.bytes()
    let telling = Array("<>&;\"'=/0123456789AZ:rcstv \\[".utf8)
    for _ in 0..<50 {
      let altered = try? book.bytes { path, text in
        guard Bool.random(using: &random) else { return text }
        return String(decoding: random.mutated(Array(text.utf8), telling: telling), as: UTF8.self)
      }
      if let altered { _ = try? rows(of: altered) }
      _ = try? rows(of: random.mutated(bytes, telling: [0, 0xFF, 0x50, 0x4B]))
    }
  }

  @Test(arguments: 0..<10)
  func zipAndFields(seed: Int) throws {
    var random = Randomness(seed)
    let archive = try ZIPTests.archive()
    for _ in 0..<50 {
      let mutated = random.mutated(archive, telling: [0, 0xFF, 0x50, 0x4B])
      if let reader = try? ZIPReader(mutated) {
        for entry in reader.entries { _ = try? reader.read(entry, limit: 1 << 20) }
      }
    }
    let texts = ["1,234.50元", "2026年7月3日 8:05:09+08:00", "-12.5e-7", "46206.75", "¥1,234"]
    for _ in 0..<500 {
      let text = Array((texts.randomElement(using: &random) ?? "").utf8)
      let bytes = random.mutated(text, telling: Array("0123456789.,-+:/ eE".utf8))
      _ = try? FieldParser.real(bytes.span)
      _ = try? FieldParser.integer(bytes.span)
      _ = try? FieldParser.fen(bytes.span)
      _ = try? FieldParser.civilTime(bytes.span, .usualOrExcelSerial)
      _ = try? FieldParser.civilTime(bytes.span, .pattern(CivilTimePattern("d.M.yy H:m")))
    }
  }
}
