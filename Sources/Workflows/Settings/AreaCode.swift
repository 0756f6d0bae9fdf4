extension String {
  /// A code without the zeros that fill it up: 350921000000 is the county 350921, 350900 the city
  /// 3509 (GB/T 2260; 国统字〔2009〕91号).
  var trimmedCode: String {
    guard utf8.count >= 6, utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return self }
    for length in [2, 4, 6, 9, 12] where utf8.count > length {
      if dropFirst(length).allSatisfy({ $0 == "0" }) { return String(prefix(length)) }
    }
    return self
  }
}
