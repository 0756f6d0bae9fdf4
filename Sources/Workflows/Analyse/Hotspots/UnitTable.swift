import Analysis
import Storage

/// What a statistic says of each unit, whichever it is.
struct UnitTable {
  let z: [Double?]
  let p: [Double?]
  let q: [Double?]
  let draws: [Int]
  let classes: [HotspotClass]
  /// Of local Moran.
  let local: LocalMoranTable?
  /// Why no unit has a value, where none has.
  let refusal: AnalysisError?

  init(_ table: HotspotTable) {
    z = table.z
    p = table.p
    q = table.q
    draws = table.draws
    classes = table.classes
    local = nil
    refusal = table.refusal
  }

  /// High among high is hot, low among low is cold; the outliers are neither, and stand in `local`.
  init(_ table: LocalMoranTable) {
    z = table.z
    p = table.p
    q = table.q
    draws = table.draws
    classes = zip(table.classes, table.q).map { HotspotClass($0, q: $1) }
    local = table
    refusal = table.refusal
  }
}

extension HotspotClass {
  fileprivate init(_ local: LocalMoranClass, q: Double?) {
    let isStrict = (q ?? 1) <= HotspotSettings.strictRate
    switch local {
    case .highHigh: self = isStrict ? .hot99 : .hot95
    case .lowLow: self = isStrict ? .cold99 : .cold95
    case .highLow, .lowHigh, .none: self = .none
    case .tooFew: self = .tooFew
    case .unresolved: self = .unresolved
    }
  }
}

extension FindHotspots {
  /// Whether the layer now shows a run of local Moran.
  static func showsLocalMoran(in store: any SpatialStore) throws -> Bool {
    struct Parameters: Decodable { var statistic: String }
    let run = try store.answer(Runs(currentOf: kind)).first
    let parameters = run.flatMap { CanonicalJSON.value(Parameters.self, of: $0.parameters) }
    return parameters?.statistic == Statistic.moran.rawValue
  }
}
