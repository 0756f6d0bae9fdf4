import Schemes
import Testing

/// Kleene's strong tables.
@Suite struct TruthTests {
  @Test func unknownIsNeitherYesNorNo() {
    #expect(Truth.unknown.and(.no) == .no)
    #expect(Truth.unknown.and(.yes) == .unknown)
    #expect(Truth.unknown.or(.yes) == .yes)
    #expect(Truth.unknown.or(.no) == .unknown)
    #expect(Truth.unknown.negated == .unknown)
    #expect(Truth(nil) == .unknown)
    #expect(Truth(true) == .yes)
    #expect(Truth(false) == .no)
  }

  @Test func deMorgansLawsHold() {
    for one in Truth.allCases {
      for other in Truth.allCases {
        #expect(one.and(other).negated == one.negated.or(other.negated))
        #expect(one.or(other).negated == one.negated.and(other.negated))
      }
    }
  }

  /// Whatever an unknown turns out to be, what was said for sure stays.
  @Test func learningMoreNeverChangesWhatWasSure() {
    for other in Truth.allCases {
      for truth in [Truth.no, .yes] {
        let sure = Truth.unknown.and(other)
        if sure != .unknown { #expect(truth.and(other) == sure) }
        let either = Truth.unknown.or(other)
        if either != .unknown { #expect(truth.or(other) == either) }
      }
    }
  }
}
