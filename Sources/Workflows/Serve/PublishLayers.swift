import Projections
public import SimpleFeatures
public import Storage

/// What a service shows of a store to one audience: which layers there are, and how each is asked.
///
/// Everything that leaves passes the same disclosure as a file of `ExportLayer`.
public struct PublishLayers: Sendable {
  public let audience: Audience
  public let home: ProductHome
  /// The first digits of the codes that may be seen; empty for all.
  public var area = ""
  /// Of results only those that were published.
  public var isPublishedOnly = false
  private let catalogue: CategoryCatalogue

  public init(audience: Audience, home: ProductHome) throws(WorkflowError) {
    self.audience = audience
    self.home = home
    catalogue = try CategoryCatalogue(home: home)
  }

  /// The kinds of events that the product knows, with their words.
  public var categories: [CategoryCatalogue.Category] { catalogue.categories }

  /// The layers that the audience may have and that have something to show, with how many features
  /// the store counts in each.
  public func list(in store: any SpatialStore) throws -> [(layer: PublishedLayer, features: Int)] {
    let counts = try store.answer(LayerCounts())
    return try Layer.all.compactMap { layer in
      guard let count = counts[layer.name], count > 0,
        let published = try open(layer.name, in: store)
      else { return nil }
      return (published, count)
    }
  }

  /// - Parameter run: of a result layer; `nil` for the one that it shows now.
  /// - Returns: `nil` where there is no such layer, no such run, or not for this audience: which of
  ///   them it is stays untold.
  public func open(
    _ name: String, run runID: String? = nil, in store: any SpatialStore
  ) throws -> PublishedLayer? {
    guard let layer = Layer(named: name) else { return nil }
    var run: Run?
    if let kind = layer.runKind {
      let shown = try isPublishedOnly ? published(kind, runID, in: store) : runID
      if isPublishedOnly, shown == nil { return nil }
      let runs = try store.answer(shown.map { Runs(id: $0) } ?? Runs(currentOf: kind))
      guard let found = runs.first, found.kind == kind else { return nil }
      run = found
    } else if runID != nil {
      return nil
    }
    let disclosure = Disclosure(audience: audience, catalogue: catalogue)
    do {
      try disclosure.admit(layer)
      if let run { try disclosure.admit(run, in: store) }
    } catch is WorkflowError {
      return nil
    }
    guard lies(layer, run, within: area) else { return nil }
    let settings = try store.answer(Settings())
    return PublishedLayer(
      layer: layer, run: run, clock: try StudyClock(settings[.timeZone] ?? "Asia/Shanghai"),
      area: area, disclosure: disclosure)
  }

  /// The run that was asked for, or the one that was published last, if it is published now.
  private func published(
    _ kind: String, _ run: String?, in store: any SpatialStore
  ) throws -> String? {
    let open = try store.answer(Publications()).filter { $0.kind == kind && $0.withdrawn == nil }
    guard let run else { return open.last?.run }
    return open.contains { $0.run == run } ? run : nil
  }

  /// Whether what an area may not see can be left out of a layer, or is not in it.
  private func lies(_ layer: Layer, _ run: Run?, within area: String) -> Bool {
    if area.isEmpty || layer.isCutByArea { return true }
    // What has no codes is seen whole, by those to whom all of it belongs.
    if let run { return RunScope(run).area.hasPrefix(area) }
    return layer.content == .reference && layer.name != "lattice"
  }
}

/// A layer as one audience may ask it.
public struct PublishedLayer: Sendable {
  public let layer: Layer
  public let run: Run?
  public let clock: StudyClock
  /// The first digits of the codes that may be seen; empty for all.
  public let area: String
  let disclosure: Disclosure

  public var name: String { layer.name }
  public var schema: FeatureSchema { layer.schema }

  /// The columns by which features may be chosen. For others than analysts these are names and
  /// dates alone: a choice by a number would tell numbers that are not shown.
  public var queryable: [FeatureSchema.Field] {
    guard !disclosure.audience.seesPoints, layer.content == .aggregate else { return schema.fields }
    return schema.fields.filter { Self.harmless.contains($0.name) }
  }

  private static let harmless: Set<String> = [
    "run", "unit", "level", "name", "class", "statistic", "week", "category", "valid_from",
    "valid_to", "time_basis", "stage", "synthetic",
  ]

  /// Which features are asked for.
  public struct Ask: Sendable, Hashable {
    public var filter = Filter.all([])
    /// Degrees of WGS 84.
    public var box: BoundingBox?
    /// Days of the study area, both included; for incidents.
    public var firstDay: DayNumber?
    public var lastDay: DayNumber?
    public var categories: [String] = []
    public var after: Int64?
    public var key: Int64?
    public var limit = 10
    /// Of the coordinates that come back.
    public var crs = CRS.wgs84

    public init() {}
  }

  public struct Answer: Sendable {
    public var features: [Feature] = []
    /// The key behind which the next page begins; `nil` where this one is the last.
    public var next: Int64?
  }

  func query() -> LayerQuery {
    var query = LayerQuery(layer: layer)
    query.run = run?.id ?? ""
    query.area = area
    return query
  }

  func page(_ ask: Ask) -> FeaturePage {
    var query = query()
    query.categories = ask.categories.sorted()
    if let day = ask.firstDay { query.firstDay = day }
    if let day = ask.lastDay { query.lastDay = day }
    var page = FeaturePage(query, filter: ask.filter)
    let withheld = withheldCategories
    if !withheld.isEmpty {
      page.filter = .all([
        ask.filter,
        .any([
          .isUnknown("category"), .not(.oneOf("category", withheld.sorted().map { .text($0) })),
        ]),
      ])
    }
    page.box = ask.box
    return page
  }

  /// Of a layer of points: categories that leave as counts alone.
  private var withheldCategories: Set<String> {
    guard layer.content != .aggregate, schema.fields.contains(where: { $0.name == "category" })
    else { return [] }
    return disclosure.withheldCategories
  }

  /// - Throws: a usage error where a column may not be asked for.
  public func features(
    _ ask: Ask, in store: any SpatialStore, table: IncidentTable? = nil
  ) throws -> Answer {
    var answer = Answer()
    answer.next = try forEachRow(ask, in: store, table: table) { row in
      answer.features.append(try row.feature(layer.schema))
    }
    return answer
  }

  /// The features of a page one by one, in the order of their keys.
  ///
  /// - Parameters:
  ///   - table: the incidents of the store as it is now, where they are in memory: they tell which
  ///     rows a page has, and these alone are read.
  ///   - body: takes a row, which is valid until it returns.
  /// - Returns: the key behind which the next page begins; `nil` where this one is the last.
  /// - Throws: a usage error where a column may not be asked for.
  public func forEachRow(
    _ ask: Ask, in store: any SpatialStore, table: IncidentTable? = nil,
    _ body: (any FeatureRow) throws -> Void
  ) throws -> Int64? {
    try requireQueryable(ask.filter)
    let move = try Relocation(to: ask.crs)
    let filter = try FeatureFilter(
      layer: layer, run: run, disclosure: disclosure, query: query(), in: store)
    var page = page(ask)
    page.key = ask.key
    if let choice = table.flatMap({ TableChoice(page, in: $0) }) {
      page = FeaturePage(query())
      page.keys = choice.keys(after: ask.after, limit: ask.limit + 1)
    } else {
      page.after = ask.after
      // One more tells whether there is a next page.
      page.limit = ask.limit + 1
    }
    var counts = RowCounts()
    var read = 0
    var last: Int64?
    var next: Int64?
    try store.forEachRow(of: page) { row in
      read += 1
      guard read <= ask.limit else {
        next = last
        return
      }
      if case .integer(let key) = row.id { last = key }
      guard let admitted = try filter.admitted(row, &counts) else { return }
      try body(move.moved(admitted, layer.schema))
    }
    return next
  }

  /// How many features match; `nil` where the audience may not know.
  ///
  /// - Parameter table: as `forEachRow` takes it.
  public func count(
    _ ask: Ask, in store: any SpatialStore, table: IncidentTable? = nil
  ) throws -> Int? {
    try requireQueryable(ask.filter)
    guard tellsCount else { return nil }
    let page = page(ask)
    return try table.flatMap { TableChoice(page, in: $0) }?.count ?? store.count(of: page)
  }

  /// Where rows are held back, how many there are is held back with them.
  var tellsCount: Bool { ResultDisclosure(layer, for: disclosure.audience) == nil }

  private func requireQueryable(_ filter: Filter) throws(WorkflowError) {
    let allowed = Set(queryable.map(\.name))
    let asked = filter.names.subtracting(allowed).sorted()
    guard let name = asked.first else { return }
    throw .usage("\(self.name) cannot be asked by \(name)")
  }
}

/// Moves places from WGS 84 into the system that a client asks for.
struct Relocation {
  private let transformation: Transformation?

  init(to crs: CRS) throws {
    transformation = crs == .wgs84 ? nil : try Transformation(from: .wgs84, to: crs)
  }

  /// The row itself where it stays where it is.
  func moved(_ row: any FeatureRow, _ schema: FeatureSchema) throws -> any FeatureRow {
    guard let transformation else { return row }
    var feature = try row.feature(schema)
    feature.geometry = try feature.geometry.map { try transformation.forward($0) }
    return KeptFeatureRow(feature)
  }
}

extension BoundingBox {
  /// The box in WGS 84 that holds all of this one, which is in another system: its sides are
  /// followed, since a straight side there need not be one here.
  ///
  /// - Returns: `nil` where a part of it is nowhere in WGS 84.
  public func inWorld(from crs: CRS) throws -> BoundingBox? {
    guard crs != .wgs84 else { return self }
    let transformation = try Transformation(from: crs, to: .wgs84)
    var corners: [Coordinate] = []
    for step in 0...16 {
      let share = Double(step) / 16
      let (x, y) = (minX + share * width, minY + share * height)
      corners += [
        Coordinate(x: x, y: minY), Coordinate(x: x, y: maxY), Coordinate(x: minX, y: y),
        Coordinate(x: maxX, y: y),
      ]
    }
    let moved = transformation.forward(corners).compactMap { $0 }
    return moved.count == corners.count ? BoundingBox(moved) : nil
  }
}

extension Geometry {
  /// The geometry in WGS 84, given in another system; `nil` where a part of it is nowhere there.
  public func inWorld(from crs: CRS) throws -> Geometry? {
    guard crs != .wgs84 else { return self }
    let transformation = try Transformation(from: crs, to: .wgs84)
    var isPlace = true
    let moved = mapPositions { line in
      transformation.forward(line).map { position in
        if position == nil { isPlace = false }
        return position ?? Coordinate(x: 0, y: 0)
      }
    }
    return isPlace ? moved : nil
  }
}
