#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The logarithm of the likelihood ratio of a window, from its cases and its measure.
struct ScanLikelihood: Sendable {
  let isBernoulli: Bool
  /// All cases, and the measure of everything.
  let cases: Double
  let total: Double

  init(_ study: ScanStudy) {
    isBernoulli = study.model == .bernoulli
    cases = Double(study.caseCount)
    total = study.total
  }

  func expected(_ measure: Double) -> Double { measure / total * cases }

  @inline(__always)
  func isHigh(_ count: Double, _ measure: Double) -> Bool { count * total > measure * cases }

  @inline(__always)
  func isLow(_ count: Double, _ measure: Double) -> Bool { count * total < measure * cases }

  /// Not below 0; 0 where the window holds nothing, or everything.
  func ratio(_ count: Double, _ measure: Double) -> Double {
    guard measure > 0, measure < total else { return 0 }
    let inside = measure / total
    let outside = (total - measure) / total
    var sum =
      Self.term(count, cases * inside) + Self.term(cases - count, cases * outside)
    if isBernoulli {
      let controls = total - cases
      sum +=
        Self.term(measure - count, controls * inside)
        + Self.term(total - measure - (cases - count), controls * outside)
    }
    return sum > 0 ? sum : 0
  }

  /// k ln(k/m), 0 for no case.
  @inline(__always)
  private static func term(_ count: Double, _ mean: Double) -> Double {
    count > 0 ? count * log(count / mean) : 0
  }
}

/// For a bound on the likelihood ratio, how many cases a window of some measure needs to pass it.
///
/// A filter: it lets through all that pass, and hardly any more. Each number of cases passes up
/// to some measure, which grows with it, so that one search in a table answers for any window.
struct ScanBar: Sendable {
  /// For `minimumCases + i` cases, the largest measure that passes; −1 where none does.
  private let highest: [Double]
  /// For `i` cases, the least measure that passes as a low rate.
  private let lowest: [Double]
  private let minimumCases: Int

  static let never = Int32.max - 1

  init(_ likelihood: ScanLikelihood, settings: ScanSettings, bound: Double) {
    minimumCases = settings.minimumCases
    let cases = Int(likelihood.cases)
    var high: [Double] = []
    if settings.rates != .low && minimumCases <= cases {
      for count in minimumCases...cases {
        let measure = Self.largest(Double(count), likelihood, bound)
        high.append(max(measure, high.last ?? -1))
      }
    }
    highest = high
    var low: [Double] = []
    if settings.rates != .high {
      for count in 0...cases { low.append(Self.least(Double(count), likelihood, bound)) }
      for count in low.indices.dropLast().reversed() {
        low[count] = min(low[count], low[count + 1])
      }
    }
    lowest = low
  }

  /// A little on the safe side of rounding.
  private static let slack = 1e-9

  private static func largest(
    _ count: Double, _ likelihood: ScanLikelihood, _ bound: Double
  ) -> Double {
    var low = likelihood.isBernoulli ? count : 0
    var high = count / likelihood.cases * likelihood.total
    if likelihood.isBernoulli && likelihood.ratio(count, low) <= bound && low < likelihood.total {
      return -1
    }
    for _ in 0..<52 {
      let middle = (low + high) / 2
      if likelihood.ratio(count, middle) > bound { low = middle } else { high = middle }
    }
    return high * (1 + slack)
  }

  private static func least(
    _ count: Double, _ likelihood: ScanLikelihood, _ bound: Double
  ) -> Double {
    var low = count / likelihood.cases * likelihood.total
    // All controls but those that the cases outside need.
    var high =
      likelihood.isBernoulli
      ? likelihood.total - (likelihood.cases - count) : likelihood.total * (1 - 0x1p-50)
    if likelihood.ratio(count, high) <= bound { return .infinity }
    for _ in 0..<52 {
      let middle = (low + high) / 2
      if likelihood.ratio(count, middle) > bound { high = middle } else { low = middle }
    }
    return low * (1 - slack)
  }

  /// Whether a window can pass: what no window fails that does, without a logarithm.
  @inline(__always)
  func letsThrough(_ count: Int, _ measure: Double) -> Bool {
    let row = count - minimumCases
    if row >= 0 && row < highest.count && measure <= highest[row] { return true }
    return count < lowest.count && measure >= lowest[count]
  }

  /// The least cases that pass as a high rate.
  func high(_ measure: Double) -> Int32 {
    var low = 0
    var end = highest.count
    while low < end {
      let middle = (low + end) / 2
      if measure <= highest[middle] { end = middle } else { low = middle + 1 }
    }
    return low == highest.count ? Self.never : Int32(truncatingIfNeeded: minimumCases + low)
  }

  /// The most cases that pass as a low rate; −1 where none do.
  func low(_ measure: Double) -> Int32 {
    var low = 0
    var end = lowest.count
    while low < end {
      let middle = (low + end) / 2
      if measure >= lowest[middle] { low = middle + 1 } else { end = middle }
    }
    return Int32(truncatingIfNeeded: low - 1)
  }
}
