import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct ClaimsReview: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "claims",
      abstract: "What schemes have cost by peril and town, and how long their limits last.",
      discussion: """
        Example: anlan analyse claims --scheme xiapu-land --on 2026-07-26 --store xiapu.sqlite

        The layer scheme_experience has frequency and severity drawn towards all towns by
        Bühlmann–Straub credibility, the loss ratio on earned premium and whether the premium is
        enough; a town without policies has no experience, which is not no risk. The layer
        limit_burn_down says when what is left of an aggregate limit runs out, by simulated courses
        of claims with a heavy tail.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "A scheme, the path of a .yaml file, or all: those that the store keeps.")
    var scheme = "all"

    @Option(help: "The day as of which it is known; the last one of the data when not given.")
    var on: DayNumber?

    @Option(help: "The loss ratio that leaves room for expenses.")
    var target = 0.65

    @Option(help: "Courses of the rest of a period that are simulated.")
    var years = 100_000

    @Option(help: "Of the random draws.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func validate() throws {
      guard target > 0, target <= 1 else {
        throw ValidationError("--target: above 0 and at most 1")
      }
      guard (100...10_000_000).contains(years) else {
        throw ValidationError("--years: from 100 to 10000000")
      }
    }

    func run() throws {
      let home = try speech.productHome()
      let outcome = try store.withStore { store in
        var review = ReviewClaims(
          try SchemeShelf(scheme, in: store, home: home), on: try store.lastDay(or: on))
        review.targetLossRatio = target
        review.courses = years
        review.seed = seed
        review.threads = threads
        return try review.run(in: store)
      }
      try speech.tell(outcome)
    }
  }
}
