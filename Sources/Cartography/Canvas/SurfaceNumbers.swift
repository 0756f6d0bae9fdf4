/// cairo numbers the surfaces of an SVG by a counter of the process, so that a second drawing of
/// the same sheet has other bytes. Here they are numbered from 0 in the order they appear.
enum SurfaceNumbers {
  /// - Complexity: O(bytes).
  static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    let word = Array("surface".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var numbers: [[UInt8]: Int] = [:]
    var index = 0
    while index < bytes.count {
      let end = index + word.count
      guard bytes[index] == word[0], end < bytes.count, bytes[index..<end].elementsEqual(word)
      else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let digits = Array(
        bytes[end...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
      result += word
      if !digits.isEmpty {
        let number = numbers[digits] ?? numbers.count
        numbers[digits] = number
        result += Array(String(number).utf8)
      }
      index = end + digits.count
    }
    return result
  }
}
