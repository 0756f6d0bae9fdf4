public import SimpleFeatures

/// A page of bars that add up: from all there is, each bar takes its part away, and what is left is
/// the last one, with its range.
public struct WaterfallSheet: Sendable {
  /// What takes something away.
  public struct Bar: Sendable, Hashable {
    public var label: String
    /// Beside the label, smaller: what it rests on.
    public var detail: String
    /// Not negative, in the unit of the scale.
    public var loss: Double
    /// Of the loss, as it stands beside the bar.
    public var value: String

    public init(label: String, detail: String, loss: Double, value: String) {
      self.label = label
      self.detail = detail
      self.loss = loss
      self.value = value
    }
  }

  /// A place on the scale with a name, such as the bound of a star.
  public struct Mark: Sendable, Hashable {
    public var place: Double
    public var label: String

    public init(place: Double, label: String) {
      self.place = place
      self.label = label
    }
  }

  public var title: String
  public var subtitle: String
  public var marking: String
  /// The name and the value of the first bar, from which all others take.
  public var whole: (label: String, value: Double)
  public var bars: [Bar]
  /// The name of the last bar, and what stands beside it.
  public var rest: (label: String, value: String)
  /// Of what is left; `nil` without one.
  public var range: ClosedRange<Double>?
  public var marks: [Mark]
  public var notes: [String]
  public var footer: String
  public var language: SheetLanguage
  public var paper: Paper
  public var date: DayNumber

  public init(
    title: String, subtitle: String, marking: String = "", whole: (label: String, value: Double),
    bars: [Bar], rest: (label: String, value: String), range: ClosedRange<Double>? = nil,
    marks: [Mark] = [], notes: [String] = [], footer: String = "", language: SheetLanguage,
    paper: Paper = .a4(.portrait), date: DayNumber
  ) {
    self.title = title
    self.subtitle = subtitle
    self.marking = marking
    self.whole = whole
    self.bars = bars
    self.rest = rest
    self.range = range
    self.marks = marks
    self.notes = notes
    self.footer = footer
    self.language = language
    self.paper = paper
    self.date = date
  }

  /// Lays the page out; a bar keeps its place whatever the others are, as many as there is room for.
  ///
  /// - Throws: where the whole is not above 0, a loss is negative, or the bars do not fit on the page.
  public func composed(_ style: SheetStyle) throws(CartographyError) -> Sheet {
    guard whole.value > 0, bars.allSatisfy({ $0.loss >= 0 }) else {
      throw CartographyError(place: "bars", message: "a whole above 0, and losses from 0 on")
    }
    guard let size = paper.shapes.first else {
      throw CartographyError(place: "paper", message: "it has no shape")
    }
    let texts = try TextContext(style: style, language: language)
    let look = style.paper(paper)
    var layout = WaterfallLayout(sheet: self, style: style, texts: texts, look: look, size: size)
    let page = try layout.page()
    return Sheet(
      pages: [page], title: title, droppedLabels: [], featuresWithoutClass: 0, scale: nil,
      style: style, language: language, textScale: look.textScale,
      date: SheetComposer.pdfDate(date))
  }
}

/// The places of a waterfall's bars.
private struct WaterfallLayout {
  let sheet: WaterfallSheet
  let style: SheetStyle
  let texts: TextContext
  let look: SheetStyle.PaperStyle
  let size: PaperSize

  /// Of the page's width: what names take, and what values take.
  private static let labelShare = 0.34
  private static let valueShare = 0.11

  private func text(_ text: TextStyle) -> TextStyle { text.scaled(by: look.textScale) }

  mutating func page() throws(CartographyError) -> SheetPage {
    var page = SheetPage(size: size)
    var body = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
      .inset(by: look.margin)
    header(&body, &page)
    footer(&body, &page)
    notes(&body, &page)
    try bars(body, &page)
    return page
  }

  private func header(_ body: inout Rectangle, _ page: inout SheetPage) {
    var elements: [PageElement] = []
    let top = body.y
    let rows: [(String, TextStyle)] = [
      (sheet.marking, style.texts.marking), (sheet.title, style.texts.title),
      (sheet.subtitle, style.texts.subtitle),
    ]
    for (words, own) in rows where !words.isEmpty {
      let own = text(own)
      let height = texts.size(words, own, width: body.width, lines: 3).height
      elements.append(.text(words, own, body.takeTop(height, gap: 0.6), lines: 3))
    }
    page.add(
      .header, Rectangle(x: body.x, y: top, width: body.width, height: body.y - top), elements)
    page.elements.append(
      .rule(
        style.lines.accent, from: PaperPoint(x: body.x, y: body.y),
        to: PaperPoint(x: body.maxX, y: body.y)))
    _ = body.takeTop(style.lines.accent.width, gap: look.gap)
  }

  private func footer(_ body: inout Rectangle, _ page: inout SheetPage) {
    guard !sheet.footer.isEmpty else { return }
    let own = text(style.texts.footer)
    let box = body.takeBottom(texts.size("0", own).height, gap: look.gap * 0.6)
    page.add(.footer, box, [.text(sheet.footer, own, box, lines: 1)])
  }

  private func notes(_ body: inout Rectangle, _ page: inout SheetPage) {
    let own = text(style.texts.note)
    for words in sheet.notes.reversed() where !words.isEmpty {
      let height = texts.size(words, own, width: body.width).height
      let box = body.takeBottom(height, gap: look.gap * 0.4)
      page.add(.notes, box, [.text(words, own, box)])
    }
  }

  // MARK: Bars

  private struct Row {
    var label: String
    var detail: String
    var value: String
    var from: Double
    var to: Double
    var fill: Colour
  }

  private var rows: [Row] {
    var rows = [
      Row(
        label: sheet.whole.label, detail: "", value: "", from: 0, to: sheet.whole.value,
        fill: style.bars.whole)
    ]
    var left = sheet.whole.value
    for bar in sheet.bars {
      rows.append(
        Row(
          label: bar.label, detail: bar.detail, value: bar.value, from: left - bar.loss, to: left,
          fill: style.bars.loss))
      left -= bar.loss
    }
    rows.append(
      Row(
        label: sheet.rest.label, detail: "", value: sheet.rest.value, from: 0, to: left,
        fill: style.bars.whole))
    return rows
  }

  private func bars(_ body: Rectangle, _ page: inout SheetPage) throws(CartographyError) {
    let (label, detail) = (text(style.texts.tableBody), text(style.texts.note))
    let bold = text(style.texts.tableHeader)
    let rows = rows
    let labelWidth = body.width * Self.labelShare
    let valueWidth = body.width * Self.valueShare
    let chart = Rectangle(
      x: body.x + labelWidth + 2, y: body.y, width: body.width - labelWidth - valueWidth - 4,
      height: body.height)
    let marksHeight = sheet.marks.isEmpty ? 0 : texts.size("0", detail).height + 1
    let names = texts.size("国", label).height
    let least = max(style.bars.height, names + texts.size("国", detail).height) + 1
    let room = (body.height - marksHeight) / Double(rows.count)
    guard room >= least else {
      throw CartographyError(
        place: "bars",
        message: "\(rows.count) rows of \(least) mm do not fit in \(body.height) mm; show fewer")
    }
    let step = min(room, least * 1.35)
    func x(_ value: Double) -> Double { chart.x + chart.width * value / sheet.whole.value }
    let top = body.y + marksHeight
    let bottom = top + step * Double(rows.count)
    var elements: [PageElement] = []
    for mark in sheet.marks {
      let place = x(mark.place)
      elements.append(
        .rule(
          style.bars.mark, from: PaperPoint(x: place, y: top), to: PaperPoint(x: place, y: bottom)))
      let width = texts.size(mark.label, detail).width + 0.2
      elements.append(
        .text(
          mark.label, detail,
          Rectangle(x: place - width / 2, y: body.y, width: width, height: marksHeight), .centre,
          lines: 1))
    }
    for (number, row) in rows.enumerated() {
      let line = top + step * Double(number)
      let isWhole = number == 0 || number == rows.count - 1
      let own = isWhole ? bold : label
      elements.append(
        .text(
          row.label, own, Rectangle(x: body.x, y: line, width: labelWidth, height: names),
          lines: 1))
      if !row.detail.isEmpty {
        elements.append(
          .text(
            row.detail, detail,
            Rectangle(x: body.x, y: line + names, width: labelWidth, height: step - names),
            lines: 1))
      }
      let bar = Rectangle(
        x: x(row.from), y: line + 0.4, width: max(0.15, x(row.to) - x(row.from)),
        height: style.bars.height)
      elements.append(.box(bar, fill: row.fill, stroke: nil))
      // The next bar begins where this one ends.
      if number + 1 < rows.count {
        let end = number == 0 ? x(row.to) : x(row.from)
        elements.append(
          .rule(
            style.bars.link, from: PaperPoint(x: end, y: bar.maxY),
            to: PaperPoint(x: end, y: line + step + 0.4)))
      } else if let range = sheet.range {
        elements += self.range(x(range.lowerBound), x(range.upperBound), bar)
      }
      if !row.value.isEmpty {
        elements.append(
          .text(
            row.value, own,
            Rectangle(
              x: body.maxX - valueWidth, y: line, width: valueWidth, height: names), .trailing,
            lines: 1))
      }
    }
    page.add(
      .bars, Rectangle(x: body.x, y: body.y, width: body.width, height: bottom - body.y), elements)
  }

  private func range(_ low: Double, _ high: Double, _ bar: Rectangle) -> [PageElement] {
    let middle = bar.y + bar.height / 2
    let line = style.bars.range
    return [
      .rule(line, from: PaperPoint(x: low, y: middle), to: PaperPoint(x: high, y: middle)),
      .rule(line, from: PaperPoint(x: low, y: bar.y), to: PaperPoint(x: low, y: bar.maxY)),
      .rule(line, from: PaperPoint(x: high, y: bar.y), to: PaperPoint(x: high, y: bar.maxY)),
    ]
  }
}
