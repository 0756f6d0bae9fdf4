/// The language of the words that this room makes itself: units, north, "continued". All other
/// words come from the caller.
public enum SheetLanguage: String, Sendable, Hashable, Codable {
  case chinese = "zh"
  case english = "en"

  /// What the fonts and the line breaker are told.
  var tag: String { self == .chinese ? "zh-CN" : "en" }

  var north: String { self == .chinese ? "北" : "N" }
  var metres: String { self == .chinese ? "米" : "m" }
  var kilometres: String { self == .chinese ? "千米" : "km" }
  var continued: String { self == .chinese ? "（续）" : " (continued)" }

  /// Of a page, from 1.
  func page(_ number: Int, of count: Int) -> String {
    self == .chinese ? "第 \(number) 页 / 共 \(count) 页" : "Page \(number) of \(count)"
  }
}
