/// How the codes of the scenario are put together.
enum SampleCode {
  /// Nine digits: what the codes of a town's villages, grids, zones and shores begin with.
  static func town(_ twelveDigits: String) -> String { String(twelveDigits.prefix(9)) }

  /// With zeros before it; longer numbers stay whole.
  static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
