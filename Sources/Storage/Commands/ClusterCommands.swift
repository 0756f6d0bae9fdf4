public import SimpleFeatures

/// A cluster as a run keeps it.
public struct ClusterRecord: Sendable, Hashable {
  /// What it is known by from run to run.
  public var cluster: Int
  /// Its incidents; 0 for one that is gone.
  public var count: Int
  /// The days of its incidents; of one that is gone, those that it had last.
  public var firstDay: DayNumber
  public var lastDay: DayNumber
  /// The first day of its incidents in any run of the chain that knew it.
  public var since: DayNumber?
  /// What became of it since the run before; `nil` without one.
  public var change: String?
  public var countBefore: Int?
  /// The clusters of the run before that it came of.
  public var origins: [Int] = []
  /// Of one that is gone: the cluster that it became part of.
  public var mergedInto: Int?
  /// WGS 84.
  public var geometry: Geometry

  public init(
    cluster: Int, count: Int, firstDay: DayNumber, lastDay: DayNumber, geometry: Geometry
  ) {
    self.cluster = cluster
    self.count = count
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.geometry = geometry
  }
}

public struct InsertCluster: Command {
  public static let statement = StatementText(
    "insert_cluster", PackageResources.insert_cluster_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ record: ClusterRecord) {
    let origins = record.origins.map(String.init).joined(separator: " ")
    arguments = [
      .text(run), SQLValue(record.cluster), SQLValue(record.count), SQLValue(record.firstDay),
      SQLValue(record.lastDay), SQLValue(record.since), SQLValue(record.change),
      SQLValue(record.countBefore), SQLValue(origins.isEmpty ? nil : origins),
      SQLValue(record.mergedInto), .geometry(record.geometry),
    ]
  }
}

public struct InsertClusterMember: Command {
  public static let statement = StatementText(
    "insert_cluster_member", PackageResources.insert_cluster_member_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - cluster: `nil` for noise.
  ///   - probability: how surely it belongs to the cluster; `nil` where the method does not say.
  public init(run: String, incident: Int64, cluster: Int?, isCore: Bool, probability: Double?) {
    arguments = [
      .text(run), .integer(incident), SQLValue(cluster), SQLValue(isCore), SQLValue(probability),
    ]
  }
}
