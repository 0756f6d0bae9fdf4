import Testing

/// Laws about what a line may say.
@Suite struct LineLawTests {
  @Test(arguments: LineLaw.all)
  func holds(law: LineLaw) throws {
    var files = House.sources
    for path in ["Makefile", ".ci/run", "README.md", "README.zh.md"] where House.exists(path) {
      files.append(SourceFile(path: path, text: try House.text(path)))
    }
    expectNone(files.flatMap { law.findings(in: $0) })
  }

  @Test(arguments: LineLaw.all)
  func findsEachBreach(law: LineLaw) {
    let suffix = law.covers("Sources/Analysis/A.sql") && law.part == .code ? "sql" : "swift"
    #expect(!law.breaches.isEmpty)
    for text in law.breaches {
      let file = SourceFile(path: "A.\(suffix)", text: "\n" + text)
      #expect(!law.findingsAnywhere(in: file).isEmpty, "\(text)")
    }
    for text in law.lawful {
      let file = SourceFile(path: "A.\(suffix)", text: text)
      #expect(law.findingsAnywhere(in: file) == [], "\(text)")
    }
  }

  /// The file of an exception must be one that the law is about, or the exception says nothing.
  @Test(arguments: LineLaw.all)
  func excusesOnlyWhatItCovers(law: LineLaw) {
    for exception in law.exceptions {
      let path = exception.path.hasSuffix("/") ? exception.path + "A.swift" : exception.path
      #expect(law.covers(path))
      #expect(!exception.reason.isEmpty)
    }
  }

  @Test func saysTheLine() {
    let file = SourceFile(path: "Sources/Tiles/A.swift", text: "// é 岸\n\n  print(1)\n")
    #expect(LineLaw.noPrint.findings(in: file).map(\.place) == ["Sources/Tiles/A.swift:3"])
    let roof = SourceFile(path: "Sources/anlan/A.swift", text: file.text)
    #expect(LineLaw.noPrint.findings(in: roof) == [])
  }
}

/// What the scanner tells apart.
@Suite struct SwiftTextTests {
  @Test func tellsLiteralsFromCode() {
    let text = SwiftText(##"a("b \(c("d")) e", #"f " \(g) \#(h)"#) // "i""##)
    #expect(text.literals.map(\.content).sorted() == ["b … e", "d", #"f " \(g) …"#])
    #expect(text.code.contains("c("))
    #expect(!text.code.contains("b "))
    #expect(!text.uncommented.contains("i"))
  }

  @Test func knowsRegularExpressionsFromDivisions() {
    let text = SwiftText(#"let a = /"[^"]*/; let b = c / d; let e = "f"; let g = h/i"#)
    #expect(text.literals.map(\.content) == ["f"])
  }

  @Test(arguments: ["\"", "\"\"\"", "/*", "#\"", "\"\\", "\"\\(", "#/", "=/", "//"])
  func endsOnUnfinishedText(text: String) {
    #expect(SwiftText(text).code.utf16.count == text.utf16.count)
  }

  /// Offsets into the blanked texts are offsets into the text itself.
  @Test func keepsEveryOffset() {
    for file in House.sources where file.suffix == "swift" {
      let text = file.swift
      #expect(text.code.utf16.count == file.text.utf16.count, "\(file.path)")
      #expect(text.uncommented.utf16.count == file.text.utf16.count, "\(file.path)")
    }
  }
}
