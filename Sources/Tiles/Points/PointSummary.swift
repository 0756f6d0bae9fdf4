/// What many points in one place say together.
public struct PointSummary: Sendable, Hashable {
  /// The field whose values are counted, each by itself: `category` gives `n_theft`, `n_fire` …
  public var counted: String?
  /// The field of whole numbers whose largest stands for all: the worst severity.
  public var worst: String?
  /// The fields that a point alone in its place keeps above the deepest zoom.
  public var kept: Set<String>
  /// Texts that tell one feature from another, such as a number of a register: they are not looked
  /// for among the others, and a tile has one that comes twice twice.
  public var names: Set<String>

  public init(
    counted: String? = nil, worst: String? = nil, kept: Set<String> = [], names: Set<String> = []
  ) {
    self.counted = counted
    self.worst = worst
    self.kept = kept
    self.names = names
  }

  /// More values than this are no kinds, and are not counted one by one.
  static let mostKinds = 64
}
