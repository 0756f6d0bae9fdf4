/// Rows and columns of text, with a title and notes; breaks over pages between rows.
public struct Table: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public var title: String
    public var alignment: TextAlignment
    /// A heading over neighbouring columns that bear the same one.
    public var group: String?

    public init(title: String, alignment: TextAlignment = .leading, group: String? = nil) {
      self.title = title
      self.alignment = alignment
      self.group = group
    }
  }

  public enum Row: Sendable, Hashable {
    /// As many texts as columns; missing ones are empty.
    case cells([String])
    /// A heading across all columns.
    case group(String)
    /// A row in bold, under a rule.
    case total([String])
  }

  public var title: String
  public var columns: [Column]
  public var rows: [Row]
  public var notes: [String]

  public init(title: String, columns: [Column], rows: [Row], notes: [String] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.notes = notes
  }
}

/// A table whose widths and heights are measured.
struct TableLayout {
  let table: Table
  let style: SheetStyle
  let textScale: Double
  let texts: TextContext
  /// Of each column, with its padding.
  let widths: [Double]
  /// The width at which no cell is broken.
  let naturalWidth: Double

  private var padding: Double { 1.6 * textScale }
  private var rowPadding: Double { 0.9 * textScale }
  var width: Double { widths.reduce(0, +) }
  private var header: TextStyle { style.texts.tableHeader.scaled(by: textScale) }
  private var body: TextStyle { style.texts.tableBody.scaled(by: textScale) }
  private var group: TextStyle { style.texts.tableGroup.scaled(by: textScale) }
  private var title: TextStyle { style.texts.tableTitle.scaled(by: textScale) }
  private var note: TextStyle { style.texts.note.scaled(by: textScale) }
  /// A cell is cut with an ellipsis after so many lines, so that a row always fits a page.
  private static let mostLines = 6

  init(
    _ table: Table, width: Double, style: SheetStyle, textScale: Double, texts: TextContext
  ) {
    self.table = table
    self.style = style
    self.textScale = textScale
    self.texts = texts
    let padding = 1.6 * textScale
    let header = style.texts.tableHeader.scaled(by: textScale)
    let body = style.texts.tableBody.scaled(by: textScale)
    var natural = table.columns.map { texts.size($0.title, header).width }
    for row in table.rows {
      let (cells, text): ([String], TextStyle)
      switch row {
      case .cells(let values): (cells, text) = (values, body)
      case .total(let values): (cells, text) = (values, header)
      case .group: continue
      }
      for (index, cell) in cells.prefix(natural.count).enumerated() {
        natural[index] = max(natural[index], texts.size(cell, text).width)
      }
    }
    let padded = natural.map { $0 + 2 * padding }
    naturalWidth = padded.reduce(0, +)
    widths = Self.share(width, among: padded)
  }

  /// Columns keep their natural width and share what is left, up to as much again; where
  /// there is too little, the widest give way first.
  static func share(_ width: Double, among natural: [Double]) -> [Double] {
    let sum = natural.reduce(0, +)
    guard sum > 0 else { return natural }
    if sum <= width {
      let factor = min(2.2, width / sum)
      return natural.map { $0 * factor }
    }
    var result = natural
    var open = Set(natural.indices)
    var left = width
    while !open.isEmpty {
      let fair = left / Double(open.count)
      let small = open.filter { natural[$0] <= fair }
      guard !small.isEmpty else {
        for index in open { result[index] = fair }
        break
      }
      for index in small { left -= natural[index] }
      open.subtract(small)
    }
    return result
  }

  // MARK: Parts

  /// Title and header, from the upper left corner of `corner`; the height they take.
  func head(at corner: PaperPoint, continued: Bool) -> (elements: [PageElement], height: Double) {
    var elements: [PageElement] = []
    var y = corner.y
    if !table.title.isEmpty {
      let words = table.title + (continued ? texts.language.continued : "")
      let height = texts.size(words, title, width: max(width, 60), lines: 2).height
      elements.append(
        .text(
          words, title,
          Rectangle(x: corner.x, y: y, width: max(width, 60), height: height), lines: 2))
      y += height + 1.6 * textScale
    }
    let top = y
    var texts: [PageElement] = []
    let groups = groupHeights()
    if groups.height > 0 {
      for run in groups.runs {
        let box = Rectangle(
          x: corner.x + run.x + padding, y: y + rowPadding, width: run.width - 2 * padding,
          height: groups.height)
        texts.append(.text(run.title, header, box, .centre, lines: 2))
        let line = y + groups.height + 1.6 * rowPadding
        texts.append(
          .rule(
            style.lines.tableRule, from: PaperPoint(x: box.x, y: line),
            to: PaperPoint(x: box.maxX, y: line)))
      }
      y += groups.height + 1.8 * rowPadding
    }
    let height = rowHeight(self.table.columns.map(\.title), header)
    texts += cells(self.table.columns.map(\.title), header, x: corner.x, y: y, height: height)
    y += height
    let box = Rectangle(x: corner.x, y: top, width: width, height: y - top)
    elements.append(.box(box, fill: style.fills.tableHeader, stroke: nil))
    elements += texts
    for line in [top, y] {
      elements.append(
        .rule(
          style.lines.innerFrame, from: PaperPoint(x: corner.x, y: line),
          to: PaperPoint(x: corner.x + width, y: line)))
    }
    return (elements, y - corner.y)
  }

  func height(of row: Table.Row) -> Double {
    switch row {
    case .cells(let values): rowHeight(values, body)
    case .total(let values): rowHeight(values, header)
    case .group(let words):
      texts.size(words, group, width: width - 2 * padding, lines: 2).height + 2.4 * rowPadding
    }
  }

  /// - Parameter isOdd: whether the row has the tinted ground.
  func row(_ row: Table.Row, at corner: PaperPoint, isOdd: Bool) -> [PageElement] {
    let height = height(of: row)
    let box = Rectangle(x: corner.x, y: corner.y, width: width, height: height)
    let foot = PageElement.rule(
      style.lines.tableRule, from: PaperPoint(x: box.x, y: box.maxY),
      to: PaperPoint(x: box.maxX, y: box.maxY))
    switch row {
    case .cells(let values):
      let ground: [PageElement] = isOdd ? [.box(box, fill: style.fills.zebra, stroke: nil)] : []
      return ground + cells(values, body, x: box.x, y: box.y, height: height) + [foot]
    case .total(let values):
      let head = PageElement.rule(
        style.lines.innerFrame, from: PaperPoint(x: box.x, y: box.y),
        to: PaperPoint(x: box.maxX, y: box.y))
      return cells(values, header, x: box.x, y: box.y, height: height) + [head, foot]
    case .group(let words):
      let size = texts.size(words, group, width: width - 2 * padding, lines: 2)
      let place = Rectangle(
        x: box.x + padding, y: box.maxY - size.height - rowPadding, width: width - 2 * padding,
        height: size.height)
      return [.text(words, group, place, lines: 2), foot]
    }
  }

  func notes(at corner: PaperPoint, width: Double) -> (elements: [PageElement], height: Double) {
    var elements: [PageElement] = []
    var y = corner.y
    for words in table.notes {
      let height = texts.size(words, note, width: width).height
      elements.append(
        .text(words, note, Rectangle(x: corner.x, y: y, width: width, height: height)))
      y += height + 0.6 * textScale
    }
    return (elements, y - corner.y)
  }

  private func rowHeight(_ values: [String], _ text: TextStyle) -> Double {
    let heights = zip(values, widths).map { value, width in
      texts.size(value, text, width: width - 2 * padding, lines: Self.mostLines).height
    }
    return max(heights.max() ?? 0, texts.size("0", text).height) + 2 * rowPadding
  }

  private func cells(
    _ values: [String], _ text: TextStyle, x: Double, y: Double, height: Double
  ) -> [PageElement] {
    var left = x
    var elements: [PageElement] = []
    for ((value, column), width) in zip(zip(values, table.columns), widths) {
      let inner = width - 2 * padding
      let size = texts.size(value, text, width: inner, lines: Self.mostLines)
      let box = Rectangle(
        x: left + padding, y: y + (height - size.height) / 2, width: inner, height: size.height)
      if !value.isEmpty {
        elements.append(.text(value, text, box, column.alignment, lines: Self.mostLines))
      }
      left += width
    }
    return elements
  }

  private func groupHeights() -> (
    height: Double, runs: [(title: String, x: Double, width: Double)]
  ) {
    var runs: [(title: String, x: Double, width: Double)] = []
    var x = 0.0
    var last: String?
    for (column, width) in zip(table.columns, widths) {
      if let title = column.group {
        if title == last, let end = runs.indices.last {
          runs[end].width += width
        } else {
          runs.append((title, x, width))
        }
      }
      last = column.group
      x += width
    }
    let heights = runs.map {
      texts.size($0.title, header, width: $0.width - 2 * padding, lines: 2).height
    }
    return (heights.max() ?? 0, runs)
  }
}
