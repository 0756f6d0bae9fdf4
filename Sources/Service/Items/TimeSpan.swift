import SimpleFeatures
import Storage
import Workflows

/// The parameter `datetime`: an instant, a day, or a span whose ends may be open.
///
/// > G. Klyne, C. Newman. "Date and Time on the Internet: Timestamps." RFC 3339, 2002.
struct TimeSpan: Sendable, Hashable {
  var from: Instant?
  var to: Instant?

  init(_ text: String, clock: StudyClock) throws(Problem) {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(ends.count) else { throw Self.fault(text) }
    func isOpen(_ end: String) -> Bool { end.isEmpty || end == ".." }
    guard ends.contains(where: { !isOpen($0) }) else { throw Self.fault(text) }
    if !isOpen(ends[0]) {
      guard let first = Self.span(ends[0], clock) else { throw Self.fault(text) }
      from = first.lowerBound
      to = ends.count == 1 ? first.upperBound : nil
    }
    if ends.count == 2, !isOpen(ends[1]) {
      guard let last = Self.span(ends[1], clock) else { throw Self.fault(text) }
      to = last.upperBound
    }
    if let from, let to, from > to { throw Self.fault(text) }
  }

  private static func fault(_ text: String) -> Problem {
    .badParameter(
      "datetime",
      "is \(text.prefix(60)); it is a day or an instant such as 2026-07-20 or "
        + "2026-07-20T08:00:00Z, or two of them with / between, one of which may be ..")
  }

  /// A day of the study area is all of its instants.
  private static func span(_ text: String, _ clock: StudyClock) -> ClosedRange<Instant>? {
    if let day = DayNumber(text) {
      let midnight = Int64(day.number) * 86_400
      let start = midnight - Int64(clock.offsetSeconds(at: Instant(midnight)))
      return Instant(start)...Instant(start + 86_399)
    }
    guard let instant = instant(text) else { return nil }
    return instant...instant
  }

  static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, let day = DayNumber(String(text.prefix(10))),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":")
    else { return nil }
    func number(_ start: Int) -> Int? {
      guard start + 2 <= bytes.count else { return nil }
      let digits = bytes[start..<(start + 2)].map { Int($0) - 48 }
      return digits.allSatisfy { (0...9).contains($0) } ? digits[0] * 10 + digits[1] : nil
    }
    guard let hour = number(11), hour < 24, let minute = number(14), minute < 60,
      let second = number(17), second <= 60
    else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let digits = rest.prefix { (48...57).contains($0) }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count)
    }
    let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    guard let sign = rest.first else { return nil }
    if sign | 0x20 == UInt8(ascii: "z"), rest.count == 1 { return Instant(seconds) }
    guard rest.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = number(rest.startIndex + 1), let minutes = number(rest.startIndex + 4),
      rest[rest.startIndex + 3] == UInt8(ascii: ":"), hours < 24, minutes < 60
    else { return nil }
    let offset = Int64(hours * 3600 + minutes * 60)
    return Instant(sign == UInt8(ascii: "+") ? seconds - offset : seconds + offset)
  }

  /// Features whose time meets the span; those of a layer without times all do.
  func filter(_ schema: FeatureSchema, clock: StudyClock) -> Filter {
    let names = Set(schema.fields.map(\.name))
    if names.contains("occurred_from") {
      var parts: [Filter] = []
      if let to { parts.append(.compare("occurred_from", .lessOrEqual, .instant(to))) }
      if let from {
        parts.append(
          .any([
            .compare("occurred_to", .greaterOrEqual, .instant(from)),
            .all([
              .isUnknown("occurred_to"),
              .compare("occurred_from", .greaterOrEqual, .instant(from)),
            ]),
          ]))
      }
      return .all(parts)
    }
    guard names.contains("valid_from"), names.contains("valid_to") else { return .all([]) }
    var parts: [Filter] = []
    if let to {
      parts.append(
        .any([
          .isUnknown("valid_from"), .compare("valid_from", .lessOrEqual, .day(clock.day(of: to))),
        ]))
    }
    if let from {
      parts.append(
        .any([
          .isUnknown("valid_to"),
          .compare("valid_to", .greaterOrEqual, .day(clock.day(of: from))),
        ]))
    }
    return .all(parts)
  }
}
