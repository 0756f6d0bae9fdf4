import Foundation

/// Reads a child's frames. What is not a frame is an error: the bytes come from a process that a
/// hostile file may have taken over.
struct RowFrameReader {
  enum Frame {
    case tables([ForeignTable])
    case header(ForeignTable)
    case row(RawRow)
    case failure(ArchiveError)
    case end(rows: UInt64)
  }

  /// Why the bytes are no frames.
  struct Fault: Error, Equatable {
    var message: String
  }

  private let longestFrame: Int
  private var buffer: [UInt8] = []
  private var offset = 0
  private var hasMark = false

  init(longestFrame: Int) { self.longestFrame = longestFrame }

  /// Takes in what was read.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if offset > 0 {
      buffer.removeFirst(offset)
      offset = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// Whether bytes wait that are no whole frame.
  var holdsRemainder: Bool { offset < buffer.count }

  /// The next whole frame, or `nil` when more bytes are needed.
  mutating func next() throws(Fault) -> Frame? {
    if !hasMark {
      let mark = RowFrame.mark
      let known = min(mark.count, buffer.count)
      guard buffer[..<known].elementsEqual(mark[..<known]) else {
        throw Fault(message: "it does not speak our form")
      }
      guard known == mark.count else { return nil }
      offset = known
      hasMark = true
    }
    guard buffer.count - offset >= RowFrame.headSize else { return nil }
    guard let letter = RowFrame.Letter(rawValue: buffer[offset]) else {
      throw Fault(message: "an unknown frame \(buffer[offset])")
    }
    let length = Int(integer(at: offset + 1, UInt32.self))
    guard length <= longestFrame else { throw Fault(message: "a row of \(length) bytes") }
    let start = offset + RowFrame.headSize
    guard buffer.count - start >= length else { return nil }
    offset = start + length
    let body = start..<offset
    switch letter {
    case .tables: return .tables(try decode(body))
    case .header: return .header(try decode(body))
    case .failure: return .failure(try decode(body))
    case .row: return .row(try row(body))
    case .end:
      guard length == 8 else { throw Fault(message: "an end of \(length) bytes") }
      return .end(rows: integer(at: start, UInt64.self))
    }
  }

  private func decode<Value: Decodable>(_ body: Range<Int>) throws(Fault) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(buffer[body]))
    } catch {
      throw Fault(message: "a description that is not ours")
    }
  }

  private func row(_ body: Range<Int>) throws(Fault) -> RawRow {
    var cursor = body.lowerBound
    func take(_ size: Int) throws(Fault) -> Int {
      guard body.upperBound - cursor >= size else {
        throw Fault(message: "a row that is too short")
      }
      defer { cursor += size }
      return cursor
    }
    func length() throws(Fault) -> Int? {
      let length = integer(at: try take(4), UInt32.self)
      return length == RowFrame.nothing ? nil : Int(length)
    }
    let number = Int64(bitPattern: integer(at: try take(8), UInt64.self))
    let count = Int(integer(at: try take(4), UInt32.self))
    // Each cell takes at least its length, so that a broken count asks for no memory.
    guard count <= (body.upperBound - cursor) / 4 else {
      throw Fault(message: "a row of \(count) cells")
    }
    var row = RawRow(number: number, cells: [])
    row.cells.reserveCapacity(count)
    for _ in 0..<count {
      guard let length = try length() else {
        row.cells.append(nil)
        continue
      }
      let start = try take(length)
      row.cells.append(String(decoding: buffer[start..<(start + length)], as: UTF8.self))
    }
    if let length = try length() {
      let start = try take(length)
      row.geometry = Array(buffer[start..<(start + length)])
    }
    guard cursor == body.upperBound else { throw Fault(message: "a row that is too long") }
    return row
  }

  private func integer<T: FixedWidthInteger>(at index: Int, _: T.Type) -> T {
    buffer.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: T.self)) }
  }
}
