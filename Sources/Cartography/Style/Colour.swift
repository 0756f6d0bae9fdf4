/// A colour of sRGB, read from `#rrggbb` or `#rrggbbaa`: the one form the styles use.
public struct Colour: Sendable, Hashable, Codable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8
  public let alpha: UInt8

  public init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6 || digits.count == 8,
      !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")),
      let number = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    let full = digits.count == 8 ? number : number << 8 | 0xFF
    self.red = UInt8(full >> 24)
    self.green = UInt8(full >> 16 & 0xFF)
    self.blue = UInt8(full >> 8 & 0xFF)
    self.alpha = UInt8(full & 0xFF)
  }

  /// As `init` reads it, in lower case; the alpha only where it is not full.
  public var text: String {
    func pair(_ value: UInt8) -> String {
      (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#" + pair(red) + pair(green) + pair(blue) + (alpha == 255 ? "" : pair(alpha))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let colour = Colour(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is not a colour; write #rrggbb or #rrggbbaa")
    }
    self = colour
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
