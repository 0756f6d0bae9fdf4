#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the eye of a storm was and how strong, by one agency: another averages its wind over other
/// minutes, so that two are never mixed.
public struct StormTrack: Sendable {
  /// A record of the track.
  public struct Fix: Sendable {
    /// Seconds, of any zero that the track's records share.
    public var seconds: Double
    /// Degrees.
    public var longitude: Double
    public var latitude: Double
    /// Hectopascal; without it this stretch of the track has no wind.
    public var pressure: Double?
    /// Metres a second, sustained.
    public var wind: Double?
    /// Of the strongest wind, kilometres.
    public var radius: Double?

    public init(
      seconds: Double, longitude: Double, latitude: Double, pressure: Double?, wind: Double? = nil,
      radius: Double? = nil
    ) {
      self.seconds = seconds
      self.longitude = longitude
      self.latitude = latitude
      self.pressure = pressure
      self.wind = wind
      self.radius = radius
    }
  }

  /// In order of time.
  public let fixes: [Fix]

  /// - Throws: `notFinite`, `invalidParameter` for a time that is not later than the one before or a
  ///   latitude beyond the poles.
  public init(_ fixes: [Fix]) throws(AnalysisError) {
    for (position, fix) in fixes.enumerated() {
      for (column, value) in [
        ("seconds", fix.seconds), ("longitude", fix.longitude), ("latitude", fix.latitude),
        ("pressure", fix.pressure ?? 0), ("wind", fix.wind ?? 0), ("radius", fix.radius ?? 0),
      ] where !value.isFinite {
        throw .notFinite(column: column, position: position)
      }
      guard (-90...90).contains(fix.latitude) else {
        throw .invalidParameter(
          name: "latitude at position \(position)", requirement: "from -90 to 90 degrees")
      }
      if position > 0, fix.seconds <= fixes[position - 1].seconds {
        throw .invalidParameter(
          name: "time at position \(position)", requirement: "later than the one before")
      }
    }
    self.fixes = fixes
  }

  /// The track at even steps between its records: all numbers in a straight line between two that
  /// both know them, the longer way round the 180th meridian left out.
  func steps(minutes: Double) -> [Fix] {
    guard var last = fixes.first else { return [] }
    var steps = [last]
    for next in fixes.dropFirst() {
      let count = max(1, Int(((next.seconds - last.seconds) / (minutes * 60)).rounded(.up)))
      var turn = next.longitude - last.longitude
      if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
      for step in 1...min(count, 100_000) {
        let share = Double(step) / Double(count)
        func between(_ one: Double?, _ other: Double?) -> Double? {
          guard let one, let other else { return step == count ? other : nil }
          return one + share * (other - one)
        }
        steps.append(
          Fix(
            seconds: last.seconds + share * (next.seconds - last.seconds),
            longitude: last.longitude + share * turn,
            latitude: last.latitude + share * (next.latitude - last.latitude),
            pressure: between(last.pressure, next.pressure), wind: between(last.wind, next.wind),
            radius: between(last.radius, next.radius)))
      }
      last = next
      last.longitude = steps[steps.count - 1].longitude
    }
    return steps
  }
}
