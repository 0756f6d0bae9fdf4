import ArgumentParser
import Workflows

extension Analyse {
  struct Hotspots: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Getis–Ord or local Moran by unit, with permutations and a bound on false discoveries.",
      discussion: """
        Examples:
          anlan analyse hotspots --category theft --from 2026-04-27 --to 2026-07-26
          anlan analyse hotspots --category theft --per population --smooth local-eb
          anlan analyse hotspots --category theft --statistic moran --neighbours water
          anlan analyse hotspots --category theft --with fire        is theft high where fire is?
          anlan analyse hotspots --category theft --stage solved --per calls --smooth eb
          anlan analyse hotspots --support village --category dispute

        --statistic moran also tells high among low and low among high, in the column lisa. Whether
        neighbours are alike over the whole study (Moran's I, Geary's C) stands in the sentence, in
        the run's summary and in the layer autocorrelation.

        --per: what incidents are counted per. population, households, workers and staff come with
        the units; area is square kilometres; incidents gives the share of a category in all; calls
        the share that came as far as --stage. A unit whose exposure is unknown or 0 is unknown,
        never zero. --smooth eb draws the rates of few towards the mean of all units, local-eb
        towards that of a unit and its neighbours: Poisson, and binomial for the two shares. What is
        drawn towards its neighbours is like them by that alone: read its classes beside those of eb.

        --neighbours water: land over land, sea cells through water. Units of administration that
        stop at the shore say where land is, else the grids' own kinds do.
        --support village counts in the areas of villages: their own, else those of their grids.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var units: NeighbourOptions
    @OptionGroup var chance: ChanceOptions

    @Option(help: "gi-star, gi or moran; gi-star, and moran --with another category.")
    var statistic: FindHotspots.Statistic?

    @Option(help: "Count per population, households, workers, staff, area, incidents or calls.")
    var per: FindHotspots.Exposure?

    @Option(help: "none, eb or local-eb: rates of few are drawn towards a mean.")
    var smooth = FindHotspots.Smoothing.none

    @Option(help: "Another category: is the first high where this is high around? Repeatable.")
    var with: [String] = []

    func run() throws {
      var find = FindHotspots(scope: scope.scope, home: try speech.productHome())
      find.support = units.support
      find.neighbourhood = try units.neighbourhood()
      find.statistic = statistic ?? (with.isEmpty ? .giStar : .moran)
      find.companions = with
      find.exposure = per
      find.smoothing = smooth
      find.permutations = chance.permutations
      find.falseDiscoveryRate = chance.fdr
      find.seed = chance.seed
      find.threads = chance.threads
      let progress = Progress("hotspots", isQuiet: speech.quiet)
      let outcome = try store.withStore(holding: scope.area) { store in
        try find.run(in: store) { progress.share($0) }
      }
      progress.finish()
      try speech.tell(outcome)
    }
  }
}
