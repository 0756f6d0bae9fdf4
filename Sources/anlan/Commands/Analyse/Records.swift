import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct Records: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Red, yellow and black records of units, and listings for remediation (红黄黑, 挂牌整治).",
      discussion: """
        Example: anlan analyse records --rules xiapu --month 2026-06 --level town --store xiapu.sqlite

        Rules are a file of geodata/records, or a path that ends in .yaml: what is counted, which bound
        must pass what, which documents count, and for how long a record stands. Counts, rates and
        ranges of ranks stand side by side; nothing is ranked by a count, and a rate gives a record
        only where chance alone would not. The layer record_scoreboard says how units stand at the
        end of the month, record_months month by month, records tells each record with its days
        and what ended it, record_evidence what made it: incidents, hazards, documents, earlier
        records. All are kept under a run with the version and the digest of the rules.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "The rules: xiapu, or the path of a .yaml file.")
    var rules = "xiapu"

    @Option(help: "The month, such as 2026-06; it must be over.")
    var month: CalendarMonth

    @Option(help: "So many months are shown, up to that one.")
    var months = 12

    @Option(help: "The units: grid, village, town or county.")
    var level = IndexLevel.town

    @Option(help: "Only units whose code begins with it.")
    var area = ""

    @Option(help: "The office that decides, as it is to stand in each record; never a person.")
    var by = ""

    @Option(help: "Draws of the rates, for their ranges.")
    var draws = 400

    @Option(help: "Of the random draws.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func validate() throws {
      guard (20...100_000).contains(draws) else {
        throw ValidationError("--draws: from 20 to 100000")
      }
      guard (1...120).contains(months) else { throw ValidationError("--months: from 1 to 120") }
    }

    func run() throws {
      let home = try speech.productHome()
      var keep = KeepRecords(
        rules: try .named(rules, home: home, catalogue: CategoryCatalogue(home: home)),
        month: month)
      keep.months = months
      keep.level = level
      keep.area = area
      keep.decidedBy = by
      keep.draws = draws
      keep.seed = seed
      keep.threads = threads
      let outcome = try store.withStore { try keep.run(in: $0) }
      try speech.tell(outcome)
    }
  }
}
