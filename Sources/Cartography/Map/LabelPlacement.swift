/// Puts names beside their places, so that none covers another.
///
/// Each name tries the seats around its mark in the order that map readers prefer; the first free
/// one is taken. Greedy by priority: what matters more never gives way to what matters less.
///
/// > E. Imhof. "Positioning Names on Maps." *The American Cartographer*, vol. 2, no. 2, 1975.
/// > doi:10.1559/152304075784313304
public struct LabelPlacement: Sendable {
  /// A name that asks for a seat.
  public struct Candidate: Sendable, Hashable {
    public var anchor: PaperPoint
    public var size: PaperSize
    public var priority: Int
    /// The diameter of the mark at the anchor, which names keep off; 0 where there is none.
    public var mark: Double
    /// The diameter of what else is drawn at the anchor, such as a circle that shows a count: the
    /// name stands beside it, other names may cover it.
    public var clearance: Double
    /// Whether the name stands on its place (a bay, a county) and not beside it.
    public var centred: Bool

    public init(
      anchor: PaperPoint, size: PaperSize, priority: Int, mark: Double = 0, clearance: Double = 0,
      centred: Bool = false
    ) {
      self.anchor = anchor
      self.size = size
      self.priority = priority
      self.mark = mark
      self.clearance = clearance
      self.centred = centred
    }

    var markBox: Rectangle {
      Rectangle(x: anchor.x - mark / 2, y: anchor.y - mark / 2, width: mark, height: mark)
    }

    /// The seats in the order of preference.
    func seats(gap: Double) -> [Rectangle] {
      let (w, h) = (size.width, size.height)
      func seat(_ x: Double, _ y: Double) -> Rectangle {
        Rectangle(x: anchor.x + x, y: anchor.y + y, width: w, height: h)
      }
      if centred {
        return [0, -0.5, 0.5, -1, 1].map { seat(-w / 2, -h / 2 + $0 * h) }
      }
      let off = max(mark, clearance) / 2 + gap
      return [
        seat(off, -h / 2), seat(-off - w, -h / 2),  // right, left
        seat(-w / 2, -off - h), seat(-w / 2, off),  // above, below
        seat(off * 0.7, -off * 0.7 - h), seat(off * 0.7, off * 0.7),  // upper right, lower right
        seat(-off * 0.7 - w, -off * 0.7 - h), seat(-off * 0.7 - w, off * 0.7),
      ]
    }
  }

  public var frame: Rectangle
  /// What names keep off besides each other.
  public var obstacles: [Rectangle]
  /// Between a mark and its name, in millimetres.
  public var gap: Double

  public init(frame: Rectangle, obstacles: [Rectangle] = [], gap: Double = 0.4) {
    self.frame = frame
    self.obstacles = obstacles
    self.gap = gap
  }

  /// The box of each name, in the order of the candidates; `nil` where no seat is free.
  ///
  /// A box lies within the frame and overlaps no other box, no obstacle, and no mark that is drawn.
  ///
  /// - Complexity: O(candidates²).
  public func place(_ candidates: [Candidate]) -> [Rectangle?] {
    var boxes = [Rectangle?](repeating: nil, count: candidates.count)
    let order = candidates.indices.sorted {
      (-candidates[$0].priority, $0) < (-candidates[$1].priority, $1)
    }
    var taken = obstacles
    for index in order {
      let candidate = candidates[index]
      let mark = candidate.markBox
      // A place whose mark lies under a name is dropped with its own name.
      guard candidate.mark == 0 || (frame.contains(mark) && !taken.contains { $0.overlaps(mark) })
      else { continue }
      let seat = candidate.seats(gap: gap).first { seat in
        frame.contains(seat) && !taken.contains { $0.overlaps(seat) }
      }
      guard let seat else { continue }
      boxes[index] = seat
      taken.append(seat)
      if candidate.mark > 0 { taken.append(mark) }
    }
    return boxes
  }
}
