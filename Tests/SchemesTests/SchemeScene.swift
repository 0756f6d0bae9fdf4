import Schemes

/// A scheme of which all is known, to take pieces out of.
enum SchemeScene {
  static let paper = Provenance.contract("test")

  static func item(
    _ key: String = "theft", perils: [String] = ["theft"], excluded: [String] = []
  ) -> SchemeItem {
    SchemeItem(
      key: key, chineseName: "盗窃", englishName: "Theft", perilWords: ["盗窃"],
      perils: Term(KindList(perils.map { IncidentKind($0) }), paper),
      exclusions: Term(KindList(excluded.map { IncidentKind($0) }), paper),
      excludedSites: Term([], paper), insuredUnit: Term(.household, paper),
      itemLimit: Term(.amount(least: 0, most: 200_000), paper), personLimit: Term(.none, paper),
      eventLimit: Term(.none, paper), deductible: Term(10_000, paper),
      waitingDays: Term(0, paper), clock: Term(.unsolved(days: 10, from: .filed), paper),
      evidence: Term(EvidenceRule([[.filed]]), paper), otherInsurance: Term(.before, paper),
      promise: Term(Promise(days: 2, start: .filed), paper))
  }

  static func version(
    _ items: [SchemeItem], key: String = "1", from: Int32 = 18_000, to: Int32 = 19_000
  ) -> SchemeVersion {
    SchemeVersion(
      key: key, signed: Term(from, paper), validFrom: Term(from, paper),
      validTo: Term(to, paper),
      jurisdiction: Term(Jurisdiction(.happenedIn, codes: ["4116"]), paper),
      enrolment: Term(.all, paper),
      payers: Term([Payer(role: "county", least: 100, most: 100)], paper),
      premium: Term(Premium(amount: 100, basis: .person, years: 1), paper),
      aggregateLimit: Term(.amount(least: 0, most: 1_000_000_00), paper),
      classes: [
        SchemeClass(key: "all", chineseName: "全部", englishName: "All", items: items)
      ])
  }

  static func scheme(_ versions: [SchemeVersion]) -> Scheme {
    Scheme(
      key: "scene", chineseName: "方案", englishName: "Scheme", sources: [:], versions: versions,
      figures: [], fields: [])
  }

  /// One theft in Zhoukou, filed on day 18 100, with a loss of 1000 yuan.
  static func facts(
    asOf: Int32, kind: String = "theft", place: String = "411602001001001", loss: Int64? = 100_000,
    truths: [EvidenceFact: Truth] = [:], _ change: (inout IncidentFacts.Days) -> Void = { _ in }
  ) -> IncidentFacts {
    var facts = IncidentFacts(kinds: [IncidentKind(kind)], placeCodes: [place], asOf: asOf)
    var days = IncidentFacts.Days(occurred: 18_098)
    days.reported = 18_099
    days.filed = 18_100
    change(&days)
    var known = EvidenceTruths()
    known[.filed] = .yes
    known[.solved] = .no
    for (fact, truth) in truths { known[fact] = truth }
    facts.append(days, kind: 0, place: 0, truths: known, loss: loss)
    return facts
  }
}
