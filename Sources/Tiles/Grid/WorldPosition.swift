import Foundation
public import SimpleFeatures

/// A position on the square of Web Mercator, in whole steps from its north-west corner; the side
/// has 2³⁰ steps, 3.7 cm on the equator.
///
/// A position is rounded to them once. All that follows is whole numbers, so tiles that meet agree
/// on where they meet.
public struct WorldPosition: Sendable, Hashable {
  /// Of one side.
  static let bits = 30

  public var x: Int32
  public var y: Int32

  init(x: Int32, y: Int32) {
    self.x = x
    self.y = y
  }

  /// `nil` for what is no place; a latitude behind the square's border is put on it.
  ///
  /// - Parameter position: degrees of WGS 84.
  ///
  /// > J.P. Snyder. *Map Projections: A Working Manual*. USGS Professional Paper 1395, 1987, p. 41.
  public init?(_ position: Coordinate) {
    guard position.isFinite, abs(position.x) <= 180, abs(position.y) <= 90 else { return nil }
    let sine = sin(position.y * .pi / 180)
    let northing = sine.magnitude < 1 ? atanh(sine) / (2 * .pi) : sine * 1
    let side = Double(1 << Self.bits)
    func step(_ share: Double) -> Int32 {
      Int32(min(side - 1, max(0, (share * side).rounded(.down))))
    }
    x = step(position.x / 360 + 0.5)
    y = step(0.5 - northing)
  }

  /// Degrees of WGS 84.
  public var coordinate: Coordinate {
    let side = Double(1 << Self.bits)
    let northing = (0.5 - Double(y) / side) * 2 * .pi
    return Coordinate(
      x: (Double(x) / side - 0.5) * 360, y: atan(sinh(northing)) * 180 / .pi)
  }

  var key: UInt64 { UInt64(UInt32(bitPattern: x)) << 32 | UInt64(UInt32(bitPattern: y)) }

  /// The bits of x and y in turn: positions of one tile stand together in this order, and those of
  /// its quarters in turn.
  var morton: UInt64 { Self.spread(UInt32(x)) | Self.spread(UInt32(y)) << 1 }

  private static func spread(_ value: UInt32) -> UInt64 {
    var bits = UInt64(value)
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333
    return (bits | bits << 1) & 0x5555_5555_5555_5555
  }

  static func gathered(_ morton: UInt64) -> Int {
    var bits = morton & 0x5555_5555_5555_5555
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
    bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
    return Int((bits | bits >> 16) & 0x0000_0000_FFFF_FFFF)
  }
}

/// The steps that a tile of one zoom is drawn with.
struct TileScale: Sendable {
  /// Steps of one side of a tile.
  static let extent: Int32 = 4096
  static let extentBits = 12
  /// How far geometry reaches over a tile's side, so that no line's end is seen.
  static let buffer: Int32 = 64

  let zoom: Int
  /// From the world's steps to the zoom's.
  let shift: Int32

  init(zoom: Int) {
    self.zoom = zoom
    shift = Int32(WorldPosition.bits - Self.extentBits - zoom)
  }

  /// World steps of one step of the zoom.
  var unit: Double { Double(1 << shift) }

  /// The nearest step of the zoom.
  func step(_ value: Int32) -> Int32 {
    shift == 0 ? value : (value + (1 << (shift - 1))) >> shift
  }
}
