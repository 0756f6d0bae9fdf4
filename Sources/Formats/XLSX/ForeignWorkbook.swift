/// Files that bear the suffix .xlsx and are something else, each with its way out.
enum ForeignWorkbook {
  /// By a file's first bytes; `nil` for a ZIP container.
  static func fault(
    _ head: [UInt8], _ bytes: RandomAccessBytes
  ) throws(FormatError) -> FormatError? {
    if head.starts(with: [0x50, 0x4B]) { return nil }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      return try olderFault(head, bytes)
    }
    if head.isEmpty { return fault("the file is empty", "an .xlsx file") }
    let start = head.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 <= ASCII.space }
    if start.first == 0x3C {
      return fault(
        "the file is a web page or XML that was named .xlsx",
        "a file that Excel or WPS saved as .xlsx: open it there and save it again")
    }
    if !head.contains(0) {
      return fault("the file is text that was named .xlsx", "the same file named .csv")
    }
    return fault("the file is no workbook", "an .xlsx file")
  }

  /// By the names in a container without a workbook that is read.
  static func fault(_ names: [String]) -> FormatError {
    if names.contains(where: { $0.hasSuffix("workbook.bin") }) {
      return fault("the file is a binary workbook (.xlsb)", "the same saved as .xlsx")
    }
    if names.contains("content.xml") {
      return fault("the file is an OpenDocument sheet (.ods)", "the same saved as .xlsx")
    }
    if names.contains(where: { $0.hasPrefix("word/") }) {
      return fault("the file is a text document (.docx)", "an .xlsx file")
    }
    return fault("the container holds no workbook", "an .xlsx file")
  }

  /// An OLE container: an older workbook, or a newer one behind a password. Its directory says.
  private static func olderFault(
    _ head: [UInt8], _ bytes: RandomAccessBytes
  ) throws(FormatError) -> FormatError {
    let shift = head.little(UInt16.self, 30) ?? 9
    let sector = Int(head.little(UInt32.self, 48) ?? 0)
    let size = 1 << Int(min(max(shift, 9), 12))
    let start = min((sector + 1) * size, bytes.count)
    let directory = try bytes.bytes(start..<min(bytes.count, start + 4 * size))
    if contains(directory, "EncryptedPackage") {
      return fault(
        "the workbook is encrypted",
        "one without a password: open it, remove the password and save it again")
    }
    return fault(
      "the file is an older workbook (.xls) that was named .xlsx",
      "the same file named .xls, or saved as .xlsx")
  }

  private static func contains(_ bytes: [UInt8], _ name: String) -> Bool {
    let wanted = name.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    guard bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
  }

  private static func fault(_ message: String, _ expected: String) -> FormatError {
    FormatError(.syntax, message, expected: expected)
  }
}
