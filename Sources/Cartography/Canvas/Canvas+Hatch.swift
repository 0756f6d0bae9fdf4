extension Canvas {
  /// Fills, hatches and strokes a path in the look of a class.
  ///
  /// The hatch is aligned to the page, so that neighbouring places of a class show one pattern.
  ///
  /// - Parameters:
  ///   - strokeShare: of the stroke's width; no stroke at 0.
  ///   - path: adds the path; called once, twice where there is a hatch.
  func paint(_ look: RampClass, strokeShare: Double = 1, path: () -> Void) {
    let opacity = look.opacity ?? 1
    newPath()
    path()
    if let fill = look.fill {
      set(fill, opacity: opacity)
      fillKeepingPath()
    }
    if let hatch = look.hatch {
      isolated {
        clip()
        draw(hatch, over: clipBox, opacity: opacity)
      }
      newPath()
      path()
    }
    if let stroke = look.stroke, let width = look.strokeWidth, strokeShare > 0 {
      set(stroke)
      set(width: width * strokeShare, dash: look.dash)
      self.stroke()
    }
    newPath()
  }

  private func draw(_ hatch: Hatch, over box: Rectangle, opacity: Double) {
    guard box.width > 0, box.height > 0 else { return }
    set(hatch.colour, opacity: opacity)
    set(width: hatch.width, dash: nil)
    switch hatch.pattern {
    case .horizontal:
      for y in multiples(of: hatch.spacing, from: box.y, to: box.maxY) {
        move(to: PaperPoint(x: box.x, y: y))
        line(to: PaperPoint(x: box.maxX, y: y))
      }
      stroke()
    case .vertical:
      for x in multiples(of: hatch.spacing, from: box.x, to: box.maxX) {
        move(to: PaperPoint(x: x, y: box.y))
        line(to: PaperPoint(x: x, y: box.maxY))
      }
      stroke()
    case .diagonal:
      addRising(box, spacing: hatch.spacing)
      stroke()
    case .backDiagonal:
      addFalling(box, spacing: hatch.spacing)
      stroke()
    case .cross:
      addRising(box, spacing: hatch.spacing)
      addFalling(box, spacing: hatch.spacing)
      stroke()
    case .dots:
      // Every second row stands between the dots of the first.
      let rise = hatch.spacing * 0.8
      for y in multiples(of: rise, from: box.y - rise, to: box.maxY + rise) {
        let shift = Int((y / rise).rounded()) & 1 == 0 ? 0 : hatch.spacing / 2
        let from = box.x - hatch.spacing - shift
        for x in multiples(of: hatch.spacing, from: from, to: box.maxX + hatch.spacing) {
          circle(at: PaperPoint(x: x + shift, y: y), diameter: hatch.width)
        }
      }
      fill()
    }
  }

  /// Lines at 45 degrees on which x + y is a multiple of the diagonal step.
  private func addRising(_ box: Rectangle, spacing: Double) {
    let step = spacing * 2.0.squareRoot()
    for sum in multiples(of: step, from: box.x + box.y, to: box.maxX + box.maxY) {
      let low = max(box.x, sum - box.maxY)
      let high = min(box.maxX, sum - box.y)
      guard low < high else { continue }
      move(to: PaperPoint(x: low, y: sum - low))
      line(to: PaperPoint(x: high, y: sum - high))
    }
  }

  /// Lines at 45 degrees on which x − y is a multiple of the diagonal step.
  private func addFalling(_ box: Rectangle, spacing: Double) {
    let step = spacing * 2.0.squareRoot()
    for difference in multiples(of: step, from: box.x - box.maxY, to: box.maxX - box.y) {
      let low = max(box.x, difference + box.y)
      let high = min(box.maxX, difference + box.maxY)
      guard low < high else { continue }
      move(to: PaperPoint(x: low, y: low - difference))
      line(to: PaperPoint(x: high, y: high - difference))
    }
  }

  private func multiples(
    of step: Double, from low: Double, to high: Double
  ) -> some Sequence<Double> {
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    return (first..<max(first, last + 1)).lazy.map { Double($0) * step }
  }
}
