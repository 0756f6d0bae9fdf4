import ArgumentParser
import SimpleFeatures
import Storage
import Workflows

/// Which incidents: kinds, days, area, and by which 口径.
struct ScopeOptions: ParsableArguments {
  @Option(help: "A category; may be given several times. All when not given.")
  var category: [String] = []

  @Option(help: "First day, such as 2026-04-27, in the study area's time.")
  var from: DayNumber?

  @Option(help: "Last day, included.")
  var to: DayNumber?

  @Option(help: "One ISO week, such as 2026-W30, instead of --from and --to.")
  var week: ISOWeek?

  @Option(help: "The first digits of a code, such as 350921104.")
  var area = ""

  @Option(help: "Which time counts: \(TimeBasis.allCases.map(\.rawValue).joined(separator: ", ")).")
  var timeBasis = TimeBasis.occurred

  @Option(help: "How far: \(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var stage = Stage.calls

  func validate() throws {
    if week != nil && (from != nil || to != nil) {
      throw ValidationError("--week says the days already; leave --from and --to out")
    }
  }

  var scope: AnalysisScope {
    var scope = AnalysisScope()
    scope.categories = category
    scope.from = week?.monday ?? from
    scope.to = week?.sunday ?? to
    scope.area = area
    scope.basis = timeBasis
    scope.stage = stage
    return scope
  }
}
