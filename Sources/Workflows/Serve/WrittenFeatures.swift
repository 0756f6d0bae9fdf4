public import SimpleFeatures
public import Storage
import Topology

/// The features of a small layer, each written once for an audience: a page of them is a choice of
/// texts that are there already.
public struct WrittenFeatures: Sendable {
  /// Which features a page has.
  public struct Page: Sendable {
    /// Where the texts of those that are told stand in `bytes`.
    public var texts: [Range<Int>] = []
    /// The key behind which the next page begins; `nil` where this one is the last.
    public var next: Int64?
    /// How many match in all; `nil` where the audience may not know.
    public var count: Int?
  }

  /// One text behind the other.
  public private(set) var bytes: [UInt8] = []
  /// Ascending.
  private var keys: [Int64] = []
  /// Where each text ends; that of a feature that is not told is empty.
  private var ends: [Int] = []
  /// In the order of the keys; a box that nothing meets where there is no place.
  private var boxes: [SIMD4<Double>] = []
  /// Degrees of WGS 84; `nil` where the box alone tells what it meets.
  private var shapes: [Geometry?] = []
  private var positions = 0
  private let tellsCount: Bool

  /// Larger layers are not kept so.
  private static let mostFeatures = 20_000

  fileprivate init(tellsCount: Bool) { self.tellsCount = tellsCount }

  /// In memory.
  public var size: Int { bytes.count + positions * 16 + keys.count * 128 }

  fileprivate mutating func append(_ key: Int64, _ geometry: Geometry?, text: [UInt8]) {
    keys.append(key)
    bytes += text
    ends.append(bytes.count)
    guard let geometry, let box = geometry.boundingBox else {
      boxes.append(SIMD4(.infinity, .infinity, -.infinity, -.infinity))
      shapes.append(nil)
      return
    }
    boxes.append(SIMD4(box.minX, box.minY, box.maxX, box.maxY))
    if case .point = geometry {
      shapes.append(nil)
    } else {
      shapes.append(geometry)
      geometry.forEachCoordinate { _ in positions += 1 }
    }
  }

  fileprivate func isLarger(than most: Int) -> Bool {
    size > most || keys.count > Self.mostFeatures
  }

  /// The page of what a store would answer.
  ///
  /// - Returns: `nil` where more is asked by than a box and the place of the page.
  /// - Complexity: O(features + positions of those on the border of the box).
  public func page(_ ask: PublishedLayer.Ask) -> Page? {
    guard ask.filter == .all([]), ask.categories.isEmpty, ask.firstDay == nil, ask.lastDay == nil,
      ask.key == nil
    else { return nil }
    var page = Page()
    var (read, matched) = (0, 0)
    var last: Int64?
    for place in keys.indices where meets(ask.box, place) {
      matched += 1
      if let after = ask.after, keys[place] <= after { continue }
      read += 1
      if read > ask.limit {
        page.next = last
        guard tellsCount else { break }
        continue
      }
      last = keys[place]
      let start = place == 0 ? 0 : ends[place - 1]
      if ends[place] > start { page.texts.append(start..<ends[place]) }
    }
    page.count = tellsCount ? matched : nil
    return page
  }

  private func meets(_ box: BoundingBox?, _ place: Int) -> Bool {
    guard let box else { return true }
    let own = boxes[place]
    guard own[0] <= box.maxX, own[1] <= box.maxY, own[2] >= box.minX, own[3] >= box.minY
    else { return false }
    let isInside =
      own[0] >= box.minX && own[1] >= box.minY && own[2] <= box.maxX && own[3] <= box.maxY
    return isInside || shapes[place]?.meets(box) ?? true
  }
}

extension PublishedLayer {
  /// All features that the audience may ask for, written.
  ///
  /// - Parameters:
  ///   - crs: of the coordinates in the texts.
  ///   - mostBytes: of all of it in memory.
  ///   - text: writes a feature; its text is not empty.
  /// - Returns: `nil` for a layer that is too large for it.
  public func written(
    in crs: CRS, mostBytes: Int, in store: any SpatialStore,
    text: (any FeatureRow) throws -> [UInt8]
  ) throws -> WrittenFeatures? {
    struct TooLarge: Error {}
    let move = try Relocation(to: crs)
    let filter = try FeatureFilter(
      layer: layer, run: run, disclosure: disclosure, query: query(), in: store)
    var written = WrittenFeatures(tellsCount: tellsCount)
    var counts = RowCounts()
    do {
      try store.forEachRow(of: page(Ask())) { row in
        guard case .integer(let key) = row.id else { return }
        let geometry = try row.geometry()
        let admitted = try filter.admitted(row, &counts)
        written.append(
          key, geometry, text: try admitted.map { try text(move.moved($0, layer.schema)) } ?? [])
        if written.isLarger(than: mostBytes) { throw TooLarge() }
      }
    } catch is TooLarge {
      return nil
    }
    return written
  }
}
