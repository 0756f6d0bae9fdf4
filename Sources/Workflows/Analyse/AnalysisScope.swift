import Formats
public import SimpleFeatures
public import Storage

/// Which incidents an analysis is about, as a person says it; unsaid days are the store's own.
public struct AnalysisScope: Sendable, Hashable {
  public var categories: [String] = []
  public var from: DayNumber?
  public var to: DayNumber?
  public var area = ""
  public var basis = TimeBasis.occurred
  public var stage = Stage.calls
  /// Degrees of WGS 84: what is counted by unit takes the units that it meets, with all their
  /// incidents; what looks at points takes those in it.
  public var box: BoundingBox?
  /// What the incidents must be besides, by the columns of their layer; `nil` for nothing.
  public var condition: Filter?

  public init() {}

  /// The filter, with the days filled in from the incidents that there are.
  ///
  /// - Throws: a usage error for a category that neither the store nor the catalogue knows.
  func filter(in store: any SpatialStore, catalogue: CategoryCatalogue) throws -> IncidentFilter {
    let present = try store.answer(IncidentCategories())
    for category in categories where !present.contains(category) && catalogue[category] == nil {
      let meant = NearMiss.best(for: category, among: present).map { "; did you mean \($0)?" }
      throw WorkflowError.usage(
        "no incident is of the category \(category)"
          + (meant ?? "; there are \(present.joined(separator: ", "))"))
    }
    guard let window = try store.answer(IncidentWindow()) else {
      throw WorkflowError.failed("the store has no incidents; import some first")
    }
    var filter = IncidentFilter(
      firstDay: from ?? window.firstDay, lastDay: to ?? max(window.lastDay, window.cutOff))
    guard filter.firstDay <= filter.lastDay else {
      throw WorkflowError.usage(
        "from \(filter.firstDay) to \(filter.lastDay): the first day comes after the last")
    }
    filter.basis = basis
    filter.stage = stage
    filter.categories = categories.sorted()
    filter.area = area.trimmedCode
    return filter
  }
}

/// The scope as a run keeps it.
struct ScopeParameters: Codable {
  var area: String
  var basis: String
  /// West, south, east, north.
  var box: [Double]?
  var categories: [String]
  /// The digest of the condition.
  var condition: String?
  var from: String
  var stage: String
  var to: String

  init(_ filter: IncidentFilter, _ scope: AnalysisScope) {
    self.init(filter)
    box = scope.box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] }
    condition = scope.condition.map { condition in
      var digest = ContentDigest()
      digest.update("\(condition)")
      return digest.hexadecimal()
    }
  }

  init(_ filter: IncidentFilter) {
    area = filter.area
    basis = filter.basis.rawValue
    categories = filter.categories
    from = filter.firstDay.description
    stage = filter.stage.rawValue
    to = filter.lastDay.description
  }
}
