import SimpleFeatures

/// Each different value of a layer's attributes once, as a tile writes it.
///
/// Values are numbered from 1 in the order in which they first come; 0 is what is unknown.
struct ValuePool: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  /// Open addressing: half a hash above the number of a value, 0 where there is none. Values whose
  /// halves differ are not compared, and no value is looked at to make room.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  /// How many values have a slot.
  private var sought = 0
  private var scratch: [UInt8] = []

  var count: Int { ends.count - 1 }

  /// The message `Value` behind a number.
  func message(_ number: UInt32) -> ArraySlice<UInt8> {
    bytes[ends[Int(number) - 1]..<ends[Int(number)]]
  }

  /// A number for each value, 0 for the unknown: the same whatever the order in which they came.
  func digests() -> [UInt64] {
    [0]
      + (0..<count).map { number in
        var hash = StableHash()
        hash.combine(bytes[ends[number]..<ends[number + 1]])
        return hash.value
      }
  }

  /// - Parameter offsetSeconds: of the study area's clock from UTC, for instants.
  mutating func number(
    of value: AttributeValue, offsetSeconds: (Instant) -> Int
  ) -> UInt32 {
    scratch.removeAll(keepingCapacity: true)
    switch value {
    case .unknown: return 0
    case .boolean(let flag):
      ProtocolBuffer.append(field: 7, varint: flag ? 1 : 0, to: &scratch)
    case .integer(let number) where number >= 0:
      ProtocolBuffer.append(field: 5, varint: UInt64(number), to: &scratch)
    case .integer(let number):
      ProtocolBuffer.append(field: 6, varint: ProtocolBuffer.zigzag(number), to: &scratch)
    case .real(let number):
      // A tile has no word for what is no number.
      guard number.isFinite else { return 0 }
      scratch.append(3 << 3 | 1)
      withUnsafeBytes(of: number.bitPattern.littleEndian) { scratch.append(contentsOf: $0) }
    case .text(let text):
      ProtocolBuffer.append(field: 1, text.utf8, to: &scratch)
    case .day(let day):
      ProtocolBuffer.append(field: 1, day.description.utf8, to: &scratch)
    case .instant(let instant):
      appendText(instant, offsetSeconds: offsetSeconds(instant))
    }
    return numberOfScratch()
  }

  /// As for a value that is a text.
  mutating func number(ofText text: Span<UInt8>) -> UInt32 {
    scratch.removeAll(keepingCapacity: true)
    text.withUnsafeBufferPointer { ProtocolBuffer.append(field: 1, $0, to: &scratch) }
    return numberOfScratch()
  }

  /// A number of its own for a text that hardly ever comes twice.
  mutating func add(_ text: Span<UInt8>) -> UInt32 {
    text.withUnsafeBufferPointer { ProtocolBuffer.append(field: 1, $0, to: &bytes) }
    ends.append(bytes.count)
    return UInt32(count)
  }

  /// The number of a whole number from 0 on that some feature has, else 0.
  func number(ofCount count: Int) -> UInt32 {
    var message: [UInt8] = []
    ProtocolBuffer.append(field: 5, varint: UInt64(count), to: &message)
    return UInt32(truncatingIfNeeded: slots[slot(of: message, Self.hash(message))])
  }

  /// Where a message stands, or the free place where it would.
  private func slot(of message: [UInt8], _ hash: UInt32) -> Int {
    var slot = Self.home(hash, slots.count)
    while slots[slot] != 0 {
      if UInt32(slots[slot] >> 32) == hash,
        isMessage(UInt32(truncatingIfNeeded: slots[slot]), message)
      {
        return slot
      }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    return slot
  }

  private func isMessage(_ number: UInt32, _ message: [UInt8]) -> Bool {
    let start = ends[Int(number) - 1]
    guard ends[Int(number)] - start == message.count else { return false }
    for index in message.indices where bytes[start + index] != message[index] { return false }
    return true
  }

  private mutating func numberOfScratch() -> UInt32 {
    if 2 * (sought + 1) > slots.count { grow() }
    let hash = Self.hash(scratch)
    let slot = slot(of: scratch, hash)
    guard slots[slot] == 0 else { return UInt32(truncatingIfNeeded: slots[slot]) }
    bytes.append(contentsOf: scratch)
    ends.append(bytes.count)
    sought += 1
    slots[slot] = UInt64(hash) << 32 | UInt64(count)
    return UInt32(count)
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for entry in slots where entry != 0 {
      var slot = Self.home(UInt32(entry >> 32), larger.count)
      while larger[slot] != 0 { slot = slot + 1 == larger.count ? 0 : slot + 1 }
      larger[slot] = entry
    }
    slots = larger
  }

  static func home(_ hash: UInt32, _ count: Int) -> Int {
    Int((UInt64(hash) * UInt64(count)) >> 32)
  }

  private static func hash(_ bytes: [UInt8]) -> UInt32 {
    var hash = StableHash()
    bytes.withUnsafeBytes { hash.combine($0) }
    return UInt32(truncatingIfNeeded: hash.value)
  }

  /// As `Instant.formatted`, without a text on the way: a million incidents have four instants
  /// each.
  private mutating func appendText(_ instant: Instant, offsetSeconds: Int) {
    let local = instant.seconds + Int64(offsetSeconds)
    let (days, second) = local.quotientAndRemainder(dividingBy: 86_400)
    let day = DayNumber(Int32(clamping: second < 0 ? days - 1 : days))
    let clock = Int(second < 0 ? second + 86_400 : second)
    let (year, month, date) = day.civil
    guard (0...9999).contains(year) else {
      let text = instant.formatted(offsetSeconds: offsetSeconds)
      return ProtocolBuffer.append(field: 1, text.utf8, to: &scratch)
    }
    scratch.append(1 << 3 | 2)
    scratch.append(offsetSeconds == 0 ? 20 : 25)
    appendDigits(year / 100, "")
    appendDigits(year % 100, "-")
    appendDigits(month, "-")
    appendDigits(date, "T")
    appendDigits(clock / 3600, ":")
    appendDigits(clock / 60 % 60, ":")
    appendDigits(clock % 60, offsetSeconds == 0 ? "Z" : offsetSeconds < 0 ? "-" : "+")
    guard offsetSeconds != 0 else { return }
    appendDigits(abs(offsetSeconds) / 3600, ":")
    appendDigits(abs(offsetSeconds) / 60 % 60, "")
  }

  private mutating func appendDigits(_ number: Int, _ mark: StaticString) {
    scratch.append(UInt8(ascii: "0") + UInt8(number / 10))
    scratch.append(UInt8(ascii: "0") + UInt8(number % 10))
    if mark.utf8CodeUnitCount == 1 { scratch.append(mark.utf8Start.pointee) }
  }
}
