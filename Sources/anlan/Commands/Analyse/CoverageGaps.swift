import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct CoverageGaps: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coverage-gaps",
      abstract: "Who and what a scheme covers on a day, and why the rest is not covered.",
      discussion: """
        Examples:
          anlan analyse coverage-gaps --scheme xiapu-marine --on 2026-07-26
          anlan analyse coverage-gaps --scheme xiapu-aquaculture --on 2026-07-26 \\
            --excludes prohibited --budget 500000 --take-up 0.3:0.15 --take-up 0.6:0.4
          anlan analyse coverage-gaps --scheme xiapu-household --on 2026-07-26 --rebate 300000

        At sea by aquaculture zone and, added up, by the nearest stretch of coast; on land by grid.
        exposure = insured + other_cover + gap, and gap = gap_no_policy + gap_under_limit +
        gap_excluded + gap_unknown, each in one measure: persons at work for a year, mu, kou, xiang,
        yuan, households or persons, which are never added. Whether one must join, what is excluded
        and what is paid at most is what the scheme's paper says (`anlan scheme add`), unless it is
        said here. A term that is not printed is unknown: neither a gap nor a cover.

        The expected loss of what is not insured is what policies have paid in usual years, with its
        range. --storms adds what the storms of a record destroy, from a run of exposure: claims of
        their days are then left to them. Ranges of the two parts add up as squares.

        --budget looks for where a subsidy takes away most of the loss that nobody insures. Where the
        scheme's paper lets public money pay a share of the premium, it pays no less and no more than
        that; else it is a what-if, and labelled so (--granted where you have the text). Needs
        --take-up, which nobody has published. Stock in a prohibited zone is never proposed.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "The scheme, as policies name it.")
    var scheme: String

    @Option(help: "The day, such as 2026-07-26.")
    var on: String

    @Option(
      help: "What it insures: workers, stock, households or persons. By its policies without.")
    var insures: CoverTerms.Family?

    @Option(help: "Whether one must join: compulsory, voluntary or unknown. By its paper without.")
    var obligation: CoverTerms.Obligation?

    @Option(
      help:
        "What the scheme does not cover: prohibited, unlicensed. Repeatable. By its paper without.")
    var excludes: [Exclusion] = []

    @Option(help: "What the scheme covers all the same: prohibited, unlicensed. Repeatable.")
    var includes: [Exclusion] = []

    @Option(help: "A scheme whose policies are other cover. Repeatable.")
    var other: [String] = []

    @Option(help: "Yuan that the scheme pays for one unit at most, where a policy does not say.")
    var limit: Double?

    @Option(help: "Yuan that full cover of one person needs; limits are compared with it.")
    var needed: Double?

    @Option(help: "Only units whose code begins with it.")
    var area = ""

    @Option(help: "On land: an incident category that the risk counts. Repeatable; all without.")
    var category: [String] = []

    @Option(help: "On land: a safety budget in whole yuan, shared by risk, by need and by premium.")
    var rebate: Int?

    @Option(help: "At sea: a subsidy budget in whole yuan.")
    var budget: Int?

    @Option(help: "SHARE:JOIN, who joins when so much of the premium is paid. Repeatable, rising.")
    var takeUp: [TakeUp] = []

    @Option(help: "Steps of the subsidy.")
    var levels = 20

    @Option(help: "Of the budget, for each town that can take it, from 0 to 1.")
    var townMinimum = 0.0

    @Option(help: "A penetration that each zone reaches as far as it can, from 0 to 1.")
    var floor = 0.0

    @Flag(help: "A text of the scheme grants the subsidy.")
    var granted = false

    @Option(
      help: "Of stock: a run of `anlan analyse exposure --storms all`, or current, to add its loss."
    )
    var storms: String?

    @Option(help: "Of the ranges, between 0 and 1.")
    var confidence = 0.9

    enum Exclusion: String, ExpressibleByArgument, CaseIterable { case prohibited, unlicensed }

    /// Two numbers with a colon.
    struct TakeUp: ExpressibleByArgument {
      var share: Double
      var joining: Double

      init?(argument: String) {
        let parts = argument.split(separator: ":").map { Double($0) }
        guard parts.count == 2, let share = parts[0], let joining = parts[1] else { return nil }
        (self.share, self.joining) = (share, joining)
      }
    }

    func validate() throws {
      guard DayNumber(on) != nil else {
        throw ValidationError("--on \(on): a day such as 2026-07-26")
      }
      guard confidence > 0, confidence < 1 else {
        throw ValidationError("--confidence \(confidence): between 0 and 1")
      }
      for (name, value) in [("--limit", limit), ("--needed", needed)] {
        if let value, !(value >= 0 && value.isFinite) {
          throw ValidationError("\(name) \(value): yuan, from 0 on")
        }
      }
      if let rebate, rebate <= 0 {
        throw ValidationError("--rebate \(rebate): whole yuan above 0")
      }
      if budget == nil, !takeUp.isEmpty || granted || townMinimum > 0 || floor > 0 {
        throw ValidationError(
          "--take-up, --granted, --town-minimum and --floor go with --budget")
      }
      for clause in excludes where includes.contains(clause) {
        throw ValidationError("--excludes and --includes \(clause.rawValue): one of the two")
      }
    }

    func run() throws {
      guard let day = DayNumber(on) else { return }
      var find = FindCoverageGaps(scheme: scheme, day: day, home: try speech.productHome())
      find.terms.family = insures
      find.terms.obligation = obligation
      find.terms.excludesProhibited = covers(.prohibited)
      find.terms.excludesUnlicensed = covers(.unlicensed)
      find.terms.limitYuan = limit
      find.terms.neededYuan = needed
      find.terms.others = other
      find.area = area
      find.categories = category
      find.rebateYuan = rebate
      find.confidence = confidence
      find.storms = storms
      if let budget {
        var subsidy = SubsidyTerms(
          budgetYuan: budget, response: takeUp.map { .init(share: $0.share, takeUp: $0.joining) })
        subsidy.levels = levels
        subsidy.townMinimumShare = townMinimum
        subsidy.floorPenetration = floor
        subsidy.isGranted = granted
        find.subsidy = subsidy
      }
      let outcome = try store.withStore { try find.run(in: $0) }
      try speech.tell(outcome)
    }

    /// `nil` where nobody has said.
    private func covers(_ clause: Exclusion) -> Bool? {
      excludes.contains(clause) ? true : includes.contains(clause) ? false : nil
    }
  }
}
