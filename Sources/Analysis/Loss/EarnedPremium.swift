/// The part of a written premium that the days of cover so far have earned: pro rata of the period.
///
/// Only it stands below a loss ratio. What is written but not earned pays for days that are still
/// to come.
///
/// > S.A. Klugman, H.H. Panjer, G.E. Willmot. *Loss Models*. Wiley, 4th edition, 2012, § 5.1.
public struct EarnedPremium: Sendable, Hashable {
  public private(set) var written = 0.0
  public private(set) var earned = 0.0
  /// Units insured for a year, by the days so far.
  public private(set) var exposure = 0.0

  static let daysInYear = 365.25

  public init() {}

  /// Adds a policy.
  ///
  /// - Parameters:
  ///   - premium: for the whole period, in the caller's unit; `nil` where nobody says.
  ///   - units: insured; `nil` where nobody says.
  ///   - firstDay, lastDay: of the period, both counted.
  ///   - day: the last day that has passed.
  public mutating func add(
    premium: Double?, units: Double?, firstDay: Int32, lastDay: Int32, asOf day: Int32
  ) {
    let whole = Int(lastDay) - Int(firstDay) + 1
    let passed = min(Int(lastDay), Int(day)) - Int(firstDay) + 1
    guard whole > 0, passed > 0 else { return }
    if let premium {
      written += premium
      earned += premium * Double(passed) / Double(whole)
    }
    if let units { exposure += units * Double(passed) / Self.daysInYear }
  }

  /// Incurred by earned; `nil` where no premium is earned.
  public func lossRatio(incurred: Double) -> Double? { earned > 0 ? incurred / earned : nil }

  /// Charged by what the expected cost asks for at a loss ratio: below 1 the premium is too low.
  ///
  /// - Parameters:
  ///   - pureCost: expected by unit and year.
  ///   - target: the loss ratio that leaves room for expenses.
  public func adequacy(pureCost: Double, target: Double) -> Double? {
    guard exposure > 0, earned > 0, pureCost > 0, target > 0 else { return nil }
    return earned / exposure / (pureCost / target)
  }
}
