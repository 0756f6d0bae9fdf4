/// What somebody may do: each role may do what those before it may.
public enum Role: String, Sendable, CaseIterable, Comparable {
  /// Sees published runs, small counts suppressed.
  case viewer
  /// Sees points, and asks freely.
  case analyst
  /// Brings incidents.
  case editor
  /// Sees how the service fares.
  case admin

  public static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .analyst: 1
    case .editor: 2
    case .admin: 3
    }
  }
}

/// Who asks: a role over an area, never a person.
public struct Principal: Sendable, Hashable {
  public var role: Role
  /// The first digits of the codes that may be seen; empty for all.
  public var area: String
  /// The public part of the key; empty for whoever owns the machine.
  public var key: String

  public init(role: Role, area: String, key: String) {
    self.role = role
    self.area = area
    self.key = key
  }
}
