/// The character sets that county files come in.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  /// UTF-8 until a row says otherwise, then GB18030.
  case auto
  case utf8 = "utf-8"
  /// GB 18030, and with it GBK and CP936.
  case gb18030

  /// Reads `utf-8`, `UTF8`, `gbk`, `GB18030`, `cp936`, `936`, `gb2312`, `auto`; a `.cpg` file
  /// holds such a name.
  public init?(name: String) {
    let key = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch key {
    case "auto": self = .auto
    case "utf8", "65001", "utf8bom", "utf8sig", "ascii", "usascii": self = .utf8
    case "gb18030", "gbk", "gb2312", "cp936", "936", "ms936", "windows936", "ansi936", "euccn":
      self = .gb18030
    default: return nil
    }
  }
}

/// A byte order mark, and what it says.
enum ByteOrderMark {
  /// The encoding that the first bytes name, and how many bytes do.
  static func read(_ bytes: Span<UInt8>) throws(FormatError) -> (TextEncoding, length: Int)? {
    func begins(_ mark: [UInt8]) -> Bool {
      bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if begins([0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if begins([0x84, 0x31, 0x95, 0x33]) { return (.gb18030, 4) }
    for (mark, name) in [
      ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"),
      ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
    ] as [([UInt8], String)] where begins(mark) {
      throw FormatError(
        .encoding, "the file is \(name), which is not read", line: 1,
        expected: "UTF-8 or GB18030: save it again as \"CSV UTF-8\"")
    }
    return nil
  }
}
