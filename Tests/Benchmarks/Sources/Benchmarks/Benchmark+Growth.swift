import Analysis
import Foundation

extension Benchmark {
  /// Time by size, on one thread: what a point or a place costs hardly grows.
  static func growth() throws {
    say("\n| points | DBSCAN | a point |\n| --- | --- | --- |")
    for count in [10_000, 31_623, 100_000, 316_228, 1_000_000, 3_162_278] {
      let (x, y, radius) = points(count)
      let search = try DBSCAN(radiusMetres: radius, minimumPoints: 10)
      let work = try timed(rounds: 5) { try search.clusters(x: x.span, y: y.span, threads: 1) }
      size(count, work.seconds)
    }
    say("\n| places | Gi*, 999 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth { graph, values, settings in
      _ = try GetisOrd(graph: graph).hotspots(of: values, settings: settings)
    }
    say("\n| places | LISA, 999 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth { graph, values, settings in
      _ = try LocalMoran(weights: .rowStandardised(graph)).clusters(of: values, settings: settings)
    }
    say("\n| places | global Moran, 99 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth(permutations: 99) { graph, values, settings in
      _ = try GlobalAutocorrelation(weights: .rowStandardised(graph))
        .test(of: values, settings: settings)
    }
  }

  private static func placesGrowth(
    permutations: Int = 999,
    _ work: (NeighbourGraph, PlaceColumn, HotspotSettings) throws -> Void
  ) throws {
    for side in [32, 100, 316, 1000] {
      let (values, graph) = try lattice(side)
      let column = try PlaceColumn(values: values.span)
      var settings = HotspotSettings()
      settings.permutations = permutations
      settings.refines = false
      settings.threads = 1
      size(side * side, try timed(rounds: 3) { try work(graph, column, settings) }.seconds)
    }
  }

  private static func size(_ count: Int, _ seconds: Double) {
    say(
      String(
        format: "| %ld | %.1f ms | %.0f ns |", count, seconds * 1e3, seconds * 1e9 / Double(count)))
  }
}
