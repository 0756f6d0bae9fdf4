/// What one step of a shapefile's or a dBASE table's reader met.
public enum ShapefileStep: Sendable {
  /// A row is there to be asked.
  case row
  /// A row that cannot be used; the next step goes on after it.
  case fault(FormatError)
  case end
}

/// How a shapefile is read.
public struct ShapefileOptions: Sendable {
  public var table = DBFOptions()
  /// A longer record is an error of the file.
  public var maximalRecordBytes = 1 << 30
  /// The window onto the `.shp`; it grows to the largest record.
  public var windowBytes = 256 << 10

  public init() {}
}

/// The types of shapes, with the numbers of the white paper.
public enum ShapefileType: Int32, Sendable, Hashable, CaseIterable {
  case null = 0
  case point = 1
  case polyLine = 3
  case polygon = 5
  case multiPoint = 8
  case pointZ = 11
  case polyLineZ = 13
  case polygonZ = 15
  case multiPointZ = 18
  case pointM = 21
  case polyLineM = 23
  case polygonM = 25
  case multiPointM = 28

  public var hasHeights: Bool { (11...18).contains(rawValue) }
  public var hasMeasures: Bool { rawValue > 20 }

  enum Form { case null, point, polyLine, polygon, multiPoint }

  var form: Form {
    switch self {
    case .null: .null
    case .point, .pointZ, .pointM: .point
    case .polyLine, .polyLineZ, .polyLineM: .polyLine
    case .polygon, .polygonZ, .polygonM: .polygon
    case .multiPoint, .multiPointZ, .multiPointM: .multiPoint
    }
  }
}

/// What was dropped, mended or doubted while the shapes of a shapefile were read.
public struct ShapefileNotes: Sendable, Hashable {
  /// Positions of which a height was dropped.
  public internal(set) var droppedHeights = 0
  /// Positions of which a measure was dropped, where the type is one with measures only.
  public internal(set) var droppedMeasures = 0
  /// Rings whose direction said hole where they are outer, or outer where they are a hole.
  public internal(set) var turnedRings = 0
  /// Rings that did not end where they began, and were closed.
  public internal(set) var closedRings = 0
  /// Rings without area, left out.
  public internal(set) var droppedRings = 0
  /// The first record of which the `.shx` says otherwise: a file that was changed in place, or
  /// another file's index.
  public internal(set) var indexDisagrees: Int?

  /// A sentence for each, without full stops.
  public var sentences: [String] {
    var all: [String] = []
    if droppedHeights > 0 { all.append("the heights of \(droppedHeights) positions were dropped") }
    if droppedMeasures > 0 {
      all.append("the measures of \(droppedMeasures) positions were dropped")
    }
    if turnedRings > 0 {
      all.append("\(turnedRings) rings run in the wrong direction; they were read as they lie")
    }
    if closedRings > 0 { all.append("\(closedRings) rings were open and were closed") }
    if droppedRings > 0 { all.append("\(droppedRings) rings without area were left out") }
    if let indexDisagrees {
      all.append("the .shx differs from the .shp at record \(indexDisagrees); the .shp counted")
    }
    return all
  }
}
