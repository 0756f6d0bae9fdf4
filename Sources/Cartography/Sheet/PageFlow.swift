/// Fills pages from top to bottom with what follows the map: the rest of the legend and the notes,
/// and the tables.
struct PageFlow {
  private(set) var pages: [SheetPage]
  private let composer: SheetComposer
  private let area: Rectangle
  /// Of the next free row on the last page; `nil` on the page of the map, where nothing is added.
  private var y: Double?

  private var texts: TextContext { composer.texts }
  private var style: SheetStyle { composer.style }

  init(_ composer: SheetComposer, firstPage: SheetPage) {
    self.composer = composer
    pages = [firstPage]
    var area = composer.area
    let footer = composer.texts.size("0", composer.text(composer.style.texts.footer)).height
    _ = area.takeBottom(footer, gap: composer.gap)
    self.area = area
  }

  private mutating func newPage() -> Double {
    pages.append(SheetPage(size: composer.size))
    let look = composer.text(style.texts.subtitle)
    let box = Rectangle(
      x: area.x, y: area.y, width: area.width,
      height: texts.size(composer.sheet.title, look, width: area.width, lines: 1).height)
    let line = box.maxY + composer.gap * 0.3
    add(
      .header, box,
      [
        .text(composer.sheet.title, look, box, lines: 1),
        .rule(
          style.lines.accent, from: PaperPoint(x: area.x, y: line),
          to: PaperPoint(x: area.maxX, y: line)),
      ])
    return line + composer.gap
  }

  private mutating func add(_ kind: SheetPage.Block.Kind, _ box: Rectangle, _ parts: [PageElement])
  {
    pages[pages.count - 1].add(kind, box, parts)
  }

  mutating func add(_ legend: Legend) {
    var left = legend
    while !left.groups.isEmpty {
      let top = y ?? newPage()
      let box = PaperSize(width: area.width, height: area.maxY - top)
      let arrangement = left.arranged(
        in: box, style: style, texts: texts, textScale: composer.paper.textScale, mostColumns: 4)
      guard arrangement.size.height > 0 else {
        // An item higher than a page cannot be: its words are cut after three lines.
        if y == nil { return }
        y = nil
        continue
      }
      let place = Rectangle(
        x: area.x, y: top, width: arrangement.size.width, height: arrangement.size.height)
      add(.legend, place, [.legend(arrangement, at: PaperPoint(x: area.x, y: top))])
      left = arrangement.remaining
      y = left.groups.isEmpty ? place.maxY + composer.gap : nil
    }
  }

  mutating func addNotes(_ notes: [String]) {
    let look = composer.text(style.texts.note)
    // A line of about 60 Chinese letters is as much as an eye follows.
    let width = min(area.width, 150 * composer.paper.textScale)
    for words in notes {
      let height = texts.size(words, look, width: width).height
      var top = y ?? newPage()
      if top + height > area.maxY { top = newPage() }
      let box = Rectangle(
        x: area.x, y: top, width: width, height: min(height, area.maxY - top))
      // A paragraph longer than a page is cut with an ellipsis.
      let row = texts.size("国", look).height
      let lines = height > box.height ? max(1, Int(box.height / row)) : nil
      add(.notes, box, [.text(words, look, box, lines: lines)])
      y = box.maxY + 1.2
    }
    if let last = y, !notes.isEmpty { y = last + composer.gap }
  }

  /// Tables one under the other, in two columns where the page is wide and all tables are narrow.
  mutating func add(_ tables: [Table]) {
    let tables = tables.filter { !$0.columns.isEmpty }
    let half = (area.width - 2 * composer.gap) / 2
    let isNarrow = tables.allSatisfy { layout(of: $0, width: area.width).naturalWidth <= half }
    var place = TablePlace(
      columns: area.width > area.height && tables.count > 1 && isNarrow ? 2 : 1,
      width: area.width, gap: 2 * composer.gap)
    for table in tables { add(table, at: &place) }
    if place.column > 0 { y = nil }
  }

  /// Which column of a page the next table goes to.
  private struct TablePlace {
    let columns: Int
    let width: Double
    var column = 0
    /// Where the columns of this page begin.
    var top: Double?
    let gap: Double

    init(columns: Int, width: Double, gap: Double) {
      self.columns = columns
      self.width = (width - gap * Double(columns - 1)) / Double(columns)
      self.gap = gap
    }

    var x: Double { Double(column) * (width + gap) }
  }

  private func layout(of table: Table, width: Double) -> TableLayout {
    TableLayout(
      table, width: width, style: style, textScale: composer.paper.textScale, texts: texts)
  }

  /// The top of the next column, on this page or the next.
  private mutating func advance(_ place: inout TablePlace) -> Double {
    if let top = place.top, place.column + 1 < place.columns {
      place.column += 1
      return top
    }
    place.column = 0
    let top = newPage()
    place.top = top
    return top
  }

  private mutating func add(_ table: Table, at place: inout TablePlace) {
    let layout = layout(of: table, width: place.width)
    let head = layout.head(at: PaperPoint(x: 0, y: 0), continued: false).height
    let whole = head + table.rows.reduce(0) { $0 + layout.height(of: $1) }
    let firstRows = table.rows.prefix(2).reduce(0) { $0 + layout.height(of: $1) }
    var top = y ?? advance(&place)
    if place.top == nil { place.top = top }
    // A table that fits a column of its own is not broken over two.
    let isBetterWhole = whole <= area.maxY - (place.top ?? top)
    if top + (isBetterWhole ? whole : head + firstRows) > area.maxY { top = advance(&place) }
    var cursor = top
    var elements: [PageElement] = []
    func corner(_ at: Double) -> PaperPoint { PaperPoint(x: area.x + place.x, y: at) }
    func start(_ at: Double, continued: Bool) -> Double {
      let head = layout.head(at: corner(at), continued: continued)
      elements += head.elements
      return at + head.height
    }
    cursor = start(top, continued: false)
    var isOdd = false
    for (index, row) in table.rows.enumerated() {
      var needed = layout.height(of: row)
      // A group's heading stays with its first row.
      if case .group = row, index + 1 < table.rows.count {
        needed += layout.height(of: table.rows[index + 1])
      }
      if cursor + needed > area.maxY {
        close(table: elements, at: corner(top), to: cursor, width: layout.width)
        elements = []
        top = advance(&place)
        cursor = start(top, continued: true)
        isOdd = false
      }
      elements += layout.row(row, at: corner(cursor), isOdd: isOdd)
      cursor += layout.height(of: row)
      if case .cells = row { isOdd.toggle() } else { isOdd = false }
    }
    close(table: elements, at: corner(top), to: cursor, width: layout.width)
    cursor += 1.4
    let notes = layout.notes(at: corner(cursor), width: place.width)
    if notes.height > 0 {
      if cursor + notes.height > area.maxY { cursor = advance(&place) }
      let placed = layout.notes(at: corner(cursor), width: place.width)
      add(
        .notes,
        Rectangle(x: corner(cursor).x, y: cursor, width: place.width, height: placed.height),
        placed.elements)
      cursor += placed.height
    }
    y = cursor + composer.gap * 1.2
  }

  private mutating func close(
    table elements: [PageElement], at corner: PaperPoint, to bottom: Double, width: Double
  ) {
    add(
      .table, Rectangle(x: corner.x, y: corner.y, width: width, height: bottom - corner.y),
      elements)
  }
}
