/// A number that a source prints of a scheme, with what it says about how exact that is.
public struct PrintedFigure: Sendable, Hashable {
  /// 近 is a little less than the number, 超 more, 余 that and some more, 约 about.
  public enum Qualifier: String, Sendable, CaseIterable {
    case near, above, odd, about

    public var chinese: String {
      switch self {
      case .near: "近"
      case .above: "超"
      case .odd: "余"
      case .about: "约"
      }
    }
  }

  public var key: String
  public var value: Double
  /// `nil` where the number is given as exact.
  public var qualifier: Qualifier?
  public var provenance: Provenance

  public init(key: String, value: Double, qualifier: Qualifier?, provenance: Provenance) {
    self.key = key
    self.value = value
    self.qualifier = qualifier
    self.provenance = provenance
  }
}

/// What follows from printed figures; each keeps the words that the figures were printed with.
public struct FigureFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Of the aggregate limit, the part that was paid.
    case limitUsed = "limit_used"
    /// Of the claims reported, those closed.
    case closedShare = "closed_share"
    /// Paid by written premium. Not a loss ratio: that needs the premium earned.
    case paidToWritten = "paid_to_written"
    /// Of all that was paid, what one event took.
    case largestEventShare = "largest_event_share"
    /// Fen by claim.
    case meanClaim = "mean_claim"
  }

  public var kind: Kind
  public var value: Double
  /// Of the number above the line, and of the one below it.
  public var qualifiers: [PrintedFigure.Qualifier]

  /// Findings that the figures of a scheme allow, of the version that is given.
  ///
  /// Figures by key, yuan and counts: `claims_reported`, `claims_closed`, `claims_paid`, `paid_yuan`,
  /// `written_premium_yuan`, `largest_event_yuan`.
  public static func of(_ scheme: Scheme) -> [FigureFinding] {
    var figures: [String: PrintedFigure] = [:]
    for figure in scheme.figures { figures[figure.key] = figure }
    func ratio(_ kind: Kind, _ above: String, _ below: String, scale: Double = 1)
      -> FigureFinding?
    {
      guard let above = figures[above], let below = figures[below], below.value > 0 else {
        return nil
      }
      return FigureFinding(
        kind: kind, value: scale * above.value / below.value,
        qualifiers: [above, below].compactMap(\.qualifier))
    }
    var findings: [FigureFinding] = []
    if let paid = figures["paid_yuan"],
      let most = scheme.versions.first?.aggregateLimit.value?.most, most > 0
    {
      findings.append(
        FigureFinding(
          kind: .limitUsed, value: paid.value * 100 / Double(most),
          qualifiers: [paid.qualifier].compactMap { $0 }))
    }
    findings += [
      ratio(.closedShare, "claims_closed", "claims_reported"),
      ratio(.paidToWritten, "paid_yuan", "written_premium_yuan"),
      ratio(.largestEventShare, "largest_event_yuan", "paid_yuan"),
      ratio(.meanClaim, "paid_yuan", "claims_paid", scale: 100)
        ?? ratio(.meanClaim, "paid_yuan", "claims_closed", scale: 100),
    ].compactMap { $0 }
    return findings
  }
}
