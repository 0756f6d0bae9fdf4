import Compression

/// The files of a ZIP container in memory.
///
/// - Complexity: opening is O(entries).
public struct ZIPReader: Sendable {
  public struct Entry: Sendable, Hashable {
    public let name: String
    /// As the directory says; checked when the entry is read.
    public let size: Int
    fileprivate let method: UInt16
    fileprivate let checksum: UInt32
    fileprivate let compressed: Int
    fileprivate let offset: Int
  }

  public let entries: [Entry]
  private let bytes: [UInt8]

  public init(_ bytes: [UInt8]) throws(FormatError) {
    self.bytes = bytes
    entries = try Self.directory(of: bytes)
  }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The bytes of an entry, checked against their checksum.
  ///
  /// - Parameter limit: the most bytes that may come out.
  public func read(_ entry: Entry, limit: Int = 256 << 20) throws(FormatError) -> [UInt8] {
    guard let name = bytes.little(UInt16.self, entry.offset + 26),
      let extra = bytes.little(UInt16.self, entry.offset + 28)
    else { throw Self.broken("an entry lies outside of the file", entry.name) }
    let start = entry.offset + 30 + Int(name) + Int(extra)
    guard entry.compressed <= bytes.count - start, start <= bytes.count else {
      throw Self.broken("an entry is cut off", entry.name)
    }
    let packed = Array(bytes[start..<start + entry.compressed])
    let content = try Self.unpacked(packed, entry, limit)
    guard content.count == entry.size, crc32(content.span) == entry.checksum else {
      throw Self.broken("an entry's checksum is wrong", entry.name)
    }
    return content
  }

  private static func unpacked(
    _ packed: [UInt8], _ entry: Entry, _ limit: Int
  ) throws(FormatError) -> [UInt8] {
    switch entry.method {
    case 0: return packed
    case 8:
      do {
        return try Deflate.decompress(packed.span, as: .raw, limit: limit)
      } catch {
        throw FormatError(.syntax, "an entry is broken", found: entry.name, cause: error)
      }
    default: throw broken("an entry is compressed in a way that is not read", entry.name)
    }
  }

  private static func broken(_ message: String, _ name: String? = nil) -> FormatError {
    FormatError(.syntax, message, found: name, expected: "a ZIP file")
  }

  private static func directory(of bytes: [UInt8]) throws(FormatError) -> [Entry] {
    // The end record is 22 bytes and a comment of up to 64 KB.
    let first = max(0, bytes.count - 22 - 0xFFFF)
    let end = stride(from: bytes.count - 22, through: first, by: -1).first {
      bytes.little(UInt32.self, $0) == 0x0605_4B50
    }
    guard let end, let count = bytes.little(UInt16.self, end + 10),
      let start = bytes.little(UInt32.self, end + 16)
    else { throw broken("no directory is found") }
    var entries: [Entry] = []
    var at = Int(start)
    for _ in 0..<count {
      guard bytes.little(UInt32.self, at) == 0x0201_4B50,
        let method = bytes.little(UInt16.self, at + 10),
        let checksum = bytes.little(UInt32.self, at + 16),
        let compressed = bytes.little(UInt32.self, at + 20),
        let size = bytes.little(UInt32.self, at + 24),
        let name = bytes.little(UInt16.self, at + 28),
        let extra = bytes.little(UInt16.self, at + 30),
        let comment = bytes.little(UInt16.self, at + 32),
        let offset = bytes.little(UInt32.self, at + 42),
        at + 46 + Int(name) <= bytes.count
      else { throw broken("the directory is broken") }
      let text = try ZIPName.text(bytes[at + 46..<at + 46 + Int(name)])
      entries.append(
        Entry(
          name: text, size: Int(size), method: method, checksum: checksum,
          compressed: Int(compressed), offset: Int(offset)))
      at += 46 + Int(name) + Int(extra) + Int(comment)
    }
    return entries
  }
}

extension [UInt8] {
  fileprivate func little<T: FixedWidthInteger>(_: T.Type, _ offset: Int) -> T? {
    guard offset >= 0, offset <= count - MemoryLayout<T>.size else { return nil }
    return withUnsafeBytes {
      T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self))
    }
  }
}
