import Testing

/// A file is a noun, and short.
@Suite struct FileShapeTests {
  @Test func noFileIsTooLong() { expectNone(FileShape.tooLong(House.sources)) }

  @Test func everyFileIsNamedForWhatItHolds() {
    expectNone(FileShape.vague(House.paths(under: "Sources") + House.paths(under: "Tests")))
  }

  @Test func findsALongFile() {
    let line = "let a = 1\n"
    let fits = SourceFile(path: "A.swift", text: String(repeating: line, count: 400))
    let long = SourceFile(path: "B.swift", text: String(repeating: line, count: 401))
    #expect(
      FileShape.tooLong([fits, long]).map(\.description) == ["B.swift: 401 lines, above 400"])
  }

  @Test func findsAVagueName() {
    let vague = ["A/Utils.swift", "A/StringHelpers.swift", "StoreManager.swift", "common.sql"]
    let clear = ["A/Commons.swift", "A/ManagerOfHarbours.swift", "Utilisation.swift"]
    #expect(FileShape.vague(vague + clear).map(\.place) == vague)
  }
}

enum FileShape {
  static let maximumLines = 400

  static func tooLong(_ files: [SourceFile]) -> [Finding] {
    files.compactMap { file in
      let lines = file.text.utf8.count { $0 == 10 }
      guard lines > maximumLines else { return nil }
      return Finding(place: file.path, message: "\(lines) lines, above \(maximumLines)")
    }
  }

  /// A name that would fit any content holds two ideas.
  static func vague(_ paths: [String]) -> [Finding] {
    paths.filter { vagueName.matches(SourceFile(path: $0, text: "").stem) }.map {
      Finding(place: $0, message: "its name would fit any content")
    }
  }

  private static let vagueName = Pattern(
    #"(?:^|[a-z0-9_+-])(?:Utils?|Utilit(?:y|ies)|Helpers?|Managers?|Common)$|^(?i:utils?|helpers?|common)$"#
  )
}
