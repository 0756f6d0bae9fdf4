public import SimpleFeatures

/// A project that opens the layers of one store: a SpatiaLite file, which lies beside it or below,
/// or a PostGIS database.
///
/// It names a file by a relative path, so that the folder can be moved, and carries its styles
/// itself. It holds no time, no user and no machine: the same arguments give the same bytes.
///
/// A `.qgz` is a ZIP archive with `qgs` as its only file, whose name ends in `.qgs`.
public struct QGISProject: Sendable, Hashable {
  public struct Layer: Sendable, Hashable {
    /// `schema.name` is the table or view.
    public var schema: FeatureSchema
    public var ramp: Ramp?
    public var geometryColumn: String
    /// Only the rows that bear this text in this column, for a layer whose rows share a place.
    public var filter: Filter?
    /// In place of the layer's own title.
    public var title: String?

    public struct Filter: Sendable, Hashable {
      public var field: String
      public var value: String

      public init(field: String, value: String) {
        self.field = field
        self.value = value
      }
    }

    public init(
      schema: FeatureSchema, ramp: Ramp?, geometryColumn: String = "geom", filter: Filter? = nil,
      title: String? = nil
    ) {
      self.schema = schema
      self.ramp = ramp
      self.geometryColumn = geometryColumn
      self.filter = filter
      self.title = title
    }
  }

  /// The text of the `.qgs` document.
  public let qgs: String

  /// - Parameters:
  ///   - layers: in any order; the settings group and order them, what they do not know comes last.
  ///   - crs: of the map; the layers are WGS 84.
  ///   - extent: what the map shows first, in `crs`.
  public init(
    title: String, store: QGISStoreSource, layers: [Layer], crs: CRS, extent: BoundingBox,
    settings: QGISSettings, language: SheetLanguage = .chinese
  ) throws(CartographyError) {
    if case .file(let path) = store, !Self.isRelative(path) {
      throw CartographyError(
        place: "store",
        message: "“\(path)” is not a path below the project's folder; write it from there")
    }
    guard case .epsg = crs else {
      throw CartographyError(
        place: "crs", message: "QGIS has no \(crs.identifier); choose a system of the EPSG")
    }
    let groups = Self.grouped(layers, store: store, settings: settings, language: language)
    let entries = groups.flatMap(\.entries)
    var ids: Set<String> = []
    for entry in entries where !ids.insert(entry.id).inserted {
      throw CartographyError(place: "layers", message: "“\(entry.id)” stands twice")
    }
    qgs = Markup(
      "qgis", ["version": QGISStyle.version, "projectname": title],
      [
        Markup("homePath", ["path": ""]),
        Markup("title", text: title),
        Markup("autotransaction", ["active": "0"]),
        Markup("trust", ["active": "0"]),
        Markup("projectCrs", [:], [Self.reference(to: crs)]),
        Markup(
          "layer-tree-group", [:],
          groups.map(\.markup)
            + [
              Markup("custom-order", ["enabled": "0"], entries.map { Markup("item", text: $0.id) })
            ]),
        Markup(
          "mapcanvas", ["name": "theMapCanvas", "annotationsVisible": "1"],
          [
            Markup("units", text: crs.isKnownGeographic ? "degrees" : "meters"),
            Self.corners("extent", extent),
            Markup("rotation", text: "0"),
            Markup("destinationsrs", [:], [Self.reference(to: crs)]),
            Markup("rendermaptile", text: "0"),
          ]),
        Markup("projectlayers", [:], entries.map(\.mapLayer)),
        Markup("layerorder", [:], entries.map { Markup("layer", ["id": $0.id]) }),
        Self.properties,
        Markup(
          "ProjectViewSettings", ["UseProjectScales": "0", "rotation": "0"],
          [
            Markup("Scales"), Self.view("DefaultViewExtent", extent, crs),
            Self.view("PresetFullExtent", extent, crs),
          ]),
      ]
    ).document()
  }

  /// Not absolute on any system, and never above the folder.
  static func isRelative(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && !path.contains("\\") && !path.contains(":")
      && !parts.contains("") && !parts.contains("..")
  }

  /// QGIS reads `authid`, but only beside a number of its own catalogue, which it then looks up anew.
  static func reference(to crs: CRS) -> Markup {
    Markup(
      "spatialrefsys", [:],
      [Markup("srsid", text: "1"), Markup("authid", text: crs.identifier)])
  }

  private static func corners(_ name: String, _ box: BoundingBox) -> Markup {
    Markup(
      name, [:],
      [
        Markup("xmin", text: Markup.decimal(box.minX)),
        Markup("ymin", text: Markup.decimal(box.minY)),
        Markup("xmax", text: Markup.decimal(box.maxX)),
        Markup("ymax", text: Markup.decimal(box.maxY)),
      ])
  }

  private static func view(_ name: String, _ box: BoundingBox, _ crs: CRS) -> Markup {
    Markup(
      name,
      [
        "xmin": Markup.decimal(box.minX), "ymin": Markup.decimal(box.minY),
        "xmax": Markup.decimal(box.maxX), "ymax": Markup.decimal(box.maxY),
      ], [reference(to: crs)])
  }

  private static var properties: Markup {
    func typed(_ name: String, _ type: String, _ value: String) -> Markup {
      Markup(name, ["type": type], text: value)
    }
    return Markup(
      "properties", [:],
      [
        Markup("Paths", [:], [typed("Absolute", "bool", "false")]),
        Markup("SpatialRefSys", [:], [typed("ProjectionsEnabled", "int", "1")]),
        // Areas and lengths on the ellipsoid of WGS 84, in metres.
        Markup(
          "Measurement", [:],
          [
            typed("AreaUnits", "QString", "m2"), typed("DistanceUnits", "QString", "meters"),
          ]),
        Markup("Measure", [:], [typed("Ellipsoid", "QString", "EPSG:7030")]),
      ])
  }
}
