import SimpleFeatures
import Storage

/// Which incidents and units a question is about, beyond what the statements choose by: those that
/// somebody sees on a map, or that meet a condition.
struct IncidentChoice {
  /// Units that it does not meet are left out; degrees of WGS 84.
  let box: BoundingBox?
  /// The keys of the incidents that count; `nil` for all.
  private let keys: Set<Int64>?

  /// No more than what the statements choose by.
  static let all = IncidentChoice(box: nil, keys: nil)

  private init(box: BoundingBox?, keys: Set<Int64>?) {
    self.box = box
    self.keys = keys
  }

  /// - Parameters:
  ///   - countsByUnit: the box chooses units, each with all its incidents; else it chooses points.
  ///   - isCancelled: asked at every row.
  /// - Complexity: O(incidents that meet the condition); nothing without one.
  init(
    _ scope: AnalysisScope, _ filter: IncidentFilter, countsByUnit: Bool,
    in store: any SpatialStore, isCancelled: Cancellation = { false }
  ) throws {
    box = countsByUnit ? scope.box : nil
    let pointBox = countsByUnit ? nil : scope.box
    guard scope.condition != nil || pointBox != nil, let layer = Layer(named: "incidents") else {
      keys = nil
      return
    }
    var query = LayerQuery(layer: layer)
    query.area = filter.area
    query.categories = filter.categories
    var page = FeaturePage(query, filter: scope.condition ?? .all([]))
    page.box = pointBox
    var keys: Set<Int64> = []
    try store.forEachRow(of: page) { row in
      if isCancelled() { throw WorkflowError.cancelled }
      if case .integer(let key) = row.id { keys.insert(key) }
    }
    self.keys = keys
  }

  func holds(_ incident: Int64) -> Bool { keys?.contains(incident) ?? true }

  func holds(_ unit: Geometry) -> Bool {
    guard let box else { return true }
    guard let own = unit.boundingBox else { return false }
    return own.minX <= box.maxX && box.minX <= own.maxX && own.minY <= box.maxY
      && box.minY <= own.maxY
  }
}

/// Whether whoever asked has gone, or the time is up: long work asks it and ends.
public typealias Cancellation = @Sendable () -> Bool
