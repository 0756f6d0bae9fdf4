/// An arrow to the grid's north, with its letter.
struct NorthArrow: Sendable, Hashable {
  static let height = 13.0
  static let width = 8.0

  func draw(on canvas: Canvas, in box: Rectangle, style: SheetStyle, textScale: Double) {
    let text = style.texts.heading.scaled(by: textScale)
    let letter = canvas.texts.layout(canvas.texts.language.north, text)
    let centre = box.x + box.width / 2
    letter.draw(
      on: canvas, at: PaperPoint(x: centre - letter.size.width / 2, y: box.y - 0.4))
    let top = box.y + letter.size.height * 0.92
    let foot = box.maxY
    let half = (foot - top) * 0.27
    let notch = foot - (foot - top) * 0.24
    func path(_ points: [(Double, Double)]) {
      canvas.newPath()
      for (index, point) in points.enumerated() {
        let place = PaperPoint(x: point.0, y: point.1)
        if index == 0 { canvas.move(to: place) } else { canvas.line(to: place) }
      }
      canvas.close()
    }
    path([(centre, top), (centre - half, foot), (centre, notch)])
    canvas.set(style.fills.northArrow)
    canvas.fill()
    path([(centre, top), (centre - half, foot), (centre, notch), (centre + half, foot)])
    canvas.set(style.lines.northArrow)
    canvas.stroke()
    path([(centre, top), (centre, notch)])
    canvas.stroke()
  }
}
