/// The share of households, persons or units that are insured, with its range.
///
/// The range is Wilson's score interval: inside [0, 1], and wide where there are few, so that two
/// households out of two are not “all are covered”. It tells how far a register of this size says
/// something of the willingness to insure; the counted share itself has no error.
///
/// > E.B. Wilson. "Probable Inference, the Law of Succession, and Statistical Inference." *Journal of
/// > the American Statistical Association*, vol. 22, 1927. doi:10.1080/01621459.1927.10502953
public struct Penetration: Sendable, Equatable {
  public let share: Double
  public let low: Double
  public let high: Double

  /// - Parameters:
  ///   - insured: at most the exposed; more is refused, since then one of the two is wrong.
  ///   - exposed: above 0.
  ///   - confidence: between 0 and 1.
  /// - Throws: `invalidParameter`.
  public init(insured: Double, exposed: Double, confidence: Double = 0.9) throws(AnalysisError) {
    guard exposed > 0, exposed.isFinite else {
      throw .invalidParameter(name: "exposed", requirement: "above 0")
    }
    guard insured >= 0, insured <= exposed else {
      throw .invalidParameter(name: "insured", requirement: "from 0 to the exposed, \(exposed)")
    }
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    let z = NormalRange.halfWidth(confidence: confidence)
    let p = insured / exposed
    let square = z * z / exposed
    let middle = (p + square / 2) / (1 + square)
    let half =
      z * (p * (1 - p) / exposed + square / (4 * exposed)).squareRoot() / (1 + square)
    share = p
    low = min(p, max(0, middle - half))
    high = max(p, min(1, middle + half))
  }
}
