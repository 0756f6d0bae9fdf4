import SimpleFeatures
import Storage
import Topology

/// Which features of a layer leave, and which of their cells.
struct FeatureFilter {
  private let schema: FeatureSchema
  /// As bytes: a string would be made of each row's category to look it up.
  private let withheld: [[UInt8]]
  private let categoryColumn: Int?
  /// What goes for all, whatever the count.
  private let scores: [Int]
  private let unitColumn: Int?
  /// Columns that go together for some units.
  private let suppressions: [(columns: [Int], units: Set<String>)]
  private let disclosure: Disclosure
  /// Where the number of incidents in a cluster stands, for an audience that gets rough outlines.
  private let clusterSizeColumn: Int?
  private let topology: TopologyContext
  private let result: ResultDisclosure?

  init(
    layer: Layer, run: Run?, disclosure: Disclosure, query: LayerQuery, in store: any SpatialStore
  ) throws {
    schema = layer.schema
    let names = schema.fields.map(\.name)
    self.disclosure = disclosure
    result = ResultDisclosure(layer, for: disclosure.audience)
    topology = try TopologyContext()
    clusterSizeColumn = layer.name == "clusters" ? names.firstIndex(of: "n") : nil
    withheld =
      layer.content == .aggregate ? [] : disclosure.withheldCategories.map { Array($0.utf8) }
    categoryColumn = names.firstIndex(of: "category")
    let hides =
      !disclosure.audience.seesPoints && layer.content == .aggregate && result == nil
    let isShare = run.map { RunScope($0).isShare } ?? false
    let scoreColumns = Disclosure.scoreColumns.union(isShare ? Disclosure.shareColumns : [])
    scores = hides ? names.indices.filter { scoreColumns.contains(names[$0]) } : []
    unitColumn = names.firstIndex(of: "unit")
    guard hides, let unitColumn else {
      suppressions = []
      return
    }
    var suppressions: [(columns: [Int], units: Set<String>)] = []
    for (countName, telling) in Disclosure.tellingColumns.sorted(by: { $0.key < $1.key }) {
      guard let countColumn = names.firstIndex(of: countName) else { continue }
      let units = try Self.suppressed(
        unitColumn, countColumn, disclosure: disclosure, query: query, in: store)
      suppressions.append((names.indices.filter { telling.contains(names[$0]) }, units))
    }
    self.suppressions = suppressions
  }

  /// The units whose count may not be told.
  private static func suppressed(
    _ unitColumn: Int, _ countColumn: Int, disclosure: Disclosure, query: LayerQuery,
    in store: any SpatialStore
  ) throws -> Set<String> {
    var codes: [String] = []
    var counts: [Int] = []
    // All units of the run, not only those asked for: a second question about another area must
    // not suppress others.
    var all = query
    all.area = ""
    try store.forEachFeature(of: all) { feature in
      guard case .text(let code) = feature.values[unitColumn],
        case .integer(let count) = feature.values[countColumn]
      else { return }
      codes.append(code)
      counts.append(Int(count))
    }
    let suppressed = try disclosure.suppressed(counts: counts, codes: codes)
    return Set(zip(codes, suppressed).filter(\.1).map(\.0))
  }

  /// The feature as it may leave, or `nil`.
  func admitted(
    _ row: any FeatureRow, _ counts: inout RowCounts
  ) throws -> (any FeatureRow)? {
    if let result {
      guard let told = result.admitted(try row.feature(schema)) else {
        counts.suppressed += 1
        return nil
      }
      guard let clusterSizeColumn else { return KeptFeatureRow(told) }
      return try cluster(told, clusterSizeColumn, &counts)
    }
    if clusterSizeColumn != nil { return row }
    if let categoryColumn, isWithheld(row, categoryColumn) {
      counts.withheld += 1
      return nil
    }
    guard !scores.isEmpty || !suppressions.isEmpty else { return row }
    var feature = try row.feature(schema)
    for column in scores { feature.values[column] = .unknown }
    if let unitColumn, case .text(let unit) = feature.values[unitColumn] {
      let suppressed = suppressions.filter { $0.units.contains(unit) }
      for column in suppressed.flatMap(\.columns) { feature.values[column] = .unknown }
      counts.suppressed += suppressed.isEmpty ? 0 : 1
    }
    return KeptFeatureRow(feature)
  }

  private func isWithheld(_ row: any FeatureRow, _ categoryColumn: Int) -> Bool {
    guard !withheld.isEmpty, !row.isUnknown(categoryColumn) else { return false }
    var isWithheld = false
    row.withText(categoryColumn) { category in
      for other in withheld where !isWithheld && other.count == category.count {
        isWithheld = other.indices.allSatisfy { other[$0] == category[$0] }
      }
    }
    return isWithheld
  }

  private func cluster(
    _ feature: Feature, _ sizeColumn: Int, _ counts: inout RowCounts
  ) throws -> (any FeatureRow)? {
    var feature = feature
    guard case .integer(let size) = feature.values[sizeColumn], let outline = feature.geometry
    else { return nil }
    guard let rough = try disclosure.outline(outline, incidents: Int(size), topology) else {
      counts.suppressed += 1
      return nil
    }
    feature.geometry = rough
    return KeptFeatureRow(feature)
  }
}
