import Foundation
import GRDB
import SimpleFeatures
import SpatiaLite

/// A layer's table while its rows come in.
final class GeoPackageTable {
  let geometryColumn: String
  private(set) var extent: BoundingBox?
  private(set) var count = 0

  private let schema: FeatureSchema
  private let referenceID: Int32
  private let file: String
  private let connection: Database
  private let insertion: Statement
  private let keyColumn: String
  private var values: [DatabaseValue]
  private var boxes: [PackedRTree.Entry] = []

  init(
    schema: FeatureSchema, referenceID: Int32, file: String, connection: Database
  ) throws {
    self.schema = schema
    self.referenceID = referenceID
    self.file = file
    self.connection = connection
    var taken: Set<String> = []
    for field in schema.fields where !taken.insert(field.name.lowercased()).inserted {
      throw ArchiveError(
        .writing, file: file, "two columns of the layer bear one name", table: schema.name,
        found: field.name)
    }
    keyColumn = Self.free("fid", taken)
    geometryColumn = Self.free("geom", taken)
    var columns = [(name: keyColumn, type: "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")]
    if let kind = schema.geometry {
      columns.append((geometryColumn, kind.name.uppercased()))
    }
    columns += schema.fields.map { ($0.name, Self.type($0.type)) }
    let table = SQLTemplate.Piece.name(schema.name)
    try connection.execute(
      sql: SQLTemplate(PackageResources.gpkg_create_table_sql).filled([
        "table": table, "columns": .columns(columns),
      ]))
    insertion = try connection.makeStatement(
      sql: SQLTemplate(PackageResources.gpkg_insert_row_sql).filled([
        "table": table, "columns": .names(columns.map(\.name)), "marks": .marks(columns.count),
      ]))
    values = Array(repeating: .null, count: columns.count)
  }

  func insert(_ feature: Feature) throws {
    count += 1
    var key: Int64?
    if case .integer(let id) = feature.id { key = id }
    guard feature.values.count == schema.fields.count else {
      throw fault("\(feature.values.count) values for \(schema.fields.count) columns", key)
    }
    var index = 0
    func put(_ value: DatabaseValue) {
      values[index] = value
      index += 1
    }
    put(key?.databaseValue ?? .null)
    var box: BoundingBox?
    if let kind = schema.geometry {
      if let geometry = feature.geometry, let geometryBox = geometry.boundingBox {
        guard let fitting = geometry.fitted(to: kind) else {
          throw fault(
            "a \(geometry.kind.name) does not fit a layer of \(kind.name)", key, geometryColumn)
        }
        let blob = GeoPackageBlob.encode(fitting, box: geometryBox, referenceID: referenceID)
        put(Data(blob).databaseValue)
        box = geometryBox
      } else {
        put(.null)
      }
    }
    for value in feature.values { put(Self.databaseValue(value)) }
    insertion.setUncheckedArguments(StatementArguments(values))
    do {
      try insertion.execute()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw fault("two features of the layer bear one key", key)
    }
    if let box {
      boxes.append(.init(id: connection.lastInsertedRowID, box: box))
      extent = extent?.union(box) ?? box
    }
  }

  /// Lays the R-tree over the rows that are there, and the triggers that keep it from then on.
  func addSpatialIndex() throws {
    guard schema.geometry != nil else { return }
    let name = "rtree_\(schema.name)_\(geometryColumn)"
    func sql(_ resource: [UInt8], _ place: String, _ suffix: String) -> String {
      SQLTemplate(resource).filled([place: .name(name + suffix)])
    }
    try connection.execute(sql: sql(PackageResources.gpkg_create_rtree_sql, "rtree", ""))
    try connection.execute(sql: sql(PackageResources.gpkg_clear_rtree_sql, "nodes", "_node"))
    let tree = PackedRTree(boxes)
    boxes = []
    let node = try connection.makeStatement(
      sql: sql(PackageResources.gpkg_insert_rtree_node_sql, "nodes", "_node"))
    for item in tree.nodes { try node.execute(arguments: [item.number, Data(item.bytes)]) }
    let parent = try connection.makeStatement(
      sql: sql(PackageResources.gpkg_insert_rtree_parent_sql, "parents", "_parent"))
    for (index, above) in tree.parents.enumerated() {
      try parent.execute(arguments: [index + 2, above])
    }
    let row = try connection.makeStatement(
      sql: sql(PackageResources.gpkg_insert_rtree_row_sql, "rows", "_rowid"))
    for leaf in tree.leaves {
      row.setUncheckedArguments([leaf.id, leaf.node])
      try row.execute()
    }
    var places: [String: SQLTemplate.Piece] = [
      "table": .name(schema.name), "geometry": .name(geometryColumn), "key": .name(keyColumn),
      "rtree": .name(name),
    ]
    for event in ["insert", "update1", "update2", "update3", "update4", "delete"] {
      places[event] = .name("\(name)_\(event)")
    }
    try connection.execute(
      sql: SQLTemplate(PackageResources.gpkg_rtree_triggers_sql).filled(places))
    try connection.execute(
      sql: SQLTemplate(PackageResources.gpkg_add_rtree_extension_sql).plain,
      arguments: [schema.name, geometryColumn])
  }

  private func fault(_ message: String, _ key: Int64?, _ field: String? = nil) -> ArchiveError {
    ArchiveError(
      .writing, file: file, message, table: schema.name, row: key ?? Int64(count), field: field)
  }

  /// The name, with a number behind it where the schema has it already.
  private static func free(_ name: String, _ taken: Set<String>) -> String {
    guard taken.contains(name) else { return name }
    var number = 1
    while taken.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }

  /// OGC 12-128r18, table 1.
  private static func type(_ type: AttributeType) -> String {
    switch type {
    case .boolean: "BOOLEAN"
    case .integer: "INTEGER"
    case .real: "REAL"
    case .text: "TEXT"
    case .day: "DATE"
    case .instant: "DATETIME"
    }
  }

  private static func databaseValue(_ value: AttributeValue) -> DatabaseValue {
    switch value {
    case .unknown: .null
    case .boolean(let value): (value ? 1 : 0).databaseValue
    case .integer(let value): value.databaseValue
    case .real(let value): value.isNaN ? .null : value.databaseValue
    case .text(let value): value.databaseValue
    case .day(let day): day.description.databaseValue
    // UTC with milliseconds is the one form that a GeoPackage allows.
    case .instant(let instant):
      (instant.formatted(offsetSeconds: 0).dropLast() + ".000Z").databaseValue
    }
  }
}

extension Geometry {
  /// The geometry as a layer of a kind holds it; `nil` where it is of another.
  func fitted(to kind: Kind) -> Geometry? {
    switch (self, kind) {
    case (.point(let point), .multiPoint): .multiPoint([point])
    case (.lineString(let line), .multiLineString): .multiLineString([line])
    case (.polygon(let polygon), .multiPolygon): .multiPolygon([polygon])
    case (_, self.kind): self
    default: nil
    }
  }
}
