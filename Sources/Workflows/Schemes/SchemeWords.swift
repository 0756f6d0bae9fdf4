import Foundation
public import Schemes

/// What is said of a scheme to a person, in Chinese and English.
public struct SchemeWords: Sendable {
  private let scheme: Scheme

  public init(_ scheme: Scheme) { self.scheme = scheme }

  /// `printed (X)`, `external (https://…)`.
  public static func source(_ provenance: Provenance) -> String {
    switch provenance {
    case .printed(let key): "printed (\(key))"
    case .derived(let how): "derived (\(how))"
    case .external(let address): "external (\(address))"
    case .contract(let paper): "contract (\(paper))"
    case .synthetic, .unknown: provenance.word
    }
  }

  /// How many fields come from where, and how many nobody has printed.
  public var counts: String {
    let counts = scheme.fieldCounts
    let words = [
      ("printed", "刊印"), ("derived", "推算"), ("external", "外部"), ("contract", "合同"),
      ("synthetic", "合成"), ("unknown", "未知"),
    ].filter { counts[$0.0] != nil }
    return words.map { "\(counts[$0.0] ?? 0) \($0.0)" }.joined(separator: ", ") + " / "
      + words.map { "\($0.1) \(counts[$0.0] ?? 0)" }.joined(separator: "、")
  }

  /// What the printed figures come to, a sentence each.
  public var findings: [String] {
    FigureFinding.of(scheme).map { finding in
      let number =
        finding.kind == .meanClaim
        ? Self.number(finding.value / 100, digits: 0)
        : Self.number(finding.value * 100, digits: 1)
      let chinese = finding.qualifiers.map(\.chinese).joined()
      let about = finding.qualifiers.isEmpty ? "" : " (from \(Self.english(finding.qualifiers)))"
      switch finding.kind {
      case .limitUsed:
        return "\(number) % of the aggregate limit was paid\(about) / 已用总保额的\(chinese)\(number)%"
      case .closedShare:
        return "\(number) % of the claims reported are closed\(about) / "
          + "报案中已结案\(chinese)\(number)%"
      case .paidToWritten:
        return "paid is \(number) % of the premium written\(about): no loss ratio, which needs the "
          + "premium earned / 赔付为签单保费的\(chinese)\(number)%，不是赔付率（赔付率须用已赚保费）"
      case .largestEventShare:
        return "one event took \(number) % of all that was paid\(about) / "
          + "一次事件占全部赔款的\(chinese)\(number)%"
      case .meanClaim:
        return "\(number) yuan a claim\(about) / 案均赔款\(chinese)\(number)元"
      }
    }
  }

  private static func english(_ qualifiers: [PrintedFigure.Qualifier]) -> String {
    qualifiers.map {
      switch $0 {
      case .near: "a number printed as “nearly” (近)"
      case .above: "one printed as “more than” (超)"
      case .odd: "one printed as “and some more” (余)"
      case .about: "one printed as “about” (约)"
      }
    }.joined(separator: " and ")
  }

  /// Rounded, with a point and without a locale.
  static func number(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
