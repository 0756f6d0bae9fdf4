import Formats

/// Which formats a column of times is written in, by all of its sampled values.
struct TimeFormatGuess {
  /// As a mapping writes them, the one of most values first. Empty where the column holds no
  /// times.
  private(set) var formats: [String] = []
  /// Values that no format reads, at most three.
  private(set) var unread: [String] = []
  private(set) var unreadCount = 0
  /// Day and month cannot be told apart: both orders read every value.
  private(set) var isAmbiguous = false
  /// Some values can only be day first, others only month first.
  private(set) var isContradictory = false
  let count: Int

  /// Beside the usual form; of two that read the same values the first is taken.
  private static let patterns = [
    "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d", "yyyy.M.d H:mm:ss", "yyyy.M.d H:mm",
    "yyyy.M.d", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd HHmmss", "yyyyMMdd HH:mm:ss",
    "yyyyMMdd HH:mm", "yyyyMMdd", "yyyy年M月d日 H:mm:ss", "yyyy年M月d日 H:mm", "yyyy/M/d-H:mm",
    "yyyy-MM-dd HH.mm.ss", "yyyy年M月d日H时m分s秒", "yyyy/M/dTH:mm:ss",
  ]
  private static let marks = ["/", ".", "-"]
  private static let clocks = ["", " H:mm:ss", " H:mm"]

  init(_ values: [String]) {
    count = values.count
    guard !values.isEmpty else { return }
    var left = Set(values.indices)
    var chosen: [(format: String, read: Int)] = []
    func take(_ format: String, _ read: Set<Int>) {
      let gained = left.intersection(read)
      guard !gained.isEmpty else { return }
      chosen.append((format, gained.count))
      left.subtract(gained)
    }
    take("usual", Self.reads(.usual, values, left))
    var candidates: [(String, Set<Int>)] = []
    for pattern in Self.patterns where !left.isEmpty {
      candidates.append((pattern, Self.reads(pattern, values, left)))
    }
    candidates.append(("excel", Self.serials(values, left)))
    for (format, read) in candidates.sorted(by: { $0.1.count > $1.1.count }) { take(format, read) }
    takeDaysAndMonths(values, &left, &chosen)
    formats = chosen.sorted { $0.read > $1.read }.map(\.format)
    unreadCount = left.count
    unread = left.sorted().prefix(3).map { values[$0] }
  }

  /// The column is one of times when nearly all of its values are.
  var isOfTimes: Bool {
    count > 0 && Double(count - unreadCount) >= 0.8 * Double(count) && !formats.isEmpty
  }

  /// 13/05/2026 and 05/13/2026: the order is known only where some day is beyond 12.
  private mutating func takeDaysAndMonths(
    _ values: [String], _ left: inout Set<Int>, _ chosen: inout [(format: String, read: Int)]
  ) {
    for mark in Self.marks {
      for clock in Self.clocks where !left.isEmpty {
        let dayFirst = "d\(mark)M\(mark)yyyy\(clock)"
        let monthFirst = "M\(mark)d\(mark)yyyy\(clock)"
        let days = Self.reads(dayFirst, values, left)
        let months = Self.reads(monthFirst, values, left)
        guard !days.isEmpty || !months.isEmpty else { continue }
        if days == months {
          isAmbiguous = true
          chosen.append((dayFirst, days.count))
        } else if days.isSuperset(of: months) {
          chosen.append((dayFirst, days.count))
        } else if months.isSuperset(of: days) {
          chosen.append((monthFirst, months.count))
        } else {
          isContradictory = true
          chosen.append((days.count >= months.count ? dayFirst : monthFirst, days.count))
        }
        left.subtract(days.union(months))
      }
    }
  }

  private static func reads(
    _ pattern: String, _ values: [String], _ among: Set<Int>
  ) -> Set<Int> {
    guard let pattern = try? CivilTimePattern(pattern) else { return [] }
    return reads(.pattern(pattern), values, among)
  }

  private static func reads(
    _ format: CivilTimeFormat, _ values: [String], _ among: Set<Int>
  ) -> Set<Int> {
    among.filter {
      guard let time = try? FieldParser.civilTime(Array(values[$0].utf8).span, format) else {
        return false
      }
      return (1900...2100).contains(time.year)
    }
  }

  /// Excel's day numbers, but only such as fall between 1990 and 2050: other numbers are counts.
  private static func serials(_ values: [String], _ among: Set<Int>) -> Set<Int> {
    among.filter {
      guard let number = Double(values[$0]) else { return false }
      return number >= 32_874 && number < 54_789
    }
  }
}
