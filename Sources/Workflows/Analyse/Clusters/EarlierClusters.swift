import Analysis
import SimpleFeatures
import Storage

/// The clusters of the run that identities come from.
struct EarlierClusters {
  let run: Run
  /// Those that were clusters then, not those that were gone already.
  let records: [ClusterRecord]
  let snapshots: [ClusterSnapshot]
  /// The least number for a new cluster.
  let nextIdentity: Int
  private let parameters: FindClusters.Parameters?

  /// - Throws: a usage error unless it is a run of clusters over the same incidents, and not later.
  init(run id: String, before filter: IncidentFilter, in store: any SpatialStore) throws {
    guard let run = try store.answer(Runs(id: id)).first else {
      throw WorkflowError.usage("--previous \(id): there is no such run; `anlan runs` lists them")
    }
    guard run.kind == FindClusters.kind else {
      throw WorkflowError.usage("--previous \(id): it is a run of \(run.kind), not of clusters")
    }
    parameters = CanonicalJSON.value(FindClusters.Parameters.self, of: run.parameters)
    let asked = ScopeParameters(filter)
    if let scope = parameters?.scope {
      for (name, then, now) in [
        ("categories", Self.list(scope.categories), Self.list(asked.categories)),
        ("area", scope.area.isEmpty ? "all" : scope.area, asked.area.isEmpty ? "all" : asked.area),
        ("time basis", scope.basis, asked.basis), ("stage", scope.stage, asked.stage),
      ] where then != now {
        throw WorkflowError.usage(
          "--previous \(id): it counts the \(name) \(then), this one \(now); clusters keep their "
            + "identities between runs over the same kind of incidents")
      }
    }
    guard run.validTo <= filter.lastDay else {
      throw WorkflowError.usage(
        "--previous \(id): it ends on \(run.validTo), after \(filter.lastDay); name an earlier run")
    }
    self.run = run
    let all = try store.answer(ClustersOfRun(run: id))
    records = all.filter { $0.count > 0 }
    let members = Dictionary(
      grouping: try store.answer(ClusterMembersOfRun(run: id)), by: \.cluster)
    snapshots = try records.compactMap { record in
      guard let own = members[record.cluster] else { return nil }
      return try ClusterSnapshot(
        id: record.cluster, members: own.map(\.incident), x: own.map(\.position.x),
        y: own.map(\.position.y))
    }
    let summary = CanonicalJSON.value(FindClusters.Summary.self, of: run.summary)
    nextIdentity = max(summary?.lastIdentity ?? 0, all.map(\.cluster).max() ?? 0) + 1
  }

  private static func list(_ categories: [String]) -> String {
    categories.isEmpty ? "all" : categories.joined(separator: ", ")
  }

  /// An import that was taken back may have taken members away since.
  func update(_ digest: inout ContentDigest) {
    digest.update(run.id)
    for snapshot in snapshots {
      digest.update("\(snapshot.id)")
      digest.update("\(snapshot.members)")
    }
  }

  /// What must be said beside the changes.
  func notes(against now: FindClusters.Parameters) -> [String] {
    guard let then = parameters else { return [] }
    let isSame =
      then.method == now.method && then.eps == now.eps && then.minPoints == now.minPoints
      && then.days == now.days && then.samples == now.samples
    return isSame
      ? [] : ["the earlier run looked with other parameters, so some changes are theirs"]
  }
}

/// The clusters of a run as it keeps them: known by what they were known by.
struct ClusterFates {
  private(set) var records: [ClusterRecord] = []
  /// What each cluster of the run is known by.
  let identities: [Int]
  let lastIdentity: Int

  /// - Parameter earlier: without it, clusters are numbered from 1 and nothing is said of change.
  init(_ outlines: [ClusterOutline], _ points: StudyPoints, after earlier: EarlierClusters?) throws
  {
    let current = outlines.enumerated().map { index, outline in
      let days = outline.members.map { points.day[$0] }
      return ClusterRecord(
        cluster: index + 1, count: outline.members.count, firstDay: DayNumber(days.min() ?? 0),
        lastDay: DayNumber(days.max() ?? 0), geometry: outline.geometry)
    }
    guard let earlier else {
      records = current.map { record in
        var record = record
        record.since = record.firstDay
        return record
      }
      identities = current.map(\.cluster)
      lastIdentity = current.count
      return
    }
    let snapshots = try outlines.map { outline in
      try ClusterSnapshot(
        members: outline.members.map { points.id[$0] }, x: outline.members.map { points.x[$0] },
        y: outline.members.map { points.y[$0] })
    }
    let entries = try ClusterHistory().follow(
      earlier: earlier.snapshots, current: snapshots, nextID: earlier.nextIdentity)
    let before = Dictionary(
      earlier.records.map { ($0.cluster, $0) }, uniquingKeysWith: { first, _ in first })
    var identities = [Int](repeating: 0, count: current.count)
    for entry in entries {
      guard var record = entry.current.map({ current[$0] }) ?? before[entry.id] else { continue }
      let then = before[entry.id]
      if let own = entry.current { identities[own] = entry.id } else { record.count = 0 }
      record.cluster = entry.id
      record.change = entry.change.rawValue
      record.countBefore = then?.count
      record.origins = entry.current == nil ? [] : entry.earlier
      record.mergedInto = entry.into
      let since = then.map { $0.since ?? $0.firstDay }
      record.since = min(since ?? record.firstDay, record.firstDay)
      records.append(record)
    }
    self.identities = identities
    lastIdentity = max(earlier.nextIdentity - 1, entries.map(\.id).max() ?? 0)
  }
}
