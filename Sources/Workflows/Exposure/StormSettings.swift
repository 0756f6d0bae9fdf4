import Analysis

/// What is assumed of storms and what they do: all of it stands in the run's parameters.
public struct StormSettings: Sendable, Codable, Hashable {
  /// A user's damage curve for one kind of stock.
  public struct Curve: Sendable, Codable, Hashable {
    /// A unit (`mu`, `kou`, `xiang`), a species, or `all`.
    public var kind: String
    /// Metres a second.
    public var winds: [Double]
    /// From 0 to 1.
    public var shares: [Double]

    public init(kind: String, winds: [Double], shares: [Double]) {
      (self.kind, self.winds, self.shares) = (kind, winds, shares)
    }
  }

  /// Whose analysis of the storms; `nil` where there is one alone.
  public var agency: String?
  /// Metres a second: a place with less is not in the footprint. A gale is 17.2.
  public var gate = 17.2
  /// Without one for its kind a zone has no loss.
  public var curves: [Curve] = []
  /// Shares of the open sea's wind that reach shores with less fetch.
  public var shelterSemi = 1.0
  public var shelterSheltered = 1.0
  /// Of the crews, before a storm; `nil` gives no figure of persons.
  public var evacuatedShare: Double?
  /// `nil` for the seasons from the first storm to the last.
  public var years: Double?
  /// Of all schemes that count, yuan a year.
  public var aggregateLimitYuan: Double?
  public var usedYuan = 0.0
  /// hPa.
  public var surroundingHectopascal = 1010.0
  public var surfaceFactor = 0.85
  /// Holland's B, and the radius of strongest wind in kilometres, where not taken from the record.
  public var peakedness: Double?
  public var radiusKilometres: Double?
  /// Of the range of what is lost a year, between 0 and 1; `nil` for nine tenths.
  public var confidence: Double?
  static let usualConfidence = 0.9
  /// An index product that pays when an eye crosses a line.
  public var trigger: Trigger?

  public struct Trigger: Sendable, Codable, Hashable {
    /// Degrees, WGS 84, in order.
    public var longitudes: [Double]
    public var latitudes: [Double]
    /// Knots, at the crossing.
    public var gateKnots: Double
    /// Degrees from north, clockwise: where the sea is.
    public var seawardBearing: Double
    public var moveKilometres: Double

    public init(
      longitudes: [Double], latitudes: [Double], gateKnots: Double, seawardBearing: Double,
      moveKilometres: Double
    ) {
      self.longitudes = longitudes
      self.latitudes = latitudes
      self.gateKnots = gateKnots
      self.seawardBearing = seawardBearing
      self.moveKilometres = moveKilometres
    }
  }

  public init() {}

  var assumptions: StormAssumptions {
    var assumptions = StormAssumptions()
    assumptions.surroundingHectopascal = surroundingHectopascal
    assumptions.surfaceFactor = surfaceFactor
    assumptions.peakedness = peakedness
    assumptions.radiusKilometres = radiusKilometres
    return assumptions
  }

  var heldConfidence: Double { confidence ?? Self.usualConfidence }

  var sheltering: Sheltering {
    var sheltering = Sheltering()
    sheltering.semi = shelterSemi
    sheltering.sheltered = shelterSheltered
    return sheltering
  }

  /// The curve of a place, as its position; by species before unit before `all`.
  func curve(unit: String?, species: String?) -> Int32 {
    for kind in [species, unit, "all"] {
      if let kind, let found = curves.firstIndex(where: { $0.kind == kind }) { return Int32(found) }
    }
    return -1
  }

  func check() throws {
    guard gate >= 0, gate <= 100 else {
      throw WorkflowError.usage("--gate \(gate): metres a second, from 0 to 100")
    }
    if let evacuatedShare, !(0...1).contains(evacuatedShare) {
      throw WorkflowError.usage("--evacuated \(evacuatedShare): a share of the crews, from 0 to 1")
    }
    if let confidence, !(confidence > 0 && confidence < 1) {
      throw WorkflowError.usage("--confidence \(confidence): between 0 and 1")
    }
    if let years, !(years > 0) { throw WorkflowError.usage("--years \(years): above 0") }
    try WorkflowError.translating {
      try sheltering.check()
      for curve in curves { _ = try DamageCurve(winds: curve.winds, shares: curve.shares) }
    }
  }
}
