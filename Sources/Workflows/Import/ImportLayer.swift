/// A layer that a file can be imported into, with the columns that it takes.
public enum ImportLayer: String, Sendable, CaseIterable {
  case units, grids, villages, coastline
  case aquacultureZones = "aquaculture_zones"
  case storms, incidents

  struct Column: Sendable {
    var name: String
    /// Other names that are taken for it without a mapping.
    var aliases: [String] = []
    var isRequired = false
  }

  /// Where a place is read from, besides the geometry of a GeoJSON file.
  static let positionColumns = [
    Column(name: "lon", aliases: ["longitude", "x", "经度"]),
    Column(name: "lat", aliases: ["latitude", "y", "纬度"]),
  ]

  var columns: [Column] {
    switch self {
    case .units:
      [
        Column(name: "code", aliases: ["unit", "区划代码"], isRequired: true),
        Column(name: "name", aliases: ["名称"], isRequired: true),
        Column(name: "level", aliases: ["级别"], isRequired: true), Column(name: "parent"),
        Column(name: "valid_from"), Column(name: "valid_to"), Column(name: "synthetic"),
      ]
    case .grids:
      [
        Column(name: "code", aliases: ["grid", "网格代码"], isRequired: true),
        Column(name: "name", aliases: ["名称"]), Column(name: "kind"), Column(name: "population"),
        Column(name: "households"), Column(name: "workers"), Column(name: "staff"),
        Column(name: "synthetic"),
      ]
    case .villages:
      [
        Column(name: "code", aliases: ["区划代码"], isRequired: true),
        Column(name: "name", aliases: ["名称"], isRequired: true), Column(name: "population"),
        Column(name: "households"), Column(name: "synthetic"),
      ] + Self.positionColumns
    case .coastline:
      [
        Column(name: "code", aliases: ["id"], isRequired: true), Column(name: "kind"),
        Column(name: "town"), Column(name: "length_m"), Column(name: "exposure_class"),
        Column(name: "synthetic"),
      ]
    case .aquacultureZones:
      [
        Column(name: "code", aliases: ["id"], isRequired: true), Column(name: "name"),
        Column(name: "species"), Column(name: "unit"), Column(name: "quantity"),
        Column(name: "workers"), Column(name: "licence"), Column(name: "licence_area_mu"),
        Column(name: "prohibited"), Column(name: "unit_value_yuan"), Column(name: "synthetic"),
      ]
    case .storms:
      [
        Column(name: "id", aliases: ["code", "storm", "sid"], isRequired: true),
        Column(name: "season", isRequired: true), Column(name: "max_wind_kt"),
        Column(name: "min_pressure_hpa"), Column(name: "synthetic"),
      ]
    case .incidents:
      [
        Column(name: "id", isRequired: true), Column(name: "source"),
        Column(name: "category", isRequired: true), Column(name: "subcategory"),
        Column(name: "occurred_from", aliases: ["time"], isRequired: true),
        Column(name: "occurred_to"), Column(name: "reported_at"), Column(name: "accepted_at"),
        Column(name: "filed_at"), Column(name: "solved_at"), Column(name: "closed_at"),
        Column(name: "place_code"), Column(name: "place_name", aliases: ["所属社区"]),
        Column(name: "location_precision"), Column(name: "severity"),
        Column(name: "loss_yuan"), Column(name: "deaths"), Column(name: "injuries"),
        Column(name: "status"), Column(name: "status_at"), Column(name: "synthetic"),
      ] + Self.positionColumns
    }
  }
}
