import Schemes
import Testing

/// Records as months go by.
@Suite struct RecordLedgerTests {
  /// `x` holds, `-` does not and is released, `.` neither, `?` unknown.
  private static func months(_ text: String) -> [RecordLedger.Month] {
    text.map { letter in
      switch letter {
      case "x": RecordLedger.Month(holds: .yes, isReleased: .no)
      case "-": RecordLedger.Month(holds: .no, isReleased: .yes)
      case ".": RecordLedger.Month(holds: .no, isReleased: .no)
      default: RecordLedger.Month(holds: .unknown, isReleased: .unknown)
      }
    }
  }

  /// `given-ended ending`, one a record; a bar where it stands.
  private static func told(_ ledger: RecordLedger, _ text: String) -> String {
    ledger.records(months(text)).map { record in
      let end = record.ended.map { "\($0) \(record.ending?.rawValue ?? "")" } ?? "|"
      return "\(record.isRenewal ? "+" : "")\(record.given)-\(end)"
    }.joined(separator: ", ")
  }

  @Test(arguments: [
    ("", ""), ("..?", ""), ("x", "0-|"), ("x..", "0-|"), ("x...", "0-3 expired"),
    // A month that holds while it stands gives no second record, and does not prolong it.
    ("xx...", "0-3 expired"), ("x.xx..", "0-3 renewed, +3-|"),
    ("x..x..x..x", "0-3 renewed, +3-6 renewed, +6-9 renewed, +9-|"),
    // What nobody knows gives, prolongs and releases nothing.
    ("?x???x", "1-4 expired, 5-|"),
    ("x...x", "0-3 expired, 4-|"),
  ])
  func recordsRunOut(months: String, expected: String) {
    #expect(Self.told(RecordLedger(validMonths: 3), months) == expected)
  }

  @Test(arguments: [
    ("x--", "0-2 released"), ("x-.--", "0-4 released"), ("x-?--..", "0-4 released"),
    ("x-x--", "0-4 released"), ("x-x-x-x", "0-6 renewed, +6-|"), ("x--x", "0-2 released, 3-|"),
    ("x.....", "0-|"), ("x......", "0-6 expired"),
    // Released and run out in the same month: the release is what ended it.
    ("x....--", "0-6 released"),
  ])
  func aReleaseEndsThemBefore(months: String, expected: String) {
    #expect(Self.told(RecordLedger(validMonths: 6, releaseMonths: 2), months) == expected)
  }

  /// Whatever the months say: records do not overlap, none outlives its time, and each month that
  /// holds has a record standing or ending in it.
  @Test(arguments: 0..<200)
  func recordsNeverOverlap(seed: Int) {
    var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1
    let letters = Array("x-.?")
    var text = ""
    for _ in 0..<40 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text.append(letters[Int(state >> 62)])
    }
    let ledger = RecordLedger(
      validMonths: 1 + seed % 7, releaseMonths: seed % 3 == 0 ? nil : seed % 3)
    let records = ledger.records(Self.months(text))
    for (one, next) in zip(records, records.dropFirst()) {
      #expect((one.ended ?? .max) <= next.given)
      #expect(next.isRenewal == (one.ending == .renewed))
    }
    for record in records {
      #expect((record.ended ?? 40) - record.given <= ledger.validMonths)
      #expect(record.expires == record.given + ledger.validMonths)
    }
    for (month, letter) in text.enumerated() where letter == "x" {
      var isSeen = false
      for record in records where record.given <= month && month <= record.ended ?? 40 {
        isSeen = true
      }
      #expect(isSeen, "\(text) \(month)")
    }
  }

  @Test func aRepetitionIsCountedInItsWindow() {
    let months = RecordLedger.repeated(
      [0, 1, 0, 1, 0, 0, 1], isKnown: [true, true, true, true, false, true, true], times: 2, in: 3)
    #expect(months.map(\.holds) == [.unknown, .unknown, .no, .yes, .unknown, .unknown, .unknown])
    #expect(months.map(\.isReleased) == [.yes, .no, .yes, .no, .unknown, .yes, .no])
  }

  @Test func theHeaviestComesLast() {
    #expect(RecordColour.allCases.max() == .listed && RecordColour.red < .yellow)
    #expect(RecordColour.allCases.count { !$0.isAdverse } == 1)
  }
}
