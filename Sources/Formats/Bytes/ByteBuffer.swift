/// The window of a reader onto its source.
///
/// Bytes lie in one piece; a reader says which of them it still needs, and the rest makes room.
/// Eight bytes past the end may be read (never used), so that a scan can go by words.
struct ByteBuffer: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0
  /// The source has said that there is no more.
  private(set) var isExhausted = false

  static let padding = 8

  init(capacity: Int) {
    self.capacity = max(capacity, 8)
    memory = .allocate(byteCount: self.capacity + Self.padding, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: self.capacity + Self.padding)
  }

  deinit { memory.deallocate() }

  /// Valid until the next `refill`.
  var view: ByteView { ByteView(base: UnsafeRawPointer(memory), count: count) }

  func withSpan<R, E: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let bytes = UnsafeRawBufferPointer(start: memory + range.lowerBound, count: range.count)
    return try body(bytes.bindMemory(to: UInt8.self).span)
  }

  /// Moves what begins at `start` to the front, and reads until the window is full or the source
  /// has ended. A window that is full already doubles.
  ///
  /// - Parameter limit: the most bytes that may be kept from `start` on.
  mutating func refill(
    keepingFrom start: Int, from source: ByteSource, limit: Int
  ) throws(FormatError) {
    precondition(start >= 0 && start <= count)
    let kept = count - start
    if start > 0 {
      memory.copyMemory(from: memory + start, byteCount: kept)
    } else if kept == capacity {
      guard kept < limit else {
        throw FormatError(.limit, "one record is longer than \(limit) bytes")
      }
      grow()
    }
    count = kept
    while count < capacity && !isExhausted {
      let free = UnsafeMutableRawBufferPointer(start: memory + count, count: capacity - count)
      let added = try source.fill(free)
      if added == 0 { isExhausted = true }
      count += added
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * 2 + Self.padding, alignment: 16)
    larger.initializeMemory(as: UInt8.self, repeating: 0, count: capacity * 2 + Self.padding)
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
    capacity *= 2
  }
}

/// The bytes of a window as a scanner sees them. It never outlives the scan that made it.
struct ByteView {
  fileprivate let base: UnsafeRawPointer
  let count: Int

  subscript(index: Int) -> UInt8 {
    @inline(__always) get {
      assert(index >= 0 && index < count)
      return base.load(fromByteOffset: index, as: UInt8.self)
    }
  }

  /// Eight bytes, the first in the lowest place; those at or after `count` mean nothing.
  @inline(__always) func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index <= count)
    return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// - Complexity: O(bytes), eight at a time.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    let pattern = UInt64(byte) &* ByteWord.ones
    var index = start
    while index < count {
      var hits = ByteWord.zeroBytes(word(at: index) ^ pattern)
      if count - index < 8 { hits &= ByteWord.low(count - index) }
      if hits != 0 { return index + hits.trailingZeroBitCount >> 3 }
      index += 8
    }
    return nil
  }

  /// Lines ended in a range by LF, CRLF or CR alone, and whether a zero byte stands in it. A CR
  /// that ends the range counts.
  func controls(in range: Range<Int>) -> (newlines: Int, hasNUL: Bool) {
    var lines = 0
    var hasNUL = false
    var index = range.lowerBound
    while index < range.upperBound {
      let word = word(at: index)
      var hits = ByteWord.bytesBelow14(word)
      if range.upperBound - index < 8 { hits &= ByteWord.low(range.upperBound - index) }
      while hits != 0 {
        let at = index + hits.trailingZeroBitCount >> 3
        hits &= hits &- 1
        if self[at] == ASCII.lineFeed {
          if at == range.lowerBound || self[at - 1] != ASCII.carriageReturn { lines += 1 }
        } else if self[at] == ASCII.carriageReturn {
          lines += 1
        } else if self[at] == 0 {
          hasNUL = true
        }
      }
      index += 8
    }
    return (lines, hasNUL)
  }

  func lineFeeds(in range: Range<Int>) -> Int {
    let pattern = UInt64(ASCII.lineFeed) &* ByteWord.ones
    var count = 0
    var index = range.lowerBound
    while index < range.upperBound {
      var hits = ByteWord.zeroBytes(word(at: index) ^ pattern)
      if range.upperBound - index < 8 { hits &= ByteWord.low(range.upperBound - index) }
      count += hits.nonzeroBitCount
      index += 8
    }
    return count
  }

  func isASCII(_ range: Range<Int>) -> Bool { firstNonASCII(in: range) == nil }

  func firstNonASCII(in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      var hits = word(at: index) & ByteWord.highBits
      if range.upperBound - index < 8 { hits &= ByteWord.low(range.upperBound - index) }
      if hits != 0 { return index + hits.trailingZeroBitCount >> 3 }
      index += 8
    }
    return nil
  }
}

/// Eight bytes at once. The answers are exact: the high bit of each byte that is meant, no other.
enum ByteWord {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080
  static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

  @inline(__always) static func zeroBytes(_ word: UInt64) -> UInt64 {
    ~(((word & lowBits) &+ lowBits) | word) & highBits
  }

  /// The control characters NUL, TAB, LF, CR and others with them.
  @inline(__always) static func bytesBelow14(_ word: UInt64) -> UInt64 {
    ~(((word & lowBits) &+ (ones &* (0x80 - 14))) | word) & highBits
  }

  @inline(__always) static func bytesBelow32(_ word: UInt64) -> UInt64 {
    ~(((word & lowBits) &+ (ones &* (0x80 - 32))) | word) & highBits
  }

  /// A mask of the first `count` bytes, 0 to 7 of them.
  @inline(__always) static func low(_ count: Int) -> UInt64 { (1 &<< (UInt64(count) &* 8)) &- 1 }
}

enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let recordSeparator: UInt8 = 0x1E
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let plus: UInt8 = 0x2B
  static let comma: UInt8 = 0x2C
  static let minus: UInt8 = 0x2D
  static let point: UInt8 = 0x2E
  static let slash: UInt8 = 0x2F
  static let zero: UInt8 = 0x30
  static let nine: UInt8 = 0x39
  static let colon: UInt8 = 0x3A
  static let semicolon: UInt8 = 0x3B
  static let openBracket: UInt8 = 0x5B
  static let backslash: UInt8 = 0x5C
  static let closeBracket: UInt8 = 0x5D
  static let openBrace: UInt8 = 0x7B
  static let closeBrace: UInt8 = 0x7D

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }
}
