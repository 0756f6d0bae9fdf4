import SimpleFeatures
import Storage

extension CoverageGapRow {
  /// As the layer tells it.
  var row: Findings.Row {
    var values = account.values(of: Layer.accountColumns)
    let own: [String: AttributeValue] = [
      "unit": .text(unit), "level": .text(level), "name": .text(name), "species": .init(species),
      "licence": .init(licence), "prohibited": .init(prohibited), "segment": .init(segment),
      "segment_metres": .init(segmentMetres), "exposure_class": .init(exposureClass),
      "spread": .boolean(spread), "incidents": .init(incidents), "claims": .init(claims),
      "risk": .init(risk), "gap_risk": .init(gapRisk), "share_by_risk": .init(shareByRisk),
      "share_by_need": .init(shareByNeed), "share_by_premium": .init(shareByPremium),
    ]
    values.merge(own) { $1 }
    return Findings.Row(geometry, values)
  }
}

extension CoverageAccountRow {
  fileprivate func values(of columns: [String]) -> [String: AttributeValue] {
    let all: [AttributeValue] = [
      .text(scheme), .text(measure), .text(basis), .init(exposure), .init(insured),
      .init(otherCover), .init(gap), .init(gapNoPolicy), .init(gapUnderLimit), .init(gapExcluded),
      .init(gapUnknown), .text(obligation), .init(penetration), .init(penetrationLow),
      .init(penetrationHigh), .init(expectedUninsuredLoss), .init(low), .init(high),
      .init(policies), .init(excess), .text(className), .init(attritionalLoss), .init(stormLoss),
      .init(stormLow), .init(stormHigh),
    ]
    return Dictionary(zip(columns, all), uniquingKeysWith: { first, _ in first })
  }
}

extension Layer {
  /// In the order of the account's values.
  fileprivate static let accountColumns = [
    "scheme", "measure", "basis", "exposure", "insured", "other_cover", "gap", "gap_no_policy",
    "gap_under_limit", "gap_excluded", "gap_unknown", "obligation", "penetration",
    "penetration_low", "penetration_high", "expected_uninsured_loss", "low", "high", "policies",
    "excess", "class", "attritional_loss", "storm_loss", "storm_low", "storm_high",
  ]
}
