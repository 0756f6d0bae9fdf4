public import SimpleFeatures

/// A map on a page: a view, and what is painted in it, from the ground up.
public struct MapFrame: Sendable {
  public var view: MapView
  /// Fills the frame: sea or land.
  public var background: RampClass?
  /// The first is painted first.
  public var layers: [MapLayer]
  public var labels: [MapLabel]
  /// Rectangles that show where the insets lie, in metres, with the words beside them.
  public var locators: [Locator]
  /// Whether round kilometres of the CRS are ticked and written along the edge.
  public var showsTicks: Bool

  public struct Locator: Sendable, Hashable {
    public var extent: BoundingBox
    public var title: String

    public init(extent: BoundingBox, title: String) {
      self.extent = extent
      self.title = title
    }
  }

  public init(
    view: MapView, background: RampClass? = nil, layers: [MapLayer], labels: [MapLabel] = [],
    locators: [Locator] = [],
    showsTicks: Bool = false
  ) {
    self.view = view
    self.background = background
    self.layers = layers
    self.labels = labels
    self.locators = locators
    self.showsTicks = showsTicks
  }

  func draw(on canvas: Canvas, seats: LabelSeats, style: SheetStyle, textScale: Double) {
    canvas.isolated {
      canvas.rectangle(view.rectangle)
      canvas.clip()
      if let background { canvas.paint(background) { canvas.rectangle(view.rectangle) } }
      let painter = LayerPainter(canvas: canvas, view: view, circles: style.circles)
      for layer in layers { painter.draw(layer) }
      for locator in locators { canvas.stroke(view.paper(locator.extent), style.lines.locator) }
      seats.draw(on: canvas, style: style, textScale: textScale)
    }
    canvas.stroke(view.rectangle, style.lines.neatline)
  }
}
