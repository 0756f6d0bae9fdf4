import Foundation
import Schemes

/// The clauses of the scenario's schemes: files that say in every field that they are made up.
struct SampleSchemes: Sendable {
  /// As they are written beside the scenario, below its folder.
  let files: [(name: String, text: String)]
  private let schemes: [String: Scheme]

  init(geodata: URL) throws(WorkflowError) {
    let home = ProductHome(geodata.deletingLastPathComponent())
    let catalogue = try CategoryCatalogue(home: home)
    var files: [(name: String, text: String)] = []
    var schemes: [String: Scheme] = [:]
    for key in [
      SampleCover.landScheme, SampleCover.marineScheme, SampleCover.stockScheme,
      SampleCover.householdScheme,
    ] {
      let path = geodata.appending(path: "schemes/sample/\(key).yaml").path
      let file = try SchemeFile.named(path, home: home, catalogue: catalogue)
      schemes[key] = try file.sound(path)
      files.append(("schemes/\(key).yaml", file.text))
    }
    self.files = files
    self.schemes = schemes
  }

  /// The item of a scheme that covers a kind of incident; `nil` for none.
  func item(of scheme: String, covering kind: IncidentKind) -> SchemeItem? {
    schemes[scheme]?.versions.last?.items.first { $0.perils.value?.truth(of: kind) == .yes }
  }
}

/// What the scenario's land scheme owes for an incident, read off the incident itself: what an
/// analysis must find.
struct SampleOwed: Sendable {
  enum State: Sendable { case waiting, owed }

  /// Of the incident, in the register.
  var incident: Int
  var state: State
  /// The last day to be solved in, or the day of filing where there is no such clock.
  var due: Int
  /// Yuan.
  var sum: Int
  var isClaimed = false

  /// `nil` where nothing is owed: never filed, solved in time, or no loss above the deductible.
  init?(_ incident: SampleIncident, _ index: Int, _ item: SchemeItem, lastDay: Int) {
    guard let filed = incident.filedAt, let loss = incident.lossYuan,
      let sum = item.due(loss: Int64(loss) * 100), sum > 0
    else { return nil }
    self.incident = index
    self.sum = Int(sum / 100)
    due = filed / 1440
    if case .unsolved(let days, _)? = item.clock.value {
      due += days
      if let solved = incident.solvedAt, solved / 1440 <= due { return nil }
    }
    state = due > lastDay ? .waiting : .owed
  }
}
