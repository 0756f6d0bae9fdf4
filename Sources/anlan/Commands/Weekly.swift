import ArgumentParser
import Foundation
import SimpleFeatures
import Storage
import Workflows

struct Weekly: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the map sheet for the Monday meeting: PDF, PNG and a picture for a phone.",
    discussion: "Example: anlan weekly --store xiapu.sqlite --week 2026-W30 --out sheets")

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The ISO week, such as 2026-W30.")
  var week: ISOWeek

  @Option(help: "The folder that the files go to.")
  var out: String

  @Option(help: "The first digits of a code.")
  var area = ""

  @Option(help: "A category; may be given several times. All when not given.")
  var category: [String] = []

  @Option(help: "zh or en.")
  var lang = DrawWeeklySheet.SheetTongue.chinese

  @Option(help: "public, meeting or analyst: who will see the sheet.")
  var audience = Audience.meeting

  @Option(help: "a3 or a4.")
  var paper = DrawWeeklySheet.PaperFormat.a3

  @Option(help: "The marking beside the title; empty for none.")
  var marking: String?

  @Option(help: "What the title calls the study area; by default the name of its unit.")
  var place: String?

  @Option(help: "The units: grid, lattice or village; by default grids where there are any.")
  var support: Support?

  @Option(help: "Which time counts: \(TimeBasis.allCases.map(\.rawValue).joined(separator: ", ")).")
  var timeBasis = TimeBasis.occurred

  @Option(help: "How far: \(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var stage = Stage.calls

  @Option(help: "Of the clusters: points within this many metres are neighbours.")
  var eps = 300.0

  @Option(help: "Of the clusters: how many neighbours make a core.")
  var minPoints = 10

  @Option(help: "Of the random draws.")
  var seed: UInt64 = 1

  func run() throws {
    var draw = DrawWeeklySheet(week: week, home: try speech.productHome())
    draw.area = area
    draw.categories = category
    draw.language = lang
    draw.audience = audience
    draw.paper = paper
    draw.marking = marking
    draw.placeName = place
    draw.support = support
    draw.basis = timeBasis
    draw.stage = stage
    draw.clusterRadiusMetres = eps
    draw.clusterMinimum = minPoints
    draw.seed = seed
    let report = try store.withStore(holding: area, readOnly: true) { store in
      try draw.run(from: store, to: URL(filePath: out)) { speech.note("\($0) …") }
    }
    if speech.json { try Console.show(json: report) }
    speech.note(
      "\(report.files.joined(separator: ", ")) in \(out): \(report.events) events this week, "
        + "\(report.hotUnits) hot units, \(report.clusters) clusters")
  }
}
