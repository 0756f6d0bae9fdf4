/// Numbers that people count in: 1, 2 or 5 times a power of ten.
enum RoundNumber {
  /// The largest one that is not above a positive number.
  static func notAbove(_ number: Double) -> Double {
    var power = 1.0
    while power * 10 <= number { power *= 10 }
    while power > number { power /= 10 }
    // The tolerance takes 5 for the five of 4.999999999.
    return [5, 2, 1].map { $0 * power }.first { $0 <= number * (1 + 1e-9) } ?? power
  }
}
