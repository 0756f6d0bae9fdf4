import Testing

/// A command that a person copies from the read-me exists.
@Suite struct ReadMeTests {
  @Test(arguments: ["README.md", "README.zh.md"])
  func namesOnlyCommandsThatExist(path: String) throws {
    try #require(House.exists(path), "there is no \(path)")
    let known = Commands.known(in: House.sources)
    let text = try House.text(path)
    #expect(!Commands.named(in: text).isEmpty, "shows no command")
    expectNone(Commands.findings(in: SourceFile(path: path, text: text), known: known))
  }

  private let readMe = """
    # Anlan
    anlan is a program; the `anlan` program; `anlan sheets`; `anlan --version`
    ```sh
    $ .build/release/anlan demo --out out
    anlan import incidents a.csv && anlan wekly --week 2026-W30   # anlan draws
    swift run anlan near-repeat
    anlan help init
    ```
    anlan nowhere
    """

  @Test func findsACommandThatDoesNotExist() {
    let known: Set = ["demo", "import", "weekly", "near-repeat"]
    let findings = Commands.findings(
      in: SourceFile(path: "README.md", text: readMe), known: known)
    #expect(findings.map(\.place) == ["README.md:2", "README.md:5"])
    #expect(
      findings.map(\.message) == ["there is no `anlan sheets`", "there is no `anlan wekly`"])
  }

  @Test func readsTheNamesOfCommands() {
    let files = [
      SourceFile(
        path: "Sources/anlan/Anlan.swift",
        text: """
          @main struct Anlan: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
              commandName: "anlan", subcommands: [Init.self, NearRepeat.self, Lists.Layers.self])
          }
          struct Init: ParsableCommand {}
          // struct Ghost: ParsableCommand {}
          """),
      SourceFile(
        path: "Sources/anlan/Others.swift",
        text: """
          struct NearRepeat: Sendable, AsyncParsableCommand {}
          enum Lists {
            struct Layers: ParsableCommand {
              static let configuration = CommandConfiguration(commandName: "lists")
            }
            struct Inner: ParsableCommand {}
          }
          """),
      SourceFile(path: "Sources/Storage/A.swift", text: "struct A: ParsableCommand {}"),
    ]
    #expect(Commands.known(in: files) == ["init", "near-repeat", "lists"])
  }
}

enum Commands {
  /// The names of the commands right below `anlan`.
  static func known(in files: [SourceFile]) -> Set<String> {
    var names: [String: String] = [:]
    var root: Set<String> = []
    for file in files where file.room == "anlan" && file.suffix == "swift" {
      let text = Array(file.swift.uncommented.utf16)
      let types = type.matches(in: String(decoding: text, as: UTF16.self))
      for (index, match) in types.enumerated() {
        // A type's settings stand before the next command's declaration.
        let end = index + 1 < types.count ? types[index + 1].offset : text.count
        let body = String(decoding: text[match.offset..<end], as: UTF16.self)
        let name = commandName.matches(in: body).first?.groups[1] ?? dashed(match.groups[1])
        if name == "anlan" {
          root.formUnion(metatype.matches(in: body).map { $0.groups[1] })
        } else {
          names[match.groups[1]] = name
        }
      }
    }
    return Set(names.filter { root.isEmpty || root.contains($0.key) }.values)
  }

  /// The first word after each `anlan`, in fenced blocks and in code spans, with its line.
  static func named(in text: String) -> [(word: String, line: Int)] {
    var fenced = false
    var found: [(String, Int)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        fenced.toggle()
        continue
      }
      let code =
        fenced
        ? [String(line.prefix { $0 != "#" })]
        : span.matches(in: String(line)).map { $0.groups[1] }
      for match in code.flatMap(command.matches) { found.append((match.groups[1], index + 1)) }
    }
    return found
  }

  static func findings(in file: SourceFile, known: Set<String>) -> [Finding] {
    // The argument parser adds `help` by itself.
    named(in: file.text).filter { $0.word != "help" && !known.contains($0.word) }.map {
      Finding(place: "\(file.path):\($0.line)", message: "there is no `anlan \($0.word)`")
    }
  }

  /// `NearRepeat` is called `near-repeat`, as swift-argument-parser names it.
  private static func dashed(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      if character.isUppercase, !text.isEmpty { text += "-" }
      text += character.lowercased()
    }
  }

  private static let type = Pattern(
    #"\b(?:struct|class|enum|extension)\s+(?:\w+\.)*(\w+)\s*:[^{]*\b(?:Async)?ParsableCommand\b"#)
  private static let commandName = Pattern(#"\bcommandName:\s*"([^"]+)""#)
  private static let metatype = Pattern(#"\b(\w+)\.self\b"#)
  private static let command = Pattern(#"(?:^|[\s/;&|(])anlan\s+([a-z][a-z-]*)"#)
  private static let span = Pattern(#"`([^`]+)`"#)
}
