import ArgumentParser
import Workflows

extension Analyse {
  struct NearRepeats: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "near-repeat",
      abstract: "Whether an incident is soon followed by another nearby, and where next.",
      discussion: """
        Examples:
          anlan analyse near-repeat --category burglary
          anlan analyse near-repeat --category theft --bands 100,200,400 --step 7 --steps 4
          anlan analyse near-repeat --category burglary --times stretches

        Pairs of incidents are counted by bands of distance and of days, and compared with the times
        dealt anew among the places (Knox; near_repeat_table). Bands are half-open and say so: d = 0
        m, 0 < d < 100 m, 100 ≤ d < 200 m; 0 ≤ t < 7 d is the same day and the six after it. Around
        each incident whose band is raised beyond chance, the layer near_repeat has where and until
        when more are to be expected; it is of the day after the last that was counted.

        --times stretches: an incident that is known to lie between two moments (occurred_from,
        occurred_to) counts in each band for the chance that it lies there. The layer aoristic_hours
        spreads incidents so over the hours of the week.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "The upper ends of the bands of distance, in metres.")
    var bands: NumberList?

    @Flag(inversion: .prefixedNo, help: "One coordinate is a band of its own.")
    var samePlace = true

    @Option(help: "Days of a band of time.")
    var step = 7

    @Option(help: "How many bands of time.")
    var steps = 4

    @Option(help: "days or stretches.")
    var times = FindNearRepeats.Times.days

    @Option(help: "The largest p of a band that raises the risk.")
    var significance = 0.05

    @Option(help: "The least factor over chance of a band that raises the risk.")
    var factor = 1.2

    @Option(help: "How often the times are dealt anew.")
    var permutations = 999

    @Option(help: "Of the random draws.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      var find = FindNearRepeats(scope: scope.scope, home: try speech.productHome())
      if let bands { find.edges = [0] + bands.numbers.drop { $0 == 0 } }
      find.samePlaceApart = samePlace
      find.stepDays = step
      find.steps = steps
      find.times = times
      find.significance = significance
      find.minimumFactor = factor
      find.permutations = permutations
      find.seed = seed
      find.threads = threads
      let progress = Progress("near-repeat", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
