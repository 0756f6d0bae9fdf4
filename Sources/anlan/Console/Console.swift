import ArgumentParser
import Foundation

/// What a person reads beside the results: sentences and progress on standard error.
enum Console {
  /// Whether the person's language is Chinese, as the environment tells.
  static var isChinese: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]]
      .compactMap { $0 }.first { !$0.isEmpty }
    return locale?.hasPrefix("zh") ?? false
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// A line that is the result, on standard output.
  static func show(_ line: String) { print(line) }

  /// A value as JSON with sorted keys, on standard output.
  static func show(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Rows under a heading, columns aligned; a Chinese character counts as two places.
  static func show(table rows: [[String]], heading: [String]) {
    let all = [heading] + rows
    let widths = heading.indices.map { column in
      all.map { places($0[column]) }.max() ?? 0
    }
    for row in all {
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - places(cell))
      }
      print(cells.joined(separator: "  "))
    }
  }

  private static func places(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
  }
}

/// How much of the work is done: a line that renews itself on a terminal, a line a stage otherwise.
final class Progress {
  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let label: String
  private var lastShown = -1

  init(_ label: String, isQuiet: Bool) {
    self.label = label
    self.isQuiet = isQuiet
    if !isQuiet && !isTerminal { Console.note("\(label) …") }
  }

  func rows(_ count: Int) { renew("\(label): \(count) rows") }

  func share(_ done: Double) {
    let percent = Int(done * 100)
    guard percent != lastShown else { return }
    lastShown = percent
    renew("\(label): \(percent) %")
  }

  /// Clears the line for the sentence that follows.
  func finish() {
    guard !isQuiet, isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }

  private func renew(_ text: String) {
    guard !isQuiet, isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
