import SimpleFeatures

/// Round metres of the CRS along the lower and the left edge of a map, about every 40 mm.
struct GridTicks: Sendable {
  struct Tick: Sendable {
    var start: PaperPoint
    var end: PaperPoint
    var text: String
    var box: Rectangle
  }

  let ticks: [Tick]

  init(_ view: MapView, texts: TextContext, text: TextStyle) {
    let ground = view.ground
    let step = RoundNumber.notAbove(40 / view.millimetresPerMetre)
    let frame = view.rectangle
    let length = 1.4
    func multiples(_ low: Double, _ high: Double) -> [Double] {
      let first = Int((low / step).rounded(.up))
      let last = Int((high / step).rounded(.down))
      return (first..<max(first, last + 1)).map { Double($0) * step }
    }
    func words(_ metres: Double) -> (String, PaperSize) {
      let words =
        ScaleBar.number(metres / 1000) + "\u{00A0}" + texts.language.kilometres
      return (words, texts.size(words, text))
    }
    var ticks: [Tick] = []
    for x in multiples(ground.minX, ground.maxX) {
      let at = view.paper(Coordinate(x: x, y: ground.minY)).x
      let (words, size) = words(x)
      let box = Rectangle(
        x: at - size.width / 2, y: frame.maxY - length - size.height, width: size.width,
        height: size.height)
      ticks.append(
        Tick(
          start: PaperPoint(x: at, y: frame.maxY), end: PaperPoint(x: at, y: frame.maxY - length),
          text: words, box: box))
    }
    for y in multiples(ground.minY, ground.maxY) {
      let at = view.paper(Coordinate(x: ground.minX, y: y)).y
      let (words, size) = words(y)
      let box = Rectangle(
        x: frame.x + length + 0.6, y: at - size.height / 2, width: size.width, height: size.height)
      ticks.append(
        Tick(
          start: PaperPoint(x: frame.x, y: at), end: PaperPoint(x: frame.x + length, y: at),
          text: words, box: box))
    }
    // What would stand in the corner, on the neatline or on each other is left out.
    var kept: [Tick] = []
    for tick in ticks {
      guard frame.inset(by: 0.6).contains(tick.box),
        !kept.contains(where: { $0.box.overlaps(tick.box) })
      else { continue }
      kept.append(tick)
    }
    self.ticks = kept
  }
}
