/// The files that make up one shapefile, out of the names of a folder or a ZIP: the same name in
/// any case of letters, with `.shp`, `.shx`, `.dbf`, `.cpg` and `.prj` in any case.
public struct ShapefileMembers: Sendable, Hashable {
  public let shp: String
  public let shx: String?
  public let dbf: String?
  public let cpg: String?
  public let prj: String?

  /// - Parameter shp: a name that ends in `.shp`, in any case.
  /// - Parameter names: what lies beside it; other files may be among them.
  public init(of shp: String, among names: [String]) {
    self.shp = shp
    let stem = String(shp.dropLast(4))
    func member(_ suffix: String) -> String? {
      // A name whose letters are the same wins over one that differs in case only.
      let names = names.filter { $0.lowercased() == "\(stem).\(suffix)".lowercased() }
      return names.first { $0.hasPrefix(stem) } ?? names.first
    }
    shx = member("shx")
    dbf = member("dbf")
    cpg = member("cpg")
    prj = member("prj")
  }

  /// Every shapefile among some names, in their order.
  public static func all(among names: [String]) -> [ShapefileMembers] {
    names.filter { $0.lowercased().hasSuffix(".shp") }
      .map { ShapefileMembers(of: $0, among: names) }
  }
}

/// The shapefiles in a ZIP, as offices send them.
public struct ShapefileArchive: Sendable {
  /// In the order of the ZIP.
  public let layers: [ShapefileMembers]
  private let zip: ZIPReader

  /// - Throws: where there is no shapefile in it.
  public init(_ zip: ZIPReader) throws(FormatError) {
    self.zip = zip
    // macOS adds a shadow of each file.
    let names = zip.entries.map(\.name).filter { !$0.hasPrefix("__MACOSX/") }
    layers = ShapefileMembers.all(among: names)
    guard !layers.isEmpty else {
      throw FormatError(
        .value, "there is no shapefile in the ZIP", found: names.first,
        expected: "a .shp with its .dbf")
    }
  }

  /// - Parameter limit: the most bytes of one unpacked file.
  public func reader(
    _ layer: ShapefileMembers, options: ShapefileOptions = ShapefileOptions(), limit: Int = 2 << 30
  ) throws(FormatError) -> ShapefileReader {
    guard let shp = try source(layer.shp, limit) else {
      throw FormatError(.value, "there is no such file in the ZIP", found: layer.shp)
    }
    return try ShapefileReader(
      shp: shp, dbf: try source(layer.dbf, limit), shx: try source(layer.shx, limit),
      cpg: try bytes(layer.cpg, 4096).map { String(decoding: $0, as: UTF8.self) },
      prj: try bytes(layer.prj, 1 << 20).map { String(decoding: $0, as: UTF8.self) },
      options: options)
  }

  private func source(_ name: String?, _ limit: Int) throws(FormatError) -> ByteSource? {
    guard let name, let entry = zip[name] else { return nil }
    return try zip.source(of: entry, limit: limit)
  }

  private func bytes(_ name: String?, _ limit: Int) throws(FormatError) -> [UInt8]? {
    guard let name, let entry = zip[name] else { return nil }
    return try zip.read(entry, limit: limit)
  }
}
