/// One thing on a page, with its place.
enum PageElement: Sendable {
  /// In a box with the width at which lines break.
  case text(String, TextStyle, Rectangle, TextAlignment = .leading, lines: Int? = nil)
  case box(Rectangle, fill: Colour?, stroke: LineStyle?)
  case rule(LineStyle, from: PaperPoint, to: PaperPoint)
  case map(MapFrame, LabelSeats)
  case legend(LegendArrangement, at: PaperPoint)
  case scaleBar(ScaleBar, at: PaperPoint)
  case northArrow(Rectangle)

  func draw(on canvas: Canvas, style: SheetStyle, textScale: Double) {
    switch self {
    case .text(let words, let text, let box, let align, let lines):
      canvas.texts.layout(words, text, width: box.width, align: align, lines: lines)
        .draw(on: canvas, at: PaperPoint(x: box.x, y: box.y))
    case .box(let box, let fill, let stroke):
      if let fill { canvas.fill(box, fill) }
      if let stroke { canvas.stroke(box, stroke) }
    case .rule(let line, let start, let end): canvas.stroke(from: start, to: end, line)
    case .map(let frame, let seats):
      frame.draw(on: canvas, seats: seats, style: style, textScale: textScale)
    case .legend(let arrangement, let corner):
      arrangement.draw(on: canvas, at: corner, style: style, textScale: textScale)
    case .scaleBar(let bar, let corner):
      bar.draw(on: canvas, at: corner, style: style, textScale: textScale)
    case .northArrow(let box):
      NorthArrow().draw(on: canvas, in: box, style: style, textScale: textScale)
    }
  }
}

/// A page of a sheet.
public struct SheetPage: Sendable {
  /// A part of the page by its name, for those who check that nothing overlaps.
  public struct Block: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
      case header, marking, figures, map, inset, legend, scale, notes, table, bars, footer
    }

    public let kind: Kind
    public let box: Rectangle
  }

  public let size: PaperSize
  /// In no order; they do not overlap.
  public internal(set) var blocks: [Block] = []
  var elements: [PageElement] = []

  init(size: PaperSize) { self.size = size }

  mutating func add(_ kind: Block.Kind, _ box: Rectangle, _ elements: [PageElement]) {
    blocks.append(Block(kind: kind, box: box))
    self.elements += elements
  }
}
