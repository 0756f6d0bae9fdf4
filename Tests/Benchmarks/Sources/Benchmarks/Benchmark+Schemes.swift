import Analysis
import Foundation
import Schemes

extension Benchmark {
  private static let kinds = [
    "theft", "theft/ebike", "theft/grain", "burglary", "assault", "fraud", "fire", "dispute",
  ]
  private static let places = (0..<500).map { "3509\(10 + $0 % 40)001\($0)" }
  private static let asOf: Int32 = 20_600

  /// Five schemes: other days, towns, kinds, clocks and deductibles.
  private static func schemes() -> [Scheme] {
    let paper = Provenance.contract("benchmark")
    return (0..<5).map { number in
      func item(_ key: String, _ perils: [String], days: Int?, deductible: Int64) -> SchemeItem {
        SchemeItem(
          key: key, chineseName: key, englishName: key, perilWords: [key],
          perils: Term(KindList(perils.map { IncidentKind($0) }), paper),
          exclusions: Term(KindList([]), paper), excludedSites: Term([], paper),
          insuredUnit: Term(.person, paper),
          itemLimit: Term(.amount(least: 0, most: 300_000), paper),
          personLimit: Term(.none, paper), eventLimit: Term(.none, paper),
          deductible: Term(deductible, paper), waitingDays: Term(0, paper),
          clock: Term(days.map { .unsolved(days: $0, from: .filed) } ?? .none, paper),
          evidence: Term(EvidenceRule([[.filed]]), paper),
          otherInsurance: Term(.before, paper),
          promise: Term(Promise(days: 10, start: .filed), paper))
      }
      let items = [
        item("theft", ["theft", "burglary"], days: 10 + number, deductible: 10_000),
        item("assault", ["assault"], days: nil, deductible: 0),
      ]
      let version = SchemeVersion(
        key: "1", signed: .unknown, validFrom: Term(Int32(20_000 + 50 * number), paper),
        validTo: Term(20_500, paper),
        jurisdiction: Term(
          Jurisdiction(.happenedIn, codes: number == 0 ? ["3509"] : ["35092", "35093"]), paper),
        enrolment: Term(.all, paper), payers: .unknown, premium: .unknown,
        aggregateLimit: .unknown,
        classes: [SchemeClass(key: "a", chineseName: "a", englishName: "a", items: items)])
      return Scheme(
        key: "s\(number)", chineseName: "s", englishName: "s", sources: [:],
        versions: [version], figures: [], fields: [])
    }
  }

  private static func incidents(_ count: Int) -> IncidentFacts {
    var random = ReplicateGenerator(seed: 11, stream: 0)
    var facts = IncidentFacts(
      kinds: kinds.map { IncidentKind($0) }, placeCodes: places, asOf: asOf)
    facts.reserveCapacity(count)
    for _ in 0..<count {
      var days = IncidentFacts.Days(occurred: 19_900 + Int32(random.integer(below: 700)))
      var truths = EvidenceTruths()
      let state = random.integer(below: 6)
      if state > 1 {
        days.filed = days.occurred + Int32(random.integer(below: 9))
        truths[.filed] = .yes
        truths[.solved] = state > 3 ? .no : .unknown
      } else if state == 0 {
        truths[.filed] = .no
      }
      if state == 2 {
        days.solved = days.filed + Int32(random.integer(below: 40))
        truths[.solved] = .yes
      }
      facts.append(
        days, kind: Int(random.integer(below: UInt64(kinds.count))),
        place: Int(random.integer(below: UInt64(places.count))), truths: truths,
        loss: random.integer(below: 8) == 0 ? nil : Int64(random.integer(below: 600_000)))
    }
    return facts
  }

  private struct Question: Encodable {
    struct Tables: Encodable {
      var from: Int32
      var to: Int32
      var jurisdiction: [UInt8]
      var item_of_kind: [Int]
      var days: [Int]
      var deductible: [Int64]
      var clocked: [Bool]
    }
    var as_of: Int32
    var schemes: [Tables]
  }

  private static func question(_ schemes: [Scheme]) -> Question {
    Question(
      as_of: asOf,
      schemes: schemes.map { scheme in
        let version = scheme.versions[0]
        let items = version.items
        func clock(_ item: SchemeItem) -> Int? {
          guard case .unsolved(let days, _)? = item.clock.value else { return nil }
          return days
        }
        return Question.Tables(
          from: version.validFrom.value ?? 0, to: version.validTo.value ?? 0,
          jurisdiction: places.map {
            (version.jurisdiction.value?.truth(of: $0) ?? .unknown).rawValue
          },
          item_of_kind: kinds.map { kind in
            items.firstIndex { $0.perils.value?.truth(of: IncidentKind(kind)) == .yes } ?? -1
          }, days: items.map { clock($0) ?? 0 }, deductible: items.map { $0.deductible.value ?? 0 },
          clocked: items.map { clock($0) != nil })
      })
  }

  /// What five schemes owe for a million incidents, beside numpy on the same columns.
  static func eligibility(_ folder: String) throws {
    let count = 1_000_000
    let facts = incidents(count)
    let schemes = schemes()
    let one = timed(rounds: 3) {
      schemes.map { EligibilityRule($0, cover: nil, for: facts).evaluate(facts).verdict }
    }
    try Peer.write(facts.occurred, "\(folder)/occurred.bin")
    try Peer.write(facts.filed, "\(folder)/filed.bin")
    try Peer.write(facts.solved, "\(folder)/solved.bin")
    try Peer.write(facts.kind, "\(folder)/kind.bin")
    try Peer.write(facts.place, "\(folder)/place.bin")
    try Peer.write(facts.truths, "\(folder)/truths.bin")
    try Peer.write(facts.loss, "\(folder)/loss.bin")
    try JSONEncoder().encode(question(schemes)).write(
      to: URL(filePath: "\(folder)/schemes.json"))
    let peer = try Peer.run("eligibility.py", [folder])
    var agreement = ""
    if peer != nil {
      let verdicts = try Peer.column(UInt8.self, "\(folder)/verdicts.bin")
      guard verdicts == one.result.flatMap({ $0 }) else { throw Disagreement.features("verdicts") }
      agreement = "all \(verdicts.count) verdicts"
    }
    row("eligibility, \(count) incidents × 5 schemes", one.seconds, nil, peer, agreement)
  }

  /// A hundred thousand simulated years of a scheme with 300 claims a year and a heavy tail.
  static func compound(_ folder: String) throws {
    var random = ReplicateGenerator(seed: 5, stream: 0)
    let sizes = (0..<2000).map { _ in 300 + 900 * (1 / (1 - random.uniform()) - 1) }
    let limit = 1_500_000.0
    var model = try CompoundLoss(ClaimSeverity(sizes, cap: limit), claims: 300, years: 1)
    model.threads = 1
    let alone = model
    model.threads = 2
    let both = model
    let one = try timed(rounds: 2) { try alone.exhaustion(ofLimit: limit, span: 1) }
    let two = try timed(rounds: 2) { try both.exhaustion(ofLimit: limit, span: 1) }
    guard one.result.totals == two.result.totals, one.result.times == two.result.times else {
      throw Disagreement.threads
    }
    let file = "\(folder)/sizes.bin"
    try Peer.write(sizes, file)
    let out = "\(folder)/compound.bin"
    let peer = try Peer.run("compound.py", [file, "100000", "300", "\(limit)", out])
    var agreement = ""
    if peer != nil {
      let found = try Peer.column(Double.self, out)
      let mine = two.result.probability
      // Two Monte Carlo shares of 100,000: three standard errors of their difference.
      let error = 3 * (2 * mine * (1 - mine) / 100_000).squareRoot()
      guard abs(found[0] - mine) < error + 1e-4 else {
        throw Disagreement.scores(found[0] - mine)
      }
      agreement = String(format: "runs out with %.4f, peer %.4f", mine, found[0])
    }
    row("compound model, 100,000 years of 300 claims", one.seconds, two.seconds, peer, agreement)
  }
}
