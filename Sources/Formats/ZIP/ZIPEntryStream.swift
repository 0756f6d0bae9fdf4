import Compression

/// One entry as it unfolds, page by page.
final class ZIPEntryStream {
  /// What unfolded last.
  private(set) var page: [UInt8] = []

  private let entry: ZIPReader.Entry
  private let bytes: RandomAccessBytes
  private let end: Int
  private var position: Int
  private var inflater: Inflater?
  private var packed: [UInt8] = []
  private var made = 0
  private var checksum: UInt32 = 0

  /// A page of packed bytes unfolds to a thousand times its size at most.
  private static let pageBytes = 16 << 10

  init(
    _ entry: ZIPReader.Entry, in bytes: RandomAccessBytes, limit: Int
  ) throws(FormatError) {
    self.entry = entry
    self.bytes = bytes
    guard entry.offset <= bytes.count - 30 else {
      throw ZIPReader.broken("an entry lies outside of the file", entry.name)
    }
    let header = try bytes.bytes(entry.offset..<entry.offset + 30)
    guard header.little(UInt32.self, 0) == 0x0403_4B50,
      let name = header.little(UInt16.self, 26), let extra = header.little(UInt16.self, 28)
    else { throw ZIPReader.broken("an entry lies outside of the file", entry.name) }
    position = entry.offset + 30 + Int(name) + Int(extra)
    guard position <= bytes.count, entry.compressed <= bytes.count - position else {
      throw ZIPReader.broken("an entry is cut off", entry.name)
    }
    end = position + entry.compressed
    guard !entry.isEncrypted else {
      throw FormatError(
        .value, "the ZIP is locked with a password", found: entry.name,
        expected: "a ZIP without one")
    }
    guard entry.size <= limit else {
      throw FormatError(
        .limit, "an entry unfolds to \(entry.size) bytes", found: entry.name,
        expected: "at most \(limit)")
    }
    switch entry.method {
    case 0:
      guard entry.compressed == entry.size else {
        throw ZIPReader.broken("an entry's size is wrong", entry.name)
      }
    case 8:
      do {
        inflater = try Inflater(.raw, limit: entry.size)
      } catch {
        throw FormatError(.limit, "an entry cannot be read", found: entry.name, cause: error)
      }
    default:
      throw ZIPReader.broken("an entry is compressed in a way that is not read", entry.name)
    }
  }

  /// Goes to the next page; `false` after the last, which has then been found to be right.
  func unfold() throws(FormatError) -> Bool {
    page.removeAll(keepingCapacity: true)
    while page.isEmpty {
      guard position < end else {
        guard made == entry.size, checksum == entry.checksum else {
          throw ZIPReader.broken("an entry's checksum is wrong", entry.name)
        }
        return false
      }
      let next = min(end, position + Self.pageBytes)
      if entry.method == 0 {
        try bytes.append(position..<next, to: &page)
      } else {
        packed.removeAll(keepingCapacity: true)
        try bytes.append(position..<next, to: &packed)
        do {
          try inflater?.append(packed.span, into: &page)
        } catch {
          throw FormatError(.syntax, "an entry is broken", found: entry.name, cause: error)
        }
      }
      position = next
    }
    made += page.count
    checksum = crc32(page.span, continuing: checksum)
    return true
  }
}
