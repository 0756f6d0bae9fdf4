import ArgumentParser
import Foundation
import SimpleFeatures
import Storage
import Workflows

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Why a unit has its safety index: what each indicator takes from 100, to the count.",
    discussion: """
      Example: anlan explain 350921101201001 --store xiapu.sqlite --out why.png

      The parts add up to the score. With --out, a page of bars as PDF, PNG or SVG. Counts of a unit
      are told to the one: it is for those who own the file.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Argument(help: "The code of the grid, village, town or county.")
  var unit: String

  @Option(name: .customLong("run"), help: "A run of the index; the last one when not given.")
  var ofRun: String?

  @Option(help: "The page's file: .pdf, .png or .svg.")
  var out: String?

  @Option(help: "zh or en; of the page and of the words.")
  var lang: DrawWeeklySheet.SheetTongue?

  func run() throws {
    var explain = ExplainScore(unit: unit, home: try speech.productHome())
    explain.run = ofRun
    explain.language = lang ?? (Console.isChinese ? .chinese : .english)
    let answer = try store.withStore(readOnly: true) { try explain.answer(from: $0) }
    if let out { try explain.draw(answer, to: URL(filePath: out)) }
    if speech.json { return try Console.show(json: answer) }
    print(answer.why.text(inChinese: explain.language == .chinese))
    func text(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "" }
    Console.show(
      table: answer.parts.map { part in
        [
          text(part.lost), text(part.contribution), text(part.scaled), text(part.count),
          text(part.exposure), part.name,
        ]
      }, heading: ["lost", "adds", "points", "count", "exposure", "indicator"])
  }
}
