import SimpleFeatures
import Tiles

/// Makes the vector tiles of a layer: what stands together, and what a tile says of it.
struct BuildTiles {
  let schema: FeatureSchema
  let clock: StudyClock
  /// Of the zoom that has every feature with all its attributes.
  let deepestZoom: Int

  /// The fields by which points are counted, the first that a layer has.
  private static let kinds = ["category", "kind", "class"]
  /// What names a place or tells its rank on a small map.
  static let short: Set<String> = [
    "code", "unit", "name", "level", "category", "kind", "class", "severity", "cluster", "score",
    // By which ramps draw a layer that has no class.
    "verdict", "core", "status", "online", "outcome",
  ]

  private var offset: @Sendable (Instant) -> Int {
    let clock = clock
    return { clock.offsetSeconds(at: $0) }
  }

  private var summary: PointSummary {
    let names = schema.fields.map(\.name)
    let worst = schema.fields.first { $0.name == "severity" && $0.type == .integer }
    return PointSummary(
      counted: Self.kinds.first(where: names.contains), worst: worst?.name, kept: Self.short,
      names: ["id"])
  }

  /// Points that stand in columns.
  func layer(_ points: PointTable) -> any VectorTileLayer {
    PointTiles(
      schema: schema, summary: summary, deepestZoom: deepestZoom, offsetSeconds: offset,
      points: points)
  }

  /// - Parameter rows: hands over every feature that leaves, one after the other.
  func layer(
    _ rows: @escaping ((any FeatureRow) throws -> Void) throws -> Void
  ) throws -> any VectorTileLayer {
    switch schema.geometry {
    case .point, .multiPoint:
      return try PointTiles(
        schema: schema, summary: summary, deepestZoom: deepestZoom, offsetSeconds: offset,
        features: rows)
    default:
      return try ShapeTiles(
        schema: schema, labelFields: Self.short, deepestZoom: deepestZoom, offsetSeconds: offset
      ) { take in
        try rows { try take($0.feature(schema)) }
      }
    }
  }
}
