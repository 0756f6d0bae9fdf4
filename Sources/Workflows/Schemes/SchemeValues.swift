import Formats
import Schemes
import SimpleFeatures

/// What the values of a scheme's terms look like.
enum SchemeValues {
  /// Above it a sum is a slip of the keyboard, in yuan.
  static let largestSum = 1e12
  /// Below it an aggregate limit was written in 万元, in yuan.
  static let smallestAggregate = 1000.0

  static func day(_ node: YAMLNode) throws(FormatError) -> Int32 {
    guard let day = DayNumber(try node.string()) else {
      throw node.failure("a day such as 2020-05-27")
    }
    return day.number
  }

  static func lastDay(_ node: YAMLNode) throws(FormatError) -> Int32 {
    try node.string() == "open" ? .max : try day(node)
  }

  static func dayCount(_ node: YAMLNode) throws(FormatError) -> Int {
    let days = try node.integer()
    guard (0...3660).contains(days) else { throw node.failure("a number of days, 0 to 3660") }
    return days
  }

  /// Fen.
  static func sum(_ node: YAMLNode) throws(FormatError) -> Int64 {
    let text = try node.string()
    guard let yuan = try? node.double() else {
      let isWan = text.contains("万")
      throw node.failure(
        isWan ? "a sum in yuan without its unit: 150万 is 1500000" : "a sum in yuan, such as 1500000"
      )
    }
    let fen = (yuan * 100).rounded()
    guard yuan >= 0, yuan <= largestSum, abs(fen - yuan * 100) < 0.01 else {
      throw node.failure("a sum in yuan, not negative and of whole fen")
    }
    return Int64(fen)
  }

  static func limit(_ node: YAMLNode) throws(FormatError) -> Limit {
    if case .mapping = node.content {
      try node.allowOnly(["least", "most"])
      let least = try node["least"].map { value throws(FormatError) in try sum(value) } ?? 0
      let most = try sum(try node.require("most"))
      guard least <= most else { throw node.failure("a least that is not above the most") }
      return .amount(least: least, most: most)
    }
    if try node.string() == "none" { return .none }
    return .amount(least: 0, most: try sum(node))
  }

  static func aggregateLimit(_ node: YAMLNode) throws(FormatError) -> Limit {
    let limit = try limit(node)
    if let most = limit.most, Double(most) < smallestAggregate * 100 {
      throw node.failure("a sum in yuan; this looks like one in 万元")
    }
    return limit
  }

  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode
  ) throws(FormatError) -> Choice where Choice.RawValue == String {
    try node.choice(Choice.self)
  }

  static func sites(_ node: YAMLNode) throws(FormatError) -> [ExcludedSite] {
    try node.sequence().map { site throws(FormatError) in try site.choice(ExcludedSite.self) }
  }

  static func jurisdiction(_ node: YAMLNode) throws(FormatError) -> Jurisdiction {
    let members = try node.mapping()
    guard members.count == 1, let (key, value) = members.first else {
      throw node.failure("happened_in or lives_in with a list of codes")
    }
    guard let rule = Jurisdiction.Rule(rawValue: key) else {
      let names = Jurisdiction.Rule.allCases.map(\.rawValue)
      let meant = NearMiss.best(for: key, among: names).map { "; did you mean \($0)?" } ?? ""
      throw value.failure("\(names.joined(separator: " or ")), and not \(key)\(meant)")
    }
    let codes = try value.sequence().map { code throws(FormatError) in
      let text = try code.string()
      guard (2...15).contains(text.utf8.count), text.allSatisfy(\.isNumber) else {
        throw code.failure("the first digits of a code, in quotes, such as \"350921\"")
      }
      return text
    }
    guard !codes.isEmpty else { throw value.failure("one code at least") }
    return Jurisdiction(rule, codes: codes)
  }

  /// `{province: 20, city_and_county: ">=10", farm: rest}`, in percent.
  static func payers(_ node: YAMLNode) throws(FormatError) -> [Payer] {
    try node.mapping().map { role, value throws(FormatError) in
      let text = try value.string()
      if text == "rest" { return Payer(role: role, least: 0, most: 100) }
      let isLeast = text.hasPrefix(">=")
      guard let share = Double(isLeast ? String(text.dropFirst(2)) : text),
        (0...100).contains(share)
      else { throw value.failure("percent such as 20 or \">=10\", or rest") }
      return Payer(role: role, least: share, most: isLeast ? 100 : share)
    }
  }

  static func premium(_ node: YAMLNode) throws(FormatError) -> Premium {
    try node.allowOnly(["yuan", "per", "years"])
    let years = try node.require("years")
    return Premium(
      amount: try sum(try node.require("yuan")),
      basis: try node.require("per").choice(Premium.Basis.self),
      years: try years.string() == "unknown" ? nil : try positive(years))
  }

  private static func positive(_ node: YAMLNode) throws(FormatError) -> Double {
    let number = try node.double()
    guard number > 0, number <= 100 else { throw node.failure("above 0 and at most 100") }
    return number
  }

  static func clock(_ node: YAMLNode) throws(FormatError) -> DetectionClock {
    if case .mapping = node.content {
      try node.allowOnly(["unsolved_days", "from"])
      return .unsolved(
        days: try dayCount(try node.require("unsolved_days")),
        from: try node.require("from").choice(DetectionClock.Start.self))
    }
    guard try node.string() == "none" else {
      throw node.failure("none, or {unsolved_days: 10, from: filed}")
    }
    return .none
  }

  static func promise(_ node: YAMLNode) throws(FormatError) -> Promise {
    try node.allowOnly(["days", "from"])
    return Promise(
      days: try dayCount(try node.require("days")),
      start: try node.require("from").choice(Promise.Start.self))
  }

  /// A list of which each must hold; a bar between alternatives: `accepted|filed`.
  static func evidence(_ node: YAMLNode) throws(FormatError) -> EvidenceRule {
    let names = EvidenceFact.allCases.map(\.rawValue)
    return EvidenceRule(
      try node.sequence().map { group throws(FormatError) in
        try group.string().split(separator: "|").map { word throws(FormatError) in
          guard let fact = EvidenceFact(rawValue: String(word)) else {
            let meant = NearMiss.best(for: String(word), among: names)
            throw group.failure(
              meant.map { "\"\($0)\" for \(word)" } ?? "one of \(names.joined(separator: ", "))")
          }
          return fact
        }
      })
  }

  static func kinds(
    _ node: YAMLNode, _ catalogue: CategoryCatalogue
  ) throws(FormatError) -> KindList {
    var list = node
    var isOpen = false
    if case .mapping = node.content {
      try node.allowOnly(["kinds", "open"])
      list = try node.require("kinds")
      isOpen = try node["open"]?.boolean() ?? false
    }
    return KindList(
      try list.sequence().map { item throws(FormatError) in
        let kind = IncidentKind(try item.string())
        guard let category = catalogue[kind.category] else {
          let meant = catalogue.nearMiss(for: kind.category).map { "; did you mean \($0)?" } ?? ""
          throw item.failure("a kind of geodata/categories.yaml\(meant)")
        }
        if let part = kind.subcategory {
          let parts = category.subcategories.map(\.key)
          guard parts.contains(part) else {
            let meant = NearMiss.best(for: part, among: parts).map { "; did you mean \($0)?" } ?? ""
            throw item.failure("a subcategory of \(kind.category)\(meant)")
          }
        }
        return kind
      }, isOpen: isOpen)
  }

  /// A value in a line, as it stands in the file.
  static func text(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _): text
    case .sequence(let items): items.map(text).joined(separator: ", ")
    case .mapping(let members):
      members.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
    }
  }
}

/// Where a value says that it comes from.
enum SchemeProvenance {
  static let keys = ["printed", "derived", "external", "contract", "synthetic"]

  /// - Parameter sources: what `printed` may name.
  static func read(
    _ node: YAMLNode, _ sources: [String: String]
  ) throws(FormatError) -> Provenance {
    let said = keys.filter { node[$0] != nil }
    guard said.count == 1, let word = said.first, let value = node[word] else {
      throw node.failure(
        "one of \(keys.joined(separator: ", ")): where the value comes from")
    }
    let text = try value.string()
    switch word {
    case "printed":
      guard sources[text] != nil else {
        let known = sources.keys.sorted()
        let meant = NearMiss.best(for: text, among: known).map { "; did you mean \($0)?" } ?? ""
        throw value.failure("a key of sources (\(known.joined(separator: ", ")))\(meant)")
      }
      return .printed(source: text)
    case "external":
      guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
        throw value.failure("the address of a page, beginning with https://")
      }
      return .external(address: text)
    case "synthetic":
      guard try value.boolean() else { throw value.failure("true") }
      return .synthetic
    case "contract": return .contract(text)
    default: return .derived(text)
    }
  }
}
