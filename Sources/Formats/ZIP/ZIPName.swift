/// The name of an entry: UTF-8, or GBK, as programs on Chinese Windows write it without a word.
enum ZIPName {
  static func text(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let name = Array(bytes)
    var decoded: [UInt8] = []
    guard let table = GB18030Table.shared, table.decode(name.span, into: &decoded) == nil else {
      throw FormatError(
        .encoding, "the name of a file in the ZIP is neither UTF-8 nor GB18030",
        found: String(decoding: bytes, as: UTF8.self), expected: "a ZIP file")
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
