import Foundation
import SimpleFeatures

/// `truth.json`: all that was planted, with the codes of the grids, the days and the factors.
struct TruthDocument: Encodable {
  struct Period: Encodable {
    var from: String
    var to: String
    var lastWeek: String
    var recentWeeks: Int
    var recentFrom: String
    var timeZone: String
  }

  struct Hotspot: Encodable {
    var id: String
    var category: String
    var planted: [String]
    var halo: [String]
    var affected: [String]
    var factor: Double
    var haloFactor: Double
    var from: String
    var to: String
  }

  struct Outbreak: Encodable {
    var category: String
    var town: String
    var grids: [String]
    var factor: Double
    var from: String
    var to: String
    var weeks: [String]
  }

  /// A grid where less happens than elsewhere.
  struct Quiet: Encodable {
    var grid: String
    var population: Int
    var factor: Double
  }

  struct Season: Encodable {
    var category: String
    var amplitude: Double
    var peakDayOfYear: Int
  }

  struct Rate: Encodable {
    var category: String
    var share: Double
    var base: String
    var weekendFactor: Double
  }

  /// What the land scheme owes on a day, read off the incidents themselves.
  struct Owed: Encodable {
    var scheme: String
    var on: String
    var eligible: Int
    var unclaimed: Int
    var waiting: Int
    /// Unclaimed, by town.
    var towns: [String: Int]
    /// Ids of incidents that two schemes have paid for.
    var paidTwice: [String]
  }

  var readme =
    "SYNTHETIC. Nothing here happened. Shores, codes and names of Xiapu are real, borders are "
    + "derived, people and events are made up. Written by `anlan sample xiapu`."
  var definitions: [String: String] = [
    "planted": "grids whose rate was multiplied by factor on the days from..to; to be found",
    "halo": "neighbours (queen) of a planted grid on land, multiplied by halo_factor",
    "affected":
      "halo, and grids of land or sea that touch a planted or halo grid: Gi* counts neighbours "
      + "in, so they may come out hot; neither to be found nor a false discovery",
    "false_discovery":
      "a grid that comes out hot or cold and is neither planted nor affected; categories of the "
      + "land have no events at sea by construction, so judge them on the grids of the land",
    "quiet":
      "grids where each event happens with the chance `factor` and is drawn for another grid "
      + "otherwise: calm ones of a usual size, and tiny ones where nothing happens, which no index "
      + "may place among the best for being small",
    "season": "rate = 1 + amplitude * cos(2 pi (day of year - peak_day_of_year) / 365.25)",
    "base":
      "without what is planted, the rate of a grid is proportional to its population (at sea: to "
      + "its workers), which varies by itself in each grid, without a pattern in space",
    "owed":
      "thefts, burglaries and assaults that the synthetic land scheme owes for: filed, not solved in "
      + "time, a known loss above the deductible; unclaimed ones are what unpaid_eligible must find",
  ]
  var synthetic = true
  var scenario = "xiapu"
  var seed: UInt64
  var incidents: Int
  var landGrids: Int
  var seaGrids: Int
  var period: Period
  var hotspots: [Hotspot]
  var outbreaks: [Outbreak]
  var quiet: [Quiet]
  var seasons: [Season]
  var rates: [Rate]
  var owed: Owed

  init(_ scenario: SampleScenario, _ registers: SampleRegisters) {
    let grids = scenario.layout.grids
    func codes(_ members: [Int]) -> [String] { members.map { grids[$0].code } }
    let period = scenario.period
    seed = scenario.seed
    incidents = scenario.incidents.count
    seaGrids = grids.count { $0.isSea }
    landGrids = grids.count - seaGrids
    self.period = Period(
      from: period.first.description, to: period.last.description,
      lastWeek: SamplePeriod.lastWeek, recentWeeks: SamplePeriod.recentWeeks,
      recentFrom: period.monday(ofLast: SamplePeriod.recentWeeks).description,
      timeZone: "Asia/Shanghai")
    hotspots = scenario.truth.hotspots.enumerated().map { number, hotspot in
      Hotspot(
        id: "H\(number + 1)", category: PlantedTruth.hotspotCategory,
        planted: codes(hotspot.core), halo: codes(hotspot.halo),
        affected: codes(hotspot.affected), factor: hotspot.factor,
        haloFactor: hotspot.haloFactor, from: hotspot.from.description,
        to: hotspot.to.description)
    }
    outbreaks = [scenario.truth.outbreak].compactMap { $0 }.map { outbreak in
      Outbreak(
        category: PlantedTruth.outbreakCategory,
        town: SampleCode.town(scenario.layout.area.towns[outbreak.town].code),
        grids: codes(outbreak.grids), factor: outbreak.factor, from: outbreak.from.description,
        to: outbreak.to.description,
        weeks: (0..<PlantedTruth.outbreakWeeks).map {
          ISOWeek(outbreak.from + 7 * $0).description
        })
    }
    func quiet(_ members: [Int], factor: Double) -> [Quiet] {
      members.map {
        Quiet(grid: grids[$0].code, population: scenario.people[$0].population, factor: factor)
      }
    }
    self.quiet =
      quiet(scenario.truth.calm, factor: PlantedTruth.calmFactor)
      + quiet(scenario.truth.tiny, factor: 0)
    seasons = SampleCategory.all.filter { $0.amplitude > 0 }.map {
      Season(category: $0.key, amplitude: $0.amplitude, peakDayOfYear: $0.peakDayOfYear)
    }
    rates = SampleCategory.all.map {
      Rate(
        category: $0.key, share: $0.share, base: $0.isAtSea ? "workers" : "population",
        weekendFactor: $0.weekend)
    }
    let due = registers.owed.filter { $0.state == .owed }
    var towns: [String: Int] = [:]
    for owed in due where !owed.isClaimed {
      towns[String(grids[scenario.incidents[owed.incident].grid].code.prefix(9)), default: 0] += 1
    }
    owed = Owed(
      scheme: SampleCover.landScheme, on: period.last.description, eligible: due.count,
      unclaimed: due.count { !$0.isClaimed },
      waiting: registers.owed.count { $0.state == .waiting }, towns: towns,
      paidTwice: registers.paidTwice.map {
        SampleIncidentExport.id(of: scenario.incidents[$0], number: $0 + 1)
      })
  }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [0x0A]
  }
}
