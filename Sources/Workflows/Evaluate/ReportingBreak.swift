import Foundation
public import SimpleFeatures
import Storage

/// A day from which incidents are reported otherwise, and why.
public struct ReportingBreak: Sendable, Hashable {
  public var day: DayNumber
  public var reason: String

  public init(day: DayNumber, reason: String) {
    self.day = day
    self.reason = reason
  }
}

extension SpatialStore {
  /// The days on which schemes begin. A scheme that pays only what was reported brings reports: a
  /// step that is no step of incidents.
  ///
  /// - Returns: with `others`, those after `first` up to `last`, in their order.
  func reportingBreaks(
    after first: DayNumber, upTo last: DayNumber, besides others: [ReportingBreak]
  ) throws -> [ReportingBreak] {
    var breaks = others
    if let layer = Layer(named: "schemes") {
      let names = layer.schema.fields.map(\.name)
      try forEachFeature(of: LayerQuery(layer: layer)) { feature in
        let values = Dictionary(
          zip(names, feature.values), uniquingKeysWith: { first, _ in first })
        guard case .day(let day)? = values["valid_from"], case .text(let code)? = values["scheme"]
        else { return }
        breaks.append(ReportingBreak(day: day, reason: "the scheme \(code) begins"))
      }
    }
    return breaks.filter { $0.day > first && $0.day <= last }
      .sorted { ($0.day, $0.reason) < ($1.day, $1.reason) }
  }
}
