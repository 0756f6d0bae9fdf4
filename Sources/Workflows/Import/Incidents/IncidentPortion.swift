import Formats
import SimpleFeatures
import Storage

/// Some rows of an incident file on their way into the store, with all that the report must know
/// of them.
struct IncidentPortion {
  struct Reject {
    /// Among the rows of the portion.
    var order: Int
    var fault: FormatError
    var row: SourceRow
  }

  var incidents = IncidentBatch()
  /// For each incident, the row that it was read from, and the row's order in the portion.
  var rows: [SourceRow] = []
  var orders: [Int] = []
  /// For each incident, where the file says it lies.
  var positions: [Coordinate?] = []
  var rejects: [Reject] = []
  /// For incidents in no grid, by their place in the portion: the one that they are counted in.
  var nearGrids: [Int: NoteNearGrid] = [:]
  /// Rows read, those passed over by `where` left out.
  var read = 0
  /// Rows that `where` passed over.
  var skipped = 0
  /// Rows that lie outside the study area.
  var outsideArea = 0
  /// What the faults of positions say about the CRS, one for each misplaced row.
  var hints: [String] = []
  /// The last portion of its file.
  var isLast = false

  init(expectedRows: Int) {
    incidents.rows.reserveCapacity(expectedRows)
    rows.reserveCapacity(expectedRows)
    orders.reserveCapacity(expectedRows)
    positions.reserveCapacity(expectedRows)
  }

  /// Leaves out the incidents of some places.
  mutating func remove(_ refused: Set<Int>) {
    guard !refused.isEmpty else { return }
    let kept = rows.indices.filter { !refused.contains($0) }
    incidents.rows = kept.map { incidents.rows[$0] }
    rows = kept.map { rows[$0] }
    orders = kept.map { orders[$0] }
    positions = kept.map { positions[$0] }
  }
}
