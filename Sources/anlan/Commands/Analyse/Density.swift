import ArgumentParser
import Storage
import Workflows

extension Analyse {
  struct Density: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How many incidents there are to the square kilometre, as contours and by unit.",
      discussion: """
        Examples:
          anlan analyse density --category theft
          anlan analyse density --kernel gaussian --bandwidth 400
          anlan analyse density --bandwidth cv --support lattice --edges uniform

        Incidents are spread by a kernel and corrected at the edge of the study area: the lattice
        where one is laid, else the grids, else the units. Level 1 of the layer density encloses
        90 % of what is spread, in the smallest area that does; level 5 encloses 10 %. value is the
        density at the border, in incidents a square kilometre over the days counted. The layer
        density_units has a value for each unit.

        --edges diggle keeps the number of incidents; uniform lifts each place by what of its
        kernel lies outside, which on islets of a coast makes much of little.
        --bandwidth: metres; “rule” (Scott's, wide where there are several centres); or “cv”, under
        which the others foretell each incident best.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "quartic, gaussian or epanechnikov.")
    var kernel = MapDensity.Kernel.quartic

    @Option(help: "Metres, rule or cv.")
    var bandwidth = MapDensity.Bandwidth.rule

    @Option(help: "Correction at the edge: diggle, uniform or none.")
    var edges = MapDensity.EdgeCorrection.diggle

    @Option(help: "The units that get a value: grid, lattice or village.")
    var support: Support?

    @Option(help: "How much the levels enclose, such as 0.9,0.5,0.1.")
    var shares: NumberList?

    @Option(help: "Metres between the nodes of the contours.")
    var step: Double?

    @Option(help: "Of the sample that cv looks at.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      var map = MapDensity(scope: scope.scope, home: try speech.productHome())
      map.kernel = kernel
      map.bandwidth = bandwidth
      map.edges = edges
      map.support = support
      if let shares { map.shares = shares.numbers }
      map.stepMetres = step
      map.seed = seed
      map.threads = threads
      let progress = Progress("density", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try map.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
