import Foundation
import Testing

/// `anlan scheme` and what is asked with it, as a person types them.
@Suite struct SchemeCommandTests {
  @Test func schemesAreListedShownAndChecked() throws {
    try withProgram { program in
      let list = try program.run(["scheme", "list"])
      #expect(list.status == 0)
      for key in ["xiapu-land", "xiapu-sea", "huaian", "zhoukou", "tongan", "fujian-typhoon-index"]
      {
        #expect(list.output.contains(key))
      }
      let shown = try program.run(["scheme", "show", "zhoukou"])
      #expect(shown.status == 0 && shown.output.contains("unsolved_days 10, from filed"))
      #expect(shown.speech.contains("24.6 %") && shown.speech.contains("no loss ratio"))
      let told = try program.run(["scheme", "show", "xiapu-land", "--json"])
      let json = try #require(
        JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
      #expect((json["findings"] as? [String: Double])?["limit_used"] == 0.42)
      #expect(try program.run(["scheme", "check"]).status == 0)
      let wrong = try program.run(["scheme", "check", "zhoukuo"])
      #expect(wrong.status == 2 && wrong.speech.contains("did you mean zhoukou?"))
    }
  }

  @Test func aFaultyFileIsExplainedByLine() throws {
    try withProgram { program in
      let text = try program.run(["scheme", "show", "zhoukou"]).output
      #expect(!text.isEmpty)
      try Data("version: 1\nscheme: a\nname_zh: a\nname_en: a\nsources: {}\nversion: []\n".utf8)
        .write(to: program.folder.appending(path: "twice.yaml"))
      let twice = try program.run(["scheme", "check", "twice.yaml"])
      #expect(twice.status == 1 && twice.speech.contains("a key stands twice"), "\(twice.speech)")
      try Data("version: 1\nscheme: a\nname_zh: a\nname_en: a\nsources: {}\nversoins: []\n".utf8)
        .write(to: program.folder.appending(path: "near.yaml"))
      let near = try program.run(["scheme", "check", "near.yaml"])
      #expect(
        near.status == 1 && near.speech.contains("did you mean \"versions\"?"), "\(near.speech)")
      #expect(try program.run(["scheme", "check", "absent.yaml"]).status == 2)
    }
  }

  @Test func whatIsOwedIsComputedAndHandedOn() throws {
    try withProgram { program in
      try program.laySample(incidents: 4_000)
      try program.expect(Program.importing("base.sqlite"))
      for layer in ["policies", "claims"] {
        try program.expect(["import", layer, "scenario/\(layer).csv", "--store", "base.sqlite"])
      }
      let ask = ["analyse", "eligibility", "--store", "base.sqlite", "--on", "2026-07-26"]
      let bare = try program.run(ask)
      #expect(bare.status == 2 && bare.speech.contains("anlan scheme add"))
      try program.expect([
        "scheme", "add", "scenario/schemes/xiapu-land.yaml", "--store", "base.sqlite",
      ])
      let found = try program.run(ask + ["--level", "village"])
      #expect(found.status == 0 && found.speech.contains("eligible and unclaimed"))
      #expect(try program.run(ask + ["--level", "village"]).output == found.output)
      try program.expect([
        "analyse", "claims", "--store", "base.sqlite", "--on", "2026-07-26", "--years", "2000",
      ])
      #expect(try program.count("limit_burn_down", store: "base.sqlite") > 0)
      try program.expect([
        "export", "unpaid_eligible", "--store", "base.sqlite", "--to", "all.csv",
      ])
      try program.expect([
        "export", "unpaid_eligible", "--store", "base.sqlite", "--to", "public.csv", "--audience",
        "public",
      ])
      let refused = try program.run([
        "export", "eligibility", "--store", "base.sqlite", "--to", "cases.csv", "--audience",
        "public",
      ])
      #expect(refused.status == 2 && refused.speech.contains("a row an incident"))
      #expect(try Self.counts(program.text("all.csv")).contains { (1...2).contains($0) })
      #expect(try !Self.counts(program.text("public.csv")).contains { (1...2).contains($0) })
      #expect(try Self.column("due_yuan", program.text("public.csv")).allSatisfy(\.isEmpty))
      #expect(try program.run(["check", "--store", "base.sqlite"]).status == 0)
    }
  }

  private static func column(_ name: String, _ csv: String) -> [String] {
    let lines = csv.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = lines.first?.map { $0.replacing("\u{FEFF}", with: "") } ?? []
    guard let place = header.firstIndex(of: name) else { return ["no column \(name)"] }
    return lines.dropFirst().map { $0.count > place ? $0[place] : "" }
  }

  private static func counts(_ csv: String) -> [Int] { column("count", csv).compactMap { Int($0) } }
}
