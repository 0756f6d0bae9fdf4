import Formats
import Testing

@Suite struct TextEncodingTests {
  /// 松城街道
  static let gbk: [UInt8] = [0xCB, 0xC9, 0xB3, 0xC7, 0xBD, 0xD6, 0xB5, 0xC0]

  static func decoded(_ bytes: [UInt8]) -> String? {
    try? read(ByteSource(bytes).decoded(as: .gb18030))
  }

  @Test func everyTwoByteCodeIsTheSystems() {
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8.min...UInt8.max {
        let code = [lead, trail]
        #expect(Self.decoded(code) == systemText(gb18030: code), "\(code)")
      }
    }
    #expect(Self.decoded([0x80, 0x31]) == "€1")
    #expect(Self.decoded([0xFF]) == nil)
  }

  @Test(arguments: 0..<40)
  func randomBytesReadAsTheSystemReadsThem(seed: Int) {
    var random = Randomness(seed)
    for _ in 0..<200 {
      var bytes: [UInt8] = []
      for _ in 0...Int.random(in: 0...8, using: &random) {
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes.append(UInt8.random(in: 0x20...0x7E, using: &random))
        case 1: bytes += Self.gbk
        default:
          bytes += [
            UInt8.random(in: 0x81...0xFE, using: &random),
            UInt8.random(in: 0x30...0x39, using: &random),
            UInt8.random(in: 0x81...0xFE, using: &random),
            UInt8.random(in: 0x30...0x39, using: &random),
          ]
        }
      }
      #expect(Self.decoded(bytes) == systemText(gb18030: bytes), "\(bytes)")
    }
  }

  @Test(arguments: 0..<40)
  func utf8IsWhatTheStandardLibrarySays(seed: Int) {
    var random = Randomness(seed)
    let base = Array("a松é😀\u{7FF}\u{800}\u{FFFF}\u{10FFFF}z plain text that is longer".utf8)
    let telling: [UInt8] = [0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0x9F, 0xA0, 0xED, 0xF0, 0xF4, 0x90, 0xF5]
    for _ in 0..<500 {
      let bytes = random.mutated(base, telling: telling)
      guard let verdict = try? EncodingVerdict.survey(ByteSource(bytes), as: .utf8) else {
        continue
      }
      let isValid = verdict.gb18030Rows + verdict.brokenRows == 0
      #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }

  @Test func aMegabyteOfASCIIDoesNotDecide() throws {
    let ascii = Array(String(repeating: "350921001000,town\n", count: 60_000).utf8)
    let found = steps(of: ByteSource(Array("a,b\n".utf8) + ascii + Self.gbk + Array(",2\n".utf8)))
    #expect(found.suffix(2) == ["60002: 松城街道|2", "end"])
    let source = ByteSource(ascii + Self.gbk, chunk: 1000).decoded(as: .auto)
    #expect(try read(source).hasSuffix("town\n松城街道"))
  }

  @Test func brokenUTF8IsTheFaultOfItsRow() throws {
    let bytes = Array("名称,数\n松城街道,1\n松".utf8) + [0xFF] + Array(",2\n牙城镇,3\n".utf8)
    #expect(
      steps(of: ByteSource(bytes), describing: true) == [
        "2: 松城街道|1",
        "line 3, field 名称: byte 4 of the row is not utf-8; read \"0xFF\", expected text in utf-8",
        "4: 牙城镇|3", "end",
      ])
    let verdict = try EncodingVerdict.survey(ByteSource(bytes))
    #expect(verdict.readAs == .utf8 && verdict.brokenRows == 1 && verdict.suggestion == nil)
  }

  @Test func aWrongDeclarationIsFoundOut() throws {
    var file: [UInt8] = Array("id,name\n".utf8)
    for index in 0..<20 { file += Array("\(index),".utf8) + Self.gbk + [10] }
    let asUTF8 = try EncodingVerdict.survey(ByteSource(file), as: .utf8)
    #expect(asUTF8.suggestion == .gb18030 && asUTF8.gb18030Rows == 20)
    #expect(asUTF8.objection == "the file is not UTF-8; it reads as GB18030")
    var options = CSVOptions()
    options.encoding = .utf8
    var reader = try CSVReader(ByteSource(file), options: options)
    while case .fault = try reader.next() {}
    #expect(reader.encodingVerdict == asUTF8)

    let utf8 = Array("id,name\n1,松城街道\n2,长春镇\n".utf8)
    let asGBK = try EncodingVerdict.survey(ByteSource(utf8), as: .gb18030)
    #expect(asGBK.suggestion == .utf8)
    #expect(asGBK.objection == "the file is not GB18030; it reads as UTF-8")
    for bytes in [file, utf8] {
      #expect(try EncodingVerdict.survey(ByteSource(bytes)).objection == nil)
    }
    #expect(try EncodingVerdict.survey(ByteSource("plain")).readAs == .auto)
  }

  /// 楼 is C2 A5 in GBK, which is ¥ in UTF-8.
  @Test func aRowThatCouldBeBothIsRememberedAsDoubtful() throws {
    let bytes = Array("id,name\n1,3".utf8) + [0xC2, 0xA5, 10, 0x32, 0x2C] + Self.gbk + [10]
    let verdict = try EncodingVerdict.survey(ByteSource(bytes))
    #expect(verdict.readAs == .gb18030 && verdict.firstDoubtfulLine == 2)
    #expect(
      verdict.objection == "the file reads as GB18030, but line 2 was taken for UTF-8")
  }

  @Test(arguments: [
    ([0xFF, 0xFE, 0x61, 0], "UTF-16LE"), ([0xFE, 0xFF, 0, 0x61], "UTF-16BE"),
    ([0xFF, 0xFE, 0, 0], "UTF-32LE"),
  ])
  func otherUnicodeFormsAreNamed(bytes: [UInt8], name: String) {
    let found = steps(of: ByteSource(bytes), describing: true)
    #expect(found.count == 1 && found[0].contains(name))
  }

  @Test func aMarkThatContradictsTheDeclarationIsAnError() {
    var options = CSVOptions()
    options.encoding = .gb18030
    #expect(steps(of: ByteSource("\u{FEFF}a\n"), options) == ["thrown"])
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 4096])
  func aDecodedSourceGivesTheSameTextInEveryChunk(chunk: Int) throws {
    let piece = Self.gbk + Array("x,\n".utf8) + [0x90, 0x30, 0x81, 0x30] + [0x81, 0x40]
    let bytes = (0..<9000).flatMap { _ in piece }
    let expected = systemText(gb18030: bytes)
    for encoding in [TextEncoding.auto, .gb18030] {
      let source = ByteSource(bytes, chunk: chunk).decoded(as: encoding)
      #expect(try read(source) == expected)
    }
    let broken = ByteSource(Array("a\nb\n".utf8) + [0xFF], chunk: chunk).decoded(as: .gb18030)
    #expect { try read(broken) } throws: { "\($0)".hasPrefix("line 3: a byte is not GB18030") }
  }
}

func read(_ source: ByteSource) throws -> String {
  var text: [UInt8] = []
  var page = [UInt8](repeating: 0, count: 1000)
  while true {
    let count = try page.withUnsafeMutableBytes { try source.fill($0) }
    if count == 0 { return String(decoding: text, as: UTF8.self) }
    text += page[..<count]
  }
}
