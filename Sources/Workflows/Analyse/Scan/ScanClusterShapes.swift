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

  /// As the layer tells it.
  var row: Findings.Row {
    Findings.Row(
      geometry,
      [
        "rank": .init(rank), "rate": .text(isHigh ? "high" : "low"),
        "llr": .real(logLikelihoodRatio), "p": .init(p), "gumbel_p": .init(gumbelP),
        "observed": .init(observed), "expected": .real(expected),
        "relative_risk": .init(relativeRisk), "recurrence_days": .init(recurrenceDays),
        "window_from": .day(windowFrom), "window_to": .day(windowTo),
        "radius_m": .real(radiusMetres), "centre": .init(members.first),
        "units": .init(members.count), "members": .text(members.joined(separator: " ")),
      ])
  }
}
