import SimpleFeatures
import Storage

extension ExposureRow {
  /// As the layer tells it.
  var row: Findings.Row {
    Findings.Row(
      geometry,
      [
        "footprint": .text(footprint), "unit": .text(unit), "level": .text(level),
        "name": .text(name), "inside_share": .real(insideShare), "households": .init(households),
        "people": .init(people), "value_yuan": .init(valueYuan), "sum_insured": .init(sumInsured),
        "sum_uninsured": .init(sumUninsured), "sum_unknown": .init(sumUnknown),
        "wind_ms": .init(windMs),
        "sheltered_wind_ms": .init(shelteredWindMs), "damage_share": .init(damageShare),
        "loss_ground_up": .init(lossGroundUp), "loss_insured": .init(lossInsured),
        "loss_uninsured": .init(lossUninsured), "loss_unknown": .init(lossUnknown),
        "contribution": .init(contribution), "loss_a_year": .init(lossAYear), "low": .init(low),
        "high": .init(high),
        "class": .text(className),
      ])
  }
}
