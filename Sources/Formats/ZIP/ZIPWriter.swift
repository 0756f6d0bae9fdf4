import Compression

/// Files in a ZIP container: `.qgz`, `.xlsx`. The same entries give the same bytes, since every
/// entry bears the first time that DOS knows, 1980-01-01.
///
/// An entry is compressed in memory and written whole by `add`; between `beginEntry` and `endEntry`
/// it is written as it comes, its sizes behind it. Containers beyond 4 GB are refused.
///
/// > PKWARE. ".ZIP File Format Specification", version 6.3.10, 2022.
public struct ZIPWriter: ~Copyable {
  private struct Entry {
    var name: [UInt8]
    var method: UInt16
    var checksum: UInt32
    var compressed: UInt32
    var size: UInt32
    var offset: UInt32
    /// The sizes stand behind the bytes.
    var isStreamed = false
  }

  /// The entry that is being written as it comes.
  private final class Stream {
    let name: [UInt8]
    let offset: Int
    var deflater: Deflater
    var checksum: UInt32 = 0
    var size = 0
    var packed: [UInt8] = []
    var compressed = 0

    init(_ name: [UInt8], at offset: Int) throws(CompressionError) {
      self.name = name
      self.offset = offset
      deflater = try Deflater(.raw)
    }
  }

  private var stream: Stream?
  private let sink: ByteSink
  private var entries: [Entry] = []
  private var offset = 0

  public init(_ sink: ByteSink) { self.sink = sink }

  /// Adds a file.
  ///
  /// - Parameter name: a relative path with `/`; UTF-8.
  /// - Parameter isStored: not compressed; for what is compressed already, or has to be found by
  ///   its bytes, as `mimetype` in some containers.
  public mutating func add(
    _ name: String, _ bytes: Span<UInt8>, isStored: Bool = false
  ) throws(FormatError) {
    let path = try free(name)
    var data: [UInt8] = []
    if isStored {
      bytes.withUnsafeBufferPointer { data.append(contentsOf: $0) }
    } else {
      do {
        data = try Deflate.compress(bytes, as: .raw)
      } catch {
        throw FormatError(.transfer, "the entry could not be compressed", found: name, cause: error)
      }
    }
    guard offset + data.count + path.count + 30 < UInt32.max, bytes.count < UInt32.max,
      entries.count < UInt16.max - 1
    else { throw Self.tooLarge(path) }
    let entry = Entry(
      name: path, method: isStored ? 0 : 8, checksum: crc32(bytes),
      compressed: UInt32(data.count), size: UInt32(bytes.count), offset: UInt32(offset))
    entries.append(entry)
    var header: [UInt8] = []
    header.append(little: UInt32(0x0403_4B50))
    appendCommon(entry, to: &header)
    header.append(contentsOf: path)
    try put(header)
    try put(data)
  }

  /// Begins an entry that is written as it comes. Nothing else is added before its end.
  public mutating func beginEntry(_ name: String) throws(FormatError) {
    let path = try free(name)
    do {
      stream = try Stream(path, at: offset)
    } catch {
      throw FormatError(.transfer, "the entry could not be compressed", found: name, cause: error)
    }
    guard offset + path.count + 30 < UInt32.max, entries.count < UInt16.max - 1 else {
      throw Self.tooLarge(path)
    }
    var header: [UInt8] = []
    header.append(little: UInt32(0x0403_4B50))
    appendCommon(
      Entry(
        name: path, method: 8, checksum: 0, compressed: 0, size: 0, offset: UInt32(offset),
        isStreamed: true), to: &header)
    header.append(contentsOf: path)
    try put(header)
  }

  public mutating func append(_ bytes: Span<UInt8>) throws(FormatError) {
    guard let stream else { preconditionFailure("no entry was begun") }
    stream.checksum = crc32(bytes, continuing: stream.checksum)
    stream.size += bytes.count
    do {
      try stream.deflater.append(bytes, into: &stream.packed)
    } catch {
      throw FormatError(.transfer, "an entry could not be compressed", cause: error)
    }
    try putPacked(stream)
  }

  public mutating func endEntry() throws(FormatError) {
    guard let stream else { preconditionFailure("no entry was begun") }
    do {
      try stream.deflater.finish(into: &stream.packed)
    } catch {
      throw FormatError(.transfer, "an entry could not be compressed", cause: error)
    }
    try putPacked(stream)
    let entry = Entry(
      name: stream.name, method: 8, checksum: stream.checksum,
      compressed: UInt32(stream.compressed), size: UInt32(stream.size),
      offset: UInt32(stream.offset), isStreamed: true)
    var descriptor: [UInt8] = []
    descriptor.append(little: UInt32(0x0807_4B50))
    descriptor.append(little: entry.checksum)
    descriptor.append(little: entry.compressed)
    descriptor.append(little: entry.size)
    try put(descriptor)
    entries.append(entry)
    self.stream = nil
  }

  private mutating func putPacked(_ stream: Stream) throws(FormatError) {
    stream.compressed += stream.packed.count
    guard stream.size < UInt32.max, offset + stream.packed.count < UInt32.max else {
      throw Self.tooLarge(stream.name)
    }
    if !stream.packed.isEmpty { try put(stream.packed) }
    stream.packed.removeAll(keepingCapacity: true)
  }

  /// The bytes of a name that no entry bears yet.
  private func free(_ name: String) throws(FormatError) -> [UInt8] {
    precondition(stream == nil, "an entry is still open")
    let path = Array(name.utf8)
    guard !path.isEmpty, path.count < 1 << 16, !entries.contains(where: { $0.name == path }) else {
      throw FormatError(.value, "a name for an entry that is empty, long or taken", found: name)
    }
    return path
  }

  private static func tooLarge(_ name: [UInt8]) -> FormatError {
    FormatError(
      .limit, "the container is larger than ZIP allows",
      found: String(decoding: name, as: UTF8.self))
  }

  /// Writes the directory. Without it the container cannot be opened.
  public mutating func finish() throws(FormatError) {
    precondition(stream == nil, "an entry is still open")
    var directory: [UInt8] = []
    for entry in entries {
      directory.append(little: UInt32(0x0201_4B50))
      directory.append(little: UInt16(20))  // made by: FAT, version 2.0
      appendCommon(entry, to: &directory)
      directory.append(contentsOf: [UInt8](repeating: 0, count: 10))
      directory.append(little: entry.offset)
      directory.append(contentsOf: entry.name)
    }
    var end: [UInt8] = []
    end.append(little: UInt32(0x0605_4B50))
    end.append(little: UInt32(0))  // one disk
    end.append(little: UInt16(entries.count))
    end.append(little: UInt16(entries.count))
    end.append(little: UInt32(truncatingIfNeeded: directory.count))
    end.append(little: UInt32(truncatingIfNeeded: offset))
    end.append(little: UInt16(0))
    try put(directory)
    try put(end)
  }

  /// The fields that the local and the central header share.
  private func appendCommon(_ entry: Entry, to header: inout [UInt8]) {
    header.append(little: UInt16(20))  // version needed: 2.0
    // The name is UTF-8; the sizes stand behind the bytes.
    header.append(little: UInt16(1 << 11 | (entry.isStreamed ? 1 << 3 : 0)))
    header.append(little: entry.method)
    header.append(little: UInt16(0))  // 00:00:00
    header.append(little: UInt16(1 << 5 | 1))  // 1980-01-01
    header.append(little: entry.checksum)
    header.append(little: entry.compressed)
    header.append(little: entry.size)
    header.append(little: UInt16(entry.name.count))
    header.append(little: UInt16(0))
  }

  private mutating func put(_ bytes: [UInt8]) throws(FormatError) {
    try sink.put(bytes)
    offset += bytes.count
  }
}

extension [UInt8] {
  fileprivate mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
