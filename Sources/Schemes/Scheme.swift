/// An insurance scheme as its papers say it: nothing of it is in the program.
public struct Scheme: Sendable, Hashable {
  public let key: String
  public let chineseName: String
  public let englishName: String
  /// What the sources' keys mean.
  public let sources: [String: String]
  /// The first day first; no two hold the same day.
  public let versions: [SchemeVersion]
  public let figures: [PrintedFigure]
  /// Every field with where it comes from, in the order of the file.
  public let fields: [SchemeField]

  public init(
    key: String, chineseName: String, englishName: String, sources: [String: String],
    versions: [SchemeVersion], figures: [PrintedFigure], fields: [SchemeField]
  ) {
    self.key = key
    self.chineseName = chineseName
    self.englishName = englishName
    self.sources = sources
    self.versions = versions
    self.figures = figures
    self.fields = fields
  }

  /// How many fields come from where, by the word of their provenance.
  public var fieldCounts: [String: Int] {
    fields.reduce(into: [:]) { $0[$1.provenance.word, default: 0] += 1 }
  }

  /// The kinds that some item of some version may pay for, sorted.
  public var coveredKinds: [IncidentKind] {
    let kinds = versions.flatMap { $0.items.flatMap { $0.perils.value?.kinds ?? [] } }
    return Set(kinds).sorted { $0.text < $1.text }
  }
}

/// The terms that held between two days. Days are counted from 1970-01-01.
public struct SchemeVersion: Sendable, Hashable {
  public var key: String
  public var signed: Term<Int32>
  public var validFrom: Term<Int32>
  /// The last day; `Int32.max` where the paper sets no end.
  public var validTo: Term<Int32>
  public var jurisdiction: Term<Jurisdiction>
  public var enrolment: Term<Enrolment>
  public var payers: Term<[Payer]>
  public var premium: Term<Premium>
  /// Of all claims of a policy's period together.
  public var aggregateLimit: Term<Limit>
  public var classes: [SchemeClass]

  public init(
    key: String, signed: Term<Int32>, validFrom: Term<Int32>, validTo: Term<Int32>,
    jurisdiction: Term<Jurisdiction>, enrolment: Term<Enrolment>, payers: Term<[Payer]>,
    premium: Term<Premium>, aggregateLimit: Term<Limit>, classes: [SchemeClass]
  ) {
    self.key = key
    self.signed = signed
    self.validFrom = validFrom
    self.validTo = validTo
    self.jurisdiction = jurisdiction
    self.enrolment = enrolment
    self.payers = payers
    self.premium = premium
    self.aggregateLimit = aggregateLimit
    self.classes = classes
  }

  public var items: [SchemeItem] { classes.flatMap(\.items) }

  /// Whether the version's own dates hold a day. Before its signing it never was in force.
  public func isInForce(on day: Int32) -> Truth {
    let hasBegun: Truth =
      validFrom.value.map { day >= $0 ? .yes : .no }
      ?? (signed.value.map { day < $0 ? .no : .unknown } ?? .unknown)
    return hasBegun.and(Truth(validTo.value.map { day <= $0 }))
  }
}

public struct SchemeClass: Sendable, Hashable {
  public var key: String
  public var chineseName: String
  public var englishName: String
  public var items: [SchemeItem]

  public init(key: String, chineseName: String, englishName: String, items: [SchemeItem]) {
    self.key = key
    self.chineseName = chineseName
    self.englishName = englishName
    self.items = items
  }
}

/// What is paid for, and on which terms.
public struct SchemeItem: Sendable, Hashable {
  public var key: String
  public var chineseName: String
  public var englishName: String
  /// The perils as the paper names them; a claim names one of them.
  public var perilWords: [String]
  /// The kinds of incidents that these are.
  public var perils: Term<KindList>
  public var exclusions: Term<KindList>
  /// None where the paper says that it pays everywhere.
  public var excludedSites: Term<[ExcludedSite]>
  public var insuredUnit: Term<InsuredUnit>
  public var itemLimit: Term<Limit>
  public var personLimit: Term<Limit>
  public var eventLimit: Term<Limit>
  /// Fen; what is not more than it is not paid.
  public var deductible: Term<Int64>
  /// Days from the begin of cover in which nothing is paid.
  public var waitingDays: Term<Int>
  public var clock: Term<DetectionClock>
  public var evidence: Term<EvidenceRule>
  public var otherInsurance: Term<OtherInsurance>
  public var promise: Term<Promise>

  public init(
    key: String, chineseName: String, englishName: String, perilWords: [String],
    perils: Term<KindList>, exclusions: Term<KindList>, excludedSites: Term<[ExcludedSite]>,
    insuredUnit: Term<InsuredUnit>, itemLimit: Term<Limit>, personLimit: Term<Limit>,
    eventLimit: Term<Limit>,
    deductible: Term<Int64>, waitingDays: Term<Int>, clock: Term<DetectionClock>,
    evidence: Term<EvidenceRule>, otherInsurance: Term<OtherInsurance>, promise: Term<Promise>
  ) {
    self.key = key
    self.chineseName = chineseName
    self.englishName = englishName
    self.perilWords = perilWords
    self.perils = perils
    self.exclusions = exclusions
    self.excludedSites = excludedSites
    self.insuredUnit = insuredUnit
    self.itemLimit = itemLimit
    self.personLimit = personLimit
    self.eventLimit = eventLimit
    self.deductible = deductible
    self.waitingDays = waitingDays
    self.clock = clock
    self.evidence = evidence
    self.otherInsurance = otherInsurance
    self.promise = promise
  }

  /// The most that one loss is paid with, in fen; `nil` where a limit is not known.
  ///
  /// `.max` where the paper says that there is no limit.
  public var mostPaid: Int64? {
    var most = Int64.max
    for limit in [itemLimit, personLimit, eventLimit] {
      guard let limit = limit.value else { return nil }
      most = min(most, limit.most ?? .max)
    }
    return most
  }

  /// What a loss is paid with, in fen; `nil` where a limit or the deductible is not known.
  public func due(loss: Int64) -> Int64? {
    guard let mostPaid, let deductible = deductible.value else { return nil }
    return min(mostPaid, max(0, loss - deductible))
  }
}
