/// The container of an old Office file: streams cut into sectors that are chained by a table.
///
/// Every number is checked: a broken file gives `nil`, never a trap or a loop.
///
/// > Microsoft, [MS-CFB] "Compound File Binary File Format", version 12.0, clauses 2.2 to 2.6.
struct CompoundFile {
  private let bytes: [UInt8]
  private let sectorShift: Int
  private let miniShift: Int
  private let miniCutoff: Int
  private var table: [UInt32] = []
  private var miniTable: [UInt32] = []
  private var entries: [Entry] = []

  private struct Entry {
    var name: String
    var start: UInt32
    var size: Int
  }

  /// Sector numbers from here on mean "no sector".
  private static let noSector: UInt32 = 0xFFFF_FFFA

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count >= 512, let shift = bytes.u16(30), shift == 9 || shift == 12,
      let miniShift = bytes.u16(32), miniShift == 6, let cutoff = bytes.u32(56)
    else { return nil }
    sectorShift = Int(shift)
    self.miniShift = Int(miniShift)
    miniCutoff = Int(cutoff)
    guard readTable(), let first = bytes.u32(48), let directory = stream(at: first) else {
      return nil
    }
    for offset in stride(from: 0, to: directory.count - 127, by: 128) {
      guard let length = directory.u16(offset + 64), let start = directory.u32(offset + 116),
        let size = directory.u32(offset + 120)
      else { return nil }
      let units = stride(from: 0, to: min(64, max(0, Int(length) - 2)), by: 2)
        .compactMap { directory.u16(offset + $0) }
      entries.append(
        Entry(name: String(decoding: units, as: UTF16.self), start: start, size: Int(size)))
    }
    if let first = bytes.u32(60), first < Self.noSector, let mini = stream(at: first) {
      miniTable = mini.words
    }
  }

  /// The bytes of a stream; `nil` where there is none of that name, or it is broken.
  func stream(named name: String) -> [UInt8]? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    if entry.size >= miniCutoff {
      guard let whole = stream(at: entry.start), whole.count >= entry.size else { return nil }
      return Array(whole[..<entry.size])
    }
    guard let root = entries.first, let container = stream(at: root.start),
      let sectors = chain(from: entry.start, in: miniTable)
    else { return nil }
    var content: [UInt8] = []
    for sector in sectors {
      let start = sector << miniShift
      guard start + (1 << miniShift) <= container.count else { return nil }
      content += container[start..<(start + (1 << miniShift))]
    }
    return content.count >= entry.size ? Array(content[..<entry.size]) : nil
  }

  /// The first 109 sectors of the table stand in the header, the others in a chain of their own.
  private mutating func readTable() -> Bool {
    let perSector = 1 << (sectorShift - 2)
    var sectors = (0..<109).compactMap { bytes.u32(76 + 4 * $0) }.filter { $0 < Self.noSector }
    var next = bytes.u32(68) ?? Self.noSector
    var turns = 0
    while next < Self.noSector, turns <= bytes.count >> sectorShift {
      guard let words = sector(Int(next))?.words else { return false }
      sectors += words.dropLast().filter { $0 < Self.noSector }
      next = words.last ?? Self.noSector
      turns += 1
    }
    guard sectors.count <= bytes.count >> sectorShift else { return false }
    table.reserveCapacity(sectors.count * perSector)
    for number in sectors {
      guard let words = sector(Int(number))?.words else { return false }
      table += words
    }
    return !table.isEmpty
  }

  private func stream(at start: UInt32) -> [UInt8]? {
    guard let sectors = chain(from: start, in: table) else { return nil }
    var content: [UInt8] = []
    content.reserveCapacity(sectors.count << sectorShift)
    for number in sectors {
      guard let part = sector(number) else { return nil }
      content += part
    }
    return content
  }

  /// `nil` for a chain that leaves the table or bites its tail.
  private func chain(from start: UInt32, in table: [UInt32]) -> [Int]? {
    var chain: [Int] = []
    var next = start
    while next < Self.noSector {
      guard Int(next) < table.count, chain.count < table.count else { return nil }
      chain.append(Int(next))
      next = table[Int(next)]
    }
    return chain
  }

  /// The last one may be cut short by its writer.
  private func sector(_ number: Int) -> ArraySlice<UInt8>? {
    let start = (number + 1) << sectorShift
    guard start < bytes.count else { return nil }
    return bytes[start..<min(bytes.count, start + (1 << sectorShift))]
  }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
  /// Little-endian, at an offset from the start; `nil` past the end.
  func u16(_ offset: Int) -> UInt16? {
    guard offset >= 0, offset + 2 <= count else { return nil }
    let start = startIndex + offset
    return UInt16(self[start]) | UInt16(self[start + 1]) << 8
  }

  func u32(_ offset: Int) -> UInt32? {
    guard let low = u16(offset), let high = u16(offset + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }

  func u64(_ offset: Int) -> UInt64? {
    guard let low = u32(offset), let high = u32(offset + 4) else { return nil }
    return UInt64(low) | UInt64(high) << 32
  }

  /// As numbers of 32 bits.
  var words: [UInt32] { stride(from: 0, to: count - 3, by: 4).compactMap { u32($0) } }
}
