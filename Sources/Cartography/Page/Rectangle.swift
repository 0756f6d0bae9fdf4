/// A size on paper, in millimetres.
public struct PaperSize: Sendable, Hashable {
  public var width: Double
  public var height: Double

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// A rectangle on paper, in millimetres from the upper left corner of the page; y grows downwards.
public struct Rectangle: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var maxX: Double { x + width }
  public var maxY: Double { y + height }
  public var size: PaperSize { PaperSize(width: width, height: height) }

  /// Touching rectangles do not overlap.
  public func overlaps(_ other: Rectangle) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  /// Whether the other one lies inside, borders included.
  ///
  /// - Parameter slack: how far it may stand out, for the rounding of sums.
  public func contains(_ other: Rectangle, slack: Double = 1e-9) -> Bool {
    other.x >= x - slack && other.maxX <= maxX + slack && other.y >= y - slack
      && other.maxY <= maxY + slack
  }

  /// Each side moved inwards; outwards where the distance is negative.
  public func inset(by distance: Double) -> Rectangle {
    Rectangle(
      x: x + distance, y: y + distance, width: max(0, width - 2 * distance),
      height: max(0, height - 2 * distance))
  }

  /// Cuts a strip off the top, then a gap, and keeps the rest.
  mutating func takeTop(_ height: Double, gap: Double = 0) -> Rectangle {
    let strip = Rectangle(x: x, y: y, width: width, height: min(height, self.height))
    let used = min(height + gap, self.height)
    y += used
    self.height -= used
    return strip
  }

  /// Cuts a strip off the bottom, then a gap, and keeps the rest.
  mutating func takeBottom(_ height: Double, gap: Double = 0) -> Rectangle {
    let taken = min(height, self.height)
    let strip = Rectangle(x: x, y: maxY - taken, width: width, height: taken)
    self.height -= min(height + gap, self.height)
    return strip
  }

  /// Cuts a strip off the right, then a gap, and keeps the rest.
  mutating func takeRight(_ width: Double, gap: Double = 0) -> Rectangle {
    let taken = min(width, self.width)
    let strip = Rectangle(x: maxX - taken, y: y, width: taken, height: height)
    self.width -= min(width + gap, self.width)
    return strip
  }
}

/// A position on paper, in millimetres; y grows downwards.
public struct PaperPoint: Sendable, Hashable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}
