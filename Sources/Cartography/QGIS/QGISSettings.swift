/// What QGIS needs beyond the ramps, decoded from `styles/qgis.json`: fonts, labels, the scales at
/// which layers show, and the groups of a project.
public struct QGISSettings: Sendable, Hashable, Codable {
  /// The name of each feature, written on the map.
  public struct Label: Sendable, Hashable, Codable {
    public let field: String
    /// In typographic points.
    public let size: Double
    public let colour: Colour
    public let halo: Colour
    /// In millimetres.
    public let haloWidth: Double
    /// The largest scale denominator at which it shows.
    public let visibleTo: Double?
  }

  public struct Layer: Sendable, Hashable, Codable {
    /// The layer whose ramp it takes; its own where none is given.
    public let ramp: String?
    /// The largest scale denominator at which it shows; always where none is given.
    public let visibleTo: Double?
    /// Not ticked when a project opens.
    public let hidden: Bool?
    public let label: Label?
  }

  /// Layers that stand together in a project, the uppermost first.
  public struct Group: Sendable, Hashable, Codable {
    public let zh: String
    public let en: String
    public let layers: [String]

    public func title(_ language: SheetLanguage) -> String { language == .chinese ? zh : en }
  }

  /// Families, the first that the reader's machine has.
  public let fonts: [String]
  /// The diameter in millimetres of a point whose ramp gives none.
  public let pointSize: Double
  /// Columns that neither the form nor the table shows.
  public let hiddenFields: [String]
  /// The uppermost first.
  public let groups: [Group]
  public let layers: [String: Layer]

  /// Reads and checks the file; an unknown key is an error that names it.
  public init(json: [UInt8]) throws(CartographyError) {
    self = try StyleFile.decode(QGISSettings.self, from: json)
    guard !fonts.isEmpty else {
      throw CartographyError(place: "fonts", message: "it needs at least one family")
    }
    guard pointSize > 0 else {
      throw CartographyError(place: "pointSize", message: "a length must be above 0")
    }
    var seen: Set<String> = []
    for (index, group) in groups.enumerated() {
      for layer in group.layers where !seen.insert(layer).inserted {
        throw CartographyError(
          place: "groups[\(index)].layers", message: "“\(layer)” stands in two places")
      }
    }
    for (name, layer) in layers.sorted(by: { $0.key < $1.key }) {
      let lengths = [
        ("visibleTo", layer.visibleTo), ("label.size", layer.label?.size),
        ("label.haloWidth", layer.label?.haloWidth), ("label.visibleTo", layer.label?.visibleTo),
      ]
      for case (let key, let length?) in lengths where !(length > 0) {
        throw CartographyError(place: "layers.\(name).\(key)", message: "it must be above 0")
      }
    }
  }

  /// The ramp by which a layer is drawn: its own, or the one that the settings name.
  public func ramp(of layer: String, in ramps: Ramps) -> Ramp? {
    ramps[layers[layer]?.ramp ?? layer]
  }
}
