/// One layer of one tile on its way to bytes; it is used again for the next tile.
///
/// Keys and values are numbered in the order in which the tile's features first use them, so the
/// same features give the same bytes.
///
/// > Mapbox. *Vector Tile Specification*, version 2.1, 2016.
struct TileLayerEncoder {
  enum Kind: UInt64 {
    case point = 1
    case line
    case polygon
  }

  private let name: String
  private let keys: [String]
  private let pool: ValuePool
  /// Of a key in this tile, -1 where it is not used yet.
  private var localKeys: [Int32]
  private var usedKeys: [Int] = []
  private var localValues = LocalNumbers()
  private var features: [UInt8] = []
  private var tags: [UInt8] = []
  private var feature: [UInt8] = []

  init(name: String, keys: [String], pool: ValuePool) {
    self.name = name
    self.keys = keys
    self.pool = pool
    localKeys = [Int32](repeating: -1, count: keys.count)
  }

  /// - Parameter value: a number of the pool; 0, the unknown, is left out.
  mutating func tag(_ key: Int, _ value: UInt32) {
    guard value != 0 else { return }
    if localKeys[key] < 0 {
      localKeys[key] = Int32(usedKeys.count)
      usedKeys.append(key)
    }
    ProtocolBuffer.append(varint: UInt64(localKeys[key]), to: &tags)
    ProtocolBuffer.append(varint: UInt64(localValues.local(value)), to: &tags)
  }

  /// A whole number that was counted. Where a feature has the same of itself, it is one value.
  mutating func tag(_ key: Int, count: Int) {
    let count = min(count, Int(Self.counted) - 1)
    if count < pooledCounts.count {
      if pooledCounts[count] == 0 {
        let known = pool.number(ofCount: count)
        pooledCounts[count] = known != 0 ? known : Self.counted | UInt32(count)
      }
      tag(key, pooledCounts[count])
    } else {
      let known = pool.number(ofCount: count)
      tag(key, known != 0 ? known : Self.counted | UInt32(count))
    }
  }

  /// Marks numbers that are not of the pool.
  private static let counted: UInt32 = 1 << 31
  /// Of the commonest counts, 0 where not looked up yet.
  private var pooledCounts = [UInt32](repeating: 0, count: 256)

  /// Closes the feature whose tags were given.
  mutating func finishFeature(
    id: UInt64?, _ kind: Kind, geometry: some Collection<UInt8>
  ) {
    feature.removeAll(keepingCapacity: true)
    if let id { ProtocolBuffer.append(field: 1, varint: id, to: &feature) }
    if !tags.isEmpty { ProtocolBuffer.append(field: 2, tags, to: &feature) }
    ProtocolBuffer.append(field: 3, varint: kind.rawValue, to: &feature)
    ProtocolBuffer.append(field: 4, geometry, to: &feature)
    ProtocolBuffer.append(field: 2, feature, to: &features)
    tags.removeAll(keepingCapacity: true)
  }

  /// Appends the layer to the tile, if it has features, and is ready for the next tile.
  mutating func finishLayer(into tile: inout [UInt8]) {
    defer { reset() }
    guard !features.isEmpty else { return }
    var tail: [UInt8] = []
    for key in usedKeys { ProtocolBuffer.append(field: 3, keys[key].utf8, to: &tail) }
    var message: [UInt8] = []
    for number in localValues.numbers {
      if number & Self.counted != 0 {
        message.removeAll(keepingCapacity: true)
        ProtocolBuffer.append(field: 5, varint: UInt64(number ^ Self.counted), to: &message)
        ProtocolBuffer.append(field: 4, message, to: &tail)
      } else {
        ProtocolBuffer.append(field: 4, pool.message(number), to: &tail)
      }
    }
    ProtocolBuffer.append(field: 5, varint: UInt64(TileScale.extent), to: &tail)
    var head: [UInt8] = []
    ProtocolBuffer.append(field: 15, varint: 2, to: &head)
    ProtocolBuffer.append(field: 1, name.utf8, to: &head)
    ProtocolBuffer.append(varint: 3 << 3 | 2, to: &tile)
    ProtocolBuffer.append(
      varint: UInt64(head.count + features.count + tail.count), to: &tile)
    tile.append(contentsOf: head)
    tile.append(contentsOf: features)
    tile.append(contentsOf: tail)
  }

  private mutating func reset() {
    for key in usedKeys { localKeys[key] = -1 }
    usedKeys.removeAll(keepingCapacity: true)
    localValues.removeAll()
    features.removeAll(keepingCapacity: true)
    tags.removeAll(keepingCapacity: true)
  }
}

/// Numbers from 0 for the numbers that a tile uses, in the order in which they first come.
struct LocalNumbers {
  private(set) var numbers: [UInt32] = []
  /// Open addressing: number and local number, the number 0 where there is none.
  private var slots = [(number: UInt32, local: UInt32)](repeating: (0, 0), count: 1 << 8)

  mutating func local(_ number: UInt32) -> UInt32 {
    var slot = Self.home(number, slots.count)
    while slots[slot].number != 0 {
      if slots[slot].number == number { return slots[slot].local }
      slot = (slot + 1) & (slots.count - 1)
    }
    let local = UInt32(numbers.count)
    numbers.append(number)
    slots[slot] = (number, local)
    if 2 * numbers.count > slots.count { grow() }
    return local
  }

  mutating func removeAll() {
    // A great tile's slots are given back, lest each small tile after it clear them all.
    if slots.count > 1 << 12, numbers.count * 64 < slots.count {
      slots = [(number: UInt32, local: UInt32)](repeating: (0, 0), count: 1 << 8)
    } else {
      for slot in slots.indices { slots[slot] = (0, 0) }
    }
    numbers.removeAll(keepingCapacity: true)
  }

  private mutating func grow() {
    var larger = [(number: UInt32, local: UInt32)](repeating: (0, 0), count: slots.count * 4)
    for (local, number) in numbers.enumerated() {
      var slot = Self.home(number, larger.count)
      while larger[slot].number != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = (number, UInt32(local))
    }
    slots = larger
  }

  private static func home(_ number: UInt32, _ count: Int) -> Int {
    Int((UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
  }
}
