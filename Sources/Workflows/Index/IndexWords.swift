import Analysis
import Foundation

/// Why a unit has its score, in a sentence of each language.
struct IndexWords {
  let framework: IndexFramework
  let table: SafetyIndex.Table

  /// So many of the greatest losses are named.
  private static let named = 3
  /// Smaller losses are not worth a word, in points.
  private static let least = 0.5

  func chinese(_ unit: Int, name: String, low: Double, high: Double) -> String {
    let losses = worst(unit).map { "\($0.indicator.chineseName) −\(Self.text($0.points))" }
    let why = losses.isEmpty ? "没有明显失分" : "主要失分：" + losses.joined(separator: "、")
    let next = step(unit, low: low).map {
      "。升一星：\($0.indicator.chineseName)需少失 \(Self.text($0.points)) 分"
    }
    return "\(name) \(Self.text(table.scores[unit])) 分（\(Self.text(low))–\(Self.text(high))）。"
      + why + (next ?? "")
  }

  func english(_ unit: Int, name: String, low: Double, high: Double) -> String {
    let losses = worst(unit).map { "\($0.indicator.englishName) −\(Self.text($0.points))" }
    let why = losses.isEmpty ? "no great loss" : "lost most by " + losses.joined(separator: ", ")
    let next = step(unit, low: low).map {
      "; one star more needs \(Self.text($0.points)) points of \($0.indicator.englishName)"
    }
    return "\(name): \(Self.text(table.scores[unit])) points "
      + "(\(Self.text(low))–\(Self.text(high))); " + why + (next ?? "")
  }

  private func worst(_ unit: Int) -> [(indicator: FrameworkIndicator, points: Double)] {
    framework.indicators.indices
      .map { (indicator: framework.indicators[$0], points: table.losses[$0][unit]) }
      .filter { $0.points >= Self.least }
      .sorted { ($1.points, $0.indicator.key) < ($0.points, $1.indicator.key) }
      .prefix(Self.named).map { $0 }
  }

  /// The indicator that alone could bring the lower bound to the next star, if one has so much to
  /// win; the bound is taken to rise with the score.
  private func step(
    _ unit: Int, low: Double
  ) -> (indicator: FrameworkIndicator, points: Double)? {
    guard let bound = framework.stars.reversed().first(where: { $0.bound > low })?.bound,
      let greatest = worst(unit).first, greatest.points >= bound - low
    else { return nil }
    return (greatest.indicator, bound - low)
  }

  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
