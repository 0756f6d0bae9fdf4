import SimpleFeatures
import Storage

/// Which unit of an analysis an incident lies in: by the key of its grid, or by its metres where
/// the units are the cells of a lattice.
struct UnitLocator {
  private enum Key: Hashable {
    case grid(Int64)
    case cell(Int32, Int32)
  }

  private let index: [Key: Int]
  private let side: Double?

  /// - Parameter cellMetres: of a lattice; `nil` for governance grids.
  init(_ units: [AnalysisUnit], cellMetres: Int?) {
    side = cellMetres.map(Double.init)
    var index: [Key: Int] = [:]
    index.reserveCapacity(units.count)
    for (position, unit) in units.enumerated() {
      if side == nil {
        index[.grid(unit.id)] = position
      } else if let column = unit.column, let row = unit.row {
        index[.cell(column, row)] = position
      }
    }
    self.index = index
  }

  /// - Parameters:
  ///   - grid: the key of the governance grid, 0 for none.
  ///   - x: metres to the east; not a number where there is no point.
  func unit(grid: Int64, x: Double, y: Double) -> Int? {
    guard let side else { return index[.grid(grid)] }
    guard x.isFinite, y.isFinite else { return nil }
    return index[.cell(Int32((x / side).rounded(.down)), Int32((y / side).rounded(.down)))]
  }
}
