import Schemes

/// A verdict as one reads the papers: clause after clause on the values themselves, without tables.
struct ObviousEligibility {
  private(set) var verdict = Verdict.eligible
  private(set) var clause: Clause?
  private(set) var missing: Set<Clause> = []

  init(_ scene: RandomSchemes, incident: Int) {
    let facts = scene.facts
    let day = facts.occurred[incident]
    let kind = facts.kinds[Int(facts.kind[incident])]
    guard let (version, truth, begin) = Self.version(scene, day) else {
      (verdict, clause) = (.notEligible, .inForce)
      return
    }
    var answers: [(Clause, Truth)] = [(.inForce, truth)]
    let place = facts.placeCodes[Int(facts.place[incident])]
    answers.append((.jurisdiction, version.jurisdiction.value?.truth(of: place) ?? .unknown))
    let item = Self.item(version, kind)
    let mayBe = version.items.contains { ($0.perils.value?.truth(of: kind) ?? .unknown) != .no }
    answers.append((.peril, item != nil ? .yes : mayBe ? .unknown : .no))
    if let item {
      answers.append(
        (.exclusion, (item.exclusions.value?.truth(of: kind) ?? .unknown).negated))
    } else {
      let isExcluded = version.items.allSatisfy { $0.exclusions.value?.truth(of: kind) == .yes }
      answers.append((.exclusion, isExcluded ? .no : .yes))
    }
    switch version.enrolment.value {
    case .all: break
    case .voluntary, .compulsory:
      answers.append((.insured, Truth(rawValue: scene.insured[incident]) ?? .unknown))
    case nil: answers.append((.insured, .unknown))
    }
    var isRunning = false
    if let item {
      answers.append((.waiting, Self.waiting(item, day, begin)))
      answers.append((.evidence, Self.evidence(item, facts, incident)))
      let clock = Self.clock(item, facts, incident)
      answers.append((.clock, clock.truth))
      isRunning = clock.isRunning
      let loss = facts.loss[incident]
      let deductible = item.deductible.value
      answers.append(
        (
          .deductible,
          deductible == nil
            ? .unknown
            : deductible == 0 ? .yes : loss < 0 ? .unknown : Truth(loss > deductible ?? 0)
        ))
    }
    if let failed = answers.first(where: { $0.1 == .no }) {
      (verdict, clause) = (.notEligible, failed.0)
    } else if answers.contains(where: { $0.1 == .unknown }) {
      verdict = .unknown
      missing = Set(answers.filter { $0.1 == .unknown }.map(\.0))
    } else if isRunning {
      (verdict, clause) = (.waiting, .clock)
    }
  }

  private static func version(
    _ scene: RandomSchemes, _ day: Int32
  ) -> (SchemeVersion, Truth, Int32?)? {
    var found: (SchemeVersion, Truth, Int32?)?
    for version in scene.scheme.versions {
      var truth = version.isInForce(on: day)
      var begin = version.validFrom.value
      if truth == .unknown {
        let covered = scene.cover.periods.first { $0.contains(day) }
        truth = covered == nil ? .no : .yes
        begin = begin ?? covered?.lowerBound
      }
      if truth == .yes, found == nil { found = (version, truth, begin) }
    }
    return found
  }

  private static func item(_ version: SchemeVersion, _ kind: IncidentKind) -> SchemeItem? {
    version.items.first { $0.perils.value?.kinds.contains(kind) == true }
      ?? version.items.first { $0.perils.value?.truth(of: kind) == .yes }
  }

  private static func waiting(_ item: SchemeItem, _ day: Int32, _ begin: Int32?) -> Truth {
    guard let days = item.waitingDays.value else { return .unknown }
    guard days > 0 else { return .yes }
    return Truth(begin.map { day >= $0 + Int32(days) })
  }

  private static func evidence(
    _ item: SchemeItem, _ facts: IncidentFacts, _ incident: Int
  ) -> Truth {
    guard let rule = item.evidence.value else { return .unknown }
    return rule.groups.reduce(.yes) { all, group in
      all.and(group.reduce(.no) { $0.or(facts.truth($1, of: incident)) })
    }
  }

  private static func clock(
    _ item: SchemeItem, _ facts: IncidentFacts, _ incident: Int
  ) -> (truth: Truth, isRunning: Bool) {
    guard let clock = item.clock.value else { return (.unknown, false) }
    guard case .unsolved(let days, let start) = clock else { return (.yes, false) }
    let begins: [DetectionClock.Start: Int32] = [
      .occurred: facts.occurred[incident], .reported: facts.reported[incident],
      .accepted: facts.accepted[incident], .filed: facts.filed[incident],
    ]
    guard let begin = begins[start], begin != IncidentFacts.unknownDay else {
      return (.unknown, false)
    }
    let last = begin + Int32(days)
    if facts.solved[incident] != IncidentFacts.unknownDay {
      return (Truth(facts.solved[incident] > last), false)
    }
    guard facts.truth(.solved, of: incident) == .no else { return (.unknown, false) }
    return (.yes, facts.asOf < last)
  }
}

/// A scheme of two versions, some items and 300 incidents, of which anything may be unknown.
struct RandomSchemes {
  var scheme: Scheme
  var facts: IncidentFacts
  var cover: CoverPeriods
  var insured: [UInt8]

  init(seed: UInt64) {
    var random = SeededGenerator(seed)
    let kinds = ["theft", "theft/grain", "theft/ebike", "fraud", "fire", "fire/building"]
    func unless<T>(_ term: Term<T>) -> Term<T> { random.below(5) == 0 ? .unknown : term }
    func some() -> [IncidentKind] {
      kinds.filter { _ in random.below(3) == 0 }.map { IncidentKind($0) }
    }
    func item(_ number: Int) -> SchemeItem {
      var item = SchemeScene.item("i\(number)")
      item.perils = unless(
        Term(KindList(some(), isOpen: random.below(4) == 0), SchemeScene.paper))
      item.exclusions = unless(
        Term(KindList(some(), isOpen: random.below(4) == 0), SchemeScene.paper))
      item.waitingDays = unless(Term(random.below(2) * 30, SchemeScene.paper))
      item.deductible = unless(Term(Int64(random.below(3)) * 10_000, SchemeScene.paper))
      let starts = DetectionClock.Start.allCases
      item.clock = unless(
        random.below(2) == 0
          ? Term(.none, SchemeScene.paper)
          : Term(
            .unsolved(days: random.below(20), from: starts[random.below(starts.count)]),
            SchemeScene.paper))
      let words = EvidenceFact.allCases
      item.evidence = unless(
        Term(
          EvidenceRule(
            (0..<random.below(3)).map { _ in
              [words[random.below(words.count)], words[random.below(words.count)]]
            }), SchemeScene.paper))
      return item
    }
    func version(_ key: String, _ from: Int32, _ to: Int32) -> SchemeVersion {
      var version = SchemeScene.version(
        (0..<(1 + random.below(3))).map(item), key: key, from: from, to: to)
      version.validFrom = unless(version.validFrom)
      version.validTo = unless(version.validTo)
      version.signed = .unknown
      version.jurisdiction = unless(version.jurisdiction)
      version.enrolment = unless(
        Term(random.below(2) == 0 ? .all : .voluntary, SchemeScene.paper))
      return version
    }
    // The later one's dates are known, so that at most one holds a day for sure.
    var later = version("later", 18_200, 18_400)
    later.validFrom = Term(18_200, SchemeScene.paper)
    var earlier = version("earlier", 18_000, 18_199)
    earlier.validTo = Term(18_199, SchemeScene.paper)
    scheme = SchemeScene.scheme([earlier, later])
    cover = CoverPeriods([18_050...18_120, 18_180...18_260])
    facts = IncidentFacts(
      kinds: (kinds + ["robbery"]).map { IncidentKind($0) },
      placeCodes: ["411602001001001", "350921001001001", "41", ""], asOf: 18_300)
    insured = []
    for _ in 0..<300 {
      var days = IncidentFacts.Days(occurred: Int32(17_950 + random.below(500)))
      func later(_ day: Int32) -> Int32 {
        random.below(3) == 0 ? IncidentFacts.unknownDay : day + Int32(random.below(25))
      }
      days.reported = later(days.occurred)
      days.accepted = later(days.occurred)
      days.filed = later(days.occurred)
      days.solved = random.below(2) == 0 ? later(days.occurred) : IncidentFacts.unknownDay
      var truths = EvidenceTruths()
      for fact in EvidenceFact.allCases { truths[fact] = Truth.allCases[random.below(3)] }
      facts.append(
        days, kind: random.below(7), place: random.below(4), truths: truths,
        loss: random.below(3) == 0 ? nil : Int64(random.below(30_000)))
      insured.append(UInt8(random.below(3)))
    }
  }
}

/// SplitMix64; its numbers are the same everywhere.
struct SeededGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
