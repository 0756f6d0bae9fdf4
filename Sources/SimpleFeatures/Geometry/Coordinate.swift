/// A position: x grows to the east, y to the north, whatever order a file or an authority uses.
///
/// The unit is that of the CRS it is read in: degrees or metres. A coordinate does not carry its
/// CRS; the column or layer that holds it does.
public struct Coordinate: Sendable, Hashable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// Neither infinite nor not-a-number.
  public var isFinite: Bool { x.isFinite && y.isFinite }
}
