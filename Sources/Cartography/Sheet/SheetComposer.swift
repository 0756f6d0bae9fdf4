import SimpleFeatures

/// Lays a map sheet out on one shape of paper.
struct SheetComposer {
  let sheet: MapSheet
  let style: SheetStyle
  let texts: TextContext
  let size: PaperSize
  let paper: SheetStyle.PaperStyle
  private var page: SheetPage

  var gap: Double { paper.gap }
  var isPhone: Bool { sheet.paper == .phone }

  init(sheet: MapSheet, style: SheetStyle, texts: TextContext, size: PaperSize) {
    self.sheet = sheet
    self.style = style
    self.texts = texts
    self.size = size
    paper = style.paper(sheet.paper)
    page = SheetPage(size: size)
  }

  func text(_ text: TextStyle, _ scale: Double = 1) -> TextStyle {
    text.scaled(by: paper.textScale * scale)
  }

  var area: Rectangle {
    Rectangle(x: 0, y: 0, width: size.width, height: size.height).inset(by: paper.margin)
  }

  mutating func compose() -> Sheet {
    var body = area
    addHeader(&body)
    let footer = body.takeBottom(footerHeight, gap: footerHeight > 0 ? gap * 0.6 : 0)
    let isWide = size.width > size.height
    if !isWide { addFigures(&body) }
    let panel: PanelLayout.Result
    let view: MapView
    let insets: [MapSheet.Inset]
    if isWide {
      var column = body.takeRight(paper.panelWidth, gap: gap)
      addFigures(&column)
      view = self.view(in: body)
      insets = usefulInsets(view, width: column.width)
      panel = PanelLayout(self, legend: legend(view.ground), view: view, insets: insets)
        .column(column)
    } else {
      // The legend's length depends on the map and the map's height on the legend: the map is
      // first taken as high as it can be, which names a class too many rather than too few.
      let full = self.view(in: body)
      insets = usefulInsets(full, width: body.width / 2)
      let draft = PanelLayout(self, legend: legend(full.ground), view: full, insets: insets)
      let height = draft.stripHeight(width: body.width, most: size.height * paper.panelShare)
      let strip = body.takeBottom(height, gap: height > 0 ? gap : 0)
      view = self.view(in: body)
      panel = PanelLayout(self, legend: legend(view.ground), view: view, insets: insets)
        .strip(strip)
    }
    for part in panel.parts { page.add(part.kind, part.box, part.elements) }
    let frame = MapFrame(
      view: view, background: sheet.background?.classes.last, layers: sheet.layers,
      labels: sheet.labels, locators: insets.map { .init(extent: $0.extent, title: $0.title) },
      showsTicks: sheet.showsTicks)
    let seats = LabelSeats(frame, texts: texts, style: style, textScale: paper.textScale)
    page.add(.map, view.rectangle, [.map(frame, seats)])

    var flow = PageFlow(self, firstPage: page)
    flow.add(panel.remainingLegend)
    flow.addNotes(panel.remainingNotes)
    flow.add(sheet.tables)
    var pages = flow.pages
    for index in pages.indices {
      addFooter(&pages[index], in: footer, number: index + 1, count: pages.count)
    }
    return Sheet(
      pages: pages, title: sheet.title, droppedLabels: seats.dropped,
      featuresWithoutClass: sheet.layers.reduce(0) { $0 + $1.withoutClass }, scale: view.scale,
      style: style, language: sheet.language, textScale: paper.textScale,
      date: Self.pdfDate(sheet.date))
  }

  /// As PDF writes a day.
  static func pdfDate(_ day: DayNumber) -> String {
    let civil = day.civil
    func pad(_ number: Int, _ digits: Int) -> String {
      String(repeating: "0", count: max(0, digits - String(number).count)) + String(number)
    }
    return "\(pad(civil.year, 4))-\(pad(civil.month, 2))-\(pad(civil.day, 2))T00:00:00Z"
  }

  /// An inset of what the map shows anyway, and no larger, tells nothing.
  private func usefulInsets(_ view: MapView, width: Double) -> [MapSheet.Inset] {
    let each = sheet.insets.count > 1 ? (width - gap) / 2 : width
    return sheet.insets.filter { inset in
      let corners = Polygon(inset.extent).exterior
      // As wide as the inset can be, and of a usual height.
      let size = PaperSize(width: each, height: 30 * paper.textScale)
      return MapScale(fitting: inset.extent, in: size) > view.scale
        || !corners.allSatisfy(view.ground.contains)
    }
  }

  private func legend(_ ground: BoundingBox) -> Legend {
    sheet.legend(showing: [ground] + sheet.insets.map(\.extent), style: style)
  }

  private func view(in rectangle: Rectangle) -> MapView {
    // A rim, so that the study area does not touch the neatline.
    let rim = min(3, rectangle.width / 10, rectangle.height / 10)
    let inner = rectangle.inset(by: rim)
    return MapView(
      rectangle: rectangle, centre: sheet.extent.centre,
      scale: MapScale(fitting: sheet.extent, in: inner.size))
  }

  // MARK: Header, figures, footer

  private mutating func addHeader(_ body: inout Rectangle) {
    let title = text(style.texts.title)
    let subtitle = text(style.texts.subtitle)
    let marking = text(style.texts.marking)
    var width = body.width
    if !sheet.marking.isEmpty {
      let inner = texts.size(sheet.marking, marking)
      let padding = isPhone ? 0 : 1.6 * paper.textScale
      let box = Rectangle(
        x: isPhone ? body.x : body.maxX - inner.width - 2 * padding, y: body.y,
        width: inner.width + 2 * padding, height: inner.height + padding)
      let words = PageElement.text(
        sheet.marking, marking,
        Rectangle(
          x: box.x + padding, y: box.y + padding / 2, width: inner.width + 0.2,
          height: inner.height))
      if isPhone {
        page.add(.marking, box, [words])
        _ = body.takeTop(box.height, gap: 0.4)
      } else {
        page.add(.marking, box, [.box(box, fill: nil, stroke: style.lines.marking), words])
        width -= box.width + 2 * gap
      }
    }
    let height = texts.size(sheet.title, title, width: width, lines: 2).height
    let top = body.y
    var elements: [PageElement] = [
      .text(
        sheet.title, title, Rectangle(x: body.x, y: top, width: width, height: height), lines: 2)
    ]
    var used = height
    if !sheet.subtitle.isEmpty {
      let height = texts.size(sheet.subtitle, subtitle, width: width, lines: 2).height
      let box = Rectangle(x: body.x, y: top + used + 0.4, width: width, height: height)
      elements.append(.text(sheet.subtitle, subtitle, box, lines: 2))
      used += height + 0.4
    }
    page.add(.header, Rectangle(x: body.x, y: top, width: width, height: used), elements)
    _ = body.takeTop(used, gap: gap * 0.5)
    let line = body.y
    page.elements.append(
      .rule(
        style.lines.accent, from: PaperPoint(x: body.x, y: line),
        to: PaperPoint(x: body.maxX, y: line)))
    _ = body.takeTop(style.lines.accent.width, gap: gap * 0.8)
  }

  /// Numbers side by side; in a narrow column two a row.
  private mutating func addFigures(_ body: inout Rectangle) {
    guard !sheet.figures.isEmpty else { return }
    let value = text(style.texts.figure)
    let label = text(style.texts.figureLabel)
    let perRow = body.width < 100 && !isPhone ? 2 : max(2, min(4, sheet.figures.count))
    let width = body.width / Double(perRow)
    let top = body.y
    var elements: [PageElement] = []
    for start in stride(from: 0, to: sheet.figures.count, by: perRow) {
      let row = sheet.figures[start..<min(start + perRow, sheet.figures.count)]
      let heights = row.map {
        (
          texts.size($0.value, value, width: width - 2, lines: 1).height,
          texts.size($0.label, label, width: width - 2, lines: 2).height
        )
      }
      let (upper, lower) = (heights.map(\.0).max() ?? 0, heights.map(\.1).max() ?? 0)
      let strip = body.takeTop(upper + lower, gap: gap * 0.5)
      for (index, figure) in row.enumerated() {
        let x = strip.x + Double(index) * width
        elements.append(
          .text(
            figure.value, value,
            Rectangle(x: x, y: strip.y, width: width - 2, height: upper), lines: 1))
        elements.append(
          .text(
            figure.label, label,
            Rectangle(x: x, y: strip.y + upper, width: width - 2, height: lower), lines: 2))
      }
    }
    let box = Rectangle(
      x: body.x, y: top, width: body.width, height: body.y - top - gap * 0.5)
    page.add(.figures, box, elements)
    page.elements.append(
      .rule(
        style.lines.rule, from: PaperPoint(x: body.x, y: body.y),
        to: PaperPoint(x: body.maxX, y: body.y)))
    _ = body.takeTop(0, gap: gap * 0.7)
  }

  private var footerHeight: Double {
    isPhone && sheet.footer.isEmpty ? 0 : texts.size("0", text(style.texts.footer)).height
  }

  private func addFooter(_ page: inout SheetPage, in box: Rectangle, number: Int, count: Int) {
    guard footerHeight > 0 else { return }
    let look = text(style.texts.footer)
    let words = count > 1 ? sheet.language.page(number, of: count) : ""
    let right = texts.size(words, look).width
    var elements: [PageElement] = []
    if !sheet.footer.isEmpty {
      let left = Rectangle(
        x: box.x, y: box.y, width: max(10, box.width - right - 4), height: box.height)
      elements.append(.text(sheet.footer, look, left, lines: 1))
    }
    if !words.isEmpty {
      elements.append(.text(words, look, box, .trailing, lines: 1))
    }
    page.add(.footer, box, elements)
  }
}
