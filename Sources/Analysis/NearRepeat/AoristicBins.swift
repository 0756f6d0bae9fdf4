/// Bins of time over which an incident is spread whose time is only known to lie between two:
/// "between Friday 18:00 and Monday 07:00". Each bin takes the share of the stretch that lies in
/// it, so that the weights of an incident sum to 1.
///
/// > J.H. Ratcliffe. "Aoristic Analysis: The Spatial Interpretation of Unspecific Temporal
/// > Events." *Int. J. Geographical Information Science*, vol. 14, no. 7, 2000.
/// > doi:10.1080/136588100424963
public struct AoristicBins: Sendable {
  public struct Weight: Sendable, Equatable {
    public var bin: Int
    public var weight: Double
  }

  /// The number of bins.
  public let count: Int
  /// The width of a bin, in the unit of the times: hours, or days.
  public let width: Double
  /// Where the first bin starts.
  public let origin: Double
  /// Whether the bins repeat, as the 168 hours of a week do; else they are a stretch of the
  /// calendar, and what lies outside of them is in none.
  public let repeats: Bool

  /// - Throws: `invalidParameter`.
  public init(
    count: Int, width: Double, origin: Double = 0, repeats: Bool
  ) throws(AnalysisError) {
    guard count >= 1, count <= 1 << 24 else {
      throw .invalidParameter(name: "count", requirement: "from 1 to 16777216")
    }
    guard width > 0, width.isFinite, origin.isFinite else {
      throw .invalidParameter(name: "width", requirement: "a positive number, of a finite origin")
    }
    self.count = count
    self.width = width
    self.origin = origin
    self.repeats = repeats
  }

  /// The bins of one incident, ascending. An incident at one moment lies in one bin, which holds
  /// its start and not its end.
  ///
  /// - Throws: `invalidParameter` unless the times are finite and `from` is not after `to`.
  /// - Complexity: O(bins that are touched).
  public func weights(from: Double, to: Double) throws(AnalysisError) -> [Weight] {
    guard from.isFinite, to.isFinite, from <= to else {
      throw .invalidParameter(name: "to", requirement: "a time, not before from")
    }
    let start = (from - origin) / width
    let end = (to - origin) / width
    let length = end - start
    // A stretch too short for its bins to be told apart is a moment.
    if length <= 0 {
      return bin(of: start.rounded(.down)).map { [Weight(bin: $0, weight: 1)] } ?? []
    }
    if repeats && length >= Double(count) { return wrapped(start, length) }
    var weights: [Weight] = []
    var step = start.rounded(.down)
    if !repeats { step = max(step, 0) }
    let last = repeats ? end : min(end, Double(count))
    while step < last {
      let share = (min(step + 1, end) - max(step, start)) / length
      if share > 0, let bin = bin(of: step) { weights.append(Weight(bin: bin, weight: share)) }
      step += 1
    }
    weights.sort { $0.bin < $1.bin }
    // A stretch of nearly one turn begins and ends in the same bin.
    var merged: [Weight] = []
    for weight in weights {
      if let before = merged.last, before.bin == weight.bin {
        merged[merged.count - 1].weight += weight.weight
      } else {
        merged.append(weight)
      }
    }
    return merged
  }

  /// A stretch of one turn or more: whole turns, and the rest.
  private func wrapped(_ start: Double, _ length: Double) -> [Weight] {
    let turns = (length / Double(count)).rounded(.down)
    var shares = [Double](repeating: turns / length, count: count)
    let rest = length - turns * Double(count)
    var step = start.rounded(.down)
    while step < start + rest {
      let share = min(step + 1, start + rest) - max(step, start)
      if let bin = bin(of: step), share > 0 { shares[bin] += share / length }
      step += 1
    }
    return shares.enumerated().map { Weight(bin: $0.offset, weight: $0.element) }
  }

  private func bin(of step: Double) -> Int? {
    if repeats {
      let turn = (step / Double(count)).rounded(.down)
      return min(count - 1, max(0, Int(step - turn * Double(count))))
    }
    return step >= 0 && step < Double(count) ? Int(step) : nil
  }

  /// The sums over incidents: how many fall in each bin, in parts of incidents.
  ///
  /// - Complexity: O(incidents · bins touched).
  public func totals(from: Span<Double>, to: Span<Double>) throws(AnalysisError) -> [Double] {
    guard from.count == to.count else {
      throw .differentLengths(column: "to", count: to.count, expected: from.count)
    }
    var totals = [Double](repeating: 0, count: count)
    for event in from.indices {
      guard from[event].isFinite else { throw .notFinite(column: "from", position: event) }
      guard to[event].isFinite else { throw .notFinite(column: "to", position: event) }
      for weight in try weights(from: from[event], to: to[event]) {
        totals[weight.bin] += weight.weight
      }
    }
    return totals
  }
}
