import Analysis
import SimpleFeatures

/// How likely an event of a category is in each grid on each day: a base that is proportional to
/// the people of the grid and to the rate of the day, plus what was planted.
///
/// A mixture of parts, each a product of grids and days, so a draw costs two look-ups and the
/// planted factors hold exactly in the mean.
struct SampleIntensity: Sendable {
  private struct Part: Sendable {
    var grids: [Int]
    var days: [DayNumber]
    var gridChoice: SampleChoice
    var dayChoice: SampleChoice

    var total: Double { gridChoice.total * dayChoice.total }
  }

  private let parts: [Part]
  private let partChoice: SampleChoice

  init(
    _ category: SampleCategory, layout: SampleGridLayout, people: [SamplePopulation],
    truth: PlantedTruth, period: SamplePeriod
  ) {
    func part(_ grids: [Int], _ days: [DayNumber], times factor: Double) -> Part {
      let weights = grids.map { grid in
        factor * Double(category.isAtSea ? people[grid].workers : people[grid].population)
      }
      return Part(
        grids: grids, days: days, gridChoice: SampleChoice(weights),
        dayChoice: SampleChoice(days.map(category.rate)))
    }
    func days(_ from: DayNumber, _ to: DayNumber) -> [DayNumber] {
      period.days.filter { from <= $0 && $0 <= to }
    }
    let ground = layout.grids.indices.filter { layout.grids[$0].isSea == category.isAtSea }
    var parts = [part(ground, period.days, times: 1)]
    if category.key == PlantedTruth.hotspotCategory {
      for hotspot in truth.hotspots {
        let span = days(hotspot.from, hotspot.to)
        parts.append(part(hotspot.core, span, times: hotspot.factor - 1))
        parts.append(part(hotspot.halo, span, times: hotspot.haloFactor - 1))
      }
    }
    if category.key == PlantedTruth.outbreakCategory, let outbreak = truth.outbreak {
      parts.append(
        part(outbreak.grids, days(outbreak.from, outbreak.to), times: outbreak.factor - 1))
    }
    self.parts = parts
    partChoice = SampleChoice(parts.map(\.total))
  }

  func draw(_ generator: inout ReplicateGenerator) -> (grid: Int, day: DayNumber) {
    let part = parts[partChoice.draw(&generator)]
    return (
      part.grids[part.gridChoice.draw(&generator)], part.days[part.dayChoice.draw(&generator)]
    )
  }
}
