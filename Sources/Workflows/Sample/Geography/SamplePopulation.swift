import Analysis
import Foundation

/// Who lives and works in a grid: made up. Numbers of people only, nobody in particular.
struct SamplePopulation: Sendable {
  enum Kind: String, Sendable { case village, residential, enterprise, sea, special }

  var kind: Kind
  var population: Int
  var households: Int
  /// On land: people in work who live there. At sea: people at work on rafts and boats.
  var workers: Int
  /// Grid workers (网格员).
  var staff: Int

  /// Grids of land are laid for about a thousand people each, as grid management does; they
  /// vary by an eighth, each by itself, so that no part of the county is populous enough to look
  /// like a hot spot.
  static func of(
    _ layout: SampleGridLayout, zones: [SampleZone], seed: UInt64
  ) -> [SamplePopulation] {
    var afloat = layout.grids.map { _ in 0 }
    for zone in zones { afloat[zone.grid] += zone.workers }
    return layout.grids.enumerated().map { index, grid in
      var generator = ReplicateGenerator(
        seed: seed, stream: SampleStream.population, substream: UInt64(index))
      guard let village = grid.village else {
        let boats = 20 + Int(generator.integer(below: 41))
        return SamplePopulation(
          kind: .sea, population: 0, households: 0, workers: afloat[index] + boats,
          staff: 1 + Int(generator.integer(below: 2)))
      }
      let households = Int((330 * exp(0.125 * generator.normal())).rounded())
      let perHousehold = 2.95 + 0.3 * generator.uniform()
      let population = Int((Double(households) * perHousehold).rounded())
      let draw = generator.uniform()
      let kind: Kind =
        draw < 0.04
        ? .special
        : draw < 0.1
          ? .enterprise
          : layout.villages[village].isCommunity ? .residential : .village
      return SamplePopulation(
        kind: kind, population: population, households: households,
        workers: Int((Double(population) * (0.5 + 0.1 * generator.uniform())).rounded()),
        staff: generator.uniform() < 0.1 ? 2 : 1)
    }
  }

  /// The same grid with fewer residents, its shares as they are.
  func shrunk(to residents: Int) -> SamplePopulation {
    var few = self
    let share = Double(residents) / Double(max(population, 1))
    few.population = residents
    few.households = max(1, Int((Double(households) * share).rounded()))
    few.workers = Int((Double(workers) * share).rounded())
    return few
  }
}

/// The streams of random numbers of a scenario, so that one part can change without the others.
enum SampleStream {
  /// Where villages and grids lie does not depend on the seed of the scenario.
  static let geographySeed: UInt64 = 350_921
  static let villages: UInt64 = 1
  static let grids: UInt64 = 2
  static let zones: UInt64 = 3
  static let population: UInt64 = 4
  static let truth: UInt64 = 5
  static let quiet: UInt64 = 6
  /// Substream: the number of the incident.
  static let incident: UInt64 = 7
  static let facilities: UInt64 = 20
  static let rounds: UInt64 = 21
  static let cover: UInt64 = 22
  static let cases: UInt64 = 23
}
