import Formats
import Schemes
import SimpleFeatures

/// From a file's nodes to a scheme. It goes on after a fault, so that all are told at once.
struct SchemeReader {
  let catalogue: CategoryCatalogue
  private(set) var faults: [FormatError] = []
  private var fields: [SchemeField] = []
  private var sources: [String: String] = [:]

  static let longestList = 100

  init(catalogue: CategoryCatalogue) { self.catalogue = catalogue }

  /// - Throws: where there is no scheme to speak of; all else is in `faults`.
  mutating func read(_ root: YAMLNode) throws(FormatError) -> Scheme {
    note(
      try root.unknownKeys([
        "version", "scheme", "name_zh", "name_en", "sources", "versions", "figures",
      ]))
    if let version = attempt({ (node) throws(FormatError) in try node.require("version") }, root),
      attempt({ (node) throws(FormatError) in try node.integer() }, version) != 1
    {
      note([version.failure("1, the form that this program knows")])
    }
    let key = try root.require("scheme").string()
    if key.isEmpty || !key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
      note([try root.require("scheme").failure("letters, digits and hyphens")])
    }
    for (name, node) in try root.require("sources").mapping() {
      sources[name] = attempt({ (node) throws(FormatError) in try node.string() }, node) ?? ""
    }
    var versions: [SchemeVersion] = []
    let list = try root.require("versions")
    for node in try list.sequence().prefix(Self.longestList) {
      if let version = attemptMutating({ (reader) throws(FormatError) in try reader.version(node) })
      {
        if versions.contains(where: { $0.key == version.key }) {
          note([node.failure("a version's key that stands once; \(version.key) stands twice")])
        }
        versions.append(version)
      }
    }
    if versions.isEmpty { note([list.failure("one version at least")]) }
    versions.sort { ($0.validFrom.value ?? .min, $0.key) < ($1.validFrom.value ?? .min, $1.key) }
    for (earlier, later) in zip(versions, versions.dropFirst()) {
      if let end = earlier.validTo.value, let begin = later.validFrom.value, end >= begin {
        note([
          list.failure("versions of different days; \(earlier.key) and \(later.key) share some")
        ])
      }
    }
    var figures: [PrintedFigure] = []
    for node in try root["figures"]?.sequence().prefix(Self.longestList) ?? [] {
      if let figure = attemptMutating({ (reader) throws(FormatError) in try reader.figure(node) }) {
        figures.append(figure)
      }
    }
    return Scheme(
      key: key, chineseName: try root.require("name_zh").string(),
      englishName: try root.require("name_en").string(), sources: sources, versions: versions,
      figures: figures, fields: fields)
  }

  // MARK: Parts

  private mutating func version(_ node: YAMLNode) throws(FormatError) -> SchemeVersion {
    note(
      try node.unknownKeys([
        "key", "signed", "valid_from", "valid_to", "jurisdiction", "enrolment", "payers",
        "premium", "aggregate_limit", "terms", "classes",
      ]))
    let defaults = try node.require("terms")
    note(try defaults.unknownKeys(SchemeTermKeys.all + [SchemeTermKeys.sites]))
    var terms: [String: AnyTerm] = [:]
    for key in SchemeTermKeys.all + [SchemeTermKeys.sites] where defaults.keys.contains(key) {
      terms[key] = anyTerm(key, in: defaults)
    }
    var classes: [SchemeClass] = []
    for part in try node.require("classes").sequence().prefix(Self.longestList) {
      if let found = attemptMutating({ (reader) throws(FormatError) in
        try reader.schemeClass(part, terms)
      }) {
        classes.append(found)
      }
    }
    let version = SchemeVersion(
      key: try node.require("key").string(), signed: term("signed", in: node, SchemeValues.day),
      validFrom: term("valid_from", in: node, SchemeValues.day),
      validTo: term("valid_to", in: node, SchemeValues.lastDay),
      jurisdiction: term("jurisdiction", in: node, SchemeValues.jurisdiction),
      enrolment: term("enrolment", in: node, SchemeValues.choice),
      payers: term("payers", in: node, SchemeValues.payers),
      premium: term("premium", in: node, SchemeValues.premium),
      aggregateLimit: term("aggregate_limit", in: node, SchemeValues.aggregateLimit),
      classes: classes)
    if let from = version.validFrom.value, let to = version.validTo.value, from > to {
      note([try node.require("valid_to").failure("a day that is not before valid_from")])
    }
    try checkSums(version, node)
    return version
  }

  private mutating func schemeClass(
    _ node: YAMLNode, _ terms: [String: AnyTerm]
  ) throws(FormatError) -> SchemeClass {
    note(try node.unknownKeys(["key", "name_zh", "name_en", "items"]))
    var items: [SchemeItem] = []
    for part in try node.require("items").sequence().prefix(Self.longestList) {
      if let item = attemptMutating({ (reader) throws(FormatError) in
        try reader.item(part, terms)
      }) {
        items.append(item)
      }
    }
    return SchemeClass(
      key: try node.require("key").string(), chineseName: try node.require("name_zh").string(),
      englishName: try node.require("name_en").string(), items: items)
  }

  private mutating func item(
    _ node: YAMLNode, _ terms: [String: AnyTerm]
  ) throws(FormatError) -> SchemeItem {
    note(
      try node.unknownKeys(
        ["key", "name_zh", "name_en", "peril_words", "perils", SchemeTermKeys.sites]
          + SchemeTermKeys.all))
    var own = terms
    if node.keys.contains(SchemeTermKeys.sites) {
      own[SchemeTermKeys.sites] = anyTerm(SchemeTermKeys.sites, in: node)
    }
    for key in SchemeTermKeys.all {
      if node.keys.contains(key) { own[key] = anyTerm(key, in: node) }
      if own[key] == nil {
        note([
          FormatError(
            .value, "no paper is said to say it", line: node.line, field: "\(node.path).\(key)",
            expected: "the term here or under the version's terms; unknown where no paper says it")
        ])
      }
    }
    let words = try (node["peril_words"]?.sequence() ?? []).map { word throws(FormatError) in
      try word.string()
    }
    let catalogue = self.catalogue
    let item = SchemeItem(
      key: try node.require("key").string(), chineseName: try node.require("name_zh").string(),
      englishName: try node.require("name_en").string(), perilWords: words,
      perils: term("perils", in: node) { value throws(FormatError) in
        try SchemeValues.kinds(value, catalogue)
      },
      exclusions: own["exclusions"]?.kinds ?? .unknown,
      excludedSites: own[SchemeTermKeys.sites]?.sites ?? .unknown,
      insuredUnit: own["insured_unit"]?.unit ?? .unknown,
      itemLimit: own["item_limit"]?.limit ?? .unknown,
      personLimit: own["person_limit"]?.limit ?? .unknown,
      eventLimit: own["event_limit"]?.limit ?? .unknown,
      deductible: own["deductible"]?.sum ?? .unknown,
      waitingDays: own["waiting_days"]?.days ?? .unknown,
      clock: own["clock"]?.clock ?? .unknown, evidence: own["evidence"]?.evidence ?? .unknown,
      otherInsurance: own["other_insurance"]?.order ?? .unknown,
      promise: own["promise"]?.promise ?? .unknown)
    if let deductible = item.deductible.value, let most = item.itemLimit.value?.most,
      deductible >= most
    {
      note([node.failure("a deductible below the item's limit; nothing would ever be paid")])
    }
    return item
  }

  /// What can only be wrong when terms are held side by side.
  private mutating func checkSums(_ version: SchemeVersion, _ node: YAMLNode) throws(FormatError) {
    if let most = version.aggregateLimit.value?.most {
      for item in version.items where (item.itemLimit.value?.most ?? 0) > most {
        note([
          node.failure("no item's limit above the aggregate limit; that of \(item.key) is")
        ])
      }
    }
    if let payers = version.payers.value {
      let least = payers.reduce(0) { $0 + $1.least }
      let most = payers.reduce(0) { $0 + $1.most }
      if least > 100 || most < 100 {
        note([
          try node.require("payers").failure(
            "shares that can come to 100 %; these come to \(least) to \(most)")
        ])
      }
    }
  }

  private mutating func figure(_ node: YAMLNode) throws(FormatError) -> PrintedFigure {
    note(try node.unknownKeys(["key", "value", "qualifier"] + SchemeProvenance.keys))
    let value = try node.require("value").double()
    let provenance = try SchemeProvenance.read(node, sources)
    let key = try node.require("key").string()
    fields.append(
      SchemeField(
        path: "figures.\(key)", text: try node.require("value").string(), provenance: provenance,
        line: node.line))
    return PrintedFigure(
      key: key, value: value,
      qualifier: try node["qualifier"]?.choice(PrintedFigure.Qualifier.self),
      provenance: provenance)
  }

  // MARK: Terms

  /// A term: `unknown`, or a mapping of its value and where that comes from.
  private mutating func term<Value>(
    _ key: String, in node: YAMLNode,
    _ decode: (YAMLNode) throws(FormatError) -> Value
  ) -> Term<Value> {
    attemptMutating { (reader) throws(FormatError) in
      guard let found = node[key] else {
        throw FormatError(
          .value, "the key is missing", line: node.line, field: "\(node.path).\(key)",
          expected: "a value with its source, or unknown where no paper says it")
      }
      if case .scalar(let text, _) = found.content {
        guard text == "unknown" else {
          throw found.failure("unknown, or {value: …, printed: …} with where it comes from")
        }
        reader.fields.append(
          SchemeField(path: found.path, text: "", provenance: .unknown, line: found.line))
        return .unknown
      }
      reader.note(try found.unknownKeys(["value"] + SchemeProvenance.keys))
      let value = try found.require("value")
      let provenance = try SchemeProvenance.read(found, reader.sources)
      let term = Term(try decode(value), provenance)
      reader.fields.append(
        SchemeField(
          path: found.path, text: SchemeValues.text(value), provenance: provenance,
          line: found.line))
      return term
    } ?? .unknown
  }

  private mutating func anyTerm(_ key: String, in node: YAMLNode) -> AnyTerm {
    let catalogue = self.catalogue
    switch key {
    case "exclusions":
      return .init(
        kinds: term(key, in: node) { value throws(FormatError) in
          try SchemeValues.kinds(value, catalogue)
        })
    case SchemeTermKeys.sites: return .init(sites: term(key, in: node, SchemeValues.sites))
    case "insured_unit": return .init(unit: term(key, in: node, SchemeValues.choice))
    case "item_limit", "person_limit", "event_limit":
      return .init(limit: term(key, in: node, SchemeValues.limit))
    case "deductible": return .init(sum: term(key, in: node, SchemeValues.sum))
    case "waiting_days": return .init(days: term(key, in: node, SchemeValues.dayCount))
    case "clock": return .init(clock: term(key, in: node, SchemeValues.clock))
    case "evidence": return .init(evidence: term(key, in: node, SchemeValues.evidence))
    case "other_insurance": return .init(order: term(key, in: node, SchemeValues.choice))
    default: return .init(promise: term(key, in: node, SchemeValues.promise))
    }
  }

  // MARK: Faults

  private mutating func note(_ found: [FormatError]) {
    if faults.count < Self.longestList { faults += found }
  }

  private mutating func attempt<T>(
    _ body: (YAMLNode) throws(FormatError) -> T, _ node: YAMLNode
  ) -> T? {
    attemptMutating { (_) throws(FormatError) in try body(node) }
  }

  private mutating func attemptMutating<T>(
    _ body: (inout SchemeReader) throws(FormatError) -> T
  ) -> T? {
    do {
      return try body(&self)
    } catch {
      note([error])
      return nil
    }
  }
}

/// The terms of an item that may stand under the version instead.
enum SchemeTermKeys {
  static let all = [
    "exclusions", "insured_unit", "item_limit", "person_limit", "event_limit", "deductible",
    "waiting_days", "clock", "evidence", "other_insurance", "promise",
  ]
  /// May be left out, and is unknown then: a scheme on land has no waters.
  static let sites = "excluded_sites"
}

/// One term of any of the kinds that a version may give to all its items.
struct AnyTerm {
  var kinds: Term<KindList>?
  var sites: Term<[ExcludedSite]>?
  var unit: Term<InsuredUnit>?
  var limit: Term<Limit>?
  var sum: Term<Int64>?
  var days: Term<Int>?
  var clock: Term<DetectionClock>?
  var evidence: Term<EvidenceRule>?
  var order: Term<OtherInsurance>?
  var promise: Term<Promise>?
}
