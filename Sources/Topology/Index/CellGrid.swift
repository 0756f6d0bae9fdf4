import SimpleFeatures

/// Equal cells over a box, numbered along rows from the south-west corner.
struct CellGrid: Sendable {
  let box: BoundingBox
  let columns: Int
  let rows: Int
  let cellWidth: Double
  let cellHeight: Double
  private let columnsPerUnit: Double
  private let rowsPerUnit: Double
  /// The sides of the columns and rows, one more than there are.
  let xs: [Double]
  let ys: [Double]

  /// Cells as square as the box allows.
  init(box: BoundingBox, cells: Int) {
    let ratio = box.height > 0 ? box.width / box.height : .infinity
    let wanted = (Double(cells) * ratio).squareRoot()
    let columns = max(1, Int(min(wanted, Double(cells), Self.mostOnASide)))
    self.init(
      box: box, columns: columns,
      rows: max(1, min(cells / columns, Int(Self.mostOnASide))))
  }

  private static let mostOnASide = 32_768.0

  private init(box: BoundingBox, columns: Int, rows: Int) {
    self.box = box
    self.columns = box.width > 0 ? columns : 1
    self.rows = box.height > 0 ? rows : 1
    cellWidth = box.width / Double(self.columns)
    cellHeight = box.height / Double(self.rows)
    columnsPerUnit = cellWidth > 0 ? 1 / cellWidth : 0
    rowsPerUnit = cellHeight > 0 ? 1 / cellHeight : 0
    let (width, height) = (cellWidth, cellHeight)
    xs = (0...self.columns).map { box.minX + Double($0) * width }
    ys = (0...self.rows).map { box.minY + Double($0) * height }
  }

  var count: Int { columns * rows }

  /// The column of a position; what lies beside the box goes to the nearest one.
  @inline(__always)
  func column(of x: Double) -> Int {
    Int(max(0, min(Double(columns - 1), (x - box.minX) * columnsPerUnit)))
  }

  @inline(__always)
  func row(of y: Double) -> Int {
    Int(max(0, min(Double(rows - 1), (y - box.minY) * rowsPerUnit)))
  }

  /// What rounding may move a position by, and a little more, in cells' widths and heights.
  var safety: (x: Double, y: Double) {
    (
      cellWidth * 1e-6 + 16 * max(box.minX.magnitude, box.maxX.magnitude).ulp,
      cellHeight * 1e-6 + 16 * max(box.minY.magnitude, box.maxY.magnitude).ulp
    )
  }

  /// Calls for each row with the first and last column of the cells that the segment comes within
  /// the margins of; never misses one, may name one too many.
  @inline(__always)
  func forEachSpan(
    of segment: Segment, marginX: Double, marginY: Double,
    _ body: (_ row: Int, _ first: Int, _ last: Int) -> Void
  ) {
    let canonical = segment.ay <= segment.by
    let (lowX, lowY) = canonical ? (segment.ax, segment.ay) : (segment.bx, segment.by)
    let (highX, highY) = canonical ? (segment.bx, segment.by) : (segment.ax, segment.ay)
    let firstRow = row(of: lowY - marginY)
    let lastRow = row(of: highY + marginY)
    let rise = highY - lowY
    let run = highX - lowX
    for row in firstRow...lastRow {
      var from = 0.0
      var to = 1.0
      if rise > 0, firstRow != lastRow {
        from = max(0, min(1, (ys[row] - marginY - lowY) / rise))
        to = max(0, min(1, (ys[row + 1] + marginY - lowY) / rise))
      }
      let one = lowX + from * run
      let other = lowX + to * run
      body(
        row, column(of: min(one, other) - marginX), column(of: max(one, other) + marginX))
    }
  }
}
