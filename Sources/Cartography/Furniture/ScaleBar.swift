/// A bar of a round length on the ground, cut into equal pieces, with the scale as a number.
public struct ScaleBar: Sendable, Hashable {
  public let scale: MapScale
  /// Of the whole bar, on the ground; 1, 2 or 5 times a power of ten.
  public let metres: Double
  public let pieces: Int

  /// The longest round bar that is not longer than a length on paper.
  ///
  /// - Parameter longest: in millimetres.
  public init(scale: MapScale, longest: Double) {
    self.scale = scale
    metres = RoundNumber.notAbove(longest / 1000 * scale.denominator)
    // Each piece must be a round number as well: 5 is cut into five, 1 and 2 into four.
    var leading = metres
    while leading >= 10 { leading /= 10 }
    pieces = leading.rounded() == 5 ? 5 : 4
  }

  /// On paper.
  public var millimetres: Double { metres / scale.denominator * 1000 }

  /// The numbers at the start, the middle or a whole piece near it, and the end.
  public func ticks(_ language: SheetLanguage) -> [(fraction: Double, text: String)] {
    let unit = metres >= 1000 ? 1000.0 : 1
    let name = metres >= 1000 ? language.kilometres : language.metres
    let middle = pieces == 5 ? 2.0 / 5 : 0.5
    return [
      (0, "0"), (middle, Self.number(metres * middle / unit)),
      (1, Self.number(metres / unit) + "\u{00A0}" + name),
    ]
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String((value * 1000).rounded() / 1000)
  }

  /// The box that it fills, in millimetres.
  func size(_ texts: TextContext, _ style: SheetStyle, textScale: Double) -> PaperSize {
    let text = style.texts.scale.scaled(by: textScale)
    let end = ticks(texts.language).last.map { texts.size($0.text, text).width } ?? 0
    let row = texts.size("0", text).height
    return PaperSize(
      width: max(millimetres + end / 2 + 2, texts.size(scale.text, text).width),
      height: 2 * row + style.scaleBar.thickness + 1.2)
  }

  func draw(on canvas: Canvas, at corner: PaperPoint, style: SheetStyle, textScale: Double) {
    let text = style.texts.scale.scaled(by: textScale)
    let title = canvas.texts.layout(scale.text, text)
    title.draw(on: canvas, at: corner)
    let row = title.size.height
    let thickness = style.scaleBar.thickness
    // The first number is centred under the bar's start.
    let x = corner.x + 1
    let y = corner.y + row + 0.6
    let piece = millimetres / Double(pieces)
    for index in 0..<pieces {
      let box = Rectangle(x: x + Double(index) * piece, y: y, width: piece, height: thickness)
      canvas.fill(box, index % 2 == 0 ? style.scaleBar.dark : style.scaleBar.light)
    }
    canvas.stroke(
      Rectangle(x: x, y: y, width: millimetres, height: thickness),
      LineStyle(colour: style.scaleBar.dark, width: style.lines.innerFrame.width * 0.8, dash: nil))
    for (fraction, words) in ticks(canvas.texts.language) {
      // The number, not its unit, stands under the tick.
      let number = words.split(separator: "\u{00A0}").first.map(String.init) ?? words
      let shift = canvas.texts.size(number, text).width / 2
      canvas.texts.layout(words, text).draw(
        on: canvas,
        at: PaperPoint(x: x + fraction * millimetres - shift, y: y + thickness + 0.4))
    }
  }
}
