import Analysis
public import Schemes
import Storage

/// Rules of red, yellow and black records and of listings, as their file says them. Nothing of them
/// is in the program.
public struct RecordRules: Sendable {
  public let key: String
  public let chineseName: String
  public let englishName: String
  /// Counted up by whoever changes the rules; each record says by which version it was given.
  public let version: Int
  /// Of the ranges of rates and ranks.
  public let confidence: Double
  /// Units with fewer residents have no rank, and no record by a rate.
  public let leastPopulation: Double
  /// What the scoreboard counts beside the records.
  public let headline: RecordMeasure
  public let rules: [RecordRule]
  /// The text that they were read from.
  let text: String

  init(
    key: String, chineseName: String, englishName: String, version: Int, confidence: Double,
    leastPopulation: Double, headline: RecordMeasure, rules: [RecordRule], text: String
  ) {
    self.key = key
    self.chineseName = chineseName
    self.englishName = englishName
    self.version = version
    self.confidence = confidence
    self.leastPopulation = leastPopulation
    self.headline = headline
    self.rules = rules
    self.text = text
  }

  /// Months before the first one that is shown whose records may still stand in it.
  var monthsBefore: Int {
    let valid = rules.map(\.ledger.validMonths).max() ?? 0
    let repeated = rules.map { rule -> Int in
      if case .repeated(_, _, let months) = rule.condition { return months }
      return 0
    }
    return valid + (repeated.max() ?? 0)
  }
}

/// What is counted, and over how many months up to the one at hand.
public struct RecordMeasure: Sendable, Hashable {
  public var indicator: FrameworkIndicator
  public var months: Int
  public var higherIsBetter: Bool
}

/// When a unit gets a record, and for how long.
public struct RecordRule: Sendable, Hashable {
  public enum Condition: Sendable, Hashable {
    case figures(RecordMeasure, FigureTest)
    /// A document about the unit was issued in the month.
    case award(colours: [String], levels: [String])
    /// So many records of a lighter colour were given in so many months.
    case repeated(RecordColour, times: Int, months: Int)
  }

  /// What figures are held against. Rates are held by the bound that must pass, so that chance alone
  /// gives no record; ranks by both ends of their range.
  public enum FigureTest: Sendable, Hashable {
    /// The lower bound of the rate lies above. It is released where the upper bound lies below
    /// `release`; without one, where the rule does not hold.
    case above(Double, release: Double?)
    /// The upper bound of the rate lies below.
    case below(Double)
    /// The rank lies in this share at the end, or at the beginning, with its whole range.
    case worst(Double)
    case best(Double)
    /// So many happened, which nobody calls chance: deaths, hazards past their deadline.
    case atLeast(Double)
  }

  public var key: String
  public var chineseName: String
  public var englishName: String
  public var colour: RecordColour
  public var ledger: RecordLedger
  public var condition: Condition
}
