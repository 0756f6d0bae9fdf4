/// What the tiles of a layer were made of: a number for each square of one zoom that holds something.
/// Where the number is the same as before, nothing in the square has changed.
public struct TileParts: Sendable, Equatable {
  public let zoom: Int
  /// By the identifier of the square, ascending.
  private var identifiers: [UInt64] = []
  private var digests: [UInt64] = []

  /// So many squares at most, so that their numbers stay a small part of a file of tiles.
  static let most = 4096

  public var count: Int { identifiers.count }

  init(zoom: Int, _ digests: [UInt64: UInt64]) {
    self.zoom = zoom
    for (identifier, digest) in digests.sorted(by: { $0.key < $1.key }) {
      identifiers.append(identifier)
      self.digests.append(digest)
    }
  }

  /// The squares that differ from those of an earlier state, gone and come ones with them; `nil`
  /// where the two are not of one zoom.
  ///
  /// - Complexity: O(squares).
  public func changed(since earlier: TileParts) -> [TileCoordinate]? {
    guard zoom == earlier.zoom else { return nil }
    var changed: [UInt64] = []
    var (own, old) = (0, 0)
    while own < count || old < earlier.count {
      let mine = own < count ? identifiers[own] : .max
      let theirs = old < earlier.count ? earlier.identifiers[old] : .max
      if mine != theirs || digests[own] != earlier.digests[old] {
        changed.append(min(mine, theirs))
      }
      if mine <= theirs { own += 1 }
      if theirs <= mine { old += 1 }
    }
    return changed.compactMap { TileCoordinate(identifier: $0) }
  }

  // MARK: Bytes

  /// The zoom, then for each square the step to its identifier and eight bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = [UInt8(zoom)]
    var last: UInt64 = 0
    for (identifier, digest) in zip(identifiers, digests) {
      ProtocolBuffer.append(varint: identifier - last, to: &bytes)
      withUnsafeBytes(of: digest.littleEndian) { bytes.append(contentsOf: $0) }
      last = identifier
    }
    return bytes
  }

  /// `nil` for what `bytes` does not write.
  public init?(bytes: [UInt8]) {
    guard let first = bytes.first, first <= TileCoordinate.deepestZoom else { return nil }
    zoom = Int(first)
    var place = 1
    var last: UInt64 = 0
    while place < bytes.count {
      var (step, shift): (UInt64, UInt64) = (0, 0)
      while true {
        guard place < bytes.count, shift < 63 else { return nil }
        let byte = bytes[place]
        place += 1
        step |= UInt64(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      let (identifier, isTooLarge) = last.addingReportingOverflow(step)
      guard !isTooLarge, step > 0 || identifiers.isEmpty, place + 8 <= bytes.count,
        TileCoordinate(identifier: identifier)?.zoom == zoom
      else { return nil }
      identifiers.append(identifier)
      digests.append(
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) })
      place += 8
      last = identifier
    }
  }
}

/// The tiles of every zoom that squares of one zoom reach into.
public struct TouchedTiles: Sendable {
  private let squares: [TileCoordinate]
  /// Steps of a tile's side of 4,096.
  private let reach: Int

  init(_ squares: [TileCoordinate], reach: Int32) {
    self.squares = squares
    self.reach = Int(reach)
  }

  /// - Complexity: O(squares · tiles of each).
  func tiles(ofZoom zoom: Int) -> Set<TileCoordinate> {
    var tiles: Set<TileCoordinate> = []
    let bits = WorldPosition.bits
    let last = (1 << zoom) - 1
    // A step of the zoom more, since positions are rounded to it.
    let beyond = reach == 0 ? 0 : (reach + 1) << (bits - TileScale.extentBits - zoom)
    for square in squares {
      let side = 1 << (bits - square.zoom)
      func range(_ number: Int) -> ClosedRange<Int> {
        let low = max(0, number * side - beyond) >> (bits - zoom)
        let high = min(last, ((number + 1) * side - 1 + beyond) >> (bits - zoom))
        return low...max(low, high)
      }
      for column in range(square.column) {
        for row in range(square.row) {
          tiles.insert(TileCoordinate(known: zoom, column, row))
        }
      }
    }
    return tiles
  }
}

/// A number of 64 bits for a sequence of numbers, the same in every run of the program.
struct StableHash {
  private(set) var value: UInt64

  init(_ seed: UInt64 = 0x9E37_79B9_7F4A_7C15) { value = seed }

  /// The halves of a product of 128 bits, folded.
  mutating func combine(_ number: UInt64) {
    let product = (value ^ 0xA076_1D64_78BD_642F)
      .multipliedFullWidth(by: number ^ 0xE703_7ED1_A0B4_28DB)
    value = (product.high ^ product.low) &+ 0x9E37_79B9_7F4A_7C15
  }

  mutating func combine(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { combine($0) } }

  /// Eight bytes at a time.
  mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    combine(UInt64(bytes.count))
    let whole = bytes.count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      combine(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
    }
    guard whole < bytes.count else { return }
    var word: UInt64 = 0
    for index in whole..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * (index - whole)) }
    combine(word)
  }
}
