public import SimpleFeatures
public import Storage

/// Lets viewers see a run, or no longer.
///
/// Two tables of counts that overlap tell their difference, in which a small count may be one that
/// both suppress. So whatever is published once binds what comes after it: days that meet must be
/// the same days, with the same incidents counted into the same units, or other categories
/// altogether.
public struct PublishRun: Sendable {
  public let run: String
  private let home: ProductHome

  public init(_ run: String, home: ProductHome) {
    self.run = run
    self.home = home
  }

  /// Kinds of which nothing is told that a count could be worked out from, once it is suppressed. A
  /// scan tells sums over units of its own choice; near repeats tell pairs and hours.
  static let kinds: Set<String> = [
    FindHotspots.kind, FindEmerging.kind, FindClusters.kind, MapDensity.kind,
    ComputeSafetyIndex.kind, FindCoverageGaps.kind, AssessExposure.kind,
  ]
  /// Of these, the layer that tells counts of units.
  private static let counted = [FindHotspots.kind: "hotspots", FindEmerging.kind: "emerging"]

  /// - Throws: a usage error that names the run that it would overlap with.
  public func run(in store: any SpatialStore, at now: Instant) throws {
    guard let run = try store.answer(Runs(id: run)).first else {
      throw StorageError.unknownRun(self.run)
    }
    try admit(run, in: store)
    _ = try store.write { try $0.run(InsertPublication(PublicationRecord(run: run, at: now))) }
  }

  /// Viewers see it no longer; what comes after it is still held against it.
  public func withdraw(in store: any SpatialStore, at now: Instant) throws {
    let changed = try store.write { try $0.run(WithdrawPublication(run: run, at: now)) }
    guard changed > 0 else {
      throw WorkflowError.usage("\(run): no such run is published")
    }
  }

  // MARK: What may be

  private func admit(_ run: Run, in store: any SpatialStore) throws {
    guard Self.kinds.contains(run.kind) else {
      throw WorkflowError.usage(
        "runs of \(run.kind) are not published; "
          + "\(Self.kinds.sorted().joined(separator: ", ")) are")
    }
    try Disclosure(audience: .public, catalogue: CategoryCatalogue(home: home))
      .admit(run, in: store)
    guard let layer = Self.counted[run.kind] else { return }
    let scope = RunScope(run)
    try requirePlain(run, scope)
    for record in try store.answer(Publications())
    where Self.counted[record.kind] != nil && record.run != run.id {
      guard record.firstDay <= run.validTo, run.validFrom <= record.lastDay else { continue }
      guard let other = try store.answer(Runs(id: record.run)).first else {
        throw WorkflowError.usage(
          "\(run.id) meets the days \(record.firstDay) to \(record.lastDay) of \(record.run), "
            + "which was published and is deleted since, so that nobody can tell what both give "
            + "away together")
      }
      try requireApart(run, scope, layer, other, store)
    }
  }

  /// Whole fixed units, and counts of incidents alone.
  private func requirePlain(_ run: Run, _ scope: RunScope) throws(WorkflowError) {
    guard scope.area.isEmpty, !scope.isChosen else {
      throw .usage("\(run.id) is about a part of the units: what is published is about all of them")
    }
    guard scope.support.isEmpty || scope.support == Support.grid.rawValue else {
      throw .usage(
        "\(run.id) counts by \(scope.support): grids alone are published, since other units beside "
          + "them would tell differences")
    }
    guard !scope.isShare, scope.companions.isEmpty else {
      throw .usage("\(run.id) holds two counts of one unit against each other: publish each alone")
    }
  }

  /// - Throws: a usage error where two tables could be subtracted from each other.
  private func requireApart(
    _ run: Run, _ scope: RunScope, _ layer: String, _ other: Run, _ store: any SpatialStore
  ) throws {
    let its = RunScope(other)
    let refusal = WorkflowError.usage(
      "\(run.id) (\(run.validFrom) to \(run.validTo)) overlaps with \(other.id) "
        + "(\(other.validFrom) to \(other.validTo)), which is or was published: their difference "
        + "could give small counts away. Publish other days, or the same days and categories")
    guard run.validFrom == other.validFrom, run.validTo == other.validTo,
      scope.basis == its.basis, scope.stage == its.stage
    else { throw refusal }
    let (own, theirs) = (Set(scope.categories), Set(its.categories))
    if !own.isEmpty, !theirs.isEmpty, own.isDisjoint(with: theirs) { return }
    guard own == theirs,
      try counts(of: run, layer, store) == counts(of: other, Self.counted[other.kind], store)
    else { throw refusal }
  }

  /// By unit.
  private func counts(
    of run: Run, _ layer: String?, _ store: any SpatialStore
  ) throws -> [String: Int64] {
    guard let layer = layer.flatMap({ Layer(named: $0) }) else { return [:] }
    let names = layer.schema.fields.map(\.name)
    guard let unit = names.firstIndex(of: "unit"), let count = names.firstIndex(of: "count") else {
      return [:]
    }
    var query = LayerQuery(layer: layer)
    query.run = run.id
    var counts: [String: Int64] = [:]
    try store.forEachFeature(of: query) { feature in
      guard case .text(let code) = feature.values[unit],
        case .integer(let number) = feature.values[count]
      else { return }
      counts[code] = number
    }
    return counts
  }
}
