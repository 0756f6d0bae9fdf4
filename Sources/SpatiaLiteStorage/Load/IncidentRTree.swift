import GRDB
import SimpleFeatures
import SpatiaLite

/// The spatial index of the incidents, written whole: leaf after leaf along a Hilbert curve, into
/// the shadow tables of SQLite's R-tree. A million points take less than a second; one by one they
/// take twenty-five.
///
/// > I. Kamel, C. Faloutsos. "On Packing R-trees." CIKM 1993. doi:10.1145/170088.170403
struct IncidentRTree {
  private let connection: Database
  private let nodeSize: Int
  /// Nodes are not quite full, so that the next point does not split one.
  private let cellsInNode: Int

  init(connection: Database) throws {
    self.connection = connection
    let root = try DirectStatement(
      String(decoding: PackageResources.rtree_root_sql, as: UTF8.self), on: connection)
    nodeSize = try root.next() ? root.withBytes(0) { $0.count } : 0
    root.reset()
    guard nodeSize > RTreeNode.cellBytes * 4 else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "idx_incident_geom has no root")
    }
    cellsInNode = RTreeNode.capacity(ofSize: nodeSize) * 7 / 8
  }

  /// - Complexity: O(n) for n points; 8 bytes of memory for each, and 16 for a million.
  func write(_ given: consuming IncidentPoints) throws {
    try connection.execute(
      sql: String(decoding: PackageResources.rtree_clear_sql, as: UTF8.self))
    var points = given
    let nodes = try NodeWriter(nodeSize: nodeSize, connection: connection)
    guard points.count > 0 else { return try nodes.write(1, RTreeNode(size: nodeSize)) }

    // Node 1 is the root; a tree of one node is a root that is a leaf.
    var next: Int64 = points.count <= cellsInNode ? 1 : 2
    var level: [(key: Int64, box: RTreeNode.Box)] = []
    var node = RTreeNode(size: nodeSize)
    let (count, leaves) = (points.count, nodeCount(of: points.count))
    var (placed, end) = (0, count / leaves)
    try points.forEachAlongCurve { key, points in
      node.append(Int64(key), points.box(of: key))
      points.setLeaf(UInt32(truncatingIfNeeded: next), of: key)
      placed += 1
      guard placed == end else { return }
      try nodes.write(next, node)
      level.append((next, node.box))
      next += 1
      node = RTreeNode(size: nodeSize)
      end = count * (level.count + 1) / leaves
    }
    try nodes.write(leaves: points)
    var height = 0
    while level.count > 1 {
      height += 1
      let below = level
      level = []
      let isRoot = below.count <= cellsInNode
      try forEachNode(count: below.count) { range in
        let number = isRoot ? 1 : next
        var node = RTreeNode(size: nodeSize)
        for child in below[range] {
          node.append(child.key, child.box)
          try nodes.write(parent: number, of: child.key)
        }
        if isRoot { node.setHeight(height) }
        try nodes.write(number, node)
        level.append((number, node.box))
        if !isRoot { next += 1 }
      }
    }
  }

  private func nodeCount(of count: Int) -> Int { (count + cellsInNode - 1) / cellsInNode }

  /// Shares out so many things to as few nodes as hold them, evenly.
  private func forEachNode(count: Int, _ body: (Range<Int>) throws -> Void) rethrows {
    let nodes = nodeCount(of: count)
    for node in 0..<nodes { try body(count * node / nodes..<count * (node + 1) / nodes) }
  }

  private struct NodeWriter {
    private let node: DirectStatement
    private let leaves: MemoryTable
    private let rows: DirectStatement
    private let parent: DirectStatement

    init(nodeSize: Int, connection: Database) throws {
      func statement(_ text: [UInt8]) throws -> DirectStatement {
        try DirectStatement(String(decoding: text, as: UTF8.self), on: connection)
      }
      node = try statement(PackageResources.rtree_insert_node_sql)
      leaves = try MemoryTable(
        "point_leaf",
        declaration: String(decoding: PackageResources.rtree_point_leaf_sql, as: UTF8.self),
        columns: 2, on: connection)
      rows = try statement(PackageResources.rtree_insert_rows_sql)
      parent = try statement(PackageResources.rtree_insert_parent_sql)
    }

    func write(_ number: Int64, _ content: RTreeNode) throws {
      node.bind(1, .integer(number))
      try content.bytes.withUnsafeBytes {
        node.bind(2, .blob($0))
        try node.run()
      }
    }

    /// Which leaf each point is in, by one statement.
    func write(leaves points: IncidentPoints) throws {
      try leaves.hold(points.capacity) { key, cells in
        guard let leaf = points.leaf(of: key) else { return }
        cells[0] = .integer(Int64(key))
        cells[1] = .integer(leaf)
      } while: {
        try rows.run()
      }
    }

    func write(parent number: Int64, of child: Int64) throws {
      parent.bind(1, .integer(child))
      parent.bind(2, .integer(number))
      try parent.run()
    }
  }
}
