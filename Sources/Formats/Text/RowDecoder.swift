/// Decides row by row how bytes are text. Separators, quotes and line ends are the same bytes in
/// UTF-8 and GB 18030 and never part of a longer character, so rows are cut before this.
struct RowDecoder {
  enum Reading: Equatable {
    /// The bytes stand as they are.
    case utf8
    case gb18030
    /// Not text: the offset of the first such byte and the encoding that was tried.
    case broken(offset: Int, TextEncoding)
  }

  private(set) var verdict: EncodingVerdict
  private var scratch: [UInt8] = []
  /// The row last counted is UTF-8.
  private var wasUTF8 = false

  init(declared: TextEncoding) { verdict = EncodingVerdict(declared: declared) }

  /// What is called GB 18030 has still to be decoded, and may turn out to be broken.
  ///
  /// - Complexity: O(bytes).
  mutating func decide(_ row: Span<UInt8>, line: Int) throws(FormatError) -> Reading {
    let validation = UTF8Validation(row)
    if case .valid(isASCII: true, _) = validation { return .utf8 }
    switch verdict.readAs {
    case .auto: return try decideFirst(row, validation, line: line)
    case .utf8: return try decideSettled(row, validation, line: line)
    case .gb18030:
      guard GB18030Table.shared != nil else { throw Self.noConverter }
      count(validation, isGB18030: true)
      return .gb18030
    }
  }

  mutating func survey(_ row: Span<UInt8>, line: Int) throws(FormatError) {
    if try decide(row, line: line) == .gb18030, try !reads(asGB18030: row) { markBroken() }
  }

  /// The caller found a row that `decide` called GB 18030 to be none.
  mutating func markBroken() {
    verdict.brokenRows += 1
    if !wasUTF8 { verdict.gb18030Rows -= 1 }
  }

  /// The first row that is not ASCII decides, if it can.
  private mutating func decideFirst(
    _ row: Span<UInt8>, _ validation: UTF8Validation, line: Int
  ) throws(FormatError) -> Reading {
    switch validation {
    case .valid(_, let hasWide):
      count(validation, isGB18030: false)
      if hasWide { verdict.readAs = .utf8 }
      if !hasWide, verdict.firstDoubtfulLine == nil { verdict.firstDoubtfulLine = line }
      if verdict.readAs == .utf8 { verdict.firstDoubtfulLine = nil }
      return .utf8
    case .invalid(let offset, _):
      let isGB18030 = try reads(asGB18030: row)
      count(validation, isGB18030: isGB18030)
      // One broken character among whole ones is UTF-8 with a fault; GBK hardly ever fits UTF-8.
      let (wide, invalid) = UTF8Validation.tally(row)
      if isGB18030 && invalid > wide {
        verdict.readAs = .gb18030
        return .gb18030
      }
      if wide > 0 { verdict.readAs = .utf8 }
      return .broken(offset: offset, .utf8)
    }
  }

  private mutating func decideSettled(
    _ row: Span<UInt8>, _ validation: UTF8Validation, line: Int
  ) throws(FormatError) -> Reading {
    switch validation {
    case .valid:
      count(validation, isGB18030: false)
      return .utf8
    case .invalid(let offset, _):
      count(validation, isGB18030: try reads(asGB18030: row))
      return .broken(offset: offset, .utf8)
    }
  }

  private mutating func count(_ validation: UTF8Validation, isGB18030: Bool) {
    switch validation {
    case .valid(_, let hasWide):
      wasUTF8 = true
      verdict.utf8Rows += 1
      if hasWide { verdict.certainUTF8Rows += 1 }
    case .invalid:
      wasUTF8 = false
      verdict.otherRows += 1
      if isGB18030 { verdict.gb18030Rows += 1 } else { verdict.brokenRows += 1 }
    }
  }

  private mutating func reads(asGB18030 row: Span<UInt8>) throws(FormatError) -> Bool {
    // Without a converter nothing is known to be GB 18030, and UTF-8 files are still read.
    guard let table = GB18030Table.shared else { return false }
    scratch.removeAll(keepingCapacity: true)
    return table.decode(row, into: &scratch) == nil
  }

  static var noConverter: FormatError {
    FormatError(
      .encoding, "this system has no converter for GB18030",
      expected: "the gconv modules of the C library")
  }
}
