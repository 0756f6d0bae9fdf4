/// The default style of a layer, as the store keeps it for QGIS.
public struct LayerStyle: Sendable, Hashable {
  public let layer: String
  public let hasGeometry: Bool
  public let qml: String
  public let title: String
}

/// The default styles that Anlan gave the layers, by the layers' names.
public struct LayerStyles: Query {
  public static let statement = StatementText("layer_styles", PackageResources.layer_styles_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [LayerStyle] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [LayerStyle]
  ) {
    answer.append(
      LayerStyle(
        layer: row.text(0), hasGeometry: row.text(1) != "", qml: row.text(2), title: row.text(3)))
  }
}

/// Takes all settings away: a copy brings its own.
public struct ClearSettings: Command {
  public static let statement = StatementText(
    "clear_settings", PackageResources.clear_settings_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue] = []

  public init() {}
}
