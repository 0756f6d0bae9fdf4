import ArgumentParser
import Storage
import Workflows

/// Which units, and which of them are neighbours.
struct NeighbourOptions: ParsableArguments {
  @Option(help: "The units: grid, lattice or village.")
  var support = Support.grid

  @Option(help: "queen, rook, distance, knn, or water: across a bay is not next door.")
  var neighbours = "queen"

  @Option(help: "Of --neighbours distance, and of water beyond what touches: metres.")
  var bandwidth: Double?

  @Option(help: "Of --neighbours knn, and of water within --bandwidth: how many.")
  var knn: Int?

  @Option(help: "Of --neighbours water with --bandwidth: metres of the way that may lie outside.")
  var crossing: Double?

  func neighbourhood() throws -> Neighbourhood {
    guard crossing == nil || neighbours == "water" else {
      throw WorkflowError.usage("--crossing belongs to --neighbours water")
    }
    switch neighbours {
    case "queen": return .queen
    case "rook": return .rook
    case "distance":
      guard let bandwidth else {
        throw WorkflowError.usage("--neighbours distance needs --bandwidth METRES")
      }
      return .distance(bandwidth)
    case "knn":
      guard let knn else {
        throw WorkflowError.usage("--neighbours knn needs --knn COUNT")
      }
      return .nearest(knn)
    case "water":
      return .water(
        .init(
          metres: bandwidth, nearest: knn,
          crossingMetres: crossing ?? Neighbourhood.WaterReach.defaultCrossingMetres))
    default:
      throw WorkflowError.usage(
        "--neighbours \(neighbours): it is queen, rook, distance, knn or water")
    }
  }
}

/// How what is found is told from chance.
struct ChanceOptions: ParsableArguments {
  @Option(
    help: "Permutations drawn for every unit, more where they decide; 0 for the normal p of z.")
  var permutations = 999

  @Option(help: "The accepted share of false discoveries.")
  var fdr = 0.05

  @Option(help: "Of the random draws.")
  var seed: UInt64 = 1

  @Option(help: "Threads; the result does not depend on them.")
  var threads: Int?
}
