import Compression
import Testing

@Suite struct GzipTests {
  static func sample(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 6_364_136_223_846_793_005 &+ 1
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return index % 7 == 0 ? UInt8(truncatingIfNeeded: state >> 33) : UInt8(index % 50)
    }
  }

  @Test(arguments: [0, 1, 7, 1000, 65_535, 65_536, 300_000])
  func everyDressBringsBackWhatItTook(count: Int) throws {
    let bytes = Self.sample(count, seed: UInt64(count))
    for format in [DeflateFormat.raw, .zlib, .gzip] {
      for level in [0, 1, 6, 9] {
        let packed = try Deflate.compress(bytes.span, as: format, level: level)
        #expect(try Deflate.decompress(packed.span, as: format, limit: count) == bytes)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7, 1000, 70_000])
  func chunksGiveTheSameBytes(chunk: Int) throws {
    let bytes = Self.sample(chunk < 100 ? 5000 : 300_000, seed: 3)
    var deflater = try Deflater(.gzip)
    var packed: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      let part = Array(bytes[start..<min(start + chunk, bytes.count)])
      try deflater.append(part.span, into: &packed)
    }
    try deflater.finish(into: &packed)
    var whole: [UInt8] = []
    var other = try Deflater(.gzip)
    try other.append(bytes.span, into: &whole)
    try other.finish(into: &whole)
    #expect(packed == whole)
    var inflater = try Inflater(.gzip, limit: bytes.count)
    var back: [UInt8] = []
    for start in stride(from: 0, to: packed.count, by: chunk) {
      let part = Array(packed[start..<min(start + chunk, packed.count)])
      try inflater.append(part.span, into: &back)
    }
    try inflater.finish()
    #expect(back == bytes)
  }

  /// One compressor for many strings: each comes out as if it were the only one.
  @Test func wholeStringsDoNotKnowOfEachOther() throws {
    var deflater = try WholeDeflater(.gzip)
    for (count, seed) in [(0, 1), (70_000, 2), (9, 3), (70_000, 2)] as [(Int, UInt64)] {
      let bytes = Self.sample(count, seed: seed)
      let packed = deflater.compress(bytes.span)
      #expect(try packed == Gzip.compress(bytes.span))
      #expect(try Gzip.decompress(packed.span, limit: count) == bytes)
      #expect(packed.count < count / 2 + 40)
    }
  }

  /// Python 3.11: gzip.compress(b"anlan", mtime=0), whose header says no time and no name.
  @Test func readsPythonsGzipAndWritesNoTime() throws {
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 204, 203, 73, 204, 3, 0, 45, 13, 168, 46, 5, 0, 0, 0,
    ]
    #expect(try Gzip.decompress(packed.span, limit: 100) == Array("anlan".utf8))
    #expect(try Gzip.compress(Array("anlan".utf8).span)[4..<8] == [0, 0, 0, 0])
  }

  @Test func severalMembersAreOneFile() throws {
    let one = try Gzip.compress(Array("one ".utf8).span)
    let two = try Gzip.compress(Array("two".utf8).span)
    #expect(try Gzip.decompress((one + two).span, limit: 7) == Array("one two".utf8))
  }

  @Test func aBombIsRefusedAtItsBound() throws {
    let packed = try Gzip.compress([UInt8](repeating: 0, count: 10_000_000).span)
    #expect(throws: CompressionError.limitExceeded(bytes: 9_999_999)) {
      try Gzip.decompress(packed.span, limit: 9_999_999)
    }
    #expect(try Gzip.decompress(packed.span, limit: 10_000_000).count == 10_000_000)
    let members = try Gzip.compress(Array("1234".utf8).span)
    #expect(throws: CompressionError.limitExceeded(bytes: 7)) {
      try Gzip.decompress((members + members).span, limit: 7)
    }
  }

  @Test func everyTruncationAndEveryBitFlippedIsAnError() throws {
    let bytes = Self.sample(300, seed: 9)
    let packed = try Gzip.compress(bytes.span)
    for length in 0..<packed.count {
      #expect(throws: CompressionError.self) {
        try Gzip.decompress(Array(packed[..<length]).span, limit: 1000)
      }
    }
    for index in 10..<packed.count {
      var broken = packed
      broken[index] ^= 0x10
      // The bits between the last block and the checksum mean nothing.
      let unfolded = try? Gzip.decompress(broken.span, limit: 1000)
      #expect(unfolded == nil || unfolded == bytes)
    }
    #expect(throws: CompressionError.self) { try Gzip.decompress((packed + [1]).span, limit: 1000) }
  }

  /// The check value of the CRC catalogue (reveng): CRC-32/ISO-HDLC of "123456789".
  @Test func theChecksumIsTheOneOfTheCatalogue() {
    let bytes = Array("123456789".utf8)
    #expect(crc32(bytes.span) == 0xCBF4_3926)
    #expect(
      crc32(bytes.span.extracting(4...), continuing: crc32(bytes.span.extracting(..<4)))
        == 0xCBF4_3926)
    #expect(crc32([UInt8]().span) == 0)
  }
}
