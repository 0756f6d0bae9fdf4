import SimpleFeatures

// MARK: The layers of a project, as its tree and its list say them

extension QGISProject {
  struct Entry {
    let layer: Layer
    let id: String
    let title: String
    let source: String
    let provider: String
    let isVisible: Bool
    let parts: QGISStyle.Parts

    init(
      _ layer: Layer, store: QGISStoreSource, settings: QGISSettings, language: SheetLanguage
    ) {
      let name = layer.schema.name
      self.layer = layer
      id = layer.filter.map { "anlan_\(name)_\($0.field)_\($0.value)" } ?? "anlan_\(name)"
      title =
        layer.title
        ?? (language == .chinese ? layer.schema.chineseName : layer.ramp?.title(language) ?? name)
      source = store.source(of: layer)
      provider = store.provider
      isVisible = settings.layers[name]?.hidden != true
      parts = QGISStyle.Parts(
        schema: layer.schema, ramp: layer.ramp, settings: settings, language: language)
    }

    var treeLayer: Markup {
      Markup(
        "layer-tree-layer",
        [
          "id": id, "name": title, "providerKey": provider, "source": source,
          "checked": isVisible ? "Qt::Checked" : "Qt::Unchecked", "expanded": isVisible ? "1" : "0",
        ])
    }

    var mapLayer: Markup {
      var attributes: [(name: String, value: String)] = [(name: "type", value: "vector")]
      switch parts.shape {
      case .marker: attributes.append((name: "geometry", value: "Point"))
      case .line: attributes.append((name: "geometry", value: "Line"))
      case .fill: attributes.append((name: "geometry", value: "Polygon"))
      case nil: attributes.append((name: "geometry", value: "No geometry"))
      }
      return Markup(
        "maplayer", attributes + parts.attributes,
        [
          Markup("id", text: id), Markup("datasource", text: source),
          Markup("layername", text: title),
          Markup("srs", [:], [QGISProject.reference(to: .wgs84)]),
          Markup("provider", ["encoding": "UTF-8"], text: provider),
        ] + parts.children)
    }
  }

  struct EntryGroup {
    let title: String
    let entries: [Entry]

    var markup: Markup {
      Markup(
        "layer-tree-group", ["name": title, "checked": "Qt::Checked", "expanded": "1"],
        entries.map(\.treeLayer))
    }
  }

  /// The layers in the groups of the settings; groups without a layer are left out.
  static func grouped(
    _ layers: [Layer], store: QGISStoreSource, settings: QGISSettings, language: SheetLanguage
  ) -> [EntryGroup] {
    func entries(_ layers: [Layer]) -> [Entry] {
      layers.map { Entry($0, store: store, settings: settings, language: language) }
    }
    var groups = settings.groups.map { group in
      EntryGroup(
        title: group.title(language),
        entries: group.layers.flatMap { name in
          entries(layers.filter { $0.schema.name == name })
        })
    }
    let known = Set(settings.groups.flatMap(\.layers))
    let others = layers.filter { !known.contains($0.schema.name) }
    groups.append(
      EntryGroup(title: language == .chinese ? "其他" : "Other", entries: entries(others)))
    return groups.filter { !$0.entries.isEmpty }
  }
}
