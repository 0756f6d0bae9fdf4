/// What marks a column, or a text, as about a person. Such data never enters a store.
enum PersonalData {
  /// Whether a column's name says that it holds a person's name, number, or way to be reached.
  static func isPersonal(column: String) -> Bool {
    let name = column.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    return chineseParts.contains { name.contains($0) } || englishNames.contains(name)
      || englishParts.contains { name.contains($0) }
  }

  private static let chineseParts = [
    "姓名", "身份证", "证件号", "电话", "手机", "联系方式", "联系人", "报案人", "报警人", "当事人",
    "嫌疑人", "受害人", "被害人", "户主", "法人", "出生日期", "性别", "民族", "微信", "银行卡", "护照",
    "车牌", "曾用名", "投保人", "被保险人", "受益人",
  ]
  private static let englishParts = [
    "phonenumber", "mobilenumber", "idcard", "identitynumber", "nationalid", "passport",
    "firstname", "lastname", "fullname", "personname", "surname", "dateofbirth", "bankaccount",
    "licenceplate", "licenseplate", "telephone",
  ]
  private static let englishNames: Set<String> = [
    "phone", "mobile", "tel", "cell", "ssn", "dob", "gender", "sex", "ethnicity", "victim",
    "suspect", "email", "wechat", "contact", "caller", "reporter", "owner", "householder",
    "personid", "idno", "idnumber", "victimname", "suspectname", "callername", "contactname",
  ]

  enum Finding: String {
    case identityNumber = "an identity number"
    case mobileNumber = "a mobile telephone number"
  }

  /// The first identity number (GB 11643-1999, with its check digit) or mainland mobile number in
  /// a text: a run of digits of just that length, not the fraction of a decimal number.
  ///
  /// - Complexity: O(bytes); allocates only where a run has a suspicious length.
  static func find(in text: String) -> Finding? {
    var text = text
    return text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        guard isDigit(bytes[index]) else {
          index += 1
          continue
        }
        let start = index
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        let isFraction = start > 1 && bytes[start - 1] == UInt8(ascii: ".") && isDigit(bytes[start - 2])
        guard !isFraction else { continue }
        let run = bytes[start..<index]
        let next = index < bytes.count ? bytes[index] : 0
        if run.count == 17, next == UInt8(ascii: "X") || next == UInt8(ascii: "x"),
          isIdentityNumber(Array(run) + [UInt8(ascii: "X")])
        {
          return .identityNumber
        }
        if run.count == 18, isIdentityNumber(Array(run)) { return .identityNumber }
        if isMobileNumber(run) { return .mobileNumber }
      }
      return nil
    }
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
  private static func isMobileNumber(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
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
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let check = Array("10X98765432".utf8)[sum % 11]
    return characters[17] == check
  }
}
