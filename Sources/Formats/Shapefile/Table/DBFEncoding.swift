/// Which character set a table is in, by what lies beside it and in it.
struct DBFEncoding {
  var encoding: TextEncoding
  var unknownCodePage: String?
  var contradictedDriver: TextEncoding?

  /// `.cpg`, then the header's byte 29, then the caller.
  init(cpg: String?, driver: UInt8, options: DBFOptions) throws(FormatError) {
    let ofHeader = Self.encoding(ofDriver: driver)
    var ofFile: TextEncoding?
    if let name = cpg.map(Self.name), !name.isEmpty {
      ofFile = TextEncoding(name: name)
      if ofFile == .auto { ofFile = nil }
      if ofFile == nil { unknownCodePage = name }
    }
    if options.overridesDeclaredEncoding, options.encoding != .auto {
      encoding = options.encoding
      return
    }
    if let ofFile, let ofHeader, ofFile != ofHeader { contradictedDriver = ofHeader }
    encoding = ofFile ?? ofHeader ?? options.encoding
    guard ofFile == nil, ofHeader == nil, options.encoding == .auto else { return }
    // Read as GB 18030 these would give wrong characters without a word.
    let foreign = Self.foreign(driver) ?? unknownCodePage.flatMap(Self.foreign)
    if let foreign {
      throw FormatError(
        .encoding, "the .dbf is in \(foreign), which is not read",
        expected: "UTF-8 or GB18030: save it again as UTF-8, or name the encoding if this is wrong")
    }
  }

  /// The name in a `.cpg`, without the marks and ends of lines around it.
  private static func name(_ text: String) -> String {
    let isAround: (Unicode.Scalar) -> Bool = {
      $0.properties.isWhitespace || $0.value == 0xFEFF || $0.value < 0x20
    }
    let scalars = text.unicodeScalars.drop(while: isAround)
    let end = scalars.lastIndex { !isAround($0) }.map { scalars.index(after: $0) }
    return String(scalars[scalars.startIndex..<(end ?? scalars.startIndex)].prefix(40))
  }

  /// 0x4D and FoxPro's 0x7A are code page 936. 0x00 and 0x57, "as the system", say nothing, and
  /// the western pages stand in many a file that is not western.
  private static func encoding(ofDriver driver: UInt8) -> TextEncoding? {
    driver == 0x4D || driver == 0x7A ? .gb18030 : nil
  }

  private static func foreign(_ driver: UInt8) -> String? {
    switch driver {
    case 0x4F, 0x78: "Big5"
    case 0x13, 0x7B: "Shift JIS"
    case 0x4E, 0x79: "Korean"
    default: nil
    }
  }

  private static func foreign(_ codePage: String) -> String? {
    switch codePage.lowercased().filter({ $0.isLetter || $0.isNumber }) {
    case "big5", "950", "cp950", "ms950", "windows950", "ansi950", "big5hkscs": "Big5"
    case "shiftjis", "sjis", "932", "cp932", "ms932", "windows932", "ansi932": "Shift JIS"
    case "euckr", "949", "cp949", "ms949", "windows949", "ansi949": "Korean"
    case "utf16", "utf16le", "utf16be", "1200", "1201": "UTF-16"
    default: nil
    }
  }
}

/// The end of a text that its column's width has cut.
enum CutCharacter {
  /// How many bytes at the end begin a character of UTF-8 and do not finish it.
  static func utf8Tail(_ bytes: Span<UInt8>) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1
      return length > back ? back : 0
    }
    return 0
  }

  /// The bytes at the end that no character needs, of a text that fills its column.
  ///
  /// - Parameter encoding: `.auto` takes whichever of the two leaves a whole text.
  static func tail(_ bytes: Span<UInt8>, _ encoding: TextEncoding) -> Int {
    if encoding != .gb18030 {
      let tail = utf8Tail(bytes)
      // Where the rest is not UTF-8 either, nothing is known to be cut.
      if case .valid = UTF8Validation(bytes.extracting(droppingLast: tail)) { return tail }
      if encoding == .utf8 { return 0 }
    }
    return GB18030Table.openTail(bytes)
  }
}
