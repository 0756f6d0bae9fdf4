import SimpleFeatures
import Storage

/// Places by what they are called: finds the one that a text without coordinates means.
///
/// A name is looked up as it is, then without what is only its office (村委会, 社区居委会 …) or its
/// form (full width, white space). Names of units that stand before it, or a code beside it, narrow
/// the search. What more than one place answers to is not guessed.
struct PlaceNames {
  /// A place that a name can mean.
  struct Place: Hashable {
    var code: String
    var name: String
    /// WGS 84; `nil` where only the area of the code is known.
    var position: Coordinate?
  }

  enum Answer: Equatable {
    case place(Place)
    /// More than one, in the order of their codes.
    case ambiguous([Place])
    case unknown
  }

  private let places: [Place]
  private var byName: [String: [Int]] = [:]
  private var byStem: [String: [Int]] = [:]
  /// Units with outlines or names only, the longest name first: what may stand before a name.
  private let units: [Place]

  /// - Parameters:
  ///   - places: what has a position.
  ///   - units: what has a code and a name: towns, counties.
  /// - Complexity: O(places).
  init(places: [Place], units: [Place]) {
    self.places = places
    self.units = units.sorted {
      ($1.name.count, $0.code) < ($0.name.count, $1.code)
    }
    for (index, place) in places.enumerated() {
      byName[Self.plain(place.name), default: []].append(index)
      byStem[Self.stem(place.name), default: []].append(index)
    }
  }

  /// What the store knows.
  init(_ transaction: any StoreTransaction) throws {
    self.init(
      places: try transaction.answer(NamedPlaces()).map {
        Place(code: $0.code, name: $0.name, position: $0.position)
      },
      units: try transaction.answer(UnitNames()).map {
        Place(code: $0.code, name: $0.name, position: nil)
      })
  }

  var isEmpty: Bool { places.isEmpty && units.isEmpty }

  /// - Parameters:
  ///   - text: a name, or an address that begins with the names of its units.
  ///   - unit: the first digits of the codes that are meant; empty for all.
  /// - Complexity: O(units + candidates).
  func find(_ text: String, within unit: String) -> Answer {
    let plain = Self.plain(text)
    guard !plain.isEmpty else { return .unknown }
    if let answer = pick(byName[plain], within: unit) { return answer }
    if let answer = pick(byStem[Self.stem(plain)], within: unit) { return answer }
    // “霞浦县溪南镇台江村”: the units before it narrow the search.
    let (rest, prefixes) = withoutUnits(plain)
    let within = prefixes.filter { $0.hasPrefix(unit) || unit.hasPrefix($0) }
    if rest.isEmpty {
      let named = units.filter { within.contains(Self.significant($0.code)) }
      let deepest = named.map { Self.significant($0.code).utf8.count }.max()
      let units = named.filter { Self.significant($0.code).utf8.count == deepest }
      return Self.answer(units)
    }
    guard rest != plain else { return .unknown }
    for table in [byName[rest], byStem[Self.stem(rest)]] {
      let candidates = (table ?? []).map { places[$0] }.filter { place in
        place.code.hasPrefix(unit)
          && (within.isEmpty || within.contains { place.code.hasPrefix($0) })
      }
      // The deepest unit that any of them lies in decides.
      let depth = candidates.map { place in
        within.filter { place.code.hasPrefix($0) }.map(\.utf8.count).max() ?? 0
      }
      let deepest = depth.max() ?? 0
      let best = zip(candidates, depth).filter { $0.1 == deepest }.map(\.0)
      if !best.isEmpty { return Self.answer(best) }
    }
    return .unknown
  }

  private func pick(_ found: [Int]?, within unit: String) -> Answer? {
    let candidates = (found ?? []).map { places[$0] }.filter { $0.code.hasPrefix(unit) }
    return candidates.isEmpty ? nil : Self.answer(candidates)
  }

  private static func answer(_ places: [Place]) -> Answer {
    let sorted = Set(places).sorted { $0.code < $1.code }
    guard let first = sorted.first else { return .unknown }
    return sorted.count == 1 ? .place(first) : .ambiguous(sorted)
  }

  /// Takes names of units off the front, and gives the codes that they have.
  private func withoutUnits(_ text: String) -> (rest: String, codes: Set<String>) {
    var rest = text[...]
    var codes: Set<String> = []
    while let match = units.first(where: { !$0.name.isEmpty && rest.hasPrefix(Self.plain($0.name)) }
    ) {
      let name = Self.plain(match.name)
      for unit in units where Self.plain(unit.name) == name {
        codes.insert(Self.significant(unit.code))
      }
      rest = rest.dropFirst(name.count)
    }
    return (String(rest), codes)
  }

  /// A code of statistics without the zeros that stand for “all of it”.
  static func significant(_ code: String) -> String {
    guard code.utf8.count == 12 else { return code }
    if code.hasSuffix("000000") { return String(code.prefix(6)) }
    return code.hasSuffix("000") ? String(code.prefix(9)) : code
  }

  /// Narrow, without white space and without brackets' content.
  static func plain(_ name: String) -> String {
    var plain = String.UnicodeScalarView()
    var depth = 0
    for scalar in name.unicodeScalars {
      switch scalar {
      case "(", "（": depth += 1
      case ")", "）": depth = max(0, depth - 1)
      case _ where depth > 0 || scalar.properties.isWhitespace: continue
      default:
        let isWide = (0xFF01...0xFF5E).contains(scalar.value)
        plain.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
      }
    }
    return String(plain)
  }

  /// Offices and forms of villages and communities, the longest first.
  private static let suffixes = [
    "社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "社区村委会", "村委会", "居委会", "社区村", "行政村",
    "自然村", "社区", "村", "居",
  ]

  /// The name without its office; a name of one character keeps it.
  static func stem(_ name: String) -> String {
    let plain = plain(name)
    for suffix in suffixes where plain.hasSuffix(suffix) {
      let stem = plain.dropLast(suffix.count)
      if stem.count >= 2 { return String(stem) }
    }
    return plain
  }
}
