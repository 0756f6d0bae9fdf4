import SimpleFeatures
import Storage

/// A value of any kind as the journal of imports keeps it, in the server's type `anlan_value`: a
/// letter for the kind, then PostgreSQL's own text of it. Each comes back to the bit.
enum TaggedValue {
  /// - Returns: `nil` for null.
  static func encode(_ value: SQLValue) -> String? {
    switch value {
    case .null: nil
    case .integer(let number): "i\(number)"
    case .real(let number): "r\(number)"
    case .text(let text): "t" + text
    case .geometry(let geometry): "g" + hexadecimal(ExtendedWKB.encode(geometry))
    }
  }

  /// - Returns: `nil` for what no such text is.
  static func decode(_ text: String) -> SQLValue? {
    let rest = text.dropFirst()
    switch text.first {
    case "i": return Int64(rest).map { .integer($0) }
    case "r": return Double(rest).map { .real($0) }
    case "t": return .text(String(rest))
    case "g":
      guard let bytes = bytes(rest.utf8) else { return nil }
      return bytes.withUnsafeBytes { bytes in
        (try? ExtendedWKB.decode(bytes)).map { .geometry($0) }
      }
    default: return nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func bytes(_ digits: Substring.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      if let half = high {
        bytes.append(half << 4 | UInt8(value))
        high = nil
      } else {
        high = UInt8(value)
      }
    }
    return high == nil ? bytes : nil
  }
}
