/// The files of a ZIP container, which may be larger than the memory.
///
/// ZIP64 is read, and entries whose sizes stand behind them. Encrypted entries and methods other
/// than stored and deflated are not.
///
/// > PKWARE. ".ZIP File Format Specification", version 6.3.10, 2022.
///
/// - Complexity: opening is O(entries).
public struct ZIPReader: Sendable {
  public struct Entry: Sendable, Hashable {
    public let name: String
    /// As the directory says, in bytes; checked when the entry is read.
    public let size: Int
    /// In the container, in bytes.
    public let compressed: Int
    let method: UInt16
    let isEncrypted: Bool
    let checksum: UInt32
    let offset: Int
  }

  public let entries: [Entry]
  private let bytes: RandomAccessBytes

  public init(_ bytes: RandomAccessBytes) throws(FormatError) {
    self.bytes = bytes
    entries = try ZIPDirectory(bytes).entries
  }

  public init(_ bytes: [UInt8]) throws(FormatError) { try self.init(RandomAccessBytes(bytes)) }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The bytes of an entry, checked against their checksum.
  ///
  /// - Parameter limit: the most bytes that may come out.
  public func read(_ entry: Entry, limit: Int = 256 << 20) throws(FormatError) -> [UInt8] {
    let stream = try ZIPEntryStream(entry, in: bytes, limit: limit)
    var content: [UInt8] = []
    while try stream.unfold() { content.append(contentsOf: stream.page) }
    return content
  }

  /// The bytes of an entry as they unfold, in constant memory. Whether they are all there and
  /// right is known, and thrown if not, when the last of them is asked for.
  ///
  /// - Parameter limit: the most bytes that may come out.
  public func source(of entry: Entry, limit: Int) throws(FormatError) -> ByteSource {
    let stream = try ZIPEntryStream(entry, in: bytes, limit: limit)
    var given = 0
    return ByteSource { buffer in
      if given == stream.page.count {
        given = 0
        guard try stream.unfold() else { return 0 }
      }
      let count = min(buffer.count, stream.page.count - given)
      buffer.copyBytes(from: stream.page[given..<given + count])
      given += count
      return count
    }
  }

  static func broken(_ message: String, _ name: String? = nil) -> FormatError {
    FormatError(.syntax, message, found: name, expected: "a ZIP file")
  }
}

/// The directory at the end of a container.
private struct ZIPDirectory {
  var entries: [ZIPReader.Entry] = []

  init(_ bytes: RandomAccessBytes) throws(FormatError) {
    // The end record is 22 bytes and a comment of up to 64 KB; ZIP64's locator lies before it.
    let first = max(0, bytes.count - 22 - 0xFFFF - 20)
    let tail = try bytes.bytes(first..<bytes.count)
    let end = stride(from: tail.count - 22, through: 0, by: -1).first {
      tail.little(UInt32.self, $0) == 0x0605_4B50
    }
    guard let end, let short = tail.little(UInt16.self, end + 10),
      let length = tail.little(UInt32.self, end + 12),
      let start = tail.little(UInt32.self, end + 16)
    else { throw ZIPReader.broken("no directory is found") }
    var place = (count: Int(short), start: Int(start), length: Int(length))
    if short == .max || start == .max || length == .max,
      tail.little(UInt32.self, end - 20) == 0x0706_4B50,
      let at = tail.little(UInt64.self, end - 12)
    {
      guard let at = Int(exactly: at), at <= bytes.count - 56 else {
        throw ZIPReader.broken("the directory is broken")
      }
      let record = try bytes.bytes(at..<at + 56)
      guard record.little(UInt32.self, 0) == 0x0606_4B50,
        let count = record.little(UInt64.self, 32).flatMap({ Int(exactly: $0) }),
        let length = record.little(UInt64.self, 40).flatMap({ Int(exactly: $0) }),
        let start = record.little(UInt64.self, 48).flatMap({ Int(exactly: $0) })
      else { throw ZIPReader.broken("the directory is broken") }
      place = (count, start, length)
    }
    guard place.start <= bytes.count, place.length <= bytes.count - place.start,
      place.length <= 256 << 20
    else { throw ZIPReader.broken("the directory is broken") }
    let directory = try bytes.bytes(place.start..<place.start + place.length)
    var at = 0
    for _ in 0..<place.count { entries.append(try Self.entry(directory, &at)) }
  }

  private static func entry(
    _ bytes: [UInt8], _ at: inout Int
  ) throws(FormatError) -> ZIPReader.Entry {
    guard bytes.little(UInt32.self, at) == 0x0201_4B50,
      let flags = bytes.little(UInt16.self, at + 8),
      let method = bytes.little(UInt16.self, at + 10),
      let checksum = bytes.little(UInt32.self, at + 16),
      let compressed = bytes.little(UInt32.self, at + 20),
      let size = bytes.little(UInt32.self, at + 24),
      let name = bytes.little(UInt16.self, at + 28),
      let extra = bytes.little(UInt16.self, at + 30),
      let comment = bytes.little(UInt16.self, at + 32),
      let offset = bytes.little(UInt32.self, at + 42),
      at + 46 + Int(name) + Int(extra) <= bytes.count
    else { throw ZIPReader.broken("the directory is broken") }
    let text = try Self.text(bytes[at + 46..<at + 46 + Int(name)])
    let extraStart = at + 46 + Int(name)
    at = extraStart + Int(extra) + Int(comment)
    var wide = WideFields(bytes, extraStart..<extraStart + Int(extra))
    // The order is the format's; each stands there only if it does not fit above.
    let sizes = (wide.value(size), wide.value(compressed), wide.value(offset))
    guard let size = sizes.0, let compressed = sizes.1, let offset = sizes.2 else {
      throw ZIPReader.broken("the directory is broken", text)
    }
    return ZIPReader.Entry(
      name: text, size: size, compressed: compressed, method: method,
      isEncrypted: flags & 1 != 0, checksum: checksum, offset: offset)
  }

  /// UTF-8, or GBK as programs on Chinese Windows write it.
  private static func text(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let name = Array(bytes)
    var decoded: [UInt8] = []
    guard let table = GB18030Table.shared, table.decode(name.span, into: &decoded) == nil else {
      throw ZIPReader.broken("a name is neither UTF-8 nor GB18030")
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The 64-bit numbers of an entry's ZIP64 field.
  private struct WideFields {
    private let bytes: [UInt8]
    private var at: Int
    private var end: Int

    init(_ bytes: [UInt8], _ extra: Range<Int>) {
      self.bytes = bytes
      at = extra.lowerBound
      end = at
      var next = at
      while let kind = bytes.little(UInt16.self, next),
        let length = bytes.little(UInt16.self, next + 2), next + 4 + Int(length) <= extra.upperBound
      {
        if kind == 1 { (at, end) = (next + 4, next + 4 + Int(length)) }
        next += 4 + Int(length)
      }
    }

    mutating func value(_ short: UInt32) -> Int? {
      guard short == .max else { return Int(short) }
      guard at + 8 <= end, let wide = bytes.little(UInt64.self, at) else { return nil }
      at += 8
      return Int(exactly: wide)
    }
  }
}

extension [UInt8] {
  func little<T: FixedWidthInteger>(_: T.Type, _ offset: Int) -> T? {
    guard offset >= 0, offset <= count - MemoryLayout<T>.size else { return nil }
    return withUnsafeBytes {
      T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self))
    }
  }
}
