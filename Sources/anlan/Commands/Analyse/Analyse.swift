import ArgumentParser
import Storage
import Workflows

struct Analyse: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a result layer and keep it with its run.",
    subcommands: [
      Hotspots.self, Emerging.self, Clusters.self, Density.self, Scan.self, NearRepeats.self,
      SafetyIndex.self, Records.self, Eligibility.self, ClaimsReview.self, CoverageGaps.self,
      Exposure.self,
    ])
}

/// The result of an analysis, as a script reads it.
private struct AnalysisReport: Encodable {
  var run: String
  var kind: String
  var parameters: String
  var summary: String
  var kept: Bool
}

extension SpeechOptions {
  /// Says what an analysis made.
  func tell(_ outcome: AnalysisOutcome) throws {
    if json {
      try Console.show(
        json: AnalysisReport(
          run: outcome.run.id, kind: outcome.run.kind, parameters: outcome.run.parameters,
          summary: outcome.run.summary, kept: outcome.wasKept))
    } else {
      print(outcome.run.id)
    }
    note(outcome.sentence + (outcome.wasKept ? " (the same run as before)" : ""))
  }
}
