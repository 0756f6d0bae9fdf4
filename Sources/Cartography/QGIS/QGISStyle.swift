public import SimpleFeatures

/// How QGIS shows a layer unasked: its classes with their colours and words, names on the map,
/// Chinese column names, and a form that only reads.
///
/// A SpatiaLite store keeps `qml` in its `layer_styles` table, where QGIS looks for it. The same
/// arguments give the same bytes.
public struct QGISStyle: Sendable, Hashable {
  /// A style document of QGIS 3.22 or later.
  public let qml: String

  /// - Parameters:
  ///   - ramp: how its features are told apart; where there is none, QGIS draws the layer by its
  ///     own default. A class of a property that the schema lacks is not told apart.
  ///   - language: of classes and columns. English columns keep their promised names.
  public init(
    schema: FeatureSchema, ramp: Ramp?, settings: QGISSettings, language: SheetLanguage = .chinese
  ) {
    let parts = Parts(schema: schema, ramp: ramp, settings: settings, language: language)
    var attributes = parts.attributes
    attributes.insert((name: "version", value: Self.version), at: 0)
    var children = parts.children
    if let shape = parts.shape {
      children.append(Markup("layerGeometryType", text: "\(shape.typeNumber)"))
    }
    qml = Markup("qgis", attributes, children).document()
  }

  /// The oldest QGIS that reads what this room writes.
  static let version = "3.22.0"

  /// What a style document and a layer of a project have in common.
  struct Parts {
    let shape: QGISShape?
    let attributes: [(name: String, value: String)]
    let children: [Markup]

    init(
      schema: FeatureSchema, ramp: Ramp?, settings: QGISSettings, language: SheetLanguage
    ) {
      let layer = settings.layers[schema.name]
      let shape = QGISShape(schema.geometry, ramp: ramp)
      let label = layer?.label.flatMap { label in
        schema.fields.contains { $0.name == label.field } ? label : nil
      }
      var attributes: [(name: String, value: String)] = [
        (name: "styleCategories", value: "AllStyleCategories"), (name: "readOnly", value: "1"),
      ]
      var children = [
        Markup(
          "flags", [:],
          [
            Markup("Identifiable", text: "1"), Markup("Removable", text: "1"),
            Markup("Searchable", text: "1"), Markup("Private", text: "0"),
          ])
      ]
      if let shape {
        attributes += [
          (name: "labelsEnabled", value: label == nil ? "0" : "1"),
          (name: "hasScaleBasedVisibilityFlag", value: layer?.visibleTo == nil ? "0" : "1"),
          (name: "minScale", value: Markup.decimal(layer?.visibleTo ?? 100_000_000)),
          (name: "maxScale", value: "0"), (name: "symbologyReferenceScale", value: "-1"),
        ]
        if let ramp {
          let renderer = QGISRenderer(
            ramp: ramp, shape: shape,
            field: schema.fields.first { $0.name == ramp.property },
            pointSize: settings.pointSize, language: language)
          children.append(renderer.markup)
        }
        if let label {
          children.append(
            QGISLabels(label: label, shape: shape, fonts: settings.fonts).markup)
        }
      }
      let fields = QGISFields(
        schema: schema, ramp: ramp, hidden: Set(settings.hiddenFields), language: language)
      children += fields.markup
      if schema.fields.contains(where: { $0.name == "name" }) {
        children.append(Markup("previewExpression", text: "\"name\""))
      }
      self.shape = shape
      self.attributes = attributes
      self.children = children
    }
  }
}
