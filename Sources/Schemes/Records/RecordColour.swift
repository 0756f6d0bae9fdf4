/// What a record says of a unit, the lightest first.
public enum RecordColour: String, Sendable, Hashable, Comparable, CaseIterable, Codable {
  /// 红: commended.
  case red
  /// 黄: warned.
  case yellow
  /// 黑: answered for.
  case black
  /// 挂牌整治: listed for remediation, until a day.
  case listed

  public var chinese: String {
    switch self {
    case .red: "红（表彰）"
    case .yellow: "黄（警示）"
    case .black: "黑（追责）"
    case .listed: "挂牌整治"
    }
  }

  public var english: String {
    switch self {
    case .red: "red, commended"
    case .yellow: "yellow, warned"
    case .black: "black, answered for"
    case .listed: "listed for remediation"
    }
  }

  /// It speaks against the unit.
  public var isAdverse: Bool { self != .red }

  public static func < (left: RecordColour, right: RecordColour) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}
