import ArgumentParser
import Foundation
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct SafetyIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "safety-index",
      abstract: "Scores of units by a framework, with ranges, stars and what costs each unit most.",
      discussion: """
        Example: anlan analyse safety-index --framework xiapu --level grid --period 2026-06 \\
          --store xiapu.sqlite

        A framework is a file of geodata/frameworks (xiapu for grids, villages and towns; estate for
        villages and estates; county, in three levels, for towns and counties), or a path that ends
        in .yaml. Its indicators are counted from incidents, from what incidents cost, or from the
        registers of the store: \(PlaceMeasure.allCases.map(\.rawValue).joined(separator: ", ")).
        A unit has the
        stars that the lower bound of its score has earned; one with few residents, or whose range is
        wide, is too few to rank. The layer safety_index_contributions opens each score into parts
        that add up to it.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "The framework: xiapu, estate, county, or the path of a .yaml file.")
    var framework = "xiapu"

    @Option(help: "The units: grid, village, town or county.")
    var level = IndexLevel.grid

    @Option(
      help: "A month such as 2026-06, a year such as 2026, or a first and last day with a colon.")
    var period: String

    @Option(help: "Only units whose code begins with it.")
    var area = ""

    @Option(help: "An earlier run, to tell changes from chance.")
    var previous: String?

    @Option(help: "Draws of the whole chain, for the ranges.")
    var draws = 500

    @Option(help: "Other choices to make it by, which tell what becomes of ranks; 0 for none.")
    var sensitivity = 0

    @Option(help: "Of the random draws.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func validate() throws {
      guard (20...100_000).contains(draws) else {
        throw ValidationError("--draws: from 20 to 100000")
      }
      guard sensitivity == 0 || (10...100_000).contains(sensitivity) else {
        throw ValidationError("--sensitivity: 0, or from 10 to 100000")
      }
      _ = try days()
    }

    func run() throws {
      let home = try speech.productHome()
      let days = try days()
      var compute = ComputeSafetyIndex(
        framework: try .named(framework, home: home, catalogue: CategoryCatalogue(home: home)),
        firstDay: days.first, lastDay: days.last)
      compute.level = level
      compute.area = area
      compute.previous = previous
      compute.draws = draws
      compute.choices = sensitivity
      compute.seed = seed
      compute.threads = threads
      let outcome = try store.withStore { try compute.run(in: $0) }
      try speech.tell(outcome)
    }

    private func days() throws -> (first: DayNumber, last: DayNumber) {
      let pieces = period.split(separator: ":", omittingEmptySubsequences: false)
      if pieces.count == 2, let first = DayNumber(String(pieces[0])),
        let last = DayNumber(String(pieces[1])), first <= last
      {
        return (first, last)
      }
      if let month = CalendarMonth(period) { return (month.firstDay, month.lastDay) }
      if let year = Int(period), let first = CalendarMonth(year: year, month: 1) {
        return (first.firstDay, (first + 11).lastDay)
      }
      throw ValidationError(
        "--period \(period): a month such as 2026-06, a year such as 2026, or "
          + "2026-01-01:2026-06-30")
    }
  }
}
