public import SimpleFeatures

/// A row of the layer `exposure`; unknown is `nil`.
public struct ExposureRow: Sendable {
  public var footprint = ""
  public var unit = ""
  public var level = ""
  public var name = ""
  /// Of the area; of a storm, 1 where its wind reaches the gate.
  public var insideShare = 0.0
  public var households: Double?
  /// Residents; of a zone, crews still at sea, and only with an evacuated share.
  public var people: Double?
  /// Of the stock in that month.
  public var valueYuan: Double?
  /// Yuan.
  public var sumInsured: Double?
  /// Yuan.
  public var sumUninsured: Double?
  /// Yuan of which nobody knows whether a policy pays.
  public var sumUnknown: Double?
  /// Metres a second, sustained, at 10 m over open water.
  public var windMs: Double?
  public var shelteredWindMs: Double?
  /// By the users curve; none without one.
  public var damageShare: Double?
  /// Yuan, whoever bears it.
  public var lossGroundUp: Double?
  /// Yuan.
  public var lossInsured: Double?
  /// Yuan.
  public var lossUninsured: Double?
  /// Yuan, neither insured nor not as far as is known.
  public var lossUnknown: Double?
  public var contribution: Double?
  /// Uninsured yuan a year by all storms of the record, with its range; the end that counts what is
  /// unknown as uninsured is unknown itself where no storm destroyed anything.
  public var lossAYear: Double?
  public var low: Double?
  public var high: Double?
  public var className = ""
  /// Of the kind that the layer holds.
  public var geometry: Geometry

  public init(geometry: Geometry) {
    self.geometry = geometry
  }
}

public struct InsertExposure: Command {
  public static let statement = StatementText(
    "insert_exposure_unit", PackageResources.insert_exposure_unit_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: ExposureRow) {
    arguments = [
      .text(run), .text(row.footprint), .text(row.unit), .text(row.level), .text(row.name),
      SQLValue(row.insideShare), SQLValue(row.households), SQLValue(row.people),
      SQLValue(row.valueYuan), SQLValue(row.sumInsured), SQLValue(row.sumUninsured),
      SQLValue(row.windMs), SQLValue(row.shelteredWindMs), SQLValue(row.damageShare),
      SQLValue(row.lossGroundUp), SQLValue(row.lossInsured), SQLValue(row.lossUninsured),
      SQLValue(row.contribution), .text(row.className), .geometry(row.geometry),
      SQLValue(row.sumUnknown), SQLValue(row.lossUnknown), SQLValue(row.lossAYear),
      SQLValue(row.low), SQLValue(row.high),
    ]
  }
}

/// A row of the layer `exposure_events`; unknown is `nil`.
public struct ExposureEventRow: Sendable {
  public var footprint = ""
  public var season: Int?
  /// By ground-up loss, or by wind without a curve.
  public var rank = 0
  /// At any place of the record.
  public var strongestWindMs: Double?
  public var places = 0
  public var lossGroundUp: Double?
  public var lossInsured: Double?
  public var lossUninsured: Double?
  /// Neither insured nor not, as far as is known.
  public var lossUnknown: Double?
  public var uninsuredShare: Double?
  /// Events a year that lose as much or more.
  public var rate: Double?
  public var annualProbability: Double?
  public var returnPeriodYears: Double?
  public var worstUnit: String?
  public var exceedsLimit: Bool?
  /// Of the kind that the layer holds.
  public var geometry: Geometry

  public init(geometry: Geometry) {
    self.geometry = geometry
  }
}

public struct InsertExposureEvent: Command {
  public static let statement = StatementText(
    "insert_exposure_event", PackageResources.insert_exposure_event_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: ExposureEventRow) {
    arguments = [
      .text(run), .text(row.footprint), SQLValue(row.season), SQLValue(row.rank),
      SQLValue(row.strongestWindMs), SQLValue(row.places), SQLValue(row.lossGroundUp),
      SQLValue(row.lossInsured), SQLValue(row.lossUninsured), SQLValue(row.uninsuredShare),
      SQLValue(row.rate), SQLValue(row.annualProbability), SQLValue(row.returnPeriodYears),
      SQLValue(row.worstUnit), SQLValue(row.exceedsLimit), .geometry(row.geometry),
      SQLValue(row.lossUnknown),
    ]
  }
}

/// A row of the layer `basis_risk`: how an index product misses the losses of a stretch of coast over
/// the storms of the record.
public struct BasisRiskRow: Sendable {
  public var unit = ""
  public var zones = 0
  public var storms = 0
  public var lossAndPay = 0
  public var lossNoPay = 0
  public var payNoLoss = 0
  public var neither = 0
  /// Of the storms that destroy something here; `nil` where none does.
  public var noPayGivenLoss: Double?
  public var low: Double?
  public var high: Double?
  /// Yuan of the record that the product does not pay for.
  public var lossNotPaid = 0.0
  /// With the line moved.
  public var movedLossNoPay: Int?
  public var movedNoPayGivenLoss: Double?
  public var className = ""
  /// A multilinestring, WGS 84.
  public var geometry: Geometry

  public init(geometry: Geometry) {
    self.geometry = geometry
  }
}

public struct InsertBasisRisk: Command {
  public static let statement = StatementText(
    "insert_basis_risk", PackageResources.insert_basis_risk_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: BasisRiskRow) {
    arguments = [
      .text(run), .text(row.unit), SQLValue(row.zones), SQLValue(row.storms),
      SQLValue(row.lossAndPay), SQLValue(row.lossNoPay), SQLValue(row.payNoLoss),
      SQLValue(row.neither), SQLValue(row.noPayGivenLoss), SQLValue(row.low), SQLValue(row.high),
      SQLValue(row.lossNotPaid), SQLValue(row.movedLossNoPay), SQLValue(row.movedNoPayGivenLoss),
      .text(row.className), .geometry(row.geometry),
    ]
  }
}
