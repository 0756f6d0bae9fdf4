import Analysis

/// What a run of hot spots says, in a sentence.
struct HotspotSentence {
  private let summary: FindHotspots.Summary

  init(_ summary: FindHotspots.Summary) { self.summary = summary }

  var text: String {
    var parts = [
      "\(summary.incidents - summary.outsideUnits) incidents in \(summary.units) units: "
        + (summary.refusal ?? found)
    ]
    if summary.isConstant == true { parts.append("every unit has the same value") }
    if summary.outsideUnits > 0 { parts.append("\(summary.outsideUnits) incidents in no unit") }
    if let units = summary.unknownUnits, units > 0 {
      let incidents = summary.unknownIncidents ?? 0
      parts.append("\(units) units with \(incidents) incidents have no known exposure")
    } else if summary.refusal == nil, count(.tooFew) > 0 {
      parts.append("\(count(.tooFew)) units too few to say")
    }
    if summary.islands > 0 { parts.append("\(summary.islands) units without a neighbour") }
    if count(.unresolved) > 0 { parts.append("\(count(.unresolved)) units unresolved") }
    let whole = (summary.autocorrelation ?? []).map(\.sentence)
    guard summary.refusal == nil, summary.isConstant != true, !whole.isEmpty else {
      return parts.joined(separator: ", ")
    }
    return parts.joined(separator: ", ") + "; over the whole study "
      + whole.joined(separator: ", ")
  }

  private var found: String {
    guard let lisa = summary.lisa else {
      return "\(count(.hot99, .hot95)) hot, \(count(.cold95, .cold99)) cold"
    }
    func lisaCount(_ kind: LocalMoranClass) -> Int { lisa[kind.rawValue] ?? 0 }
    return "\(lisaCount(.highHigh)) high among high, \(lisaCount(.lowLow)) low among low, "
      + "\(lisaCount(.highLow)) high among low, \(lisaCount(.lowHigh)) low among high"
  }

  private func count(_ names: HotspotClass...) -> Int {
    names.reduce(0) { $0 + (summary.classes[$1.rawValue] ?? 0) }
  }
}
