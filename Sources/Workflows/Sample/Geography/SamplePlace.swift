import SimpleFeatures

/// A county, town or village of the gazetteer, on the plane.
struct SamplePlace: Sendable, Hashable {
  enum Level: String, Sendable { case county, town, village }

  /// Twelve digits, text.
  var code: String
  var parent: String
  var name: String
  var level: Level
  /// 城乡分类, three digits; empty for towns.
  var urbanRural: String
  /// `nil` where the gazetteer has none.
  var position: Coordinate?

  var countyCode: Substring { code.prefix(6) }
  /// 居委会 have village parts 001 to 199.
  var isCommunity: Bool { level == .village && (code.suffix(3) < "200") }
}

/// What the sample starts from: shores of GSHHG and places of the gazetteer, on the plane.
struct SampleSources: Sendable {
  /// The county that is made.
  static let county = "350921"
  /// The town that holds the islands off shore (海岛乡).
  static let islandTown = "350921205000"

  var land: [Polygon]
  var places: [SamplePlace]

  init(land: [Polygon], places: [SamplePlace]) throws(WorkflowError) {
    guard !land.isEmpty else { throw WorkflowError.failed("land.geojson: no land") }
    guard places.contains(where: { $0.code == Self.islandTown && $0.position != nil }) else {
      throw WorkflowError.failed("places.csv: no town \(Self.islandTown) with a position")
    }
    self.land = land
    self.places = places
  }

  var countyPlace: SamplePlace? { places.first { $0.level == .county && isInCounty($0) } }
  /// The county's towns, by code.
  var towns: [SamplePlace] {
    places.filter { $0.level == .town && isInCounty($0) }.sorted { $0.code < $1.code }
  }
  /// The county's villages, by code, most of them without a position.
  var villages: [SamplePlace] {
    places.filter { $0.level == .village && isInCounty($0) }.sorted { $0.code < $1.code }
  }

  private func isInCounty(_ place: SamplePlace) -> Bool { place.countyCode == Self.county }
}
