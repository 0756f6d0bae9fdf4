import SimpleFeatures

/// A ramp as a renderer of QGIS that puts every value into the class in which `Ramp.classIndex`
/// puts it.
struct QGISRenderer {
  let ramp: Ramp
  let shape: QGISShape
  /// The column that decides the class, if the layer has it.
  let field: FeatureSchema.Field?
  let pointSize: Double
  let language: SheetLanguage

  var markup: Markup {
    guard let field else { return single }
    if ramp.classes.allSatisfy({ $0.upTo == nil }) { return categorized(field) }
    // Ranges leave what is unknown undrawn, as a ramp without a class for the rest does.
    if ramp.classes.allSatisfy({ $0.upTo != nil }) { return graduated(field) }
    return rules(field)
  }

  private var symbols: Markup {
    Markup("symbols", [:], ramp.classes.indices.map { symbol($0, name: "\($0)") })
  }

  private func symbol(_ index: Int, name: String) -> Markup {
    QGISSymbol(look: ramp.classes[index], shape: shape, pointSize: pointSize).markup(name: name)
  }

  private var single: Markup {
    // A layer without the deciding column looks like the class that takes the rest.
    Markup(
      "renderer-v2",
      [
        "type": "singleSymbol", "symbollevels": "0", "enableorderby": "0", "forceraster": "0",
        "referencescale": "-1",
      ], [Markup("symbols", [:], [symbol(ramp.classes.count - 1, name: "0")])])
  }

  private func categorized(_ field: FeatureSchema.Field) -> Markup {
    let categories = ramp.classes.enumerated().map { index, item in
      Markup(
        "category",
        [
          "value": Self.stored(item.value ?? "", in: field), "label": item.label(language),
          "symbol": "\(index)", "render": "true",
        ])
    }
    return Markup(
      "renderer-v2",
      [
        "type": "categorizedSymbol", "attr": field.name, "symbollevels": "0",
        "enableorderby": "0", "forceraster": "0", "referencescale": "-1",
      ], [Markup("categories", [:], categories), symbols])
  }

  private func graduated(_ field: FeatureSchema.Field) -> Markup {
    var lower = -1e300
    let ranges = ramp.classes.enumerated().map { index, item in
      let upper = item.upTo ?? 1e300
      defer { lower = upper }
      return Markup(
        "range",
        [
          "lower": Markup.decimal(lower), "upper": Markup.decimal(upper),
          "label": item.label(language), "symbol": "\(index)", "render": "true",
        ])
    }
    return Markup(
      "renderer-v2",
      [
        "type": "graduatedSymbol", "attr": field.name, "graduatedMethod": "GraduatedColor",
        "symbollevels": "0", "enableorderby": "0", "forceraster": "0", "referencescale": "-1",
      ], [Markup("ranges", [:], ranges), symbols])
  }

  /// Where a class takes the rest beside numbers, only rules put the unknown into it.
  private func rules(_ field: FeatureSchema.Field) -> Markup {
    let column = "\"\(field.name.replacing("\"", with: "\"\""))\""
    var lower: Double?
    let rules = ramp.classes.enumerated().map { index, item in
      let filter: String
      if let value = item.value {
        let text = Self.stored(value, in: field).replacing("'", with: "''")
        filter = "to_string(\(column)) = '\(text)'"
      } else if let upTo = item.upTo {
        let above = lower.map { "\(column) > \(Markup.decimal($0)) AND " } ?? ""
        filter = "\(above)\(column) <= \(Markup.decimal(upTo))"
        lower = upTo
      } else {
        filter = "ELSE"
      }
      return Markup(
        "rule",
        [
          "key": "class-\(index)", "filter": filter, "label": item.label(language),
          "symbol": "\(index)",
        ])
    }
    return Markup(
      "renderer-v2",
      [
        "type": "RuleRenderer", "symbollevels": "0", "enableorderby": "0", "forceraster": "0",
        "referencescale": "-1",
      ], [Markup("rules", ["key": "classes"], rules), symbols])
  }

  /// A ramp says `true` and `false`; the store keeps truth as 1 and 0.
  static func stored(_ value: String, in field: FeatureSchema.Field) -> String {
    guard field.type == .boolean else { return value }
    return value == "true" ? "1" : value == "false" ? "0" : value
  }
}
