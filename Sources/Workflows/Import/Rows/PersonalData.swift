/// What marks a column, or a text, as about a person. Such data never enters a store.
enum PersonalData {
  /// Whether a column's name says that it holds a person's name, number, or way to be reached.
  static func isPersonal(column: String) -> Bool {
    let name = column.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    return chineseParts.contains { name.contains($0) } || englishNames.contains(name)
      || englishParts.contains { name.contains($0) }
  }

  private static let chineseParts = [
    "姓名", "身份", "证件", "电话", "手机", "联系", "户籍", "住址", "籍贯", "年龄", "邮箱", "账号",
    "帐号", "卡号", "驾驶证", "事主", "失主", "报失人", "求助人", "驾驶员", "驾驶人", "报案人", "报警人", "当事人",
    "嫌疑人", "受害人", "被害人", "户主", "法人", "出生日期", "性别", "民族", "微信", "银行卡", "护照",
    "车牌", "曾用名", "投保人", "被保险人", "受益人",
  ]
  private static let englishParts = [
    "phone", "mobilenumber", "idcard", "identitynumber", "nationalid", "passport",
    "firstname", "lastname", "fullname", "personname", "surname", "dateofbirth", "bankaccount",
    "licenceplate", "licenseplate", "emailaddress", "homeaddress", "victimname", "suspectname",
    "callername", "contactname", "reportername", "ownername", "victimage", "suspectage",
  ]
  private static let englishNames: Set<String> = [
    "mobile", "mobileno", "tel", "telno", "cell", "ssn", "age", "qq", "imei", "imsi", "dob",
    "gender", "sex", "ethnicity", "victim",
    "suspect", "email", "wechat", "contact", "caller", "reporter", "owner", "householder",
    "personid", "idno", "idnumber", "identityno", "identity", "person",
  ]

  enum Finding: String {
    case identityNumber = "an identity number"
    case mobileNumber = "a mobile telephone number"
  }

  /// The first identity number (GB 11643-1999) or mainland mobile number in
  /// a text: a run of digits of just that length, not the fraction of a decimal number, or runs
  /// parted as people part them (138 1234 5678, 350921-19900101-1234).
  ///
  /// - Complexity: O(bytes); allocates only where a run has a suspicious length, or for digits of
  ///   full width (U+FF10 …).
  static func find(in text: String) -> Finding? {
    var text = text
    return text.withUTF8 { find(in: $0.span) }
  }

  /// As `find(in:)` for UTF-8.
  static func find(in bytes: Span<UInt8>) -> Finding? {
    // Digits of full width begin with this byte; a text that is ASCII cannot hold them.
    for index in bytes.indices where bytes[index] == 0xEF {
      let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      let narrow = Array(withNarrowDigits(text).utf8)
      return findNarrow(in: narrow.span)
    }
    return findNarrow(in: bytes)
  }

  private static func findNarrow(in bytes: Span<UInt8>) -> Finding? {
    var index = 0
    // The two runs before, if only a gap of one parts each from the next.
    var (first, second) = (0..<0, 0..<0)
    while index < bytes.count {
      guard isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      let isFraction =
        start > 1 && bytes[start - 1] == UInt8(ascii: ".") && isDigit(bytes[start - 2])
      guard !isFraction else { continue }
      let run = start..<index
      let isX = index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "x")
      if run.count >= 11, let finding = finding(copy(bytes, run), isX: isX) { return finding }
      if second.isEmpty || start != second.upperBound + 1 || !isGap(bytes[second.upperBound]) {
        (first, second) = (0..<0, 0..<0)
      }
      if !first.isEmpty, areParts(first.count, second.count, run.count) {
        let joined = copy(bytes, first) + copy(bytes, second) + copy(bytes, run)
        if let found = finding(joined, isX: isX) { return found }
      }
      (first, second) = (second, run)
    }
    return nil
  }

  /// How people part a mobile number, and an identity number with a digit or an X at its end.
  private static func areParts(_ first: Int, _ second: Int, _ third: Int) -> Bool {
    switch (first, second, third) {
    case (3, 4, 4), (6, 8, 4), (6, 8, 3): true
    default: false
    }
  }

  private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  private static func finding(_ run: [UInt8], isX: Bool) -> Finding? {
    if run.count == 17, isX, isIdentityNumber(run + [UInt8(ascii: "X")]) {
      return .identityNumber
    }
    if run.count == 18, isIdentityNumber(run) { return .identityNumber }
    return isMobileNumber(run[...]) ? .mobileNumber : nil
  }

  private static func isGap(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
  }

  private static func withNarrowDigits(_ text: String) -> String {
    var narrow = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isWide = (0xFF10...0xFF19).contains(scalar.value)
      narrow.append(isWide ? Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 0x30)) : scalar)
    }
    return String(narrow)
  }

  /// The digits of a personal number replaced, for a message that must show the cell.
  static func masked(_ text: String) -> String {
    String(
      text.unicodeScalars.map { scalar in
        scalar.properties.numericType == .decimal ? "*" : Character(scalar)
      })
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Eleven digits from 13 to 19, also behind the country code 86.
  private static func isMobileNumber(_ run: ArraySlice<UInt8>) -> Bool {
    var digits = run
    if digits.count == 13, digits.first == UInt8(ascii: "8"),
      digits.dropFirst().first == UInt8(ascii: "6")
    {
      digits = digits.dropFirst(2)
    }
    guard digits.count == 11, digits.first == UInt8(ascii: "1"),
      let second = digits.dropFirst().first
    else { return false }
    return second >= UInt8(ascii: "3")
  }

  /// Eighteen characters: six of area, eight of birth date, three of sequence, one check digit by
  /// ISO 7064 MOD 11-2.
  private static func isIdentityNumber(_ characters: [UInt8]) -> Bool {
    let digits = characters.prefix(17).map { Int($0 &- 0x30) }
    let year = digits[6] * 1000 + digits[7] * 100 + digits[8] * 10 + digits[9]
    let month = digits[10] * 10 + digits[11]
    let day = digits[12] * 10 + digits[13]
    guard (1850...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return false
    }
    // A birth date of that time is enough, also with a slip in the number; behind 2000 a code and
    // the day of a case look the same, and the check digit decides.
    if year < 2000 { return true }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let check = Array("10X98765432".utf8)[sum % 11]
    return characters[17] == check
  }
}
