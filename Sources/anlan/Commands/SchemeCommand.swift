import ArgumentParser
import Foundation
import Schemes
import Workflows

struct SchemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheme",
    abstract: "Insurance schemes: files that say what is paid, and why we know.",
    discussion: """
      A scheme is a file of geodata/schemes, or a path that ends in .yaml. Each of its fields is
      printed, derived, external, of a contract, or unknown; what is unknown blocks “eligible”.
      """,
    subcommands: [List.self, Check.self, Show.self, Add.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the schemes, with how much of each is known.")

    @OptionGroup var speech: SpeechOptions

    private struct Row: Encodable {
      var scheme: String
      var nameChinese: String
      var nameEnglish: String
      var versions: Int
      var fields: [String: Int]
    }

    func run() throws {
      let home = try speech.productHome()
      let catalogue = try CategoryCatalogue(home: home)
      let schemes = try SchemeFile.names(home: home).map {
        try SchemeFile.named($0, home: home, catalogue: catalogue).sound($0)
      }
      guard !speech.json else {
        return try Console.show(
          json: schemes.map {
            Row(
              scheme: $0.key, nameChinese: $0.chineseName, nameEnglish: $0.englishName,
              versions: $0.versions.count, fields: $0.fieldCounts)
          })
      }
      Console.show(
        table: schemes.map { [$0.key, $0.chineseName, SchemeWords($0).counts] },
        heading: ["scheme", "名称", "fields"])
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Look for faults in schemes' files, by line and key; or in a store's policies and claims.",
      discussion: """
        Example: anlan scheme check my-county.yaml. Exit status 1 when there is any fault; all
        schemes of geodata/schemes when none is named. With --store: policies that overlap, lie
        outside their zone or count in 万元, and claims that are paid above a limit, come before
        their incident or outside the period.
        """)

    @Argument(help: "Schemes, or paths that end in .yaml.")
    var schemes: [String] = []

    @Option(help: "A store, whose policies and claims are looked through.")
    var store: String?

    @OptionGroup var speech: SpeechOptions

    private struct Report: Encodable {
      var scheme: String
      var faults: [String]
      var fields: [String: Int]
    }

    func validate() throws {
      guard store == nil || schemes.isEmpty else {
        throw ValidationError("a store's policies and claims, or schemes' files: one at a time")
      }
    }

    func run() throws {
      let home = try speech.productHome()
      if store != nil { return try checkCover(home) }
      let catalogue = try CategoryCatalogue(home: home)
      let names = schemes.isEmpty ? try SchemeFile.names(home: home) : schemes
      let reports = try names.map { name in
        let file = try SchemeFile.named(name, home: home, catalogue: catalogue)
        return Report(
          scheme: name, faults: file.faults, fields: file.scheme?.fieldCounts ?? [:])
      }
      if speech.json { try Console.show(json: reports) }
      for report in reports {
        for fault in report.faults { Console.note("\(report.scheme): \(fault)") }
      }
      let faulty = reports.count { !$0.faults.isEmpty }
      guard faulty == 0 else { throw ExitCode(Failure.work) }
      speech.note(
        "\(reports.count) \(reports.count == 1 ? "scheme is" : "schemes are") sound / "
          + "\(reports.count) 个方案无误")
    }

    private func checkCover(_ home: ProductHome) throws {
      var options = StoreOptions()
      options.store = store
      let faults = try options.withStore(readOnly: true) { try CheckCover(home: home).run(in: $0) }
      if speech.json { try Console.show(json: faults) }
      for fault in faults { Console.note("\(fault.kind.chinese) \(fault.message)") }
      guard faults.isEmpty else { throw ExitCode(Failure.work) }
      speech.note("no doubtful policy or claim / 保单与索赔无可疑之处")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every field of a scheme with where it comes from, and what its figures say.",
      discussion: "Example: anlan scheme show zhoukou")

    @Argument(help: "A scheme, or a path that ends in .yaml.")
    var scheme: String

    @OptionGroup var speech: SpeechOptions

    private struct Row: Encodable {
      var field: String
      var value: String?
      var provenance: String
      var source: String
      var line: Int
    }

    private struct Report: Encodable {
      var scheme: String
      var nameChinese: String
      var nameEnglish: String
      var fields: [Row]
      var counts: [String: Int]
      var findings: [String: Double]
    }

    func run() throws {
      let home = try speech.productHome()
      let found = try SchemeFile.named(scheme, home: home, catalogue: CategoryCatalogue(home: home))
        .sound(scheme)
      let rows = found.fields.map {
        Row(
          field: $0.path, value: $0.provenance == .unknown ? nil : $0.text,
          provenance: $0.provenance.word, source: SchemeWords.source($0.provenance),
          line: $0.line)
      }
      let words = SchemeWords(found)
      guard !speech.json else {
        var findings: [String: Double] = [:]
        for finding in FigureFinding.of(found) { findings[finding.kind.rawValue] = finding.value }
        return try Console.show(
          json: Report(
            scheme: found.key, nameChinese: found.chineseName, nameEnglish: found.englishName,
            fields: rows, counts: found.fieldCounts, findings: findings))
      }
      Console.show(
        table: rows.map { [$0.field, $0.value ?? "—", $0.source] },
        heading: [found.key, found.chineseName, found.englishName])
      speech.note(words.counts)
      for finding in words.findings { speech.note(finding) }
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a scheme in a store, for analyses and copies of it.",
      discussion: """
        Example: anlan scheme add my-county.yaml --store xiapu.sqlite. A file of the same key takes
        the place of the earlier one; runs made by that keep its results.
        """)

    @Argument(help: "A scheme of geodata/schemes, or a path that ends in .yaml.")
    var scheme: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let home = try speech.productHome()
      let file = try SchemeFile.named(scheme, home: home, catalogue: CategoryCatalogue(home: home))
      let added = try store.withStore { try AddScheme(file).run(in: $0, name: scheme) }
      let words = SchemeWords(added)
      speech.note("\(added.key) is kept: \(words.counts)")
    }
  }
}
