import CPROJ
public import SimpleFeatures

extension CRS {
  /// Least likeness, of 100, at which PROJ's guess is taken: names may differ, numbers may not.
  private static let leastConfidence: CInt = 70

  /// The system that well-known text describes: the `.prj` of a shapefile, also with the names
  /// that ESRI gives (`GCS_China_Geodetic_Coordinate_System_2000`, `D_China_2000`).
  ///
  /// - Returns: `nil` when the text is not well-known text, or when its system is not one of the
  ///   registry, or could be several of it.
  public init?(projectionFile text: String) throws(ProjectionError) {
    let context = try PROJContext()
    var warnings: PROJ_STRING_LIST?
    var errors: PROJ_STRING_LIST?
    let parsed = proj_create_from_wkt(context.handle, text, nil, &warnings, &errors)
    proj_string_list_destroy(warnings)
    proj_string_list_destroy(errors)
    guard let parsed else { return nil }
    let described = PROJObject(owning: parsed, in: context)
    var confidences: UnsafeMutablePointer<CInt>?
    guard
      let found = proj_identify(context.handle, described.pointer, "EPSG", nil, &confidences)
    else { return nil }
    defer {
      proj_list_destroy(found)
      proj_int_list_destroy(confidences)
    }
    // Ordered by confidence.
    let count = proj_list_get_count(found)
    guard count > 0, let confidences, confidences[0] >= Self.leastConfidence,
      count == 1 || confidences[1] < confidences[0],
      let best = proj_list_get(context.handle, found, 0)
    else { return nil }
    let system = PROJObject(owning: best, in: context)
    guard system.isGeographic || system.isProjected, let code = proj_get_id_code(system.pointer, 0),
      let number = Int(String(cString: code))
    else { return nil }
    self = .epsg(number)
  }
}
