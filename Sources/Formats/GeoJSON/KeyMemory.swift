/// The names of properties, which are the same from feature to feature: a name that stood in the
/// one before is neither decoded nor allocated again.
struct KeyMemory {
  private var spellings: [[UInt8]] = []
  private var names: [String] = []
  private var index = 0
  /// Every name of this feature came from memory, in its order, so none stands twice.
  private var isKnown = true

  private static let most = 512

  var count: Int { names.count }

  mutating func begin() {
    index = 0
    isKnown = true
  }

  /// The name that stands next in memory, or later where a feature left some out.
  mutating func remembered(_ key: JSONScanner.Text, _ buffer: borrowing ByteBuffer) -> String? {
    guard !key.isEscaped else { return nil }
    let found = buffer.withSpan(key.range) { bytes -> Int? in
      for candidate in index..<spellings.count where bytes.equals(spellings[candidate]) {
        return candidate
      }
      return nil
    }
    guard let found else { return nil }
    index = found + 1
    return names[found]
  }

  mutating func learn(_ name: String) -> String {
    isKnown = false
    guard names.count < Self.most, !names.contains(name) else { return name }
    names.insert(name, at: index)
    spellings.insert(Array(name.utf8), at: index)
    index += 1
    return name
  }

  func duplicate(among properties: [GeoJSONFeature.Property]) -> String? {
    guard !isKnown else { return nil }
    var seen: Set<String> = []
    return properties.first { !seen.insert($0.name).inserted }?.name
  }
}

extension Span<UInt8> {
  func equals(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
