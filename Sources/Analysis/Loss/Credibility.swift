/// How far one's own experience is believed where the variances are given, not estimated.
///
/// > S.A. Klugman, H.H. Panjer, G.E. Willmot. *Loss Models*. Wiley, chapters 16 and 17.
public enum Credibility {
  /// Z = E / (E + K), for experience E and a constant K in the same unit; 0 without experience.
  ///
  /// - Throws: `invalidParameter` where K is not above 0 or E is below 0 or no number.
  public static func share(
    experience: Double, constant: Double
  ) throws(AnalysisError) -> Double {
    guard constant > 0, constant.isFinite else {
      throw .invalidParameter(name: "credibility constant", requirement: "above 0")
    }
    guard experience >= 0, experience.isFinite else {
      throw .invalidParameter(name: "experience", requirement: "from 0 on")
    }
    return experience / (experience + constant)
  }

  /// One's own ratio of `amount` to `experience`, drawn to the collective ratio: Z n / E + (1 − Z)
  /// f₀. A place without experience gets f₀; it is not a place without risk.
  ///
  /// - Throws: as `share(experience:constant:)`.
  public static func premium(
    amount: Double, experience: Double, constant: Double, collective: Double
  ) throws(AnalysisError) -> Double {
    let z = try share(experience: experience, constant: constant)
    return z == 0 ? collective : z * amount / experience + (1 - z) * collective
  }

  /// How many claims let a frequency stand on its own, by limited fluctuation: (z / range)², with z
  /// the normal quantile of `probability`. 1,082 claims for 90 % within 5 %.
  ///
  /// - Parameters:
  ///   - probability: that the observed frequency lies within `range`, between 0 and 1.
  ///   - range: as a share of the frequency, above 0.
  public static func fullCredibilityClaims(probability: Double, range: Double) -> Double {
    let z = NormalRange.halfWidth(confidence: probability)
    return (z / range) * (z / range)
  }
}
