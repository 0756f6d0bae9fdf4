import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct Eligibility: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "eligibility",
      abstract: "What schemes owe for each incident on a day, and what nobody has claimed (应赔未赔).",
      discussion: """
        Example: anlan analyse eligibility --scheme all --on 2026-07-26 --store xiapu.sqlite

        Each incident is eligible, not eligible by a clause, waiting for the clock, or unknown: a
        fact or a paper is missing, and which. The layer unpaid_eligible counts by unit what is owed
        and not claimed, scheme_usage the way of the cases by scheme, unit and week, eligibility
        tells each case. Keep schemes in the store with `anlan scheme add`.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "A scheme, the path of a .yaml file, or all: those that the store keeps.")
    var scheme = "all"

    @Option(help: "The day as of which it is known; the last one of the data when not given.")
    var on: DayNumber?

    @Option(help: "The units: grid, village, town or county.")
    var level = IndexLevel.grid

    @Option(help: "Only incidents whose code begins with it.")
    var area = ""

    @Option(
      help: "A category; may be given several times. All that the schemes cover when not given.")
    var category: [String] = []

    func run() throws {
      let home = try speech.productHome()
      let outcome = try store.withStore { store in
        var assess = AssessEligibility(
          try SchemeShelf(scheme, in: store, home: home), on: try store.lastDay(or: on))
        assess.level = level
        assess.area = area
        assess.categories = category
        return try assess.run(in: store)
      }
      try speech.tell(outcome)
    }
  }
}

extension SpatialStore {
  /// The day that was asked for, else the last one that any row of the data tells of.
  func lastDay(or day: DayNumber?) throws -> DayNumber {
    if let day { return day }
    guard let window = try answer(IncidentWindow()) else {
      throw WorkflowError.failed("the store has no incidents; import some first")
    }
    return window.cutOff
  }
}
