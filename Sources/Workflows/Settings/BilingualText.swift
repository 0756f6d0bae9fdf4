/// A sentence for a person, in both languages that the product speaks.
public struct BilingualText: Sendable, Hashable, Codable {
  public var en: String
  public var zh: String

  public init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// The sentence in one of them.
  public func text(inChinese: Bool) -> String { inChinese ? zh : en }
}
