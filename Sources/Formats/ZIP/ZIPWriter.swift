import Compression

/// Files in a ZIP container: `.qgz`, `.xlsx`. The same entries give the same bytes, since every
/// entry bears the first time that DOS knows, 1980-01-01.
///
/// Entries are compressed in memory and written whole; containers beyond 4 GB are refused.
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
  }

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
    let path = Array(name.utf8)
    guard !path.isEmpty, path.count < 1 << 16, !entries.contains(where: { $0.name == path }) else {
      throw FormatError(.value, "a name for an entry that is empty, long or taken", found: name)
    }
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
    else { throw FormatError(.limit, "the container is larger than ZIP allows", found: name) }
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

  /// Writes the directory. Without it the container cannot be opened.
  public mutating func finish() throws(FormatError) {
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
    header.append(little: UInt16(1 << 11))  // the name is UTF-8
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
