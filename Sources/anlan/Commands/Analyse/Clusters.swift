import ArgumentParser
import Workflows

extension Analyse {
  struct Clusters: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Dense groups of incidents, with outlines, members and their fate since before.",
      discussion: """
        Examples:
          anlan analyse clusters --category theft --eps 300 --min-points 10
          anlan analyse clusters --method st-dbscan --eps 300 --days 7 --min-points 6
          anlan analyse clusters --method hdbscan --min-points 15
          anlan analyse clusters --week 2026-W30 --eps 300 --previous 0123456789abcdef

        dbscan: dense within --eps metres. st-dbscan: within --eps metres and --days days of each
        other, both included. hdbscan: dense at whatever distance suits each place; --min-points is
        the least size of a cluster.

        --previous: clusters keep the numbers that they had in that run, and say what became of
        them: new, same, grown, shrunk, moved, merged, split or gone. The run is a parameter: the
        same question after the same run is the same run.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "dbscan, st-dbscan or hdbscan.")
    var method = FindClusters.Method.dbscan

    @Option(help: "Points within this many metres are neighbours.")
    var eps = 250.0

    @Option(help: "How many neighbours, itself counted, make a core; hdbscan: the least cluster.")
    var minPoints = 10

    @Option(help: "Of st-dbscan: neighbours are no further apart than this many days.")
    var days = 7.0

    @Option(help: "Of hdbscan: the core distance is that to this point, itself counted.")
    var samples: Int?

    @Option(help: "An earlier run of clusters, from which they keep their numbers.")
    var previous: String?

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      var find = FindClusters(scope: scope.scope, home: try speech.productHome())
      find.method = method
      find.epsMetres = eps
      find.minimumPoints = minPoints
      find.days = days
      find.samples = samples
      find.previous = previous
      find.threads = threads
      let progress = Progress("clusters", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
