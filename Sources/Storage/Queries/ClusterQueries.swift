public import SimpleFeatures

/// The clusters of a run, by their numbers; those that were gone then, too.
public struct ClustersOfRun: Query {
  public static let statement = StatementText(
    "clusters_of_run", PackageResources.clusters_of_run_sql)
  public let arguments: [SQLValue]

  public init(run: String) { arguments = [.text(run)] }

  public static func emptyAnswer() -> [ClusterRecord] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [ClusterRecord]
  ) throws(StorageError) {
    guard let geometry = try row.geometry(5) else { return }
    var record = ClusterRecord(
      cluster: Int(row.integer(0)), count: Int(row.integer(1)),
      firstDay: DayNumber(Int32(clamping: row.integer(2))),
      lastDay: DayNumber(Int32(clamping: row.integer(3))), geometry: geometry)
    record.since = row.optionalInteger(4).map { DayNumber(Int32(clamping: $0)) }
    answer.append(record)
  }
}

/// An incident in a cluster, with its metres in the store's metric CRS.
public struct ClusterMember: Sendable, Hashable {
  public var cluster: Int
  public var incident: Int64
  public var position: Coordinate
}

/// The incidents in the clusters of a run, by cluster, then by source and id.
public struct ClusterMembersOfRun: Query {
  public static let statement = StatementText(
    "cluster_members_of_run", PackageResources.cluster_members_of_run_sql)
  public let arguments: [SQLValue]

  public init(run: String) { arguments = [.text(run)] }

  public static func emptyAnswer() -> [ClusterMember] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [ClusterMember]
  ) {
    answer.append(
      ClusterMember(
        cluster: Int(row.integer(0)), incident: row.integer(1),
        position: Coordinate(x: row.real(2), y: row.real(3))))
  }
}

/// Between which moments each incident happened, in UTC seconds; both are one where it is known.
public struct IncidentTimes: Sendable {
  public var id: [Int64] = []
  public var from: [Int64] = []
  public var to: [Int64] = []
}

/// When the incidents of a filter happened, ordered by source and id. A case that came further
/// than the filter asks for is not left out: look its id up.
public struct IncidentTimesInWindow: Query {
  public static let statement = StatementText(
    "incident_times", PackageResources.incident_times_sql)
  public let arguments: [SQLValue]

  public init(_ filter: IncidentFilter) {
    arguments = [
      SQLValue(filter.firstDay), SQLValue(filter.lastDay),
      .text(LayerQuery.delimited(filter.categories)), .text(filter.area),
    ]
  }

  public static func emptyAnswer() -> IncidentTimes { IncidentTimes() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout IncidentTimes
  ) {
    answer.id.append(row.integer(0))
    answer.from.append(row.integer(1))
    answer.to.append(row.integer(2))
  }
}
