import ArgumentParser
import Workflows

extension Analyse {
  struct Clusters: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "DBSCAN over the incidents' points, with outlines and members.",
      discussion: "Example: anlan analyse clusters --store xiapu.sqlite --eps 300 --min-points 10")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "dbscan.")
    var method = "dbscan"

    @Option(help: "Points within this many metres are neighbours.")
    var eps = 250.0

    @Option(help: "How many neighbours, itself counted, make a core.")
    var minPoints = 10

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      guard method == "dbscan" else {
        throw WorkflowError.usage("--method \(method): this version knows dbscan")
      }
      var find = FindClusters(scope: scope.scope, home: try speech.productHome())
      find.epsMetres = eps
      find.minimumPoints = minPoints
      find.threads = threads
      let progress = Progress("clusters", isQuiet: speech.quiet)
      let outcome = try store.withStore { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
