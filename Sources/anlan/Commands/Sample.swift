import ArgumentParser
import Foundation
import Workflows

struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a synthetic scenario on real geography, with its planted truth.",
    discussion: "Example: anlan sample xiapu --out scenario --seed 7. Every row says synthetic.")

  enum Scenario: String, ExpressibleByArgument, CaseIterable { case xiapu }

  @Argument(help: "xiapu.")
  var scenario: Scenario

  @OptionGroup var speech: SpeechOptions

  @Option(help: "The folder that the files go to.")
  var out: String

  @Option(help: "Of the random draws.")
  var seed: UInt64 = 1

  @Option(help: "How many incidents.")
  var incidents = SampleXiapu.defaultIncidents

  func validate() throws {
    guard (100...5_000_000).contains(incidents) else {
      throw ValidationError("--incidents \(incidents): from 100 to 5,000,000")
    }
  }

  func run() throws {
    let home = try speech.productHome()
    let sample = SampleXiapu(geodata: home.geodata, seed: seed, incidents: incidents)
    let report = try sample.write(to: URL(filePath: out))
    speech.note(
      "\(out): \(report.incidents) synthetic incidents on \(report.landGrids) land and "
        + "\(report.seaGrids) sea grids, \(report.villages) villages, \(report.zones) zones, "
        + "\(report.hotspots) planted hot spots; truth.json says where")
  }
}
