import Testing

/// A law that forbids a pattern of text in some files.
struct LineLaw: Sendable, CustomTestStringConvertible {
  /// Which part of a file the pattern is looked for in. SQL has code and comments, no literals.
  enum Part { case code, literals, everything }

  let name: String
  let part: Part
  let pattern: Pattern
  /// Whether the law is about the file at a path.
  let covers: @Sendable (String) -> Bool
  /// Beginnings of paths that are excused, each with its reason.
  var exceptions: [(path: String, reason: String)] = []
  /// Files that break the law, by text: the law must find each.
  let breaches: [String]
  /// Files that look like a breach and are none.
  let lawful: [String]

  var testDescription: String { name }

  func findings(in file: SourceFile) -> [Finding] {
    guard covers(file.path), !exceptions.contains(where: { file.path.hasPrefix($0.path) }) else {
      return []
    }
    return findingsAnywhere(in: file)
  }

  /// Like `findings(in:)`, wherever the file lies.
  func findingsAnywhere(in file: SourceFile) -> [Finding] {
    offsets(in: file).map { offset, words in
      let place = "\(file.path):\(line(of: offset, in: file.text))"
      return Finding(place: place, message: "\(name): \(words)")
    }
  }

  private func offsets(in file: SourceFile) -> [(Int, String)] {
    switch part {
    case .everything:
      return pattern.matches(in: file.text).map { ($0.offset, $0.groups[0]) }
    case .code:
      let code = file.suffix == "sql" ? withoutSQLComments(file.text) : file.swift.code
      return pattern.matches(in: code).map { ($0.offset, $0.groups[0]) }
    case .literals:
      return file.swift.literals.flatMap { literal in
        pattern.matches(in: literal.content).map { (literal.offset, $0.groups[0]) }
      }
    }
  }

  /// Blanks `-- …` at the same offsets.
  private func withoutSQLComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let comment = line.firstRange(of: "--") else { return String(line) }
      let blanks = String(repeating: " ", count: line[comment.lowerBound...].utf16.count)
      return line[..<comment.lowerBound] + blanks
    }.joined(separator: "\n")
  }
}
