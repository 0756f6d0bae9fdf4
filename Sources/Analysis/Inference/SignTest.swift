#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether more of some independent comparisons went one way than chance would let them.
///
/// > W.J. Dixon, A.M. Mood. "The Statistical Sign Test." *J. Amer. Stat. Assoc.*, vol. 41, 1946.
/// > doi:10.1080/01621459.1946.10501898
public struct SignTest: Sendable, Hashable {
  public let wins: Int
  public let losses: Int

  /// Draws are left out by the caller.
  public init(wins: Int, losses: Int) {
    precondition(wins >= 0 && losses >= 0, "counts")
    (self.wins, self.losses) = (wins, losses)
  }

  public var count: Int { wins + losses }

  /// The chance of so many wins or more where both ways are equally likely: exact to 1,000
  /// comparisons, with the normal law and its half-step past that.
  public var p: Double {
    guard count > 0 else { return 1 }
    guard count <= 1000 else {
      let z = (Double(wins) - 0.5 - Double(count) / 2) / (Double(count).squareRoot() / 2)
      return 0.5 * erfc(z / 2.0.squareRoot())
    }
    // From all wins down; each term from the one before, in logarithms against underflow.
    var logarithm = -Double(count) * log(2)
    var sum = 0.0
    for won in stride(from: count, through: wins, by: -1) {
      sum += exp(logarithm)
      logarithm += log(Double(won) / Double(count - won + 1))
    }
    return min(1, sum)
  }
}
