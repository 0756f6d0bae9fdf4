import SimpleFeatures

/// How many rows of a file went where. The parts add up to `read`.
public struct ImportCounts: Sendable, Hashable, Codable {
  public var read = 0
  public var inserted = 0
  public var updated = 0
  public var unchanged = 0
  public var rejected = 0

  public init() {}
}

/// Opens the entry of an import, so that its rows can name it.
public struct InsertImport: Command {
  public static let statement = StatementText("insert_import", PackageResources.insert_import_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(
    id: Int64, layer: String, source: String, file: String, mapping: String
  ) {
    arguments = [
      .integer(id), .text(layer), .text(source), .text(file), .text(mapping),
    ]
  }
}

/// Closes the entry of an import with what became of its rows, and the digest of the file's bytes,
/// which is known when they were read.
public struct FinishImport: Command {
  public static let statement = StatementText("finish_import", PackageResources.finish_import_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(id: Int64, counts: ImportCounts, digest: String) {
    arguments = [
      .integer(id), SQLValue(counts.read), SQLValue(counts.inserted), SQLValue(counts.updated),
      SQLValue(counts.unchanged), SQLValue(counts.rejected), .text(digest),
    ]
  }
}

public struct SetSetting: Command {
  public static let statement = StatementText("set_setting", PackageResources.set_setting_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(_ setting: Setting, to value: String) {
    arguments = [.text(setting.rawValue), .text(value)]
  }
}

/// Gives a layer the default style that QGIS opens it with.
public struct SetLayerStyle: Change {
  public static let touchesLayers = false
  public let statement: StatementText
  public let arguments: [SQLValue]

  public init(_ layer: Layer, qml: String) {
    statement =
      layer.schema.geometry == nil
      ? StatementText("set_table_style", PackageResources.set_table_style_sql)
      : StatementText("set_layer_style", PackageResources.set_layer_style_sql)
    arguments = [.text(layer.name), .text(qml), .text(layer.schema.chineseName)]
  }

  /// A style as another store keeps it.
  public init(_ style: LayerStyle) {
    statement =
      style.hasGeometry
      ? StatementText("set_layer_style", PackageResources.set_layer_style_sql)
      : StatementText("set_table_style", PackageResources.set_table_style_sql)
    arguments = [.text(style.layer), .text(style.qml), .text(style.title)]
  }
}
