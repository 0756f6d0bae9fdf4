import SimpleFeatures

/// The points of a layer in columns, ordered so that those of one tile stand together.
struct PointColumns: Sendable {
  /// Ascending.
  private(set) var mortons: [UInt64] = []
  /// The row of the attributes.
  private(set) var rows: [UInt32] = []
  private(set) var ids: [UInt64] = []
  /// Which of the kinds, from 0; empty where nothing is counted.
  private(set) var kinds: [UInt8] = []
  /// -1 where it is unknown; empty where no worst is asked for.
  private(set) var severities: [Int32] = []

  static let noID = UInt64.max

  struct Point: Sendable {
    var morton: UInt64
    var row: UInt32
    var id: UInt64
  }

  /// - Complexity: O(points).
  init(_ points: [Point], kindOfRow: [UInt8], severityOfRow: [Int32]) {
    let order = Self.order(points)
    mortons.reserveCapacity(points.count)
    rows.reserveCapacity(points.count)
    ids.reserveCapacity(points.count)
    for index in order {
      let point = points[Int(index)]
      mortons.append(point.morton)
      rows.append(point.row)
      ids.append(point.id)
      if !kindOfRow.isEmpty { kinds.append(kindOfRow[Int(point.row)]) }
      if !severityOfRow.isEmpty { severities.append(severityOfRow[Int(point.row)]) }
    }
  }

  private struct Place {
    var morton: UInt64
    var index: UInt32
  }

  /// By place; points in one place keep their order. A radix sort of the 60 bits, twelve a round; the
  /// rounds in which all agree, as those of one county's first bits do, are left out.
  private static func order(_ points: [Point]) -> [UInt32] {
    var places = [Place](unsafeUninitializedCapacity: points.count) { places, count in
      for (index, point) in points.enumerated() {
        places.initializeElement(
          at: index, to: Place(morton: point.morton, index: UInt32(index)))
      }
      count = points.count
    }
    var others = places
    var differing: UInt64 = 0
    for place in places { differing |= place.morton ^ places[0].morton }
    for shift in stride(from: UInt64(0), to: 60, by: 12) where differing >> shift & 4095 != 0 {
      var starts = [Int](repeating: 0, count: 4097)
      for place in places { starts[Int(place.morton >> shift & 4095) + 1] += 1 }
      for digit in 1...4096 { starts[digit] += starts[digit - 1] }
      for place in places {
        let digit = Int(place.morton >> shift & 4095)
        others[starts[digit]] = place
        starts[digit] += 1
      }
      swap(&places, &others)
    }
    return places.map(\.index)
  }

  var count: Int { mortons.count }

  /// The points of a tile.
  ///
  /// - Complexity: O(log points).
  func range(of tile: TileCoordinate) -> Range<Int> {
    let shift = UInt64(2 * (WorldPosition.bits - tile.zoom))
    let corner = WorldPosition(x: Int32(tile.column), y: Int32(tile.row)).morton
    return first(from: corner << shift)..<first(from: (corner + 1) << shift)
  }

  private func first(from morton: UInt64) -> Int {
    var low = 0
    var high = mortons.count
    while low < high {
      let middle = (low + high) / 2
      if mortons[middle] < morton { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
