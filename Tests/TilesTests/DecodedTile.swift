/// A vector tile read back by the letter of the specification: the slow, obvious reader.
struct DecodedTile {
  struct Layer {
    var name = ""
    var version: UInt64 = 1
    var extent: UInt64 = 4096
    var features: [Feature] = []
  }

  struct Feature {
    var id: UInt64?
    var kind: UInt64 = 0
    var tags: [String: Value] = [:]
    /// Points, lines or rings; a ring's last point is not the first again.
    var parts: [[SIMD2<Int32>]] = []
  }

  enum Value: Hashable {
    case text(String)
    case real(Double)
    case integer(Int64)
    case boolean(Bool)
  }

  struct Malformed: Error {
    var reason: String
  }

  private(set) var layers: [Layer] = []

  init(_ bytes: [UInt8]) throws {
    var message = Message(bytes[...])
    while let (field, content) = try message.next() {
      guard field == 3 else { throw Malformed(reason: "field \(field) of a tile") }
      layers.append(try Self.layer(content.bytes))
    }
  }

  subscript(name: String) -> Layer? { layers.first { $0.name == name } }

  private static func layer(_ bytes: ArraySlice<UInt8>) throws -> Layer {
    var layer = Layer()
    var keys: [String] = []
    var values: [Value] = []
    var features: [ArraySlice<UInt8>] = []
    var message = Message(bytes)
    while let (field, content) = try message.next() {
      switch field {
      case 1: layer.name = String(decoding: content.bytes, as: UTF8.self)
      case 2: features.append(content.bytes)
      case 3: keys.append(String(decoding: content.bytes, as: UTF8.self))
      case 4: values.append(try value(content.bytes))
      case 5: layer.extent = content.number
      case 15: layer.version = content.number
      default: throw Malformed(reason: "field \(field) of a layer")
      }
    }
    guard Set(keys).count == keys.count, Set(values).count == values.count else {
      throw Malformed(reason: "a key or a value stands twice")
    }
    layer.features = try features.map { try feature($0, keys, values) }
    return layer
  }

  private static func value(_ bytes: ArraySlice<UInt8>) throws -> Value {
    var message = Message(bytes)
    guard let (field, content) = try message.next() else { throw Malformed(reason: "no value") }
    switch field {
    case 1: return .text(String(decoding: content.bytes, as: UTF8.self))
    case 3: return .real(Double(bitPattern: content.number))
    case 5: return .integer(Int64(content.number))
    case 6: return .integer(unzigzag(content.number))
    case 7: return .boolean(content.number != 0)
    default: throw Malformed(reason: "field \(field) of a value")
    }
  }

  private static func feature(
    _ bytes: ArraySlice<UInt8>, _ keys: [String], _ values: [Value]
  ) throws -> Feature {
    var feature = Feature()
    var commands: [UInt64] = []
    var message = Message(bytes)
    while let (field, content) = try message.next() {
      switch field {
      case 1: feature.id = content.number
      case 2:
        let numbers = try packed(content.bytes)
        for pair in stride(from: 0, to: numbers.count, by: 2) {
          feature.tags[keys[Int(numbers[pair])]] = values[Int(numbers[pair + 1])]
        }
      case 3: feature.kind = content.number
      case 4: commands = try packed(content.bytes)
      default: throw Malformed(reason: "field \(field) of a feature")
      }
    }
    var pen = SIMD2<Int32>(0, 0)
    var index = 0
    while index < commands.count {
      let (command, count) = (commands[index] & 7, Int(commands[index] >> 3))
      index += 1
      guard command != 7 else { continue }
      for _ in 0..<count {
        pen &+= SIMD2(
          Int32(unzigzag(commands[index])), Int32(unzigzag(commands[index + 1])))
        index += 2
        if command == 1 { feature.parts.append([pen]) }
        if command == 2 { feature.parts[feature.parts.count - 1].append(pen) }
      }
    }
    return feature
  }

  private static func packed(_ bytes: ArraySlice<UInt8>) throws -> [UInt64] {
    var message = Message(bytes)
    var numbers: [UInt64] = []
    while !message.isAtEnd { numbers.append(try message.varint()) }
    return numbers
  }

  private static func unzigzag(_ number: UInt64) -> Int64 {
    Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }
}

private struct Message {
  struct Content {
    var number: UInt64 = 0
    var bytes: ArraySlice<UInt8> = []
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func varint() throws -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    throw DecodedTile.Malformed(reason: "a number breaks off")
  }

  mutating func next() throws -> (field: Int, content: Content)? {
    guard !rest.isEmpty else { return nil }
    let key = try varint()
    let field = Int(key >> 3)
    switch key & 7 {
    case 0: return (field, Content(number: try varint()))
    case 1:
      var number: UInt64 = 0
      for (place, byte) in rest.prefix(8).enumerated() { number |= UInt64(byte) << (8 * place) }
      rest = rest.dropFirst(8)
      return (field, Content(number: number))
    case 2:
      let length = Int(try varint())
      guard length <= rest.count else { throw DecodedTile.Malformed(reason: "a text breaks off") }
      let bytes = rest.prefix(length)
      rest = rest.dropFirst(length)
      return (field, Content(bytes: bytes))
    default: throw DecodedTile.Malformed(reason: "wire type \(key & 7)")
    }
  }
}
