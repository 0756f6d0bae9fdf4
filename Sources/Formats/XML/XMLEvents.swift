/// What the parser has met in one window of bytes, in two tables and one string of bytes that are
/// used again for the next window.
struct XMLEvents {
  var queue: [XMLEvent] = []
  var next = 0
  var attributes: [(name: Int32, range: Range<Int>)] = []
  var bytes: [UInt8] = []
  /// Where a text begins that may go on in the next window.
  var openText: Int?
  var openTextLine: Int32 = 0
  var fault: FormatError?
  private(set) var names: [XMLName] = []

  private let known: [String]
  private let maximalTextBytes: Int
  private var places: [XMLNameKey: Int32] = [:]
  /// The names met last, by their address: a file has few.
  private var recent = [(key: XMLNameKey, name: Int32)](
    repeating: (XMLNameKey(local: 0, namespace: 0), -1), count: 64)

  init(known: [String], maximalTextBytes: Int) {
    self.known = known
    self.maximalTextBytes = maximalTextBytes
  }

  /// Forgets what was taken; a text that is still open moves to the front.
  mutating func restart() {
    queue.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    next = 0
    if let start = openText {
      if start > 0 { bytes.removeSubrange(..<start) }
      openText = 0
    } else {
      bytes.removeAll(keepingCapacity: true)
    }
  }

  /// Names live as long as the parser's dictionary does, so that their addresses are they.
  mutating func name(
    _ local: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?
  ) -> Int32 {
    let key = XMLNameKey(
      local: UInt(bitPattern: local), namespace: namespace.map { UInt(bitPattern: $0) } ?? 0)
    let slot = Int((key.local >> 3 ^ key.local >> 9 ^ key.namespace >> 5) & 63)
    if recent[slot].key == key { return recent[slot].name }
    let place = places[key] ?? addName(key, local, namespace)
    recent[slot] = (key, place)
    return place
  }

  private mutating func addName(
    _ key: XMLNameKey, _ local: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?
  ) -> Int32 {
    let text = String(cString: local)
    names.append(
      XMLName(
        local: text, namespace: namespace.map { String(cString: $0) },
        known: Int32(known.firstIndex(of: text) ?? -1)))
    let place = Int32(names.count - 1)
    places[key] = place
    return place
  }

  /// - Returns: `false` when the text has become too long.
  mutating func append(text: UnsafeBufferPointer<UInt8>, line: Int32) -> Bool {
    if openText == nil {
      openText = bytes.count
      openTextLine = line
    }
    bytes.append(contentsOf: text)
    let start = openText ?? 0
    guard bytes.count - start > maximalTextBytes else { return true }
    openText = nil
    fault =
      fault
      ?? FormatError(
        .limit, "a text is longer than \(maximalTextBytes) bytes", line: Int(openTextLine))
    return false
  }

  mutating func closeText() {
    guard let start = openText else { return }
    openText = nil
    queue.append(
      XMLEvent(kind: .text, line: openTextLine, start: start, end: bytes.count))
  }
}

struct XMLEvent {
  var kind: XMLStep
  /// -1 where there is none.
  var name: Int32 = -1
  var line: Int32 = 0
  /// Of the bytes of a text or of the attributes of a beginning.
  var start = 0
  var end = 0

  var range: Range<Int> { start..<end }
}

struct XMLName {
  let local: String
  let namespace: String?
  /// The place among the names that the caller knows, or -1.
  let known: Int32
}

struct XMLNameKey: Hashable {
  let local: UInt
  let namespace: UInt
}
