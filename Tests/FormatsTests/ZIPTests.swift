import Formats
import Testing

@Suite struct ZIPTests {
  static func archive() throws -> [UInt8] {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.add("mimetype", Array("x".utf8).span, isStored: true)
    try writer.add("图层/工程.qgs", [UInt8](repeating: 65, count: 100_000).span)
    try writer.add("empty", [UInt8]().span)
    try writer.finish()
    return collected.bytes
  }

  @Test func readsWhatItWrites() throws {
    let bytes = try Self.archive()
    let reader = try ZIPReader(bytes)
    #expect(reader.entries.map(\.name) == ["mimetype", "图层/工程.qgs", "empty"])
    let project = try #require(reader["图层/工程.qgs"])
    #expect(try reader.read(project) == [UInt8](repeating: 65, count: 100_000))
    #expect(try reader.read(#require(reader["empty"])).isEmpty)
    #expect(throws: FormatError.self) { try reader.read(project, limit: 99_999) }
    #expect(try Self.archive() == bytes)
  }

  @Test func aNameStandsOnce() throws {
    var writer = ZIPWriter(Collected().sink)
    try writer.add("a", [UInt8]().span)
    do {
      try writer.add("a", [UInt8]().span)
      throw Unexpected()
    } catch let error as FormatError {
      #expect(error.found == "a")
    }
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try Self.archive()
    for length in 0..<bytes.count {
      #expect(throws: FormatError.self) { try ZIPReader(Array(bytes[..<length])) }
    }
  }
}

extension ZIPTests {
  @Test func anEntryMayBeWrittenAndReadAsItComes() throws {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.beginEntry("a")
    var whole: [UInt8] = []
    var random = Randomness(1)
    for _ in 0..<100 {
      let part = (0..<1000).map { _ in UInt8.random(in: 60...70, using: &random) }
      whole += part
      try writer.append(part.span)
    }
    try writer.endEntry()
    try writer.add("b", [1, 2, 3].span)
    try writer.finish()
    let reader = try ZIPReader(collected.bytes)
    #expect(try reader.read(#require(reader["a"])) == whole)
    #expect(try reader.read(#require(reader["b"])) == [1, 2, 3])
    let source = try reader.source(of: #require(reader["a"]), limit: whole.count)
    var read: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 777)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.fill($0) }
      if count == 0 { break }
      read += buffer[..<count]
    }
    #expect(read == whole)
    #expect(throws: FormatError.self) {
      try reader.source(of: #require(reader["a"]), limit: whole.count - 1)
    }
  }
}
