/// The texts that the cells of a workbook share, in one string of bytes and a table of ends.
///
/// The runs of a rich text are joined; phonetic readings are left out.
final class SharedStrings {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// No texts.
  init() {}

  /// - Parameter limit: the most bytes of text, below 4 GB.
  init(_ source: ByteSource, limit: Int) throws(FormatError) {
    var reader = try XMLReader(source, known: ["si", "t", "rPh"])
    var scratch: [UInt8] = []
    var isText = false
    while true {
      switch try reader.next() {
      case .finish: return
      case .start:
        if reader.known == 2 { try reader.skipElement() } else { isText = reader.known == 1 }
      case .text where isText:
        reader.withText { text in text.withUnsafeBufferPointer { scratch.append(contentsOf: $0) } }
      case .text: continue
      case .end:
        isText = false
        guard reader.known == 0 else { continue }
        XLSXText.append(scratch.span, to: &bytes)
        scratch.removeAll(keepingCapacity: true)
        guard bytes.count <= min(limit, Int(UInt32.max)) else {
          throw FormatError(
            .limit, "the workbook's texts are larger than \(limit) bytes",
            expected: "the table as CSV, or in parts")
        }
        ends.append(UInt32(bytes.count))
      }
    }
  }

  var count: Int { ends.count }

  /// - Returns: `false` where there is no such text.
  func append(_ index: Int, to text: inout [UInt8]) -> Bool {
    guard ends.indices.contains(index) else { return false }
    let start = index == 0 ? 0 : Int(ends[index - 1])
    text.append(contentsOf: bytes[start..<Int(ends[index])])
    return true
  }
}
