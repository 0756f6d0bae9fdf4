import Analysis
import Foundation

/// What becomes of a report until the export: delays in days are log-normal, and a step that
/// would come after the export has not happened, so open cases of every age are left.
struct SampleCourse: Sendable {
  private struct Step {
    var status: SampleIncident.Status
    /// The share of cases that ever take it.
    var share: Double
    var medianDays: Double
    var spread: Double
  }

  let period: SamplePeriod

  func follow(
    _ incident: inout SampleIncident, _ course: SampleCategory.Course,
    _ generator: inout ReplicateGenerator
  ) {
    for step in Self.steps(course) {
      let isTaken = generator.uniform() < step.share
      let days = step.medianDays * exp(step.spread * generator.normal())
      let at = incident.statusAt + max(1, Int(min(days, 3000) * 1440))
      guard isTaken, at < period.endMinute else { return }
      incident.status = step.status
      incident.statusAt = at
      switch step.status {
      case .accepted: incident.acceptedAt = at
      case .filed: incident.filedAt = at
      case .solved: incident.solvedAt = at
      case .reported, .mediated, .closed: break
      }
    }
  }

  private static func steps(_ course: SampleCategory.Course) -> [Step] {
    switch course {
    case .crime:
      [
        Step(status: .accepted, share: 0.97, medianDays: 0.3, spread: 0.8),
        Step(status: .filed, share: 0.68, medianDays: 3, spread: 0.7),
        Step(status: .solved, share: 0.42, medianDays: 24, spread: 1.0),
        Step(status: .closed, share: 0.8, medianDays: 45, spread: 0.6),
      ]
    case .mediation:
      [
        Step(status: .accepted, share: 0.98, medianDays: 0.5, spread: 0.8),
        Step(status: .mediated, share: 0.93, medianDays: 11, spread: 1.25),
        Step(status: .closed, share: 0.6, medianDays: 15, spread: 0.5),
      ]
    case .handling:
      [
        Step(status: .accepted, share: 0.99, medianDays: 0.05, spread: 0.8),
        Step(status: .closed, share: 0.97, medianDays: 8, spread: 1.1),
      ]
    }
  }
}
