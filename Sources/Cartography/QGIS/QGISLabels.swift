/// The names of features as QGIS writes them on the map.
struct QGISLabels {
  let label: QGISSettings.Label
  let shape: QGISShape
  let fonts: [String]

  var markup: Markup {
    Markup(
      "labeling", ["type": "simple"],
      [Markup("settings", ["calloutType": "simple"], [textStyle, placement, rendering])])
  }

  private var textStyle: Markup {
    Markup(
      "text-style",
      [
        "fieldName": label.field, "isExpression": "0", "fontFamily": fonts.first ?? "",
        "fontSize": Markup.decimal(label.size), "fontSizeUnit": "Point", "fontWeight": "50",
        "textColor": label.colour.qgis, "textOpacity": "1", "multilineHeight": "1",
        "textOrientation": "horizontal", "blendMode": "0", "allowHtml": "0",
      ],
      [
        Markup("families", [:], fonts.dropFirst().map { Markup("family", ["name": $0]) }),
        Markup(
          "text-buffer",
          [
            "bufferDraw": "1", "bufferSize": Markup.decimal(label.haloWidth),
            "bufferSizeUnits": "MM", "bufferColor": label.halo.qgis, "bufferOpacity": "1",
            "bufferJoinStyle": "128", "bufferNoFill": "1", "bufferBlendMode": "0",
          ]),
      ])
  }

  private var placement: Markup {
    switch shape {
    case .marker:
      // Cartographic: round the point, the upper right first.
      Markup(
        "placement",
        [
          "placement": "6", "predefinedPositionOrder": "TR,TL,BR,BL,R,L,TSR,BSR", "dist": "0.4",
          "distUnits": "MM", "offsetType": "1", "priority": "5",
        ])
    case .line:
      Markup("placement", ["placement": "3", "placementFlags": "10", "priority": "4"])
    case .fill:
      // Horizontal, and inside the area whatever its shape.
      Markup(
        "placement",
        ["placement": "4", "centroidInside": "1", "polygonPlacementFlags": "2", "priority": "5"])
    }
  }

  private var rendering: Markup {
    Markup(
      "rendering",
      [
        "drawLabels": "1", "scaleVisibility": label.visibleTo == nil ? "0" : "1",
        "scaleMin": "1", "scaleMax": Markup.decimal(label.visibleTo ?? 0), "obstacle": "1",
        "obstacleFactor": "1", "fontMinPixelSize": "3", "fontMaxPixelSize": "10000",
        "upsidedownLabels": "0", "displayAll": "0", "limitNumLabels": "0",
      ])
  }
}
