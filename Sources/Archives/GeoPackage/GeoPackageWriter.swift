import Foundation
import GRDB
public import SimpleFeatures

/// Writes layers to a new GeoPackage 1.3, each with its R-tree, its QGIS style and its columns'
/// Chinese names. The same layers give the same bytes.
///
/// > OGC 12-128r18 (GeoPackage 1.3.1).
public final class GeoPackageWriter {
  /// A coordinate reference system of EPSG with its definition.
  public struct Reference: Sendable, Hashable {
    public var code: Int
    public var name: String
    /// Well-known text of OGC 01-009 ("WKT 1"), which a GeoPackage asks for.
    public var definition: String

    public init(code: Int, name: String, definition: String) {
      self.code = code
      self.name = name
      self.definition = definition
    }
  }

  /// A layer to write: what it promises and how it is shown.
  public struct Layer: Sendable, Hashable {
    /// Where `geometry` is `nil`, a table without geometry.
    public var schema: FeatureSchema
    /// Of the features' coordinates.
    public var reference: Reference
    /// A style document of QGIS, which then shows the layer by it unasked.
    public var qml: String?
    public var description: String

    public init(
      schema: FeatureSchema, reference: Reference, qml: String? = nil, description: String = ""
    ) {
      self.schema = schema
      self.reference = reference
      self.qml = qml
      self.description = description
    }
  }

  private let connection: Database
  private let file: String
  private var hasStyles = false
  /// Of tables, lower case; and of layers.
  private var names: Set<String> = ["layer_styles"]
  private var titles: Set<String> = ["layer_styles"]

  private init(connection: Database, file: String) {
    self.connection = connection
    self.file = file
  }

  /// Makes the file in one transaction. It must not be there yet, and is gone if this throws.
  ///
  /// - Parameter body: writes the layers, one after the other.
  /// - Throws: `ArchiveError`, or what `body` throws.
  @discardableResult
  public static func write<T>(to path: String, _ body: (GeoPackageWriter) throws -> T) throws -> T {
    let file = GeoPackageFile(path: path)
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ArchiveError(.writing, file: file.name, "\(path) is there already")
    }
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.inDatabase {
        try $0.execute(sql: SQLTemplate(PackageResources.new_file_sql).plain)
      }
      let answer = try queue.write { connection in
        try connection.execute(sql: SQLTemplate(PackageResources.gpkg_schema_sql).plain)
        return try body(GeoPackageWriter(connection: connection, file: file.name))
      }
      try queue.close()
      return answer
    } catch {
      for suffix in ["", "-journal"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      guard let error = error as? DatabaseError else { throw error }
      throw ArchiveError(
        .writing, file: file.name,
        "\(path) cannot be written: \(error.message ?? error.resultCode.description)")
    }
  }

  /// Adds a layer with the features that `body` hands over, as they come.
  ///
  /// A feature whose id is a whole number keeps it as its key; the others are numbered. A polygon
  /// goes into a layer of multi-polygons as one of one part, and so do points and lines.
  ///
  /// - Parameter body: is given what takes a feature.
  /// - Returns: how many features there are.
  /// - Complexity: O(features · log features); 24 bytes a feature, for the R-tree.
  @discardableResult
  public func add(_ layer: Layer, _ body: ((Feature) throws -> Void) throws -> Void) throws -> Int {
    let schema = layer.schema
    guard names.insert(schema.name.lowercased()).inserted, !schema.name.isEmpty,
      !schema.name.lowercased().hasPrefix("gpkg_"), !schema.name.lowercased().hasPrefix("sqlite_")
    else {
      throw ArchiveError(
        .writing, file: file, "a layer cannot bear this name", found: schema.name,
        expected: "a name of its own that does not begin with gpkg_ or sqlite_")
    }
    if schema.geometry != nil { try addReference(layer.reference) }
    let table = try GeoPackageTable(
      schema: schema, referenceID: Int32(clamping: layer.reference.code), file: file,
      connection: connection)
    try body { try table.insert($0) }
    try register(layer, table)
    try table.addSpatialIndex()
    if let qml = layer.qml { try addStyle(qml, layer, table) }
    return table.count
  }

  private func addReference(_ reference: Reference) throws {
    guard reference.code > 0, !reference.definition.isEmpty else {
      throw ArchiveError(
        .writing, file: file, "the coordinate reference system has no EPSG code or no definition",
        found: reference.name)
    }
    try run(
      PackageResources.gpkg_add_reference_sql,
      [reference.name, reference.code, reference.code, reference.definition])
  }

  private func register(_ layer: Layer, _ table: GeoPackageTable) throws {
    let schema = layer.schema
    let isSpatial = schema.geometry != nil
    let box = table.extent
    try run(
      PackageResources.gpkg_add_contents_sql,
      [
        schema.name, isSpatial ? "features" : "attributes", identifier(of: schema),
        layer.description, box?.minX, box?.minY, box?.maxX, box?.maxY,
        isSpatial ? layer.reference.code : nil,
      ])
    if let kind = schema.geometry {
      try run(
        PackageResources.gpkg_add_geometry_column_sql,
        [schema.name, table.geometryColumn, kind.name.uppercased(), layer.reference.code])
    }
    // Within a table two columns may not share their other name.
    var aliases: Set<String> = []
    for field in schema.fields where !field.chineseName.isEmpty {
      let isNew = aliases.insert(field.chineseName).inserted
      try run(
        PackageResources.gpkg_add_data_column_sql,
        [schema.name, field.name, isNew ? field.chineseName : nil, field.chineseName])
    }
  }

  /// What a person reads, unless another layer has it.
  private func identifier(of schema: FeatureSchema) -> String? {
    [schema.chineseName, schema.name].first { !$0.isEmpty && titles.insert($0).inserted }
  }

  private func addStyle(_ qml: String, _ layer: Layer, _ table: GeoPackageTable) throws {
    if !hasStyles {
      try connection.execute(sql: SQLTemplate(PackageResources.gpkg_style_table_sql).plain)
      hasStyles = true
    }
    let schema = layer.schema
    try run(
      PackageResources.gpkg_add_style_sql,
      [
        schema.name, schema.geometry == nil ? "" : table.geometryColumn, schema.name, qml,
        schema.chineseName,
      ])
  }

  private func run(_ resource: [UInt8], _ values: [(any DatabaseValueConvertible)?]) throws {
    try connection.execute(
      sql: SQLTemplate(resource).plain, arguments: StatementArguments(values))
  }
}
