public import SimpleFeatures

/// How far a case has come. The names are those of the store and of every export.
public enum IncidentStatus: String, Sendable, Hashable, CaseIterable {
  case reported, accepted, filed, solved, mediated, closed, reopened
}

/// How well a place is known.
public enum LocationPrecision: String, Sendable, Hashable, CaseIterable {
  case exact, street, village, area
}

/// Something that happened at a place. It has no person in it.
public struct IncidentRecord: Sendable, Hashable {
  /// A step of the case, with its time and the local day of that time.
  public struct StatusChange: Sendable, Hashable {
    public var status: IncidentStatus
    public var at: Instant
    public var day: DayNumber

    public init(status: IncidentStatus, at: Instant, day: DayNumber) {
      self.status = status
      self.at = at
      self.day = day
    }
  }

  public var source: String
  public var sourceID: String
  public var category: String
  public var subcategory: String?
  public var occurredFrom: Instant
  public var occurredTo: Instant?
  /// The local day of `occurredFrom`.
  public var day: DayNumber
  public var reportedAt: Instant?
  public var reportedDay: DayNumber?
  public var placeCode: String?
  public var precision: LocationPrecision
  public var severity: Int?
  public var lossFen: Int64?
  public var deaths: Int?
  public var injuries: Int?
  public var status: IncidentStatus?
  public var statusAt: Instant?
  /// The steps with a known time.
  public var history: [StatusChange] = []
  /// The key of the grid that holds the point.
  public var grid: Int64?
  /// WGS 84.
  public var position: Coordinate?
  /// Metres in the store's metric CRS.
  public var metric: Coordinate?
  public var synthetic = false

  public init(
    source: String, sourceID: String, category: String, subcategory: String? = nil,
    occurredFrom: Instant, occurredTo: Instant? = nil, day: DayNumber,
    precision: LocationPrecision
  ) {
    self.source = source
    self.sourceID = sourceID
    self.category = category
    self.subcategory = subcategory
    self.occurredFrom = occurredFrom
    self.occurredTo = occurredTo
    self.day = day
    self.precision = precision
  }
}
