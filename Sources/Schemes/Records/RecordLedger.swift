/// From what months say of a rule to the records that a unit has by it: since when, until when,
/// and what ended each.
///
/// A month in which the rule holds gives a record, on the month's last day, for some months. While
/// it stands, a further month in which the rule holds gives no second one: it is noted. In the
/// month in which it runs out it is renewed if the rule holds again, and ends otherwise. It ends
/// before that once the release has held for some months in a row. What nobody knows neither gives,
/// nor renews, nor releases.
public struct RecordLedger: Sendable, Hashable {
  /// For so many months a record stands.
  public var validMonths: Int
  /// So many months of release in a row end it early; `nil` where nothing does.
  public var releaseMonths: Int?

  /// - Parameters:
  ///   - validMonths: from 1 on.
  ///   - releaseMonths: from 1 on.
  public init(validMonths: Int, releaseMonths: Int? = nil) {
    precondition(validMonths >= 1 && (releaseMonths ?? 1) >= 1, "from one month on")
    self.validMonths = validMonths
    self.releaseMonths = releaseMonths
  }

  /// What a month says.
  public struct Month: Sendable, Hashable {
    public var holds: Truth
    public var isReleased: Truth

    public init(holds: Truth, isReleased: Truth) {
      self.holds = holds
      self.isReleased = isReleased
    }
  }

  public enum Ending: String, Sendable, Hashable, CaseIterable, Codable {
    /// The release held for long enough.
    case released
    /// It ran out.
    case expired
    /// It ran out while the rule held, and another record followed.
    case renewed
  }

  /// A record; months by their position in those that were asked.
  public struct Record: Sendable, Hashable {
    /// The month that gave it.
    public var given: Int
    /// The last month in which the rule held while it stood.
    public var lastHeld: Int
    /// The month on whose last day it runs out; may lie behind the last month asked.
    public var expires: Int
    /// The month that ended it; `nil` while it stands.
    public var ended: Int?
    public var ending: Ending?
    /// It follows one that had run out.
    public var isRenewal: Bool

    public init(
      given: Int, lastHeld: Int, expires: Int, ended: Int?, ending: Ending?, isRenewal: Bool
    ) {
      self.given = given
      self.lastHeld = lastHeld
      self.expires = expires
      self.ended = ended
      self.ending = ending
      self.isRenewal = isRenewal
    }

    /// Whether it stands at the end of a month.
    public func stands(in month: Int) -> Bool {
      given <= month && (ended.map { month < $0 } ?? true)
    }
  }

  /// - Returns: in the order of time; at most one stands in any month.
  /// - Complexity: O(months).
  public func records(_ months: [Month]) -> [Record] {
    var records: [Record] = []
    var open: Record?
    var released = 0
    for (number, month) in months.enumerated() {
      if var record = open {
        let holds = month.holds == .yes
        if holds { record.lastHeld = number }
        released = month.isReleased == .yes && !holds ? released + 1 : 0
        if let releaseMonths, released >= releaseMonths {
          (record.ended, record.ending) = (number, .released)
        } else if number >= record.expires {
          (record.ended, record.ending) = (number, holds ? .renewed : .expired)
        }
        guard record.ending != nil else {
          open = record
          continue
        }
        records.append(record)
        open = record.ending == .renewed ? given(number, isRenewal: true) : nil
      } else if month.holds == .yes {
        open = given(number, isRenewal: false)
      }
      released = 0
    }
    return records + (open.map { [$0] } ?? [])
  }

  private func given(_ month: Int, isRenewal: Bool) -> Record {
    Record(
      given: month, lastHeld: month, expires: month + validMonths, ended: nil, ending: nil,
      isRenewal: isRenewal)
  }

  /// Whether so many records were given in so many months up to each: what a repeated warning
  /// comes to.
  ///
  /// - Parameters:
  ///   - given: how many records each month gave.
  ///   - isKnown: whether each month could have given one.
  /// - Returns: of each month; where too few are known of but months are unknown, nobody knows.
  ///   The release is a month that gave none and is known to have given none.
  public static func repeated(
    _ given: [Int], isKnown: [Bool], times: Int, in window: Int
  ) -> [Month] {
    precondition(given.count == isKnown.count && times >= 1 && window >= 1)
    return given.indices.map { month in
      let span = max(0, month - window + 1)...month
      let count = given[span].reduce(0, +)
      let isWhole = month - window + 1 >= 0 && isKnown[span].allSatisfy { $0 }
      return Month(
        holds: count >= times ? .yes : isWhole ? .no : .unknown,
        isReleased: given[month] > 0 ? .no : isKnown[month] ? .yes : .unknown)
    }
  }
}
