public import SimpleFeatures

/// One node of an SQLite R-tree of two dimensions, as its shadow table `…_node` keeps it.
///
/// Two bytes for the height of the tree (in the root, node 1; 0 elsewhere), two for the number of
/// cells, then 24 bytes a cell: a key, and xmin, xmax, ymin, ymax in single precision; all of it
/// big-endian, and zeros to the end.
///
/// > SQLite, "The SQLite R*Tree Module", section 6.
public struct RTreeNode: Sendable {
  public static let cellBytes = 24
  private static let headBytes = 4

  /// A box that holds its contents: the smaller sides are rounded down, the larger up.
  public struct Box: Sendable, Hashable {
    public var minX: Float
    public var maxX: Float
    public var minY: Float
    public var maxY: Float

    public init(minX: Float, maxX: Float, minY: Float, maxY: Float) {
      self.minX = minX
      self.maxX = maxX
      self.minY = minY
      self.maxY = maxY
    }

    public static let none = Box(
      minX: .infinity, maxX: -.infinity, minY: .infinity, maxY: -.infinity)

    public func union(_ other: Box) -> Box {
      Box(
        minX: min(minX, other.minX), maxX: max(maxX, other.maxX), minY: min(minY, other.minY),
        maxY: max(maxY, other.maxY))
    }
  }

  public private(set) var bytes: [UInt8]
  public private(set) var count = 0
  public private(set) var box = Box.none

  /// - Parameter size: of every node of the tree, in bytes.
  public init(size: Int) { bytes = [UInt8](repeating: 0, count: size) }

  /// How many cells a node of a size has room for.
  public static func capacity(ofSize size: Int) -> Int { (size - headBytes) / cellBytes }

  /// - Parameter key: a row's key in a leaf, a node's number above.
  public mutating func append(_ key: Int64, _ box: Box) {
    precondition(count < Self.capacity(ofSize: bytes.count))
    let start = Self.headBytes + count * Self.cellBytes
    bytes.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: key.bigEndian, toByteOffset: start, as: Int64.self)
      for (side, value) in [box.minX, box.maxX, box.minY, box.maxY].enumerated() {
        bytes.storeBytes(
          of: value.bitPattern.bigEndian, toByteOffset: start + 8 + side * 4, as: UInt32.self)
      }
      count += 1
      bytes.storeBytes(of: UInt16(count).bigEndian, toByteOffset: 2, as: UInt16.self)
    }
    self.box = self.box.union(box)
  }

  /// Says in the root how many levels of nodes lie below it.
  public mutating func setHeight(_ height: Int) {
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: UInt16(height).bigEndian, toByteOffset: 0, as: UInt16.self)
    }
  }

  public mutating func removeAll() {
    for index in bytes.indices { bytes[index] = 0 }
    count = 0
    box = .none
  }

  /// The box of all cells of a node that was read: of the root, the extent of the whole index, at
  /// most a metre too large. `nil` for a node without cells, or what is no node.
  public static func extent(of node: UnsafeRawBufferPointer) -> BoundingBox? {
    guard node.count >= headBytes else { return nil }
    let cells = Int(UInt16(bigEndian: node.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
    guard cells > 0, headBytes + cells * cellBytes <= node.count else { return nil }
    var box = Box.none
    for cell in 0..<cells {
      let sides = (0..<4).map { side in
        let offset = headBytes + cell * cellBytes + 8 + side * 4
        return Float(
          bitPattern: UInt32(bigEndian: node.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        )
      }
      box = box.union(Box(minX: sides[0], maxX: sides[1], minY: sides[2], maxY: sides[3]))
    }
    return BoundingBox(
      minX: Double(box.minX), minY: Double(box.minY), maxX: Double(box.maxX),
      maxY: Double(box.maxY))
  }
}
