/// The parts of a date and time, as they are met in the bytes.
struct CivilTimeScanner {
  var index = 0
  var year = 0, month = 0, day = 0
  var hour = 0, minute = 0, second = 0
  var hasTime = false
  var offsetSeconds: Int?

  var value: CivilTime? {
    CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      hasTime: hasTime, offsetSeconds: offsetSeconds)
  }

  /// `2026-07-03`, `2026/7/3`, `2026年7月3日`, the same mark twice.
  mutating func date(_ bytes: Span<UInt8>) -> Bool {
    guard let year = digits(bytes, 4...4) else { return false }
    self.year = year
    if text("年", bytes) {
      guard let month = digits(bytes, 1...2), text("月", bytes),
        let day = digits(bytes, 1...2), text("日", bytes)
      else { return false }
      (self.month, self.day) = (month, day)
      return true
    }
    let isSlash = byte(ASCII.slash, bytes)
    guard isSlash || byte(ASCII.minus, bytes) else { return false }
    // A hyphen is ISO 8601, where each part has its width.
    let width = isSlash ? 1...2 : 2...2
    guard let month = digits(bytes, width), byte(isSlash ? ASCII.slash : ASCII.minus, bytes),
      let day = digits(bytes, width)
    else { return false }
    (self.month, self.day) = (month, day)
    return true
  }

  /// Nothing, or a time of day.
  mutating func time(_ bytes: Span<UInt8>) -> Bool {
    guard index < bytes.count else { return true }
    if !byte(0x54, bytes) {  // T
      let before = index
      while byte(ASCII.space, bytes) {}
      // Chinese dates run on without a space.
      guard index > before || (index >= 3 && bytes[index - 1] == 0xA5) else { return false }
    }
    guard let hour = digits(bytes, 1...2) else { return false }
    self.hour = hour
    hasTime = true
    if text("时", bytes) {
      guard let minute = digits(bytes, 1...2) else { return true }
      self.minute = minute
      guard text("分", bytes) else { return false }
      guard let second = digits(bytes, 1...2) else { return true }
      self.second = second
      return text("秒", bytes)
    }
    guard byte(ASCII.colon, bytes), let minute = digits(bytes, 2...2) else { return false }
    self.minute = minute
    guard byte(ASCII.colon, bytes) else { return true }
    guard let second = digits(bytes, 2...2) else { return false }
    self.second = second
    return fraction(bytes)
  }

  /// A fraction of a second is read and dropped.
  private mutating func fraction(_ bytes: Span<UInt8>) -> Bool {
    guard byte(ASCII.point, bytes) else { return true }
    return digits(bytes, 1...9) != nil
  }

  /// Nothing, or `Z`, `+08:00`, `+0800`, `+08`.
  mutating func zone(_ bytes: Span<UInt8>) -> Bool {
    guard hasTime, index < bytes.count else { return true }
    if byte(0x5A, bytes) {
      offsetSeconds = 0
      return true
    }
    while byte(ASCII.space, bytes) {}
    guard index < bytes.count else { return false }
    let isWest = bytes[index] == ASCII.minus
    guard byte(ASCII.plus, bytes) || byte(ASCII.minus, bytes),
      let hours = digits(bytes, 2...2)
    else { return false }
    var minutes = 0
    if byte(ASCII.colon, bytes) || index < bytes.count {
      guard let written = digits(bytes, 2...2), written < 60 else { return false }
      minutes = written
    }
    offsetSeconds = (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    return true
  }

  mutating func byte(_ expected: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard index < bytes.count, bytes[index] == expected else { return false }
    index += 1
    return true
  }

  mutating func text(_ expected: StaticString, _ bytes: Span<UInt8>) -> Bool {
    let count = expected.utf8CodeUnitCount
    guard bytes.count - index >= count else { return false }
    let index = index
    let matches = expected.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { bytes[index + $0] == wanted[$0] }
    }
    if matches { self.index += count }
    return matches
  }

  mutating func digits(_ bytes: Span<UInt8>, _ width: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < width.upperBound, index + count < bytes.count,
      ASCII.isDigit(bytes[index + count])
    {
      value = value * 10 + Int(bytes[index + count] & 0x0F)
      count += 1
    }
    guard count >= width.lowerBound else { return nil }
    index += count
    return value
  }
}
