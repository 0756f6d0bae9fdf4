import Glibc

/// GB 18030 as this system knows it. The two-byte codes are read once into a table, so that a row
/// costs no call; the four-byte codes, which are rare, are asked one by one.
///
/// > GB 18030-2022, Information technology: Chinese coded character set.
final class GB18030Table: Sendable {
  /// `nil` where the system has no converter.
  static let shared = GB18030Table()

  /// The scalar of lead 0x81…0xFE and trail 0x40…0xFE; 0 where there is none.
  private let pairs: [UInt32]
  private static let trails = 0xFF - 0x40

  private init?() {
    guard let converter = Converter() else { return nil }
    var pairs = [UInt32](repeating: 0, count: (0xFF - 0x81) * Self.trails)
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F {
        guard let scalar = converter.scalar([lead, trail]) else { continue }
        pairs[Self.index(lead, trail)] = scalar
      }
    }
    self.pairs = pairs
  }

  private static func index(_ lead: UInt8, _ trail: UInt8) -> Int {
    Int(lead - 0x81) * trails + Int(trail - 0x40)
  }

  /// Appends the text as UTF-8.
  ///
  /// - Returns: the offset of the first byte that is not GB 18030, or `nil` when all is.
  /// - Complexity: O(bytes).
  func decode(_ bytes: Span<UInt8>, into text: inout [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        let start = index
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        bytes.extracting(start..<index).withUnsafeBufferPointer { text.append(contentsOf: $0) }
      } else if lead == 0x80 {
        // CP936 has the euro sign here; GB 18030 leaves the byte free.
        append(0x20AC, to: &text)
        index += 1
      } else {
        guard lead != 0xFF, index + 1 < bytes.count else { return index }
        let trail = bytes[index + 1]
        if ASCII.isDigit(trail) {
          guard index + 3 < bytes.count,
            let scalar = Self.scalar(lead, trail, bytes[index + 2], bytes[index + 3])
          else { return index }
          append(scalar, to: &text)
          index += 4
        } else {
          guard trail >= 0x40, trail != 0x7F, trail != 0xFF else { return index }
          let scalar = pairs[Self.index(lead, trail)]
          guard scalar != 0 else { return index }
          append(scalar, to: &text)
          index += 2
        }
      }
    }
    return nil
  }

  /// How many bytes at the end may be the beginning of a character that the next chunk ends.
  static func openTail(_ bytes: Span<UInt8>) -> Int {
    // A byte below 0x30 is never inside a character, so the walk starts after the last of them.
    var index = bytes.count
    while index > 0, bytes[index - 1] >= 0x30 { index -= 1 }
    while index < bytes.count {
      let lead = bytes[index]
      if lead <= 0x80 || lead == 0xFF {
        index += 1
      } else if index + 1 >= bytes.count {
        return bytes.count - index
      } else if ASCII.isDigit(bytes[index + 1]) {
        if index + 3 >= bytes.count { return bytes.count - index }
        index += 4
      } else {
        index += 2
      }
    }
    return 0
  }

  private static func scalar(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32? {
    guard c >= 0x81, c <= 0xFE, ASCII.isDigit(d) else { return nil }
    let linear =
      ((UInt32(a - 0x81) * 10 + UInt32(b - 0x30)) * 126 + UInt32(c - 0x81)) * 10 + UInt32(d - 0x30)
    // From 90 30 81 30 on, the codes are the planes above the first in their order.
    let planes: UInt32 = 189_000
    if linear >= planes {
      return linear - planes <= 0xFFFFF ? 0x10000 + linear - planes : nil
    }
    return Converter()?.scalar([a, b, c, d])
  }

  private func append(_ scalar: UInt32, to text: inout [UInt8]) {
    if scalar < 0x80 {
      text.append(UInt8(scalar))
    } else if scalar < 0x800 {
      text.append(0xC0 | UInt8(scalar >> 6))
      text.append(0x80 | UInt8(scalar & 0x3F))
    } else if scalar < 0x10000 {
      text.append(0xE0 | UInt8(scalar >> 12))
      text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      text.append(0x80 | UInt8(scalar & 0x3F))
    } else {
      text.append(0xF0 | UInt8(scalar >> 18))
      text.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      text.append(0x80 | UInt8(scalar & 0x3F))
    }
  }
}

/// The system's converter, owned.
private struct Converter: ~Copyable {
  private let handle: iconv_t

  init?() {
    // iconv_open returns (iconv_t)-1 when it does not know a name.
    guard let handle = iconv_open("UTF-32LE", "GB18030"), Int(bitPattern: handle) != -1 else {
      return nil
    }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The one character that the bytes are, or `nil`.
  func scalar(_ code: [UInt8]) -> UInt32? {
    var input = code.map { CChar(bitPattern: $0) }
    var output: UInt32 = 0
    var left = input.count
    var room = MemoryLayout<UInt32>.size
    let result = input.withUnsafeMutableBufferPointer { source in
      withUnsafeMutableBytes(of: &output) { target in
        var from = source.baseAddress
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        iconv(handle, nil, nil, nil, nil)
        return iconv(handle, &from, &left, &to, &room)
      }
    }
    // iconv returns (size_t)-1 for bytes that it does not know.
    guard result != -1, left == 0, room == 0 else { return nil }
    return UInt32(littleEndian: output)
  }
}
