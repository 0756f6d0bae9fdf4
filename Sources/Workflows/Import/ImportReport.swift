public import Storage

/// What an import did, for a person and, as JSON, for a script.
public struct ImportReport: Sendable, Codable {
  /// A reason and how many rows it stopped.
  public struct Reason: Sendable, Codable, Hashable {
    public var reason: String
    public var rows: Int
  }

  public var layer: String
  public var file: String
  public var counts: ImportCounts
  /// Rows that the mapping's `where` passed over.
  public var skipped = 0
  /// The first rejects, each as a sentence with line, field and value.
  public var firstRejects: [String] = []
  public var reasons: [Reason] = []
  /// What rows that went in are worth a word for: an ended code, a row that names what is not there.
  public var warnings: [Reason] = []
  public var rejectFile: String?
  public var dryRun = false
  public var crs = ""
  public var encoding = ""
  public var droppedPersonalColumns: [String] = []
  public var unmappedColumns: [String] = []
  /// What the reader chose, dropped or mended, in sentences without their full stops.
  public var notes: [String] = []
  /// Categories that `categories.yaml` does not know, kept as they are.
  public var unknownCategories: [String] = []
  /// Incidents with a point that no grid holds.
  public var outsideGrids = 0
  /// Incidents in no grid that are counted in the nearest one, with their distance.
  public var nearGrids = 0
  /// Incidents without a point: only a code says where.
  public var withoutPoint = 0
  /// The number to take it back by; `nil` where nothing was kept.
  public var importID: Int64?
  /// Which columns the changed rows differed in, and in how many.
  public var changedColumns: [String: Int] = [:]
  /// Whether the positions lie where they should; incidents alone are asked.
  public var datum: DatumFinding?
  public var quality: QualityReport?
  /// Incidents that another source may have told too.
  public var sameEvents: SameEventReport?

  init(layer: ImportLayer, file: String) {
    self.layer = layer.rawValue
    self.file = file
    counts = ImportCounts()
  }
}
