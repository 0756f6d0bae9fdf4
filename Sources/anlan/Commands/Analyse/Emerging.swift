import ArgumentParser
import Workflows

extension Analyse {
  struct Emerging: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hot spots through time: which are new, growing, lasting, fading or gone.",
      discussion: """
        Example: anlan analyse emerging --category theft --from 2026-04-27 --to 2026-07-26 --step 7

        Gi* of every unit in every bin of --step days, and the Mann–Kendall trend of its scores. Each
        class (new, consecutive, intensifying, persistent, diminishing, sporadic, oscillating,
        historical; hot or cold) stands in the layer emerging with its rule, the bins that gave it
        and the day since when; the numbers of all bins in emerging_bins. It takes 10 bins or more;
        the last ends with the last day, days that fill no bin at the beginning are left out.

        --compare cube: with all units in all bins, the bin before as neighbour. --compare bin: with
        the units of the same bin, so that seasons cancel out.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var units: NeighbourOptions
    @OptionGroup var chance: ChanceOptions

    @Option(help: "The days of a bin.")
    var step = 7

    @Option(help: "cube or bin: what a bin is compared with.")
    var compare = FindEmerging.Comparison.cube

    func run() throws {
      var find = FindEmerging(scope: scope.scope, home: try speech.productHome())
      find.support = units.support
      find.neighbourhood = try units.neighbourhood()
      find.stepDays = step
      find.comparison = compare
      find.permutations = chance.permutations
      find.falseDiscoveryRate = chance.fdr
      find.seed = chance.seed
      find.threads = chance.threads
      let progress = Progress("emerging", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
