import SimpleFeatures

/// Draws the features of a layer class by class: a class is one path, so that neighbours of a class
/// join without a seam, and 10,000 cells are a handful of fills.
struct LayerPainter {
  let canvas: Canvas
  let view: MapView
  let circles: SheetStyle.Circles

  /// Positions nearer than this to the last one are left out, in millimetres; under what a printer
  /// of 600 dpi can show.
  private static let detail = 0.04

  func draw(_ layer: MapLayer) {
    // A margin, so that wide strokes of what lies just outside are not cut off.
    let ground = view.ground.expanded(by: 4 / view.millimetresPerMetre)
    var members = [[Int]](repeating: [], count: layer.ramp.classes.count)
    for index in layer.features.indices {
      let item = layer.classes[index]
      guard item >= 0, let box = layer.boxes[index], box.intersects(ground) else { continue }
      members[item].append(index)
    }
    if layer.ramp.geometry == .point, let largest = layer.largestCount, largest > 0 {
      drawCircles(layer, members, largest: largest)
      return
    }
    let strokeShare = strokeShare(layer, members)
    // The last class of a ramp is the least sure; the first lies on top.
    for (item, look) in layer.ramp.classes.enumerated().reversed() where !members[item].isEmpty {
      switch layer.ramp.geometry {
      case .area:
        canvas.paint(look, strokeShare: look.fill == nil ? 1 : strokeShare) {
          let polygons = members[item].lazy.flatMap { layer.features[$0].geometry.polygons }
          if look.isBorder && look.dash != nil {
            addBorders(of: polygons)
          } else {
            for polygon in polygons { add(polygon) }
          }
        }
      case .line:
        canvas.paint(look) {
          for index in members[item] {
            for line in layer.features[index].geometry.lines { add(line, closed: false) }
          }
        }
      case .point:
        for index in members[item] {
          layer.features[index].geometry.forEachCoordinate { position in
            canvas.symbol(look, at: view.paper(position), diameter: look.size ?? 1)
          }
        }
      }
    }
  }

  /// The borders of many small cells would cover their colours: they fade below 4 mm and are gone
  /// at 1.5 mm.
  private func strokeShare(_ layer: MapLayer, _ members: [[Int]]) -> Double {
    let shown = members.joined()
    guard layer.ramp.geometry == .area, shown.count > 200 else { return 1 }
    let sum = shown.reduce(0.0) { sum, index in
      sum + (layer.boxes[index].map { ($0.width * $0.height).squareRoot() } ?? 0)
    }
    let side = sum / Double(shown.count) * view.millimetresPerMetre
    return min(1, max(0, (side - 1.5) / 2.5))
  }

  /// The largest first, so that the small ones are seen.
  private func drawCircles(_ layer: MapLayer, _ members: [[Int]], largest: Double) {
    let all = members.joined().sorted {
      (-(layer.features[$0].count ?? 0), $0) < (-(layer.features[$1].count ?? 0), $1)
    }
    for index in all {
      let feature = layer.features[index]
      let diameter = circles.diameter(of: feature.count ?? 0, largest: largest)
      feature.geometry.forEachCoordinate { position in
        canvas.symbol(
          layer.ramp.classes[layer.classes[index]].with(opacity: circles.opacity),
          at: view.paper(position), diameter: diameter)
      }
    }
  }

  /// The outer ring runs one way and the holes the other, whatever the data says: with cairo's
  /// winding rule holes stay open, and places that overlap do not cancel out.
  private func add(_ polygon: Polygon) {
    add(polygon.exterior, closed: true, reversed: signedArea(polygon.exterior) < 0)
    for hole in polygon.holes { add(hole, closed: true, reversed: signedArea(hole) > 0) }
  }

  /// A piece of border, whichever way it runs.
  private struct Edge: Hashable {
    let low, high: Coordinate

    init(_ a: Coordinate, _ b: Coordinate) {
      let isAscending = (a.x, a.y) < (b.x, b.y)
      (low, high) = isAscending ? (a, b) : (b, a)
    }
  }

  /// Each border once: where two neighbours both dash theirs, the gaps of one would be filled by
  /// the other.
  private func addBorders(of polygons: some Sequence<Polygon>) {
    var drawn: Set<Edge> = []
    for ring in polygons.flatMap(\.rings) {
      var run: [Coordinate] = []
      for (start, end) in zip(ring, ring.dropFirst()) where start != end {
        if drawn.insert(Edge(start, end)).inserted {
          if run.isEmpty { run.append(start) }
          run.append(end)
        } else {
          add(run, closed: false)
          run = []
        }
      }
      add(run, closed: run.count == ring.count && run.first == run.last)
    }
  }

  private func add(_ positions: [Coordinate], closed: Bool, reversed: Bool = false) {
    guard positions.count >= 2 else { return }
    var last = PaperPoint(x: .infinity, y: .infinity)
    for step in positions.indices {
      let index = reversed ? positions.count - 1 - step : step
      guard positions[index].isFinite else { continue }
      let point = view.paper(positions[index])
      if step == 0 || last.x == .infinity {
        canvas.move(to: point)
      } else {
        let (dx, dy) = (point.x - last.x, point.y - last.y)
        let isNear = dx * dx + dy * dy < Self.detail * Self.detail
        guard !isNear || step == positions.count - 1 else { continue }
        canvas.line(to: point)
      }
      last = point
    }
    if closed { canvas.close() }
  }

  private func signedArea(_ ring: [Coordinate]) -> Double {
    guard let origin = ring.first else { return 0 }
    var sum = 0.0
    for index in ring.indices.dropLast() {
      let (a, b) = (ring[index], ring[index + 1])
      sum += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
    }
    return sum / 2
  }
}

extension SheetStyle.Circles {
  /// The area of the circle grows with the count.
  func diameter(of count: Double, largest count2: Double) -> Double {
    guard count2 > 0, count.isFinite else { return smallest }
    return max(smallest, largest * (max(0, count) / count2).squareRoot())
  }
}

extension Canvas {
  /// A point symbol in the look of a class.
  func symbol(_ look: RampClass, at centre: PaperPoint, diameter: Double) {
    if let fill = look.fill, look.symbol ?? .circle == .circle, look.hatch == nil,
      look.opacity ?? 1 == 1
    {
      // A dot of a round pen: a tenth of the bytes of a circle, and there may be 20,000.
      if let stroke = look.stroke, let width = look.strokeWidth {
        dot(at: centre, diameter: diameter + width, stroke)
        dot(at: centre, diameter: diameter - width, fill)
      } else {
        dot(at: centre, diameter: diameter, fill)
      }
      return
    }
    paint(look) {
      let r = diameter / 2
      switch look.symbol ?? .circle {
      case .circle: circle(at: centre, diameter: diameter)
      case .square:
        rectangle(
          Rectangle(x: centre.x - r, y: centre.y - r, width: diameter, height: diameter))
      case .diamond:
        add([(0, -r), (r, 0), (0, r), (-r, 0)], around: centre)
      case .triangle:
        add([(0, -r), (r, r * 0.8), (-r, r * 0.8)], around: centre)
      case .cross:
        let t = r * 0.34
        add(
          [
            (-t, -r), (t, -r), (t, -t), (r, -t), (r, t), (t, t), (t, r), (-t, r), (-t, t), (-r, t),
            (-r, -t), (-t, -t),
          ], around: centre)
      }
    }
  }

  private func dot(at centre: PaperPoint, diameter: Double, _ colour: Colour) {
    guard diameter > 0 else { return }
    move(to: centre)
    line(to: centre)
    set(colour)
    set(width: diameter, dash: nil)
    stroke()
  }

  private func add(_ corners: [(Double, Double)], around centre: PaperPoint) {
    for (index, corner) in corners.enumerated() {
      let point = PaperPoint(x: centre.x + corner.0, y: centre.y + corner.1)
      if index == 0 { move(to: point) } else { line(to: point) }
    }
    close()
  }
}
