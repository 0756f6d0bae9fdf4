import SimpleFeatures

/// The columns of a layer as QGIS shows them: their Chinese names, a form that only reads, and the
/// words of the classes in place of their codes.
struct QGISFields {
  let schema: FeatureSchema
  let ramp: Ramp?
  let hidden: Set<String>
  let language: SheetLanguage

  var markup: [Markup] {
    let keys = unpromised.map { configuration($0, widget: edit("Hidden")) }
    var parts = [
      Markup(
        "fieldConfiguration", [:],
        keys + schema.fields.map { configuration($0.name, widget: widget($0)) })
    ]
    // The names of the columns are English already.
    if language == .chinese {
      parts.append(
        Markup(
          "aliases", [:],
          schema.fields.enumerated().map { index, field in
            Markup(
              "alias", ["index": "\(index)", "field": field.name, "name": field.chineseName])
          }))
    }
    parts.append(table)
    parts.append(Markup("editorlayout", text: "generatedlayout"))
    parts.append(
      Markup(
        "editable", [:], schema.fields.map { Markup("field", ["name": $0.name, "editable": "0"]) })
    )
    return parts
  }

  /// Columns that the settings hide and the schema does not promise: the key of a view.
  private var unpromised: [String] {
    hidden.subtracting(schema.fields.map(\.name)).sorted()
  }

  private var table: Markup {
    let columns = (unpromised + schema.fields.map(\.name)).map { name in
      Markup(
        "column",
        [
          "type": "field", "name": name, "hidden": hidden.contains(name) ? "1" : "0",
          "width": "-1",
        ])
    }
    return Markup(
      "attributetableconfig",
      ["actionWidgetStyle": "dropDown", "sortExpression": "", "sortOrder": "0"],
      [Markup("columns", [:], columns)])
  }

  private func configuration(_ name: String, widget: Markup) -> Markup {
    Markup("field", ["name": name, "configurationFlags": "None"], [widget])
  }

  private func widget(_ field: FeatureSchema.Field) -> Markup {
    if hidden.contains(field.name) { return edit("Hidden") }
    if field.name == ramp?.property, let words = classWords { return edit("ValueMap", [words]) }
    if field.type == .boolean {
      return edit("CheckBox", [.option("CheckedState", "1"), .option("UncheckedState", "0")])
    }
    return edit(
      "TextEdit",
      [.option("IsMultiline", "false", type: "bool"), .option("UseHtml", "false", type: "bool")])
  }

  private func edit(_ type: String, _ options: [Markup] = []) -> Markup {
    Markup(
      "editWidget", ["type": type],
      [Markup("config", [:], [Markup("Option", ["type": "Map"], options)])])
  }

  /// The label of each class by its value, where values decide.
  private var classWords: Markup? {
    guard let ramp, let field = schema.fields.first(where: { $0.name == ramp.property }),
      field.type != .boolean
    else { return nil }
    let words = ramp.classes.compactMap { item in
      item.value.map { value in
        Markup("Option", ["type": "Map"], [.option(item.label(language), value)])
      }
    }
    return words.isEmpty ? nil : Markup("Option", ["type": "List", "name": "map"], words)
  }
}
