import SimpleFeatures

/// Where positions of a file are known to be, by option, mapping or the file itself.
struct SourceCRS {
  let crs: CRS

  /// - Parameter assumed: what the rows were read as before the file's end was known.
  init(settings: ImportSettings, rows: any RowSource, assumed: CRS?) throws(WorkflowError) {
    let told = settings.crs ?? settings.mapping.crs
    let declared = rows.declaredCRS
    if let unknown = rows.unknownCRS, told == nil {
      throw .usage("the file names the CRS “\(unknown)”, which is not known: say it with --crs")
    }
    if let assumed, let declared, told == nil, declared != assumed {
      throw .usage(
        "the file says only behind its features that it is in \(declared.identifier): say --crs "
          + declared.identifier)
    }
    if let told, let declared, told != declared, !(told == .cgcs2000 && declared == .wgs84) {
      throw .usage(
        "the file says \(declared.identifier) and the "
          + (settings.crs == nil ? "mapping" : "option") + " says \(told.identifier)")
    }
    crs = told ?? declared ?? .wgs84
  }
}
