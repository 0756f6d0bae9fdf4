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
    for side in [32, 100, 316, 1000] {
      let (values, graph) = try lattice(side)
      var settings = HotspotSettings()
      settings.refines = false
      settings.threads = 1
      let work = try timed(rounds: 3) {
        try GetisOrd(graph: graph).hotspots(values: values.span, settings: settings)
      }
      size(side * side, work.seconds)
    }
  }

  private static func size(_ count: Int, _ seconds: Double) {
    say(
      String(
        format: "| %ld | %.1f ms | %.0f ns |", count, seconds * 1e3, seconds * 1e9 / Double(count)))
  }
}
