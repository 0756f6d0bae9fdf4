import SimpleFeatures

/// The names of a frame with the seats they got.
struct LabelSeats: Sendable {
  private struct Seat: Sendable {
    var text: String
    var look: LabelStyle
    var anchor: PaperPoint
    var mark: Double
    var box: Rectangle
  }

  private struct Title: Sendable {
    var text: String
    var corner: PaperPoint
  }

  private var seats: [Seat] = []
  private var titles: [Title] = []
  private var ticks: GridTicks?
  /// Names whose place lies in the frame and that found no seat.
  private(set) var dropped: [String] = []

  init(_ frame: MapFrame, texts: TextContext, style: SheetStyle, textScale: Double) {
    let view = frame.view
    var obstacles: [Rectangle] = []
    let titleText = style.texts.insetTitle.scaled(by: textScale)
    for locator in frame.locators where !locator.title.isEmpty {
      let size = texts.size(locator.title, titleText)
      let box = view.paper(locator.extent)
      // Above the rectangle, or in it where the frame ends.
      let above = box.y - size.height - 0.3
      let y = above > view.rectangle.y ? above : box.y + 0.3
      let limit = view.rectangle.maxX - size.width - 0.6
      let x = max(view.rectangle.x + 0.6, min(box.x, limit))
      titles.append(Title(text: locator.title, corner: PaperPoint(x: x, y: y)))
      obstacles.append(Rectangle(x: x, y: y, width: size.width, height: size.height))
    }
    if frame.showsTicks {
      let ticks = GridTicks(view, texts: texts, text: style.texts.footer.scaled(by: textScale))
      obstacles += ticks.ticks.map(\.box)
      self.ticks = ticks
    }
    let ground = view.ground
    let shown = frame.labels.filter { ground.contains($0.position) }
    let circles = Self.circles(frame.layers, style.circles)
    let candidates = shown.map { label in
      let look = style.label(label.kind)
      let size = texts.size(label.text, look.text.scaled(by: textScale))
      // The rows of a font are higher than its letters.
      return LabelPlacement.Candidate(
        anchor: view.paper(label.position),
        size: PaperSize(width: size.width + 2 * look.haloWidth, height: size.height * 0.8),
        priority: label.priority, mark: look.mark ?? 0,
        clearance: circles[label.position] ?? 0,
        centred: label.kind == .water || label.kind == .region)
    }
    let placement = LabelPlacement(frame: view.rectangle.inset(by: 0.8), obstacles: obstacles)
    let boxes = placement.place(candidates)
    for ((label, candidate), box) in zip(zip(shown, candidates), boxes) {
      guard let box else {
        dropped.append(label.text)
        continue
      }
      seats.append(
        Seat(
          text: label.text, look: style.label(label.kind), anchor: candidate.anchor,
          mark: candidate.mark, box: box))
    }
  }

  /// The largest diameter at each place that shows a count.
  private static func circles(
    _ layers: [MapLayer], _ style: SheetStyle.Circles
  ) -> [Coordinate: Double] {
    var result: [Coordinate: Double] = [:]
    for layer in layers where layer.ramp.geometry == .point {
      guard let largest = layer.largestCount else { continue }
      for feature in layer.features {
        let diameter = style.diameter(of: feature.count ?? 0, largest: largest)
        feature.geometry.forEachCoordinate { result[$0] = max(result[$0] ?? 0, diameter) }
      }
    }
    return result
  }

  func draw(on canvas: Canvas, style: SheetStyle, textScale: Double) {
    for title in titles {
      let layout = canvas.texts.layout(
        title.text, style.texts.insetTitle.scaled(by: textScale))
      layout.drawHalo(style.labels.village.halo, width: 0.4, on: canvas, at: title.corner)
      layout.draw(on: canvas, at: title.corner)
    }
    for tick in ticks?.ticks ?? [] {
      canvas.stroke(from: tick.start, to: tick.end, style.lines.tick)
      let layout = canvas.texts.layout(tick.text, style.texts.footer.scaled(by: textScale))
      let corner = PaperPoint(x: tick.box.x, y: tick.box.y)
      layout.drawHalo(style.labels.village.halo, width: 0.3, on: canvas, at: corner)
      layout.draw(on: canvas, at: corner)
    }
    for seat in seats where seat.mark > 0 {
      canvas.mark(seat.look, at: seat.anchor, diameter: seat.mark)
    }
    for seat in seats {
      let layout = canvas.texts.layout(seat.text, seat.look.text.scaled(by: textScale))
      let point = PaperPoint(
        x: seat.box.x + seat.look.haloWidth,
        y: seat.box.y - (layout.size.height - seat.box.height) / 2)
      layout.drawHalo(seat.look.halo, width: seat.look.haloWidth, on: canvas, at: point)
      layout.draw(on: canvas, at: point)
    }
  }
}

extension Canvas {
  /// The dot at the place of a label.
  func mark(_ look: LabelStyle, at point: PaperPoint, diameter: Double) {
    newPath()
    circle(at: point, diameter: diameter)
    if let fill = look.markFill {
      set(fill)
      fillKeepingPath()
    }
    if let stroke = look.markStroke {
      set(stroke)
      strokeKeepingPath()
    }
    newPath()
  }
}
