public import SimpleFeatures

/// The content of SQLite's R-tree tables for boxes that are all known beforehand: nodes as full as
/// they go, near boxes in one node. Filling the tables with it takes a fraction of the time that
/// the boxes would take one by one.
///
/// > SQLite, "The SQLite R*Tree Module", and the node format in its source (`rtree.c`).
/// > S.T. Leutenegger, M.A. Lopez, J. Edgington. "STR: A Simple and Efficient Algorithm for R-Tree
/// > Packing." ICDE 1997. doi:10.1109/ICDE.1997.582015
public struct PackedRTree: Sendable {
  public struct Entry: Sendable, Hashable {
    public var id: Int64
    // As the tree keeps them: 32 bits, rounded outwards.
    var minX: Float
    var maxX: Float
    var minY: Float
    var maxY: Float

    public init(id: Int64, box: BoundingBox) {
      self.id = id
      minX = Self.down(box.minX)
      maxX = Self.up(box.maxX)
      minY = Self.down(box.minY)
      maxY = Self.up(box.maxY)
    }

    private static func down(_ value: Double) -> Float {
      let float = Float(value)
      return Double(float) > value ? float.nextDown : float
    }

    private static func up(_ value: Double) -> Float {
      let float = Float(value)
      return Double(float) < value ? float.nextUp : float
    }

    mutating func formUnion(_ other: Entry) {
      minX = min(minX, other.minX)
      maxX = max(maxX, other.maxX)
      minY = min(minY, other.minY)
      maxY = max(maxY, other.maxY)
    }
  }

  /// A row of `…_node`; number 1 is the root.
  public struct Node: Sendable, Hashable {
    public var number: Int64
    public var bytes: [UInt8]
  }

  /// In the order of their numbers.
  public private(set) var nodes: [Node] = []
  /// `parents[k]` is the parent of node k + 2, for `…_parent`.
  public private(set) var parents: [Int64] = []
  /// For `…_rowid`: the leaf of each entry, in the order of ids.
  public private(set) var leaves: [(id: Int64, node: Int64)] = []

  /// Bytes of a cell: an id of 8 bytes, four numbers of 4.
  private static let cellSize = 24
  /// SQLite holds at most 51 cells in a node, and sizes its nodes by that where pages are larger.
  private static let mostCells = 51
  private static let nodeSize = 4 + cellSize * mostCells

  /// - Complexity: O(entries · log entries).
  public init(_ entries: [Entry]) {
    var levels: [[Range<Int>]] = []
    let items = Self.tiled(entries)
    var count = items.count
    repeat {
      levels.append(Self.groups(count))
      count = levels[levels.count - 1].count
    } while count > 1

    // The root is 1; below it the levels are numbered from the top.
    var first: [Int64] = Array(repeating: 1, count: levels.count)
    var next: Int64 = 2
    for level in levels.indices.dropLast().reversed() {
      first[level] = next
      next += Int64(levels[level].count)
    }
    parents = Array(repeating: 0, count: Int(next) - 2)
    nodes = Array(repeating: Node(number: 0, bytes: []), count: Int(next) - 1)
    leaves.reserveCapacity(items.count)
    var cells = items
    for (level, groups) in levels.enumerated() {
      var above: [Entry] = []
      above.reserveCapacity(groups.count)
      for (index, group) in groups.enumerated() {
        let number = first[level] + Int64(index)
        let depth = number == 1 ? levels.count - 1 : 0
        nodes[Int(number) - 1] = Node(
          number: number, bytes: Self.bytes(cells[group], depth: depth))
        for cell in cells[group] {
          if level == 0 {
            leaves.append((cell.id, number))
          } else {
            parents[Int(cell.id) - 2] = number
          }
        }
        if var box = cells[group].first {
          for cell in cells[group].dropFirst() { box.formUnion(cell) }
          box.id = number
          above.append(box)
        }
      }
      cells = above
    }
    leaves.sort { $0.id < $1.id }
  }

  /// Sort-tile-recursive: vertical slices, and within them from south to north.
  private static func tiled(_ entries: [Entry]) -> [Entry] {
    func before(_ a: Float, _ b: Float, _ left: Entry, _ right: Entry) -> Bool {
      a != b ? a < b : left.id < right.id
    }
    var sorted = entries.sorted { before($0.minX + $0.maxX, $1.minX + $1.maxX, $0, $1) }
    let leaves = (entries.count + mostCells - 1) / mostCells
    let slices = max(1, Int(Double(leaves).squareRoot().rounded(.up)))
    let size = max(1, (leaves + slices - 1) / slices * mostCells)
    for start in stride(from: 0, to: sorted.count, by: size) {
      sorted[start..<min(start + size, sorted.count)].sort {
        before($0.minY + $0.maxY, $1.minY + $1.maxY, $0, $1)
      }
    }
    return sorted
  }

  /// Neighbours in groups of nearly one size, none larger than a node.
  private static func groups(_ count: Int) -> [Range<Int>] {
    let groups = max(1, (count + mostCells - 1) / mostCells)
    return (0..<groups).map { (count * $0 / groups)..<(count * ($0 + 1) / groups) }
  }

  /// Big-endian, whatever the machine: depth (of the root only), count, cells, zeros.
  private static func bytes(_ cells: ArraySlice<Entry>, depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(nodeSize)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    append(UInt16(depth))
    append(UInt16(cells.count))
    for cell in cells {
      append(cell.id)
      for side in [cell.minX, cell.maxX, cell.minY, cell.maxY] { append(side.bitPattern) }
    }
    bytes.append(contentsOf: repeatElement(0, count: nodeSize - bytes.count))
    return bytes
  }
}
