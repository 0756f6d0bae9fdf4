import Foundation

/// What a child process writes on its standard output: a mark, then frames of one letter, a length
/// and that many bytes. The last frame says how many rows there were, so that a child that died is
/// not taken for one that was done.
///
/// Numbers are little-endian. A row is its number (8 bytes), the count of its cells (4), each cell's
/// length and UTF-8, then the geometry's length and bytes; the length `UInt32.max` is "nothing".
enum RowFrame {
  static let mark = Array("anlan rows 1\n".utf8)

  enum Letter: UInt8 {
    /// All tables, as JSON.
    case tables = 0x54
    /// The table whose rows follow, as JSON.
    case header = 0x48
    case row = 0x52
    /// The error that ended the work, as JSON.
    case failure = 0x46
    /// The number of rows, 8 bytes.
    case end = 0x5A
  }

  static let headSize = 5
  static let nothing = UInt32.max
}

/// A row as it crosses: the geometry still in the file's own form, which the parent decodes with
/// code that a broken one cannot harm.
struct RawRow: Equatable {
  var number: Int64
  var cells: [String?]
  var geometry: [UInt8]?
}

/// Writes frames to an open file.
final class RowFrameWriter {
  private let descriptor: Int32
  private var bytes = RowFrame.mark
  private var rows: UInt64 = 0

  private static let chunk = 1 << 18

  init(descriptor: Int32) { self.descriptor = descriptor }

  func write(_ row: RawRow) throws {
    let start = bytes.count
    begin(.row)
    append(UInt64(bitPattern: row.number))
    append(UInt32(row.cells.count))
    for cell in row.cells {
      guard var cell else {
        append(RowFrame.nothing)
        continue
      }
      cell.withUTF8 { text in
        append(UInt32(text.count))
        bytes.append(contentsOf: text)
      }
    }
    if let geometry = row.geometry {
      append(UInt32(geometry.count))
      bytes.append(contentsOf: geometry)
    } else {
      append(RowFrame.nothing)
    }
    end(from: start)
    rows += 1
    if bytes.count >= Self.chunk { try flush() }
  }

  func write(_ letter: RowFrame.Letter, json value: some Encodable) throws {
    let start = bytes.count
    begin(letter)
    bytes.append(contentsOf: try JSONEncoder().encode(value))
    end(from: start)
  }

  func finish() throws {
    let start = bytes.count
    begin(.end)
    append(rows)
    end(from: start)
    try flush()
  }

  func flush() throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0 {
        guard errno == EINTR else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        continue
      }
      done += count
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private func begin(_ letter: RowFrame.Letter) {
    bytes.append(letter.rawValue)
    append(UInt32(0))
  }

  private func end(from start: Int) {
    let length = UInt32(bytes.count - start - RowFrame.headSize)
    for index in 0..<4 {
      bytes[start + 1 + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
    }
  }

  private func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
