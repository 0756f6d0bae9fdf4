import Storage

extension FindCoverageGaps {
  /// What a measure comes to.
  public struct Total: Sendable, Codable, Hashable {
    public var exposure = 0.0
    public var insured = 0.0
    public var otherCover = 0.0
    public var noPolicy = 0.0
    public var underLimit = 0.0
    public var excluded = 0.0
    public var unknown = 0.0
    /// Units of which the register does not say what is exposed.
    public var unitsWithoutExposure = 0
    public var expectedUninsuredLossYuan: Double?
    /// The ends of all units added up, as if all erred together: a range that is too wide, never too
    /// narrow.
    public var uninsuredLossLowYuan: Double?
    public var uninsuredLossHighYuan: Double?
    /// Of the expected loss, what the storms of the record bring.
    public var stormLossYuan: Double?
    /// Units that no storm of the record has hit: their range has no upper end, and is in the sum
    /// without one.
    public var unitsWithoutUpperEnd: Int?
  }

  /// What the layers' rows do not say.
  struct Summary: Codable {
    var units: Int
    var totals: [String: Total]
    var faultCount: Int
    var faults: [String]
    var silence: [String]
    var subsidy: SubsidyProposal.Total?
    var subsidyLabel: String?
    /// The run that says what storms do, and claims of their days that are left to it.
    var stormRun: String?
    var claimsOfStorms: Int?
  }
}

extension FindCoverageGaps.Summary {
  mutating func add(_ row: CoverageAccountRow) {
    var total = totals[row.measure] ?? FindCoverageGaps.Total()
    total.exposure += row.exposure ?? 0
    total.insured += row.insured ?? 0
    total.otherCover += row.otherCover ?? 0
    total.noPolicy += row.gapNoPolicy ?? 0
    total.underLimit += row.gapUnderLimit ?? 0
    total.excluded += row.gapExcluded ?? 0
    total.unknown += row.gapUnknown ?? 0
    if row.exposure == nil { total.unitsWithoutExposure += 1 }
    if let loss = row.expectedUninsuredLoss {
      total.expectedUninsuredLossYuan = (total.expectedUninsuredLossYuan ?? 0) + loss
      total.uninsuredLossLowYuan = (total.uninsuredLossLowYuan ?? 0) + (row.low ?? 0)
      total.uninsuredLossHighYuan = (total.uninsuredLossHighYuan ?? 0) + (row.high ?? loss)
      if row.high == nil { total.unitsWithoutUpperEnd = (total.unitsWithoutUpperEnd ?? 0) + 1 }
      if let storm = row.stormLoss { total.stormLossYuan = (total.stormLossYuan ?? 0) + storm }
    }
    totals[row.measure] = total
  }
}
