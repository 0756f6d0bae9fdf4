import Formats

/// Which known category the word of an export means.
struct CategoryGuess {
  enum Match: Equatable {
    /// A key of the catalogue already.
    case known
    /// A name of the catalogue, or a word that holds one.
    case certain(String, because: BilingualText)
    /// Alike only: for a person to judge.
    case perhaps(String, because: BilingualText)
    case none
  }

  private let catalogue: CategoryCatalogue

  init(_ catalogue: CategoryCatalogue) { self.catalogue = catalogue }

  func match(_ value: String) -> Match {
    if catalogue[value] != nil { return .known }
    let plain = ColumnLexicon.plain(value)
    guard !plain.isEmpty else { return .none }
    for category in catalogue.categories {
      for name in [category.chineseName, category.englishName, category.key]
      where ColumnLexicon.plain(name) == plain {
        return .certain(
          category.key, because: BilingualText(en: "its name", zh: "名称相同"))
      }
    }
    // The longest name that the word holds, or that holds the word.
    let held = catalogue.categories.filter { category in
      Self.parts(category.chineseName).contains { plain.contains($0) }
    }
    let longest = held.max { Self.longest(in: plain, $0) < Self.longest(in: plain, $1) }
    if let longest {
      let rivals = held.filter { Self.longest(in: plain, $0) == Self.longest(in: plain, longest) }
      let because = BilingualText(
        en: "it holds \(longest.chineseName)", zh: "含“\(longest.chineseName)”")
      return rivals.count == 1
        ? .certain(longest.key, because: because) : .perhaps(longest.key, because: because)
    }
    let finer = catalogue.categories.filter { category in
      category.subcategories.contains {
        let name = ColumnLexicon.plain($0.chineseName)
        return name == plain || (name.count >= 2 && plain.contains(name))
      }
    }
    if finer.count == 1, let category = finer.first {
      return .perhaps(
        category.key,
        because: BilingualText(
          en: "it names a subcategory of \(category.chineseName)",
          zh: "为“\(category.chineseName)”的细类"))
    }
    let alike = catalogue.categories.map { ($0, Self.likeness(plain, $0.chineseName)) }
      .filter { $0.1 >= 0.4 }.max { $0.1 < $1.1 }
    if let (category, _) = alike {
      return .perhaps(
        category.key,
        because: BilingualText(
          en: "it is like \(category.chineseName)", zh: "与“\(category.chineseName)”相近"))
    }
    func names(_ category: CategoryCatalogue.Category) -> [String] {
      [category.chineseName, category.key] + category.subcategories.map(\.chineseName)
    }
    guard let near = NearMiss.best(for: plain, among: catalogue.categories.flatMap(names)),
      let category = catalogue.categories.first(where: { names($0).contains(near) })
    else { return .none }
    return .perhaps(
      category.key, because: BilingualText(en: "a near miss of \(near)", zh: "与“\(near)”仅差一二字"))
  }

  /// 故意伤害与殴打他人 is two names.
  private static func parts(_ name: String) -> [String] {
    name.split(whereSeparator: { "与和及、（）".contains($0) }).map { ColumnLexicon.plain(String($0)) }
      .filter { $0.count >= 2 }
  }

  private static func longest(in plain: String, _ category: CategoryCatalogue.Category) -> Int {
    parts(category.chineseName).filter { plain.contains($0) }.map(\.count).max() ?? 0
  }

  /// The share of neighbouring pairs of letters that both have (Dice).
  private static func likeness(_ one: String, _ other: String) -> Double {
    func pairs(_ text: String) -> Set<String> {
      let letters = Array(text)
      return Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" })
    }
    let (left, right) = (pairs(one), pairs(ColumnLexicon.plain(other)))
    guard !left.isEmpty, !right.isEmpty else { return 0 }
    return 2 * Double(left.intersection(right).count) / Double(left.count + right.count)
  }
}
