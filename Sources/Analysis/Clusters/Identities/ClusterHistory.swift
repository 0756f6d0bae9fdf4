/// A cluster as one run saw it.
public struct ClusterSnapshot: Sendable, Equatable {
  /// What the cluster is known by; given by `ClusterHistory`.
  public var id: Int
  /// What its incidents are known by in every run, ascending, each once.
  public let members: [Int64]
  public let centre: SIMD2<Double>
  let hull: ConvexHull

  /// - Parameters:
  ///   - members: the incidents' identifiers, in any order.
  ///   - x: metres to the east of each.
  ///   - y: metres to the north.
  /// - Throws: `tooFewIncidents` for none, `differentLengths`, `notFinite`.
  public init(
    id: Int = 0, members: [Int64], x: [Double], y: [Double]
  ) throws(AnalysisError) {
    guard !members.isEmpty else { throw .tooFewIncidents(count: 0, minimum: 1) }
    for (name, values) in [("x", x), ("y", y)] {
      guard values.count == members.count else {
        throw .differentLengths(column: name, count: values.count, expected: members.count)
      }
      if let position = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: name, position: position)
      }
    }
    self.id = id
    self.members = Set(members).sorted()
    let points = zip(x, y).map { SIMD2($0, $1) }
    // About the first, so that far coordinates keep their digits.
    centre = points[0] + points.reduce(.zero) { $0 + ($1 - points[0]) } / Double(points.count)
    hull = ConvexHull(points)
  }

  /// The radius of a circle as large as the hull, in metres.
  public var radiusMetres: Double { (hull.area / .pi).squareRoot() }
}

/// What became of a cluster from one run to the next.
public enum ClusterChange: String, Sendable, CaseIterable {
  /// No cluster of the earlier run goes with it.
  case new
  /// One to one, and none of the below.
  case same
  /// One to one, and more members by more than the tolerance.
  case grown
  /// One to one, and fewer members by more than the tolerance.
  case shrunk
  /// One to one, and its centre lies further from the earlier one than a share of its radius.
  case moved
  /// Two or more clusters of the earlier run go with it, and with no other.
  case merged
  /// A part of a cluster of the earlier run of which other parts are clusters too.
  case split
  /// A cluster of the earlier run that no longer is one: nothing goes with it, or it merged.
  case gone
}

/// Gives clusters the identities that they had in the run before.
///
/// Two clusters of the two runs go together if they share at least `memberShare` of the members of
/// the smaller one, or if their convex hulls share at least `areaShare` of the area of the smaller
/// one (a hull without area: if its centre lies in the other). Pairs that go together are then
/// taken from those that share most members, then most area, then the lowest earlier identity; the
/// first pair of a cluster gives it its identity, and takes it from others. All other clusters get
/// new identities, one above the last, in their order. The same input gives the same identities.
public struct ClusterHistory: Sendable {
  /// Of the members of the smaller cluster.
  public var memberShare = 0.3
  /// Of the area of the smaller hull.
  public var areaShare = 0.5
  /// Of the radius of the earlier cluster.
  public var movedShare = 0.5
  /// Of the members of the earlier cluster.
  public var sizeTolerance = 0.1

  public init() {}

  /// What is said of one cluster.
  public struct Entry: Sendable, Equatable {
    public var id: Int
    public var change: ClusterChange
    /// The position among the clusters of this run; `nil` for one that is gone.
    public var current: Int?
    /// The earlier clusters that go with it; for one that is gone, itself.
    public var earlier: [Int]
    /// For one that is gone because it merged, the cluster it became part of.
    public var into: Int?
  }

  private struct Link {
    var earlier: Int
    var current: Int
    var members: Int
    var area: Double
  }

  /// The clusters of this run in their order, then those that are gone by their identity.
  ///
  /// - Parameters:
  ///   - earlier: the clusters of the run before, with their identities, each once.
  ///   - current: those of this run; their identities are not read.
  ///   - nextID: the least identity for a new cluster: above all that were ever given.
  /// - Throws: `invalidParameter` for shares out of range or identities given twice.
  /// - Complexity: O(earlier · current · corners² + members).
  public func follow(
    earlier: [ClusterSnapshot], current: [ClusterSnapshot], nextID: Int = 1
  ) throws(AnalysisError) -> [Entry] {
    for (name, share) in [
      ("memberShare", memberShare), ("areaShare", areaShare),
    ] where !(share > 0 && share <= 1) {
      throw .invalidParameter(name: name, requirement: "above 0, at most 1")
    }
    for (name, share) in [
      ("movedShare", movedShare), ("sizeTolerance", sizeTolerance),
    ] where !(share >= 0 && share.isFinite) {
      throw .invalidParameter(name: name, requirement: "0 or more")
    }
    guard Set(earlier.map(\.id)).count == earlier.count else {
      throw .invalidParameter(name: "earlier", requirement: "of different identities")
    }
    let links = self.links(earlier, current)
    var heir = [Int?](repeating: nil, count: earlier.count)
    var origin = [Int?](repeating: nil, count: current.count)
    for link in links where heir[link.earlier] == nil && origin[link.current] == nil {
      heir[link.earlier] = link.current
      origin[link.current] = link.earlier
    }
    var next = max(nextID, (earlier.map(\.id).max() ?? 0) + 1)
    var entries: [Entry] = []
    for own in current.indices {
      let from = links.filter { $0.current == own }.map(\.earlier).sorted()
      let change: ClusterChange
      let id: Int
      if let before = origin[own] {
        id = earlier[before].id
        // Earlier clusters that live on in none but this.
        let swallowed = from.filter { $0 != before && heir[$0] == nil }
        let parts = links.filter { $0.earlier == before && origin[$0.current] == nil }
        change =
          !swallowed.isEmpty
          ? .merged : !parts.isEmpty ? .split : compared(earlier[before], current[own])
      } else {
        id = next
        next += 1
        change = from.isEmpty ? .new : .split
      }
      entries.append(
        Entry(
          id: id, change: change, current: own, earlier: from.map { earlier[$0].id }.sorted(),
          into: nil)
      )
    }
    let gone = earlier.indices.filter { heir[$0] == nil }.sorted { earlier[$0].id < earlier[$1].id }
    for own in gone {
      let into = links.first { $0.earlier == own }.map { entries[$0.current].id }
      entries.append(
        Entry(
          id: earlier[own].id, change: .gone, current: nil, earlier: [earlier[own].id], into: into))
    }
    return entries
  }

  private func compared(_ earlier: ClusterSnapshot, _ current: ClusterSnapshot) -> ClusterChange {
    let offset = current.centre - earlier.centre
    let distance = (offset.x * offset.x + offset.y * offset.y).squareRoot()
    if distance > movedShare * max(earlier.radiusMetres, current.radiusMetres), distance > 0 {
      return .moved
    }
    let (before, now) = (Double(earlier.members.count), Double(current.members.count))
    if now > before * (1 + sizeTolerance) { return .grown }
    return now < before * (1 - sizeTolerance) ? .shrunk : .same
  }

  /// The pairs that go together, those first that share most.
  private func links(_ earlier: [ClusterSnapshot], _ current: [ClusterSnapshot]) -> [Link] {
    var owner: [Int64: [Int]] = [:]
    for (index, cluster) in earlier.enumerated() {
      for member in cluster.members { owner[member, default: []].append(index) }
    }
    var links: [Link] = []
    for (now, cluster) in current.enumerated() {
      var shared = [Int](repeating: 0, count: earlier.count)
      for member in cluster.members {
        for before in owner[member] ?? [] { shared[before] += 1 }
      }
      for (before, other) in earlier.enumerated() {
        let smaller = min(cluster.members.count, other.members.count)
        let area = sharedArea(cluster, other)
        if Double(shared[before]) >= memberShare * Double(smaller) || area >= areaShare {
          links.append(Link(earlier: before, current: now, members: shared[before], area: area))
        }
      }
    }
    return links.sorted {
      if $0.members != $1.members { return $0.members > $1.members }
      if $0.area != $1.area { return $0.area > $1.area }
      return (earlier[$0.earlier].id, $0.current) < (earlier[$1.earlier].id, $1.current)
    }
  }

  /// Of the smaller hull.
  private func sharedArea(_ first: ClusterSnapshot, _ second: ClusterSnapshot) -> Double {
    let smaller = min(first.hull.area, second.hull.area)
    if smaller > 0 { return min(1, first.hull.overlap(second.hull) / smaller) }
    let isThere =
      (first.hull.area <= 0 && second.hull.contains(first.centre))
      || (second.hull.area <= 0 && first.hull.contains(second.centre))
    return isThere ? 1 : 0
  }
}
