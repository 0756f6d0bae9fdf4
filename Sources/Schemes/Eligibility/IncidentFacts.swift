/// What is known of incidents on one day, in columns with a row an incident. Days are counted from
/// 1970-01-01. No person is in any column.
public struct IncidentFacts: Sendable {
  /// A day that nobody knows.
  public static let unknownDay = Int32.min
  /// A sum that nobody knows.
  public static let unknownSum: Int64 = -1

  /// What the columns `kind` and `place` number.
  public var kinds: [IncidentKind]
  public var placeCodes: [String]
  /// The day as of which all of it is known.
  public var asOf: Int32

  public private(set) var occurred: [Int32] = []
  public private(set) var reported: [Int32] = []
  public private(set) var accepted: [Int32] = []
  public private(set) var filed: [Int32] = []
  public private(set) var solved: [Int32] = []
  public private(set) var kind: [UInt16] = []
  public private(set) var place: [Int32] = []
  public private(set) var truths: [UInt32] = []
  /// Fen.
  public private(set) var loss: [Int64] = []

  public var count: Int { occurred.count }

  /// - Parameter kinds: at most 65 536; more are none that a scheme can know.
  public init(kinds: [IncidentKind], placeCodes: [String], asOf: Int32) {
    self.kinds = kinds
    self.placeCodes = placeCodes
    self.asOf = asOf
  }

  /// The days of an incident; `unknownDay` where nobody knows.
  public struct Days: Sendable, Hashable {
    public var occurred: Int32
    public var reported = IncidentFacts.unknownDay
    public var accepted = IncidentFacts.unknownDay
    public var filed = IncidentFacts.unknownDay
    public var solved = IncidentFacts.unknownDay

    public init(occurred: Int32) { self.occurred = occurred }
  }

  public mutating func append(
    _ days: Days, kind: Int, place: Int, truths: EvidenceTruths, loss: Int64?
  ) {
    occurred.append(days.occurred)
    reported.append(days.reported)
    accepted.append(days.accepted)
    filed.append(days.filed)
    solved.append(days.solved)
    self.kind.append(UInt16(clamping: kind))
    self.place.append(Int32(clamping: place))
    self.truths.append(truths.bits)
    self.loss.append(loss ?? Self.unknownSum)
  }

  public mutating func reserveCapacity(_ count: Int) {
    occurred.reserveCapacity(count)
    reported.reserveCapacity(count)
    accepted.reserveCapacity(count)
    filed.reserveCapacity(count)
    solved.reserveCapacity(count)
    kind.reserveCapacity(count)
    place.reserveCapacity(count)
    truths.reserveCapacity(count)
    loss.reserveCapacity(count)
  }

  public func truth(_ fact: EvidenceFact, of incident: Int) -> Truth {
    EvidenceTruths(bits: truths[incident])[fact]
  }
}

/// What is known of each fact that a clause may ask for; unknown where nobody said so.
public struct EvidenceTruths: Sendable, Hashable {
  /// Two bits a fact, the raw value of its truth.
  private(set) var bits: UInt32

  public init() {
    bits = EvidenceFact.allCases.reduce(0) { $0 | UInt32(Truth.unknown.rawValue) << $1.place }
  }

  init(bits: UInt32) { self.bits = bits }

  public subscript(fact: EvidenceFact) -> Truth {
    get { Truth(rawValue: UInt8(truncatingIfNeeded: bits >> fact.place & 3)) ?? .unknown }
    set { bits = bits & ~(3 << fact.place) | UInt32(newValue.rawValue) << fact.place }
  }
}

extension EvidenceFact {
  /// Of its two bits.
  var place: UInt32 {
    switch self {
    case .accepted: 0
    case .filed: 2
    case .certified: 4
    case .solved: 6
    case .liableUnable: 8
    case .uncompensated: 10
    }
  }
}
