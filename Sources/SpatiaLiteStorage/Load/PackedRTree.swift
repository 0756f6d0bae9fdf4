import GRDB
import SimpleFeatures
import SpatiaLite

/// The spatial index of the incidents, written whole: leaf after leaf along a Hilbert curve, into
/// the shadow tables of SQLite's R-tree. A million points take less than a second; one by one they
/// take twenty-five.
///
/// > I. Kamel, C. Faloutsos. "On Packing R-trees." CIKM 1993. doi:10.1145/170088.170403
struct PackedRTree {
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

  /// - Complexity: O(n log n) for n points; 16 bytes of memory for each.
  func write(lastKey: Int64) throws {
    try connection.execute(
      sql: String(decoding: PackageResources.rtree_clear_sql, as: UTF8.self))
    var points = try Points(lastKey: lastKey, connection: connection)
    let order = points.orderAlongCurve()
    let nodes = try NodeWriter(nodeSize: nodeSize, connection: connection)
    guard !order.isEmpty else { return try nodes.write(1, RTreeNode(size: nodeSize)) }

    // Node 1 is the root; a tree of one node is a root that is a leaf.
    var next: Int64 = order.count <= cellsInNode ? 1 : 2
    var level: [(key: Int64, box: RTreeNode.Box)] = []
    try forEachNode(count: order.count) { range in
      var node = RTreeNode(size: nodeSize)
      for place in range {
        let key = UInt32(truncatingIfNeeded: order[place])
        node.append(Int64(key), points.box(of: key))
        points.setLeaf(UInt32(truncatingIfNeeded: next), of: key)
      }
      try nodes.write(next, node)
      level.append((next, node.box))
      next += 1
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

  /// Shares out so many things to as few nodes as hold them, evenly.
  private func forEachNode(count: Int, _ body: (Range<Int>) throws -> Void) rethrows {
    let nodes = (count + cellsInNode - 1) / cellsInNode
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
        on: connection)
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
    func write(leaves points: Points) throws {
      try leaves.hold(points.capacity) { key, column in
        guard let leaf = points.leaf(of: key) else { return .null }
        return .integer(column == 0 ? Int64(key) : leaf)
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

/// The points of the table by key, in single precision. A point's memory holds its leaf once its
/// box is written.
private struct Points {
  private var places: [SIMD2<Float>]
  private var box = RTreeNode.Box.none
  private var count = 0
  private static let nowhere = SIMD2<Float>(.nan, .nan)

  init(lastKey: Int64, connection: Database) throws {
    places = [SIMD2<Float>](repeating: Self.nowhere, count: Int(lastKey) + 1)
    let rows = try DirectStatement(
      String(decoding: PackageResources.rtree_points_sql, as: UTF8.self), on: connection)
    while try rows.next() {
      guard let corner = rows.withBytes(1, { SpatiaLiteBlob.corner(of: $0) }) else { continue }
      let key = Int(rows.integer(0))
      let place = SIMD2(Self.floor(corner.x), Self.floor(corner.y))
      places[key] = place
      box = box.union(Self.box(at: place))
      count += 1
    }
  }

  func box(of key: UInt32) -> RTreeNode.Box { Self.box(at: places[Int(key)]) }

  /// The point lies between its rounded place and the next number.
  private static func box(at place: SIMD2<Float>) -> RTreeNode.Box {
    RTreeNode.Box(
      minX: place.x, maxX: place.x.nextUp, minY: place.y, maxY: place.y.nextUp)
  }

  private static func floor(_ value: Double) -> Float {
    let near = Float(value)
    return Double(near) > value ? near.nextDown : near
  }

  mutating func setLeaf(_ leaf: UInt32, of key: UInt32) {
    places[Int(key)] = SIMD2(.infinity, Float(bitPattern: leaf))
  }

  /// More than any key.
  var capacity: Int { places.count }

  /// `nil` where no point has the key.
  func leaf(of key: Int) -> Int64? {
    let place = places[key]
    return place.x == .infinity ? Int64(place.y.bitPattern) : nil
  }

  /// The keys in the order of the curve: place on it in the upper half, key in the lower.
  func orderAlongCurve() -> [UInt64] {
    var order: [UInt64] = []
    order.reserveCapacity(count)
    let scale = SIMD2(
      65_535 / max(box.maxX - box.minX, .leastNormalMagnitude),
      65_535 / max(box.maxY - box.minY, .leastNormalMagnitude))
    let corner = SIMD2(box.minX, box.minY)
    for (key, place) in places.enumerated() where !place.x.isNaN {
      let cell = (place - corner) * scale
      let curve = Self.hilbert(
        UInt32(min(max(cell.x, 0), 65_535)), UInt32(min(max(cell.y, 0), 65_535)))
      order.append(UInt64(curve) << 32 | UInt64(key))
    }
    order.sort()
    return order
  }

  /// The place on a Hilbert curve of 2³² cells.
  ///
  /// > J.K. Lawder, P.J.H. King. "Using Space-Filling Curves for Multi-dimensional Indexing."
  /// > BNCOD 17, 2000. doi:10.1007/3-540-45033-5_3
  private static func hilbert(_ column: UInt32, _ row: UInt32) -> UInt32 {
    var (x, y) = (column, row)
    var place: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side > 0 ? 1 : 0
      let upper: UInt32 = y & side > 0 ? 1 : 0
      place = place << 2 | ((3 * right) ^ upper)
      if upper == 0 {
        if right == 1 { (x, y) = (~x, ~y) }
        swap(&x, &y)
      }
      side >>= 1
    }
    return place
  }
}
