import SimpleFeatures
import Storage

/// The metric CRS of a store: as it was told, else by where its first data lie.
enum MetricCRS {
  /// - Parameter positions: WGS 84; asked only where the store has none yet, which is then set.
  static func of(
    _ transaction: any StoreTransaction, positions: () throws -> [Coordinate]
  ) throws -> CRS {
    if let text = try transaction.answer(Settings())[.metricCRS], let known = CRS(text) {
      return known
    }
    guard let middle = StudyArea.middle(of: try positions()) else {
      throw WorkflowError.failed(
        "no row has a position, so the metric CRS is not known: say it with anlan init --crs")
    }
    let crs = suggested(at: middle)
    try transaction.run(SetSetting(.metricCRS, to: crs.identifier))
    return crs
  }

  /// The CGCS2000 three-degree zone in China, the UTM zone elsewhere.
  ///
  /// - Parameter position: WGS 84, in the middle of the data.
  static func suggested(at position: Coordinate) -> CRS {
    let isInChina = (73.5...136).contains(position.x) && (3...54).contains(position.y)
    if isInChina, let zone = CRS.cgcs2000Zone(atLongitude: position.x) { return zone }
    return .utmZone(at: position)
  }
}
