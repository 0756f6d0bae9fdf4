import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

extension Analyse {
  struct Exposure: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What lies inside a footprint, under a storm or under all storms of the record.",
      discussion: """
        Examples:
          anlan analyse exposure --footprint flood.geojson --on 2026-07-26
          anlan analyse exposure --storm 2018185N10151 --evacuated 0.98
          anlan analyse exposure --storms all --curve mu=20:0,40:0.4,60:0.9 --curve kou=25:0,55:0.8 \\
            --shelter-semi 0.85 --shelter-sheltered 0.7 --limit 5000000

        Zones and grids inside, with households, sums insured and what no policy insures. A storm is
        Holland's profile of 1980 along its track; what is assumed stands in the run's summary.

        There is no published damage curve for rafts and cages: without --curve KIND=WIND:SHARE,… in
        metres a second and shares from 0 to 1 there is no loss. KIND is mu, kou, xiang, a species, or
        all. Crews go ashore before a typhoon: without --evacuated there is no figure of persons at
        sea. The layer exposure_events has a row for each storm: how often its loss is reached. Where
        nobody knows whether a policy pays, it stands in the columns `unknown`. With --trigger-line
        the layer basis_risk tells by stretch of coast which losses an index product misses.
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "A .geojson file with surfaces.")
    var footprint: String?

    @Option(help: "A storm of the store.")
    var storm: String?

    @Option(help: "all: every storm of the store, and together.")
    var storms: Record?

    @Option(help: "The day of policies and values; the last of the incidents without.")
    var on: String?

    @Option(help: "Whose policies count. Repeatable; all without.")
    var scheme: [String] = []

    @Option(help: "Only units whose code begins with it.")
    var area = ""

    @Option(help: "Of storms: whose analysis, where the store has several.")
    var agency: String?

    @Option(help: "Metres a second that a place must get to be in a storm's footprint.")
    var gate = 17.2

    @Option(help: "KIND=WIND:SHARE,WIND:SHARE,… Repeatable.")
    var curve: [Curve] = []

    @Option(help: "What of the wind reaches shores of the class semi, from 0 to 1.")
    var shelterSemi = 1.0

    @Option(help: "The same of the class sheltered.")
    var shelterSheltered = 1.0

    @Option(help: "The share of the crews that is ashore before a storm, from 0 to 1.")
    var evacuated: Double?

    @Option(help: "Years of the record; from the first season to the last without.")
    var years: Double?

    @Option(help: "Of the range of what is lost a year, between 0 and 1.")
    var confidence = 0.9

    @Option(help: "Yuan: an aggregate limit of a year, whose chance to be passed is told.")
    var limit: Double?

    @Option(help: "Yuan of the limit that are used already.")
    var used = 0.0

    @Option(help: "hPa of the air around a storm.")
    var surrounding = 1010.0

    @Option(help: "The wind at 10 m as a share of that at gradient level.")
    var surfaceFactor = 0.85

    @Option(name: .customLong("holland-b"), help: "Holland's B; from wind and pressure without.")
    var hollandB: Double?

    @Option(name: .customLong("rm"), help: "Kilometres of the strongest wind, where not recorded.")
    var radius: Double?

    @Option(help: "LON,LAT/LON,LAT/…: the line whose crossing makes an index product pay.")
    var triggerLine: Line?

    @Option(help: "Knots at the crossing.")
    var triggerWind = 64.0

    @Option(help: "Degrees from north to the open sea, clockwise.")
    var seaward = 135.0

    @Option(help: "Kilometres that the line is moved to sea, to compare.")
    var move = 30.0

    enum Record: String, ExpressibleByArgument, CaseIterable { case all }

    struct Curve: ExpressibleByArgument {
      var curve: StormSettings.Curve

      init?(argument: String) {
        let halves = argument.split(separator: "=", maxSplits: 1)
        guard halves.count == 2 else { return nil }
        var (winds, shares): ([Double], [Double]) = ([], [])
        for point in halves[1].split(separator: ",") {
          let numbers = point.split(separator: ":").map { Double($0) }
          guard numbers.count == 2, let wind = numbers[0], let share = numbers[1] else {
            return nil
          }
          winds.append(wind)
          shares.append(share)
        }
        curve = StormSettings.Curve(kind: String(halves[0]), winds: winds, shares: shares)
      }
    }

    struct Line: ExpressibleByArgument {
      var longitudes: [Double] = []
      var latitudes: [Double] = []

      init?(argument: String) {
        for corner in argument.split(separator: "/") {
          let numbers = corner.split(separator: ",").map { Double($0) }
          guard numbers.count == 2, let x = numbers[0], let y = numbers[1] else { return nil }
          longitudes.append(x)
          latitudes.append(y)
        }
      }
    }

    func validate() throws {
      let given = [footprint != nil, storm != nil, storms != nil].count { $0 }
      guard given == 1 else {
        throw ValidationError("one of --footprint FILE, --storm ID and --storms all")
      }
      if let on, DayNumber(on) == nil {
        throw ValidationError("--on \(on): a day such as 2026-07-26")
      }
      if footprint != nil, !curve.isEmpty || triggerLine != nil || limit != nil || evacuated != nil
      {
        throw ValidationError("--curve, --trigger-line, --limit and --evacuated are for storms")
      }
    }

    func run() throws {
      let hazard: AssessExposure.Hazard =
        if let footprint { .footprint(path: footprint) } else if let storm { .storm(storm) } else {
          .allStorms
        }
      var assess = AssessExposure(hazard, home: try speech.productHome())
      assess.day = on.flatMap { DayNumber($0) }
      assess.schemes = scheme
      assess.area = area
      assess.settings.agency = agency
      assess.settings.gate = gate
      assess.settings.curves = curve.map(\.curve)
      assess.settings.shelterSemi = shelterSemi
      assess.settings.shelterSheltered = shelterSheltered
      assess.settings.evacuatedShare = evacuated
      assess.settings.years = years
      assess.settings.confidence = confidence
      assess.settings.aggregateLimitYuan = limit
      assess.settings.usedYuan = used
      assess.settings.surroundingHectopascal = surrounding
      assess.settings.surfaceFactor = surfaceFactor
      assess.settings.peakedness = hollandB
      assess.settings.radiusKilometres = radius
      assess.settings.trigger = triggerLine.map {
        .init(
          longitudes: $0.longitudes, latitudes: $0.latitudes, gateKnots: triggerWind,
          seawardBearing: seaward, moveKilometres: move)
      }
      let outcome = try store.withStore { try assess.run(in: $0) }
      try speech.tell(outcome)
    }
  }
}
