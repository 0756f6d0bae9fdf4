import Analysis
import SimpleFeatures
import Storage
import Topology

extension ScanClusterRecord {
  /// The clusters of a scan with the areas of their members.
  static func all(of result: ScanResult, _ columns: ScanColumns) throws -> [ScanClusterRecord] {
    let topology = try TopologyContext()
    return try result.clusters.enumerated().map { index, cluster in
      let units = cluster.members.map { columns.units[Int($0)] }
      let window = columns.days(of: cluster.intervals)
      return ScanClusterRecord(
        rank: index + 1, isHigh: cluster.isHigh, logLikelihoodRatio: cluster.logLikelihoodRatio,
        p: cluster.p, gumbelP: cluster.gumbelP, observed: cluster.observed,
        expected: cluster.expected, relativeRisk: cluster.relativeRisk,
        recurrenceDays: cluster.recurrenceDays, windowFrom: window.from, windowTo: window.to,
        radiusMetres: cluster.radiusMetres, members: units.map(\.code),
        geometry: .multiPolygon(try topology.union(units.map(\.geometry)).polygons))
    }
  }
}
