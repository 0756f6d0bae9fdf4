public import SimpleFeatures

/// One analysis that was made: all that determines its rows, and what must be said beside them.
///
/// Two runs with the same identity have the same rows, so the store keeps them once.
public struct Run: Sendable, Hashable {
  /// 16 hexadecimal digits: a digest of kind, parameters, seed, input and version.
  public let id: String
  public let kind: String
  /// JSON with sorted keys.
  public let parameters: String
  public let basis: TimeBasis
  public let stage: Stage
  public let seed: Int64
  public let inputDigest: String
  /// The version of the method's results, which changes when they would.
  public let version: String
  public let validFrom: DayNumber
  public let validTo: DayNumber
  /// Some of the incidents that were counted are synthetic.
  public let isSynthetic: Bool
  /// JSON with sorted keys: totals and cautions that the layer's rows do not hold.
  public let summary: String
  /// An import whose rows it counted was taken back since.
  public private(set) var isStale = false

  public init(
    kind: String, parameters: String, basis: TimeBasis = .occurred, stage: Stage = .calls,
    seed: Int64, inputDigest: String, version: String, validFrom: DayNumber,
    validTo: DayNumber, isSynthetic: Bool = false, summary: String
  ) {
    self.kind = kind
    self.parameters = parameters
    self.basis = basis
    self.stage = stage
    self.seed = seed
    self.inputDigest = inputDigest
    self.version = version
    self.validFrom = validFrom
    self.validTo = validTo
    self.isSynthetic = isSynthetic
    self.summary = summary
    var digest = ContentDigest()
    let parts = [
      kind, parameters, basis.rawValue, stage.rawValue, String(seed), inputDigest, version,
    ]
    for part in parts {
      digest.update(part)
    }
    id = String(digest.hexadecimal().prefix(16))
  }

  init(row: borrowing some ResultRow & ~Copyable) {
    id = row.text(0)
    kind = row.text(1)
    parameters = row.text(2)
    basis = TimeBasis(rawValue: row.text(3)) ?? .occurred
    stage = Stage(rawValue: row.text(4)) ?? .calls
    seed = row.integer(5)
    inputDigest = row.text(6)
    version = row.text(7)
    validFrom = DayNumber(Int32(clamping: row.integer(8)))
    validTo = DayNumber(Int32(clamping: row.integer(9)))
    isSynthetic = row.integer(10) != 0
    summary = row.text(11)
    isStale = row.integer(12) != 0
  }
}
