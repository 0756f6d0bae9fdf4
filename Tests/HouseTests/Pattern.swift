import Foundation

/// A regular expression; `^` and `$` are the ends of a line, `.` is any character but a newline.
struct Pattern: @unchecked Sendable {  // NSRegularExpression is immutable.
  private let expression: NSRegularExpression

  init(_ pattern: String) {
    do {
      expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
    } catch {
      preconditionFailure("\(pattern): \(error)")
    }
  }

  /// A match: where it begins, in UTF-16 units, and its groups, the whole first.
  struct Match {
    let offset: Int
    let groups: [String]
  }

  func matches(in text: String) -> [Match] {
    let whole = text as NSString
    return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map {
      result in
      let groups = (0..<result.numberOfRanges).map { index in
        let range = result.range(at: index)
        return range.location == NSNotFound ? "" : whole.substring(with: range)
      }
      return Match(offset: result.range.location, groups: groups)
    }
  }

  func matches(_ text: String) -> Bool { !matches(in: text).isEmpty }
}

/// The number of the line that holds an offset in UTF-16 units, from 1.
func line(of offset: Int, in text: String) -> Int {
  text.utf16.prefix(offset).count { $0 == 10 } + 1
}
