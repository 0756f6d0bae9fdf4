import ArgumentParser
import Storage
import Workflows

extension Analyse {
  struct Scan: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Kulldorff's scan: which circle and stretch of time has more than chance gives.",
      discussion: """
        Examples:
          anlan analyse scan --category fraud --max-radius 5000 --max-days 28 --prospective
          anlan analyse scan --model poisson --per population --category theft --adjust weekday
          anlan analyse scan --model poisson --per households --spatial --rates both
          anlan analyse scan --model bernoulli --category theft --with dispute --spatial

        stp (space-time permutation): incidents alone; is what is near in space near in time? Needs
        no population, and leaves out what is only a place or only a time. poisson: incidents --per
        population, households, workers, staff or area, --adjust for kind of unit, town, weekday or
        month.
        bernoulli: cases of --category among others, --with categories or all others.

        Windows are circles around units, and stretches of days; --spatial leaves days out,
        --prospective takes the windows that reach the last day and adds in how many days chance
        alone gives one such. p compares with the largest of random data sets, and so answers for
        all windows at once. --stop-after 10 ends as soon as ten of them reach the most likely
        cluster.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: "stp, poisson or bernoulli.")
    var model = ScanForClusters.Model.permutation

    @Option(help: "The units: grid, lattice or village.")
    var support = Support.grid

    @Option(help: "Metres of the largest circle; half of the cases or of the exposure without.")
    var maxRadius: Double?

    @Option(help: "Days of the longest window; half of the study without.")
    var maxDays: Int?

    @Option(help: "Days of an interval.")
    var interval = 1

    @Flag(help: "Circles alone, over all days.")
    var spatial = false

    @Flag(help: "Windows that reach the last day.")
    var prospective = false

    @Option(help: "high, low or both.")
    var rates = ScanForClusters.Rates.high

    @Option(help: "Of poisson: population, households, workers, staff or area.")
    var per: FindHotspots.Exposure?

    @Option(help: "Of poisson: kind, town, weekday or month. Repeatable.")
    var adjust: [ScanForClusters.Covariate] = []

    @Option(help: "Of bernoulli: the category of the others. Repeatable; all others without.")
    var with: [String] = []

    @Option(help: "Random data sets; 0 for no p.")
    var replicates = 999

    @Option(help: "End when so many random data sets reached the most likely cluster.")
    var stopAfter: Int?

    @Option(help: "Of the random data sets.")
    var seed: UInt64 = 1

    @Option(help: "Threads; the result does not depend on them.")
    var threads: Int?

    func run() throws {
      var scan = ScanForClusters(scope: scope.scope, home: try speech.productHome())
      scan.model = model
      scan.support = support
      scan.maximumRadiusMetres = maxRadius
      scan.maximumDays = maxDays
      scan.intervalDays = interval
      scan.isPurelySpatial = spatial
      scan.isProspective = prospective
      scan.rates = rates
      scan.exposure = per
      scan.covariates = adjust
      scan.controls = with
      scan.replicates = replicates
      scan.stopsAfter = stopAfter
      scan.seed = seed
      scan.threads = threads
      let progress = Progress("scan", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try scan.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
