import ArgumentParser
import Foundation
import SimpleFeatures
import Storage
import Workflows

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What became of incidents where something was done, against what would have become.",
    discussion: """
      Example: anlan evaluate --store xiapu.sqlite --units 350921101,350921102 --category theft \\
        --before 2025-08-01:2026-01-31 --after 2026-02-01:2026-07-26

      A code stands for all units that begin with it. They are compared with all others, or with those of --against: by empirical Bayes, which
      knows that places are chosen after a bad year, and by difference in differences. A fall that is
      compared with nothing is no effect, and a day from which incidents are reported otherwise must
      not lie inside: schemes that begin are such days, --break names others.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "Codes of the units where something was done, with commas.")
  var units: String

  @Option(help: "Codes of the units to compare with; all others where it is left out.")
  var against = ""

  @Option(help: "Only incidents of this category; may be repeated.")
  var category: [String] = []

  @Option(help: "First and last day before, with a colon.")
  var before: String

  @Option(help: "First and last day after, with a colon.")
  var after: String

  @Option(help: "The units: grid, village, town or county.")
  var level = IndexLevel.grid

  @Option(help: "Counted by population, households, workers, staff or area_km2.")
  var per = IndexColumn.population

  @Option(help: "Only units whose code begins with it.")
  var area = ""

  @Option(name: .customLong("break"), help: "A day from which incidents are reported otherwise.")
  var breaks: [String] = []

  func validate() throws {
    guard !category.isEmpty else { throw ValidationError("--category: one at least") }
    _ = try (period(before, "--before"), period(after, "--after"), days())
  }

  func run() throws {
    var evaluate = EvaluateIntervention(
      categories: category, before: try period(before, "--before"),
      after: try period(after, "--after"), treated: Self.codes(units))
    evaluate.comparison = Self.codes(against)
    evaluate.level = level
    evaluate.per = per
    evaluate.area = area
    evaluate.breaks = try days().map { .init(day: $0, reason: "a break is said to lie") }
    let report = try store.withStore(readOnly: true) { try evaluate.run(in: $0) }
    if speech.json { return try Console.show(json: report) }
    print(report.sentence.text(inChinese: Console.isChinese))
  }

  private static func codes(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  private func period(
    _ text: String, _ option: String
  ) throws -> EvaluateIntervention.Period {
    let pieces = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count == 2, let first = DayNumber(pieces[0]), let last = DayNumber(pieces[1]),
      first <= last
    else {
      throw ValidationError("\(option): a first and a last day such as 2026-01-01:2026-06-30")
    }
    return .init(first: first, last: last)
  }

  private func days() throws -> [DayNumber] {
    try breaks.map { text in
      guard let day = DayNumber(text) else {
        throw ValidationError("--break: a day such as 2026-01-01, not \(text)")
      }
      return day
    }
  }
}
