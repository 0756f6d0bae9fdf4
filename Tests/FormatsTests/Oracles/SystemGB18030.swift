import Glibc

/// The system's own conversion, a whole string at a time; `nil` where it finds a byte that is none.
func systemText(gb18030 bytes: [UInt8]) -> String? {
  guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
    return nil
  }
  defer { iconv_close(converter) }
  var input = bytes.map { CChar(bitPattern: $0) }
  var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
  var left = input.count
  var room = output.count
  let result = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      var from = source.baseAddress
      var to = target.baseAddress
      return iconv(converter, &from, &left, &to, &room)
    }
  }
  guard result != -1, left == 0 else { return nil }
  let written = output[..<(output.count - room)].map { UInt8(bitPattern: $0) }
  return String(decoding: written, as: UTF8.self)
}
