import Cartography
import Projections
import SimpleFeatures
import Storage

/// A page of the weekly sheet for the current run of one analysis: the same map and frame, with that
/// run's layer, figures and tables.
protocol ResultPage {
  /// Ends the file's name.
  static var name: String { get }
  var rows: ResultRows { get }
  func title(area: String) -> String
  var subtitle: String { get }
  func layer(_ map: WeeklyMap) throws -> MapLayer?
  func figures() -> [MapSheet.Figure]
  func tables() -> [Table]
  func notes() -> [String]
}

/// The rows of a result layer that an audience may have, read by the names of their columns.
struct ResultRows {
  let run: Run
  let features: [Feature]
  /// As the store has them, for sums that may be told where no single row may.
  let all: [Feature]
  private let columns: [String: Int]

  /// - Returns: `nil` where there is no run of the layer's kind, or no row of it.
  init?(
    _ name: String, in store: any SpatialStore, area: String, audience: Audience,
    catalogue: CategoryCatalogue
  ) throws {
    guard let layer = Layer(named: name), let kind = layer.runKind,
      let run = try store.answer(Runs(currentOf: kind)).first
    else { return nil }
    self.run = run
    columns = Dictionary(
      layer.schema.fields.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first })
    var query = LayerQuery(layer: layer)
    query.area = area
    query.run = run.id
    let filter = try FeatureFilter(
      layer: layer, run: run, disclosure: Disclosure(audience: audience, catalogue: catalogue),
      query: query, in: store)
    var counts = RowCounts()
    var (features, all): ([Feature], [Feature]) = ([], [])
    try store.forEachRow(of: query) { row in
      all.append(try row.feature(layer.schema))
      if let shown = try filter.admitted(row, &counts) {
        features.append(try shown.feature(layer.schema))
      }
    }
    guard !features.isEmpty else { return nil }
    (self.features, self.all) = (features, all)
  }

  func value(_ name: String, _ feature: Feature) -> AttributeValue {
    columns[name].map { feature.values[$0] } ?? .unknown
  }

  func text(_ name: String, _ feature: Feature) -> String {
    switch value(name, feature) {
    case .text(let text): text
    case .integer(let number): String(number)
    case .unknown, .boolean, .real, .day, .instant: ""
    }
  }

  func number(_ name: String, _ feature: Feature) -> Double? {
    switch value(name, feature) {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .unknown, .boolean, .text, .day, .instant: nil
    }
  }

  func day(_ name: String, _ feature: Feature) -> DayNumber? {
    if case .day(let day) = value(name, feature) { day } else { nil }
  }

  /// The areas by their class, in metres; rows whose class is not told are left out.
  func layer(
    _ ramp: Ramp, _ map: WeeklyMap, where isShown: (Feature) -> Bool = { _ in true }
  ) throws -> MapLayer {
    var shown: [MapFeature] = []
    for feature in features where isShown(feature) {
      guard let geometry = feature.geometry, case .text(let name) = value("class", feature) else {
        continue
      }
      shown.append(
        MapFeature(geometry: try map.toMetres.forward(geometry), value: .text(name)))
    }
    return MapLayer(ramp: ramp, features: shown)
  }
}
