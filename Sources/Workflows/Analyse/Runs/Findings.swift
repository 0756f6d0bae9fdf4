public import SimpleFeatures
public import Storage

/// What an analysis found, and nothing kept: the run that it would be, and the rows that its layer
/// would show.
public struct Findings: Sendable {
  public let run: Run
  public let layer: Layer
  /// With the columns of the layer's schema, numbered from 1 in its order.
  public private(set) var features: [Feature]
  /// What came out, in words.
  public let sentence: String

  /// One row by the names of its columns; a column that is not named is unknown. What every row of
  /// a run has is taken from the run.
  struct Row {
    var geometry: Geometry?
    var values: [String: AttributeValue]

    init(_ geometry: Geometry?, _ values: [String: AttributeValue]) {
      self.geometry = geometry
      self.values = values
    }
  }

  /// Only what a box meets, in degrees of WGS 84.
  public func within(_ box: BoundingBox) -> Findings {
    var part = self
    part.features = features.filter { feature in
      guard let own = feature.geometry?.boundingBox else { return false }
      return own.minX <= box.maxX && box.minX <= own.maxX && own.minY <= box.maxY
        && box.minY <= own.maxY
    }
    return part
  }

  init(run: Run, layer: Layer, sentence: String, rows: [Row]) {
    self.run = run
    self.layer = layer
    self.sentence = sentence
    let common: [String: AttributeValue] = [
      "run": .text(run.id), "valid_from": .day(run.validFrom), "valid_to": .day(run.validTo),
      "time_basis": .text(run.basis.rawValue), "stage": .text(run.stage.rawValue),
      "synthetic": .boolean(run.isSynthetic),
    ]
    features = rows.enumerated().map { index, row in
      Feature(
        id: .integer(Int64(index + 1)), geometry: row.geometry,
        values: layer.schema.fields.map { row.values[$0.name] ?? common[$0.name] ?? .unknown })
    }
  }
}

extension AttributeValue {
  init(_ number: Double?) { self = number.map { .real($0) } ?? .unknown }
  init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .unknown }
  init(_ text: String?) { self = text.map { .text($0) } ?? .unknown }
  init(_ day: DayNumber?) { self = day.map { .day($0) } ?? .unknown }
  init(_ flag: Bool?) { self = flag.map { .boolean($0) } ?? .unknown }
}

extension Layer {
  /// One that the program itself makes.
  ///
  /// - Throws: a failure where the catalogue has none of that name: a mistake of the program.
  static func result(_ name: String) throws(WorkflowError) -> Layer {
    guard let layer = Layer(named: name) else { throw .failed("there is no layer \(name)") }
    return layer
  }
}
