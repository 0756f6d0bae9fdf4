import SimpleFeatures

/// Lays out what stands beside or below the map: legend, insets, scale and notes. Words shrink a
/// little before any of them leaves the page.
struct PanelLayout {
  struct Part {
    var kind: SheetPage.Block.Kind
    var box: Rectangle
    var elements: [PageElement]
  }

  struct Result {
    var parts: [Part] = []
    /// What found no room.
    var remainingLegend = Legend(groups: [])
    var remainingNotes: [String] = []
  }

  /// How much notes and insets are shrunk, mildest first.
  private static let attempts: [(notes: Double, insets: Double)] = [
    (1, 1), (0.93, 1), (0.93, 0.8), (0.86, 0.8), (0.86, 0.62),
  ]

  private let composer: SheetComposer
  private let legend: Legend
  private let view: MapView
  /// Of the sheet, those that show more than the map.
  private let insets: [MapSheet.Inset]

  private var sheet: MapSheet { composer.sheet }
  private var style: SheetStyle { composer.style }
  private var texts: TextContext { composer.texts }
  private var textScale: Double { composer.paper.textScale }
  private var gap: Double { composer.gap }

  init(_ composer: SheetComposer, legend: Legend, view: MapView, insets: [MapSheet.Inset]) {
    self.insets = insets
    self.composer = composer
    self.legend = legend
    self.view = view
  }

  // MARK: Beside the map

  /// The legend at the top, scale and notes at the foot.
  func column(_ box: Rectangle) -> Result {
    var result = Result()
    let scale = scaleHeight(box.width)
    let choice = columnChoice(box, scale: scale)
    var rest = box
    let notesRoom = choice.fits ? box.height : (box.height - scale) * 0.4
    let (shown, left, notesHeight) = notes(box.width, choice.notes, most: notesRoom)
    result.remainingNotes = left
    if !shown.isEmpty {
      let place = rest.takeBottom(notesHeight, gap: gap)
      result.parts.append(notesPart(shown, place, choice.notes, [rule(above: place)]))
    }
    let scaleBox = rest.takeBottom(scale, gap: gap)
    result.parts.append(scalePart(scaleBox, [rule(above: scaleBox)]))
    let insets = insetsHeight(box.width, choice.insets)
    let room = choice.legend ?? max(0, insets > 0 ? rest.height - insets - gap : rest.height)
    let arrangement = arrange(
      PaperSize(width: rest.width, height: min(room, rest.height)), columns: choice.columns)
    result.remainingLegend = arrangement.remaining
    if arrangement.size.height > 0 {
      let place = rest.takeTop(arrangement.size.height, gap: gap)
      result.parts.append(legendPart(arrangement, place))
    }
    if insets > 0, insets <= rest.height + 1e-6 {
      let place = rest.takeTop(insets)
      let rule = arrangement.size.height > 0 ? [rule(above: place)] : []
      result.parts.append(
        Part(kind: .inset, box: place, elements: rule + insetElements(place, choice.insets)))
    }
    return result
  }

  private struct Choice {
    var notes: Double
    var insets: Double
    var columns: Int
    /// The legend's height at full size; `nil` where it must shrink.
    var legend: Double?
    var fits: Bool { legend != nil }
  }

  /// A legend in two columns is milder than smaller notes or insets.
  private func columnChoice(_ box: Rectangle, scale: Double) -> Choice {
    let legends = (1...2).map { leastLegendHeight(box.width, columns: $0) }
    for attempt in Self.attempts {
      for (index, legend) in legends.enumerated() {
        guard let legend else { continue }
        let heights = [
          legend, insetsHeight(box.width, attempt.insets), scale,
          notesHeight(box.width, attempt.notes),
        ].filter { $0 > 0 }
        if heights.reduce(0, +) + Double(max(0, heights.count - 1)) * gap <= box.height {
          return Choice(
            notes: attempt.notes, insets: attempt.insets, columns: index + 1,
            legend: legend + 1e-6)
        }
      }
    }
    let last = Self.attempts[Self.attempts.count - 1]
    return Choice(notes: last.notes, insets: last.insets, columns: 2)
  }

  // MARK: Below the map

  /// The legend on the left; scale, insets and notes on the right. On a phone the legend takes
  /// the whole width and the others stand below it.
  func strip(_ box: Rectangle) -> Result {
    var result = Result()
    var rest = box
    let (left, right) = halves(box.width)
    let isPhone = composer.isPhone
    let columns = stripColumns(box.width, most: box.height)
    let legendRoom = isPhone ? box.height - scaleHeight(right) - gap : box.height
    let arrangement = arrange(
      PaperSize(width: isPhone ? box.width : left, height: max(0, legendRoom)), columns: columns)
    result.remainingLegend = arrangement.remaining
    if arrangement.size.height > 0 {
      let place = Rectangle(
        x: box.x, y: box.y, width: arrangement.size.width, height: arrangement.size.height)
      result.parts.append(legendPart(arrangement, place))
      if isPhone { _ = rest.takeTop(place.height, gap: gap) }
    }
    let scale = scaleHeight(right)
    let choice =
      isPhone ? attempt(left, rest.height, scale: 0) : attempt(right, box.height, scale: scale)
    if isPhone {
      // Notes on the left, the scale on the right.
      let column = rest.takeRight(right, gap: gap)
      result.parts.append(
        scalePart(Rectangle(x: column.x, y: column.y, width: column.width, height: scale), []))
    } else {
      rest = Rectangle(x: box.maxX - right, y: box.y, width: right, height: box.height)
      result.parts.append(scalePart(rest.takeTop(scale, gap: gap * 0.8), []))
    }
    let insets = insetsHeight(rest.width, choice.insets)
    if insets > 0, insets <= rest.height {
      let place = rest.takeTop(insets, gap: gap * 0.8)
      result.parts.append(
        Part(kind: .inset, box: place, elements: insetElements(place, choice.insets)))
    }
    let (shown, remaining, height) = notes(rest.width, choice.notes, most: rest.height)
    result.remainingNotes = remaining
    if !shown.isEmpty {
      result.parts.append(notesPart(shown, rest.takeTop(height), choice.notes, []))
    }
    return result
  }

  /// What the strip needs, up to the most.
  func stripHeight(width: Double, most: Double) -> Double {
    let (left, right) = halves(width)
    let columns = stripColumns(width, most: most)
    let isPhone = composer.isPhone
    let legend =
      leastLegendHeight(isPhone ? width : left, columns: columns)
      ?? leastLegendHeight(left, columns: 1) ?? most
    guard isPhone else {
      return min(most, max(legend, besideHeight(right, most)) + 1e-6)
    }
    let below = max(
      scaleHeight(right), insetsHeight(left, 1) + gap + notesHeight(left, 1))
    return min(most, legend + gap + below + 1e-6)
  }

  /// As few columns as keep the legend no higher than what stands beside it.
  private func stripColumns(_ width: Double, most: Double) -> Int {
    if composer.isPhone { return 3 }
    let (left, right) = halves(width)
    let beside = besideHeight(right, most)
    let alone = leastLegendHeight(left, columns: 1) ?? 0
    return alone <= beside || leastLegendHeight(left, columns: 2) == nil ? 1 : 2
  }

  private func attempt(
    _ width: Double, _ height: Double, scale: Double
  ) -> (notes: Double, insets: Double) {
    Self.attempts.first { stackHeight(width, $0, scale: scale) <= height }
      ?? Self.attempts[Self.attempts.count - 1]
  }

  /// Of scale, insets and notes, one under the other.
  private func stackHeight(
    _ width: Double, _ attempt: (notes: Double, insets: Double), scale: Double
  ) -> Double {
    let parts = [
      scale, insetsHeight(width, attempt.insets), notesHeight(width, attempt.notes),
    ].filter { $0 > 0 }
    return parts.reduce(0, +) + Double(max(0, parts.count - 1)) * gap * 0.8
  }

  private func besideHeight(_ width: Double, _ most: Double) -> Double {
    let scale = scaleHeight(width)
    return stackHeight(width, attempt(width, most, scale: scale), scale: scale)
  }

  private func halves(_ width: Double) -> (left: Double, right: Double) {
    guard !legend.groups.isEmpty else { return (0, width) }
    let left = (width - gap) * 0.48
    return (left, width - gap - left)
  }

  // MARK: Legend

  private func arrange(_ size: PaperSize, columns: Int) -> LegendArrangement {
    legend.arranged(
      in: size, style: style, texts: texts, textScale: textScale, mostColumns: columns)
  }

  private func leastLegendHeight(_ width: Double, columns: Int) -> Double? {
    legend.leastHeight(
      width: width, columns: columns, style: style, texts: texts, textScale: textScale)
  }

  private func legendPart(_ arrangement: LegendArrangement, _ box: Rectangle) -> Part {
    Part(
      kind: .legend, box: box,
      elements: [.legend(arrangement, at: PaperPoint(x: box.x, y: box.y))])
  }

  private func rule(above box: Rectangle) -> PageElement {
    .rule(
      style.lines.rule, from: PaperPoint(x: box.x, y: box.y - gap / 2),
      to: PaperPoint(x: box.maxX, y: box.y - gap / 2))
  }

  // MARK: Scale and north

  private func bar(_ width: Double) -> ScaleBar {
    // What the arrow and half of the last number take is not the bar's.
    let room = width - northWidth - gap - 10 * textScale
    return ScaleBar(scale: view.scale, longest: max(8, min(style.scaleBar.longest, room)))
  }

  private var northWidth: Double { NorthArrow.width * textScale.squareRoot() }

  private func scaleHeight(_ width: Double) -> Double {
    max(
      bar(width).size(texts, style, textScale: textScale).height,
      NorthArrow.height * textScale.squareRoot())
  }

  private func scalePart(_ box: Rectangle, _ rules: [PageElement]) -> Part {
    let bar = bar(box.width)
    let height = bar.size(texts, style, textScale: textScale).height
    let arrow = Rectangle(
      x: box.maxX - northWidth, y: box.y, width: northWidth, height: box.height)
    let corner = PaperPoint(x: box.x, y: box.y + (box.height - height) / 2)
    return Part(
      kind: .scale, box: box, elements: rules + [.scaleBar(bar, at: corner), .northArrow(arrow)])
  }

  // MARK: Insets

  /// Title and scale stand in one line where they fit, else one under the other.
  private func titleHeight(_ width: Double) -> Double {
    let lines = titlesNeedTwoLines(width) ? 2.0 : 1
    return lines * texts.size("0", composer.text(style.texts.insetTitle)).height + 0.6
  }

  private func titlesNeedTwoLines(_ width: Double) -> Bool {
    let each = insets.count > 1 ? (width - gap) / 2 : width
    return insets.contains { inset in
      texts.size(inset.title, composer.text(style.texts.insetTitle)).width
        + texts.size("1:8\u{00A0}000\u{00A0}000", composer.text(style.texts.note)).width + 2 > each
    }
  }

  private func insetSize(_ inset: MapSheet.Inset, _ width: Double, _ factor: Double) -> PaperSize {
    let each = insets.count > 1 ? (width - gap) / 2 : width
    let shape = inset.extent.width > 0 ? inset.extent.height / inset.extent.width : 1
    let (low, high) = composer.isPhone ? (14.0, 24.0) : (20 * textScale, 42 * textScale)
    let height = min(max(each * shape, low), high) * factor
    return PaperSize(width: each, height: height)
  }

  private func insetRows(_ width: Double, _ factor: Double) -> [Double] {
    let heights = insets.map { insetSize($0, width, factor).height }
    return stride(from: 0, to: heights.count, by: 2).map { start in
      heights[start..<min(start + 2, heights.count)].reduce(0, max) + titleHeight(width)
    }
  }

  private func insetsHeight(_ width: Double, _ factor: Double) -> Double {
    let rows = insetRows(width, factor)
    return rows.isEmpty ? 0 : rows.reduce(0, +) + Double(rows.count - 1) * gap * 0.6
  }

  private func insetElements(_ box: Rectangle, _ factor: Double) -> [PageElement] {
    var elements: [PageElement] = []
    var y = box.y
    let rows = insetRows(box.width, factor)
    let titleHeight = titleHeight(box.width)
    let isTall = titlesNeedTwoLines(box.width)
    let titleText = composer.text(style.texts.insetTitle)
    let scaleText = composer.text(style.texts.note)
    for (index, inset) in insets.enumerated() {
      let row = rows[index / 2]
      let width = insetSize(inset, box.width, factor).width
      let x = box.x + Double(index % 2) * (width + gap)
      let frame = Rectangle(
        x: x, y: y + titleHeight, width: width, height: row - titleHeight)
      let view = MapView(rectangle: frame, fitting: inset.extent)
      let right = texts.size(view.scale.text, scaleText).width + 0.2
      elements.append(
        .text(
          inset.title, titleText,
          Rectangle(
            x: x, y: y, width: isTall ? width : max(4, width - right - 1), height: titleHeight),
          lines: 1))
      let scaleY = isTall ? y + (titleHeight - 0.6) / 2 : y
      elements.append(
        .text(
          view.scale.text, scaleText,
          Rectangle(
            x: isTall ? x : frame.maxX - right, y: scaleY, width: right, height: titleHeight)))
      let map = MapFrame(
        view: view, background: sheet.background?.classes.last, layers: sheet.layers,
        labels: sheet.labels)
      let seats = LabelSeats(map, texts: texts, style: style, textScale: textScale * 0.9)
      elements.append(.map(map, seats))
      if index % 2 == 1 { y += row + gap * 0.6 }
    }
    return elements
  }

  // MARK: Notes

  private func notesHeight(_ width: Double, _ scale: Double) -> Double {
    notes(width, scale, most: .infinity).height
  }

  /// The first paragraphs that fit, the others, and the height of the first.
  private func notes(
    _ width: Double, _ scale: Double, most: Double
  ) -> (shown: [String], left: [String], height: Double) {
    let look = composer.text(style.texts.note, scale)
    var height = 0.0
    for (index, words) in sheet.notes.enumerated() {
      let next =
        height + (index > 0 ? paragraphGap : 0) + texts.size(words, look, width: width).height
      guard next <= most else {
        return (Array(sheet.notes[..<index]), Array(sheet.notes[index...]), height)
      }
      height = next
    }
    return (sheet.notes, [], height)
  }

  private var paragraphGap: Double { 0.9 * textScale }

  private func notesPart(
    _ shown: [String], _ box: Rectangle, _ scale: Double, _ rules: [PageElement]
  ) -> Part {
    let look = composer.text(style.texts.note, scale)
    var elements = rules
    var y = box.y
    for words in shown {
      let height = texts.size(words, look, width: box.width).height
      let place = Rectangle(x: box.x, y: y, width: box.width, height: height)
      elements.append(.text(words, look, place))
      y += height + paragraphGap
    }
    return Part(kind: .notes, box: box, elements: elements)
  }
}
