/// What is known of a statement: that it holds, that it does not, or neither.
///
/// The order no < unknown < yes makes “and” the least and “or” the greatest of some.
///
/// > S.C. Kleene. *Introduction to Metamathematics*. North-Holland, 1952, § 64 (the strong tables).
public enum Truth: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  case no, unknown, yes

  public init(_ known: Bool?) { self = known.map { $0 ? .yes : .no } ?? .unknown }

  public static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }

  public func and(_ other: Truth) -> Truth { min(self, other) }

  public func or(_ other: Truth) -> Truth { max(self, other) }

  public var negated: Truth {
    switch self {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}
