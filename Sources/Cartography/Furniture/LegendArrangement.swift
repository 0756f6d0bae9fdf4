/// A legend laid into a box: in as few columns and as large as fits. What does not fit at the
/// smallest size remains, for another page; nothing stands outside the box.
public struct LegendArrangement: Sendable {
  struct Row: Sendable {
    enum Content: Sendable {
      case heading(String)
      case item(Legend.Item)
    }

    var content: Content
    /// From the upper left corner of the legend.
    var box: Rectangle
  }

  var rows: [Row]
  /// By which text and swatches are shrunk.
  public let scale: Double
  public let columns: Int
  /// What the rows fill.
  public let size: PaperSize
  /// What found no room.
  public let remaining: Legend

  /// The boxes of headings and items, from the upper left corner of the legend.
  public var boxes: [Rectangle] { rows.map(\.box) }

  /// How many items found room.
  public var itemCount: Int {
    rows.count { row in
      if case .item = row.content { true } else { false }
    }
  }
}

extension Legend {
  /// - Parameters:
  ///   - size: of the box, in millimetres.
  ///   - mostColumns: one for a narrow panel.
  public func arranged(
    in size: PaperSize, style: SheetStyle, language: SheetLanguage, textScale: Double = 1,
    mostColumns: Int = 4
  ) throws(CartographyError) -> LegendArrangement {
    let texts = try TextContext(style: style, language: language)
    return arranged(
      in: size, style: style, texts: texts, textScale: textScale, mostColumns: mostColumns)
  }

  func arranged(
    in size: PaperSize, style: SheetStyle, texts: TextContext, textScale: Double,
    mostColumns: Int
  ) -> LegendArrangement {
    var scale = 1.0
    while true {
      for columns in 1...max(1, mostColumns) {
        let flow = LegendFlow(
          legend: self, box: size, columns: columns, scale: scale, style: style, texts: texts,
          textScale: textScale)
        // A label that breaks often is worse than a smaller one that does not.
        guard columns == 1 || flow.isWideEnough else { break }
        let whole = flow.run(keepsGroups: true)
        if whole.remaining.groups.isEmpty { return whole }
        let arrangement = flow.run()
        if arrangement.remaining.groups.isEmpty { return arrangement }
        if columns == max(1, mostColumns), scale <= style.legend.leastScale { return arrangement }
      }
      guard scale > style.legend.leastScale else { break }
      scale = max(style.legend.leastScale, scale - 0.06)
    }
    return LegendFlow(
      legend: self, box: size, columns: 1, scale: scale, style: style, texts: texts,
      textScale: textScale
    ).run()
  }
}

extension Legend {
  /// At full size in so many columns of equal length, the least height that holds everything;
  /// `nil` where the columns would be too narrow.
  func leastHeight(
    width: Double, columns: Int, style: SheetStyle, texts: TextContext, textScale: Double
  ) -> Double? {
    func flow(_ height: Double) -> LegendFlow {
      LegendFlow(
        legend: self, box: PaperSize(width: width, height: height), columns: columns, scale: 1,
        style: style, texts: texts, textScale: textScale)
    }
    guard columns == 1 || flow(1).isWideEnough else { return nil }
    let whole = LegendFlow(
      legend: self, box: PaperSize(width: width, height: 1e5), columns: 1, scale: 1, style: style,
      texts: texts, textScale: textScale
    ).run().size.height
    guard columns > 1 else { return whole }
    func least(_ keepsGroups: Bool) -> Double {
      var height = whole / Double(columns)
      while height < whole, !flow(height).run(keepsGroups: keepsGroups).remaining.groups.isEmpty {
        height += 1
      }
      return height
    }
    // A group that stays together is worth a third of the height.
    let (kept, split) = (least(true), least(false))
    return kept <= split * 1.34 ? kept : split
  }
}

/// One attempt: items from top to bottom, column by column.
private struct LegendFlow {
  let legend: Legend
  let box: PaperSize
  let columns: Int
  let scale: Double
  let style: SheetStyle
  let texts: TextContext
  let textScale: Double

  var columnWidth: Double {
    (box.width - Double(columns - 1) * style.legend.columnGap * scale) / Double(columns)
  }

  var isWideEnough: Bool { columnWidth >= 26 * scale * textScale }

  /// - Parameter keepsGroups: whether a group that fits one column is never broken.
  func run(keepsGroups: Bool = false) -> LegendArrangement {
    var rows: [LegendArrangement.Row] = []
    var remaining: [Legend.Group] = []
    var column = 0
    var y = 0.0
    var lowest = 0.0
    let gap = style.legend.itemGap * scale * textScale
    let groupGap = style.legend.groupGap * scale * textScale
    for group in legend.groups {
      guard remaining.isEmpty else {
        remaining.append(group)
        continue
      }
      var left = Legend.Group(title: group.title, items: [])
      if keepsGroups, y > 0 {
        let whole = height(of: group, gap: gap)
        if y + groupGap + whole > box.height, whole <= box.height {
          column += 1
          y = 0
        }
      }
      for (index, item) in group.items.enumerated() {
        guard left.items.isEmpty else {
          left.items.append(item)
          continue
        }
        let height = height(of: item)
        guard height <= box.height else {
          left.items.append(item)
          continue
        }
        let heading = index == 0 && !group.title.isEmpty ? headingHeight(group.title) : 0
        var top = y
        if y > 0 { top += index == 0 ? groupGap : gap }
        // A heading never stands alone at the foot of a column.
        if top + heading + height > box.height {
          column += 1
          // The rest of a group stands level with its first items.
          let shift = index > 0 && !group.title.isEmpty ? headingHeight(group.title) : 0
          top = shift + height <= box.height ? shift : 0
        }
        guard column < columns, top + heading + height <= box.height else {
          left.items.append(item)
          continue
        }
        let x = Double(column) * (columnWidth + style.legend.columnGap * scale)
        if heading > 0 {
          let box = Rectangle(x: x, y: top, width: columnWidth, height: heading - gap)
          rows.append(.init(content: .heading(group.title), box: box))
          top += heading
        }
        let box = Rectangle(x: x, y: top, width: columnWidth, height: height)
        rows.append(.init(content: .item(item), box: box))
        y = top + height
        lowest = max(lowest, y)
      }
      if !left.items.isEmpty { remaining.append(left) }
    }
    let used = min(column + 1, columns)
    let width = Double(used) * columnWidth + Double(used - 1) * style.legend.columnGap * scale
    return LegendArrangement(
      rows: rows, scale: scale, columns: columns,
      size: PaperSize(width: rows.isEmpty ? 0 : width, height: lowest),
      remaining: Legend(groups: remaining))
  }

  private func height(of group: Legend.Group, gap: Double) -> Double {
    let heading = group.title.isEmpty ? 0 : headingHeight(group.title)
    return group.items.reduce(heading - gap) { $0 + height(of: $1) + gap }
  }

  private func headingHeight(_ title: String) -> Double {
    let text = style.texts.heading.scaled(by: textScale * scale)
    return texts.size(title, text, width: columnWidth, lines: 2).height
      + style.legend.itemGap * scale * textScale
  }

  private func height(of item: Legend.Item) -> Double {
    let text = style.texts.legend.scaled(by: textScale * scale)
    let width = columnWidth - style.legend.labelOffset(scale * textScale)
    let label = texts.size(item.label, text, width: max(4, width), lines: 3).height
    return max(label, style.legend.symbolHeight(item.symbol, scale: scale * textScale))
  }
}

extension SheetStyle.LegendStyle {
  /// From the left of an item to its words.
  func labelOffset(_ scale: Double) -> Double { (swatchWidth + 2) * scale }

  func symbolHeight(_ symbol: Legend.Symbol, scale: Double) -> Double {
    if case .circle(_, let diameter) = symbol { return max(diameter, swatchHeight * scale) }
    return swatchHeight * scale
  }
}

extension LegendArrangement {
  func draw(on canvas: Canvas, at corner: PaperPoint, style: SheetStyle, textScale: Double) {
    let scale = scale * textScale
    for row in rows {
      let box = Rectangle(
        x: corner.x + row.box.x, y: corner.y + row.box.y, width: row.box.width,
        height: row.box.height)
      switch row.content {
      case .heading(let title):
        canvas.texts.layout(
          title, style.texts.heading.scaled(by: scale), width: box.width, lines: 2
        ).draw(on: canvas, at: PaperPoint(x: box.x, y: box.y))
      case .item(let item):
        let offset = style.legend.labelOffset(scale)
        let label = canvas.texts.layout(
          item.label, style.texts.legend.scaled(by: scale), width: max(4, box.width - offset),
          lines: 3)
        label.draw(
          on: canvas,
          at: PaperPoint(x: box.x + offset, y: box.y + (box.height - label.size.height) / 2))
        let swatch = Rectangle(
          x: box.x, y: box.y + (box.height - style.legend.swatchHeight * scale) / 2,
          width: style.legend.swatchWidth * scale, height: style.legend.swatchHeight * scale)
        draw(item.symbol, in: swatch, on: canvas, style: style, textScale: textScale)
      }
    }
  }

  private func draw(
    _ symbol: Legend.Symbol, in swatch: Rectangle, on canvas: Canvas, style: SheetStyle,
    textScale: Double
  ) {
    let centre = PaperPoint(
      x: swatch.x + swatch.width / 2, y: swatch.y + swatch.height / 2)
    switch symbol {
    case .area(let look) where look.isBorder:
      // A border is shown as a line, as on any map.
      canvas.paint(look) {
        canvas.move(to: PaperPoint(x: swatch.x, y: centre.y))
        canvas.line(to: PaperPoint(x: swatch.maxX, y: centre.y))
      }
    case .area(let look):
      // Half of the stroke, so that it stays inside.
      let box = swatch.inset(by: (look.strokeWidth ?? 0) / 2)
      canvas.paint(look) { canvas.rectangle(box) }
      if look.fill != nil { canvas.stroke(swatch, style.lines.rule) }
    case .line(let look):
      canvas.paint(look) {
        canvas.move(to: PaperPoint(x: swatch.x, y: centre.y))
        canvas.line(to: PaperPoint(x: swatch.maxX, y: centre.y))
      }
    case .point(let look):
      canvas.symbol(look, at: centre, diameter: min(swatch.height, (look.size ?? 1) * 1.3))
    case .circle(let look, let diameter):
      canvas.symbol(
        look.with(opacity: style.circles.opacity), at: centre, diameter: diameter)
    case .mark(let kind):
      let look = style.label(kind)
      canvas.mark(look, at: centre, diameter: look.mark ?? 1)
    }
  }
}
