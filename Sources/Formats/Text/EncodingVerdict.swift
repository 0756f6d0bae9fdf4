/// What the rows of a file said about its character set, as far as they were read.
public struct EncodingVerdict: Sendable, Hashable {
  /// What the caller asked for.
  public let declared: TextEncoding
  /// What the rows are read as now; `.auto` while all were ASCII.
  public internal(set) var readAs: TextEncoding
  /// Rows that are not ASCII and are UTF-8, those that could be GB 18030 too among them.
  public internal(set) var utf8Rows = 0
  /// Of these, rows with a character of three bytes or more: no accident.
  public internal(set) var certainUTF8Rows = 0
  /// Rows that are not UTF-8 and are GB 18030.
  public internal(set) var gb18030Rows = 0
  /// Rows that could not be read: neither, or not what the file is read as.
  public internal(set) var brokenRows = 0
  /// Rows that are not UTF-8.
  var otherRows = 0
  /// The first row that was read as UTF-8 before the file turned out to be GB 18030.
  public internal(set) var firstDoubtfulLine: Int?

  init(declared: TextEncoding) {
    self.declared = declared
    readAs = declared
  }

  /// The encoding that the bytes speak for, where it is not the one the rows were read as; the
  /// import should stop and say so. Asked after the last row it is sure; asked earlier it may
  /// still change.
  public var suggestion: TextEncoding? {
    switch readAs {
    case .auto: nil
    // A broken row or two in a UTF-8 file stay rows; a file whose rows are nearly all GB 18030
    // is no UTF-8 file.
    case .utf8: gb18030Rows > 9 * certainUTF8Rows ? .gb18030 : nil
    case .gb18030:
      if certainUTF8Rows > 9 * otherRows {
        .utf8
      } else {
        firstDoubtfulLine != nil && declared == .auto ? .gb18030 : nil
      }
    }
  }

  /// "the file is not UTF-8; it reads as GB18030", or `nil` when nothing speaks against.
  public var objection: String? {
    switch suggestion {
    case .gb18030:
      if readAs == .gb18030, let firstDoubtfulLine {
        "the file reads as GB18030, but line \(firstDoubtfulLine) was taken for UTF-8"
      } else {
        "the file is not UTF-8; it reads as GB18030"
      }
    case .utf8: "the file is not GB18030; it reads as UTF-8"
    case .auto, nil: nil
    }
  }
}

extension EncodingVerdict {
  /// Reads all of a source by lines and judges: a first pass over a file, where one is possible.
  ///
  /// - Complexity: O(bytes), more than 1 GB/s over ASCII; memory of one line.
  public static func survey(_ source: ByteSource, as declared: TextEncoding = .auto)
    throws(FormatError) -> EncodingVerdict
  {
    var buffer = ByteBuffer(capacity: 256 << 10)
    try buffer.refill(keepingFrom: 0, from: source, limit: .max)
    let mark = try buffer.withSpan(0..<buffer.count) { bytes throws(FormatError) in
      try ByteOrderMark.read(bytes)
    }
    var decoder = RowDecoder(declared: mark?.0 ?? declared)
    var position = mark?.length ?? 0
    var line = 1
    while true {
      let view = buffer.view
      let end = view.firstIndex(of: ASCII.lineFeed, from: position)
      if end == nil && !buffer.isExhausted {
        try buffer.refill(keepingFrom: position, from: source, limit: 64 << 20)
        position = 0
        continue
      }
      let row = position..<(end ?? buffer.count)
      if !view.isASCII(row) {
        try buffer.withSpan(row) { bytes throws(FormatError) in
          try decoder.survey(bytes, line: line)
        }
      }
      guard let end else { return decoder.verdict }
      line += 1
      position = end + 1
    }
  }
}
