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
  public let seed: Int64
  public let inputDigest: String
  /// The version of the method's results, which changes when they would.
  public let version: String
  public let validFrom: DayNumber
  public let validTo: DayNumber
  /// JSON with sorted keys: totals and cautions that the layer's rows do not hold.
  public let summary: String

  public init(
    kind: String, parameters: String, seed: Int64, inputDigest: String, version: String,
    validFrom: DayNumber, validTo: DayNumber, summary: String
  ) {
    self.kind = kind
    self.parameters = parameters
    self.seed = seed
    self.inputDigest = inputDigest
    self.version = version
    self.validFrom = validFrom
    self.validTo = validTo
    self.summary = summary
    var digest = ContentDigest()
    for part in [kind, parameters, String(seed), inputDigest, version] {
      digest.update(part)
    }
    id = String(digest.hexadecimal().prefix(16))
  }

  init(row: borrowing some ResultRow & ~Copyable) {
    id = row.text(0)
    kind = row.text(1)
    parameters = row.text(2)
    seed = row.integer(3)
    inputDigest = row.text(4)
    version = row.text(5)
    validFrom = DayNumber(Int32(clamping: row.integer(6)))
    validTo = DayNumber(Int32(clamping: row.integer(7)))
    summary = row.text(8)
  }
}
