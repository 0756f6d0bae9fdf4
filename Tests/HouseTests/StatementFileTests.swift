import Testing

/// Each `.sql` file is asked by some Swift file of its room, and each that is asked for is there.
/// (A missing one does not compile; a forgotten one does.)
@Suite struct StatementFileTests {
  @Test func everyStatementIsAsked() { expectNone(StatementFiles.findings(House.sources)) }

  @Test func findsBothBreaches() {
    let files = [
      SourceFile(path: "Sources/Storage/SQL/runs.sql", text: ""),
      SourceFile(path: "Sources/Storage/SQL/asked-elsewhere.sql", text: ""),
      SourceFile(path: "Sources/Storage/A.swift", text: "f(PackageResources.runs_sql)"),
      SourceFile(
        path: "Sources/Storage/B.swift",
        text: "// PackageResources.asked_elsewhere_sql\ng(PackageResources\n  .gone_sql)"),
      SourceFile(path: "Sources/Tiles/A.swift", text: "f(PackageResources.asked_elsewhere_sql)"),
    ]
    #expect(
      StatementFiles.findings(files).map(\.description) == [
        "Sources/Storage: asks for gone.sql, which is not there",
        "Sources/Storage: asked_elsewhere.sql is asked by no Swift file",
        "Sources/Tiles: asks for asked_elsewhere.sql, which is not there",
      ])
  }
}

enum StatementFiles {
  static func findings(_ files: [SourceFile]) -> [Finding] {
    var kept: [String: Set<String>] = [:]
    var asked: [String: Set<String>] = [:]
    for file in files {
      if file.suffix == "sql" {
        // As the build names a resource: what is no letter or digit becomes "_".
        let name = file.stem.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        kept[file.room, default: []].insert(name)
      } else if file.suffix == "swift" {
        for match in resource.matches(in: file.swift.code) {
          asked[file.room, default: []].insert(match.groups[1])
        }
      }
    }
    return Set(kept.keys).union(asked.keys).sorted().flatMap { room in
      let kept = kept[room] ?? []
      let asked = asked[room] ?? []
      let missing = asked.subtracting(kept).sorted().map {
        "asks for \($0).sql, which is not there"
      }
      let forgotten = kept.subtracting(asked).sorted().map { "\($0).sql is asked by no Swift file" }
      return (missing + forgotten).map { Finding(place: "Sources/\(room)", message: $0) }
    }
  }

  private static let resource = Pattern(#"\bPackageResources\s*\.\s*(\w+)_sql\b"#)
}
