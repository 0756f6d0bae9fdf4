/// Reads the attributes of a vector tile, and nothing else: what a client could learn from it.
///
/// > Mapbox. *Vector Tile Specification 2.1*; Protocol Buffers' wire format.
struct TileReader {
  private var bytes: ArraySlice<UInt8>

  /// The attributes of each feature, by layer.
  static func features(_ tile: [UInt8]) -> [String: [[String: String]]] {
    var answer: [String: [[String: String]]] = [:]
    var reader = TileReader(bytes: tile[...])
    while let (field, content) = reader.field() {
      guard field == 3, case .bytes(let layer) = content else { continue }
      let (name, features) = Self.layer(layer)
      answer[name, default: []] += features
    }
    return answer
  }

  private enum Content {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private static func layer(_ bytes: ArraySlice<UInt8>) -> (String, [[String: String]]) {
    var name = ""
    var keys: [String] = []
    var values: [String] = []
    var tags: [[Int]] = []
    var reader = TileReader(bytes: bytes)
    while let (field, content) = reader.field() {
      guard case .bytes(let part) = content else { continue }
      switch field {
      case 1: name = String(decoding: part, as: UTF8.self)
      case 2: tags.append(Self.tags(part))
      case 3: keys.append(String(decoding: part, as: UTF8.self))
      case 4: values.append(Self.value(part))
      default: break
      }
    }
    let features = tags.map { tags in
      var properties: [String: String] = [:]
      for pair in stride(from: 0, to: tags.count - 1, by: 2) {
        properties[keys[tags[pair]]] = values[tags[pair + 1]]
      }
      return properties
    }
    return (name, features)
  }

  private static func tags(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var reader = TileReader(bytes: bytes)
    while let (field, content) = reader.field() {
      guard field == 2, case .bytes(let packed) = content else { continue }
      var numbers = TileReader(bytes: packed)
      var tags: [Int] = []
      while let number = numbers.number() { tags.append(Int(number)) }
      return tags
    }
    return []
  }

  private static func value(_ bytes: ArraySlice<UInt8>) -> String {
    var reader = TileReader(bytes: bytes)
    guard let (field, content) = reader.field() else { return "" }
    switch content {
    case .bytes(let text): return String(decoding: text, as: UTF8.self)
    case .number(let number):
      if field == 3 { return "\(Double(bitPattern: number))" }
      if field == 6 { return "\(Int64(bitPattern: number >> 1) ^ -Int64(number & 1))" }
      return "\(number)"
    }
  }

  private mutating func field() -> (Int, Content)? {
    guard let head = number() else { return nil }
    switch head & 7 {
    case 0: return number().map { (Int(head >> 3), .number($0)) }
    case 1: return fixed(8).map { (Int(head >> 3), .number($0)) }
    case 5: return fixed(4).map { (Int(head >> 3), .number($0)) }
    case 2:
      guard let length = number(), Int(length) <= bytes.count else { return nil }
      defer { bytes = bytes.dropFirst(Int(length)) }
      return (Int(head >> 3), .bytes(bytes.prefix(Int(length))))
    default: return nil
    }
  }

  private mutating func fixed(_ count: Int) -> UInt64? {
    guard bytes.count >= count else { return nil }
    var number: UInt64 = 0
    for (place, byte) in bytes.prefix(count).enumerated() { number |= UInt64(byte) << (8 * place) }
    bytes = bytes.dropFirst(count)
    return number
  }

  private mutating func number() -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = bytes.popFirst() {
      number |= UInt64(byte & 127) << shift
      if byte < 128 { return number }
      shift += 7
      if shift > 63 { return nil }
    }
    return nil
  }
}
