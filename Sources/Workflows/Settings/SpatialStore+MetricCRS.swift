import SimpleFeatures
import Storage

extension SpatialStore {
  /// The metric CRS that distances use.
  ///
  /// - Throws: a failure for a store that was neither told one nor has any data.
  func metricCRS() throws -> CRS {
    guard let crs = try answer(Settings())[.metricCRS].flatMap({ CRS($0) }) else {
      throw WorkflowError.failed("the store has no data yet; import some first")
    }
    return crs
  }
}
