import CPROJ
public import SimpleFeatures

extension CRS {
  /// A way to write well-known text.
  public enum TextForm: Sendable {
    /// OGC 01-009, as a GeoPackage asks for.
    case ogc
    /// The names of ESRI, as a `.prj` holds them.
    case esri
  }

  /// The system as well-known text of the first version.
  ///
  /// - Throws: `unknownSystem`, also for GCJ-02 and BD-09, which no registry has.
  public func wellKnownText(_ form: TextForm) throws(ProjectionError) -> String {
    let context = try PROJContext()
    let system = try context.system(self)
    let kind = form == .ogc ? PJ_WKT1_GDAL : PJ_WKT1_ESRI
    // The text belongs to the system's handle. GDAL's form leaves the axes' order out unasked.
    let text = "MULTILINE=NO".withCString { option in
      var options: [UnsafePointer<CChar>?] = [option, nil]
      return proj_as_wkt(context.handle, system.pointer, kind, &options).map { String(cString: $0) }
    }
    guard let text else { throw .unknownSystem(self) }
    return text
  }
}
