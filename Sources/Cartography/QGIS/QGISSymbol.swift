import SimpleFeatures

/// What QGIS draws a layer as: the geometry decides, whatever the ramp was made for.
enum QGISShape: String {
  case marker, line, fill

  /// `nil` where the schema has no geometry, or one of mixed kinds and no ramp that tells.
  init?(_ kind: Geometry.Kind?, ramp: Ramp?) {
    switch kind {
    case .point, .multiPoint: self = .marker
    case .lineString, .multiLineString: self = .line
    case .polygon, .multiPolygon: self = .fill
    case .geometryCollection:
      switch ramp?.geometry {
      case .point: self = .marker
      case .line: self = .line
      case .area: self = .fill
      case nil: return nil
      }
    case nil: return nil
    }
  }

  /// The number of the geometry type in a style.
  var typeNumber: Int {
    switch self {
    case .marker: 0
    case .line: 1
    case .fill: 2
    }
  }
}

/// The look of a class as a symbol of QGIS. Lengths are millimetres in both.
struct QGISSymbol {
  let look: RampClass
  let shape: QGISShape
  /// In millimetres, where the class gives none.
  let pointSize: Double

  /// - Parameter name: what the renderer calls it: its number.
  func markup(name: String) -> Markup {
    switch shape {
    case .marker: symbol("marker", name, [marker])
    case .line: symbol("line", name, [stroke ?? Self.nothing])
    case .fill: symbol("fill", name, areaLayers(name))
    }
  }

  private func symbol(_ type: String, _ name: String, _ layers: [Markup]) -> Markup {
    Markup(
      "symbol",
      ["type": type, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"], layers)
  }

  private static func layer(
    _ kind: String, _ properties: KeyValuePairs<String, String>, inner: [Markup] = []
  ) -> Markup {
    Markup(
      "layer", ["class": kind, "enabled": "1", "locked": "0", "pass": "0"],
      [.options(properties)] + inner)
  }

  private static let nothing = layer("SimpleLine", ["line_style": "no"])

  /// The colour as QGIS writes it, `red,green,blue,alpha`, with the class's opacity in its alpha.
  private func faded(_ colour: Colour) -> String {
    let alpha = (Double(colour.alpha) * (look.opacity ?? 1)).rounded()
    return "\(colour.red),\(colour.green),\(colour.blue),\(Markup.decimal(alpha))"
  }

  private var marker: Markup {
    let size = look.size ?? pointSize
    return Self.layer(
      "SimpleMarker",
      [
        "name": markerName,
        "color": look.fill.map(faded) ?? "0,0,0,0",
        "outline_color": look.stroke?.qgis ?? "0,0,0,0",
        "outline_style": look.stroke == nil ? "no" : "solid",
        "outline_width": Markup.decimal(look.strokeWidth ?? 0),
        "outline_width_unit": "MM",
        "size": Markup.decimal(size),
        "size_unit": "MM",
        "scale_method": "diameter",
        "joinstyle": "miter",
      ])
  }

  private var markerName: String {
    switch look.symbol ?? .circle {
    case .circle: "circle"
    case .square: "square"
    case .diamond: "diamond"
    case .triangle: "triangle"
    case .cross: "cross_fill"
    }
  }

  private var stroke: Markup? {
    guard let colour = look.stroke, let width = look.strokeWidth else { return nil }
    // QGIS asks for pairs of dash and gap.
    let dash = look.dash.map { $0.count.isMultiple(of: 2) ? $0 : $0 + $0 }
    return Self.layer(
      "SimpleLine",
      [
        "line_color": colour.qgis,
        "line_style": "solid",
        "line_width": Markup.decimal(width),
        "line_width_unit": "MM",
        "use_custom_dash": dash == nil ? "0" : "1",
        "customdash": dash.map { $0.map(Markup.decimal).joined(separator: ";") } ?? "5;2",
        "customdash_unit": "MM",
        "capstyle": dash == nil ? "round" : "flat",
        "joinstyle": "round",
      ])
  }

  /// Fill, then hatch, then stroke, so that a hatch never covers the border.
  private func areaLayers(_ name: String) -> [Markup] {
    var layers: [Markup] = []
    if let fill = look.fill {
      layers.append(
        Self.layer(
          "SimpleFill", ["color": faded(fill), "style": "solid", "outline_style": "no"]))
    }
    for angle in look.hatch?.angles ?? [] {
      layers.append(lines(angle: angle, name: "@\(name)@\(layers.count)"))
    }
    if let hatch = look.hatch, hatch.pattern == .dots {
      layers.append(dots(hatch, name: "@\(name)@\(layers.count)"))
    }
    if let stroke { layers.append(stroke) }
    return layers.isEmpty ? [Self.nothing] : layers
  }

  private func lines(angle: Int, name: String) -> Markup {
    guard let hatch = look.hatch else { return Self.nothing }
    let line = Self.layer(
      "SimpleLine",
      [
        "line_color": faded(hatch.colour), "line_style": "solid",
        "line_width": Markup.decimal(hatch.width), "line_width_unit": "MM", "capstyle": "flat",
      ])
    return Self.layer(
      "LinePatternFill",
      [
        "angle": "\(angle)", "distance": Markup.decimal(hatch.spacing), "distance_unit": "MM",
        "line_width": Markup.decimal(hatch.width), "line_width_unit": "MM", "offset": "0",
        "offset_unit": "MM",
      ], inner: [symbol("line", name, [line])])
  }

  private func dots(_ hatch: Hatch, name: String) -> Markup {
    let dot = Self.layer(
      "SimpleMarker",
      [
        "name": "circle", "color": faded(hatch.colour), "outline_style": "no",
        "size": Markup.decimal(hatch.width), "size_unit": "MM",
      ])
    // Every second row stands between the dots of the first, as on a sheet.
    return Self.layer(
      "PointPatternFill",
      [
        "distance_x": Markup.decimal(hatch.spacing), "distance_x_unit": "MM",
        "distance_y": Markup.decimal(hatch.spacing * 0.8), "distance_y_unit": "MM",
        "displacement_x": Markup.decimal(hatch.spacing / 2), "displacement_x_unit": "MM",
      ], inner: [symbol("marker", name, [dot])])
  }
}

extension Hatch {
  /// Degrees that the lines rise; none for dots.
  fileprivate var angles: [Int] {
    switch pattern {
    case .diagonal: [45]
    case .backDiagonal: [135]
    case .cross: [45, 135]
    case .horizontal: [0]
    case .vertical: [90]
    case .dots: []
    }
  }
}

extension Colour {
  /// As QGIS writes it.
  var qgis: String { "\(red),\(green),\(blue),\(alpha)" }
}
