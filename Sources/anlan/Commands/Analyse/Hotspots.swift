import ArgumentParser
import Storage
import Workflows

extension Analyse {
  struct Hotspots: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Getis–Ord Gi* by unit, with permutations and a bound on false discoveries.",
      discussion: "Example: anlan analyse hotspots --store xiapu.sqlite --category theft "
        + "--from 2026-04-27 --to 2026-07-26")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "The units: grid or lattice.")
    var support = Support.grid

    @Option(help: "gi-star or gi.")
    var statistic = FindHotspots.Statistic.giStar

    @Option(help: "queen, rook, distance or knn.")
    var neighbours = "queen"

    @Option(help: "Of --neighbours distance: metres between label points.")
    var bandwidth: Double?

    @Option(help: "Of --neighbours knn: how many.")
    var knn: Int?

    @Option(help: "Count per population, households or workers.")
    var per: FindHotspots.Exposure?

    @Option(
      help: "Permutations drawn for every unit, more where they decide; 0 for the normal p of z.")
    var permutations = 999

    @Option(help: "The accepted share of false discoveries.")
    var fdr = 0.05

    @Option(help: "Of the random draws.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      var find = FindHotspots(scope: scope.scope, home: try speech.productHome())
      find.support = support
      find.statistic = statistic
      find.neighbourhood = try neighbourhood()
      find.exposure = per
      find.permutations = permutations
      find.falseDiscoveryRate = fdr
      find.seed = seed
      find.threads = threads
      let progress = Progress("hotspots", isQuiet: speech.quiet)
      let outcome = try store.withStore { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }

    private func neighbourhood() throws -> Neighbourhood {
      switch neighbours {
      case "queen": return .queen
      case "rook": return .rook
      case "distance":
        guard let bandwidth, bandwidth > 0 else {
          throw WorkflowError.usage("--neighbours distance needs --bandwidth METRES")
        }
        return .distance(bandwidth)
      case "knn":
        guard let knn, knn > 0 else {
          throw WorkflowError.usage("--neighbours knn needs --knn COUNT")
        }
        return .nearest(knn)
      default:
        throw WorkflowError.usage(
          "--neighbours \(neighbours): it is queen, rook, distance or knn")
      }
    }
  }
}
