/// RFC 4180 a byte at a time, as one would write it without a thought of speed.
struct ObviousCSV {
  /// `3: a|b` or `3: fault`.
  var steps: [String] = []
  var hasOpenQuote = false

  init(_ bytes: [UInt8], separator: UInt8 = 0x2C) {
    var index = 0
    var line = 1
    var columns: Int?
    func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    while index < bytes.count {
      let firstLine = line
      var fields: [[UInt8]] = []
      var isFaulty = false
      row: while true {
        var field: [UInt8] = []
        if index < bytes.count, bytes[index] == 0x22 {
          index += 1
          while true {
            guard index < bytes.count else {
              hasOpenQuote = true
              return
            }
            let byte = bytes[index]
            if byte == 0x22 {
              index += 1
              guard index < bytes.count, bytes[index] == 0x22 else { break }
            } else if byte == 0x0D || (byte == 0x0A && (field.isEmpty || field.last != 0x0D)) {
              line += 1
            }
            field.append(byte)
            index += 1
          }
          if index < bytes.count, bytes[index] != separator, !isBreak(bytes[index]) {
            isFaulty = true
            while index < bytes.count, !isBreak(bytes[index]) { index += 1 }
          }
        } else {
          while index < bytes.count, bytes[index] != separator, !isBreak(bytes[index]) {
            field.append(bytes[index])
            index += 1
          }
        }
        fields.append(field)
        guard !isFaulty, index < bytes.count, bytes[index] == separator else { break row }
        index += 1
      }
      if index < bytes.count {
        let isReturn = bytes[index] == 0x0D
        index += 1
        if isReturn, index < bytes.count, bytes[index] == 0x0A { index += 1 }
      }
      line += 1
      if isFaulty {
        steps.append("\(firstLine): fault")
      } else if !fields.allSatisfy(\.isEmpty) {
        columns = columns ?? fields.count
        let texts = fields.map { String(decoding: $0, as: UTF8.self) }
        steps.append(
          fields.count == columns
            ? "\(firstLine): \(texts.joined(separator: "|"))" : "\(firstLine): fault")
      }
    }
  }
}
