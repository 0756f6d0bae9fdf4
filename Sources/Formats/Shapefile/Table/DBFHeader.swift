/// The front of a dBASE table: how many rows, which columns, which character set.
///
/// > dBASE III and IV table files; the language drivers as FoxPro and ESRI number them.
struct DBFHeader {
  var rows: Int
  /// Where the first row begins.
  var length: Int
  var rowLength: Int
  /// Each field with the bytes of its name.
  var fields: [(name: [UInt8], kind: DBFField.Kind, width: Int, decimals: Int, offset: Int)] = []
  var ignored: [(name: [UInt8], letter: String)] = []
  var languageDriver: UInt8

  /// Shortest header: 32 bytes, one field, the terminator.
  static let shortest = 65

  /// - Parameter bytes: from the front of the file; all of the header, or as much as there is.
  init(_ bytes: Span<UInt8>) throws(FormatError) {
    guard bytes.count >= 32 else {
      throw FormatError(.truncated, "the .dbf is cut off in its header")
    }
    try Self.checkVersion(bytes[0])
    rows = Int(bytes.little32(4))
    length = Int(bytes.little16(8))
    rowLength = Int(bytes.little16(10))
    languageDriver = bytes[29]
    guard length >= 33, rowLength >= 1 else {
      throw FormatError(
        .syntax, "the .dbf's header says that it is \(length) bytes long, and a row \(rowLength)")
    }
    guard bytes.count >= length else {
      throw FormatError(.truncated, "the .dbf is cut off in its header")
    }
    try readFields(bytes)
  }

  private static func checkVersion(_ version: UInt8) throws(FormatError) {
    switch version {
    case 0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5, 0xFB: return
    case 0x04, 0x8C:
      throw FormatError(
        .syntax, "the .dbf is a table of dBASE 7, which is not read",
        expected: "dBASE III or IV: save it again as a Shapefile")
    default:
      throw FormatError(
        .syntax, "the .dbf is no dBASE table", found: "first byte \(version)", expected: "3")
    }
  }

  private mutating func readFields(_ bytes: Span<UInt8>) throws(FormatError) {
    var described: [(name: [UInt8], type: UInt8, width: Int, decimals: Int)] = []
    var at = 32
    while at + 32 <= length, bytes[at] != ASCII.carriageReturn {
      // What follows a zero is rubbish that some programs leave.
      let end = (at..<at + 11).first { bytes[$0] == 0 } ?? at + 11
      var name = (at..<end).map { bytes[$0] }
      while name.last == ASCII.space { name.removeLast() }
      described.append((name, bytes[at + 11], Int(bytes[at + 16]), Int(bytes[at + 17])))
      at += 32
    }
    guard !described.isEmpty else { throw FormatError(.syntax, "the .dbf has no columns") }
    // Clipper and FoxPro keep the upper byte of a long text's width where the decimals stand;
    // elsewhere the byte means nothing for text. The sum of the widths tells.
    let plain = described.reduce(1) { $0 + $1.width }
    let wide = described.reduce(1) { $0 + $1.width + ($1.type == 0x43 ? $1.decimals << 8 : 0) }
    let isWide = plain != rowLength && wide == rowLength
    var offset = 1
    for field in described {
      let isText = field.type == DBFField.Kind.text.rawValue
      let width = field.width + (isText && isWide ? field.decimals << 8 : 0)
      defer { offset += width }
      if let kind = try Self.kind(field.type, field.name, width) {
        fields.append((field.name, kind, width, isText ? 0 : field.decimals, offset))
      } else {
        ignored.append((field.name, String(UnicodeScalar(field.type))))
      }
    }
    guard offset <= rowLength else {
      throw FormatError(
        .syntax, "the .dbf's columns take \(offset) bytes and its rows \(rowLength)")
    }
  }

  /// `nil` for a column that is passed over.
  private static func kind(
    _ type: UInt8, _ name: [UInt8], _ width: Int
  ) throws(FormatError) -> DBFField.Kind? {
    if let kind = DBFField.Kind(rawValue: type) {
      let isSound =
        switch kind {
        case .date: width == 8
        case .dateTime: width == 8
        case .text, .number, .float, .logical: true
        }
      if isSound { return kind }
    }
    switch type {
    // Memo, general, picture, and FoxPro's flags of nulls.
    case 0x4D, 0x47, 0x50, 0x30: return nil
    default:
      let letter = (0x21...0x7E).contains(type) ? String(UnicodeScalar(type)) : "byte \(type)"
      throw FormatError(
        .value, "the .dbf's column is of a type that is not read, or of a wrong width",
        field: String(decoding: name, as: UTF8.self), found: "\(letter), \(width) bytes",
        expected: "C, N, F, L, D or T: save it again as dBASE IV")
    }
  }
}

extension Span<UInt8> {
  func little16(_ at: Int) -> UInt16 { UInt16(self[at]) | UInt16(self[at + 1]) << 8 }

  func little32(_ at: Int) -> UInt32 {
    UInt32(little16(at)) | UInt32(little16(at + 2)) << 16
  }
}
