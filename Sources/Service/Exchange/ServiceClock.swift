public import SimpleFeatures

/// The time, as whoever runs the service tells it: nothing here reads a clock of its own.
public struct ServiceClock: Sendable {
  /// Seconds that only go forwards, for how long something takes.
  public var seconds: @Sendable () -> Double
  /// What the wall's clock shows.
  public var instant: @Sendable () -> Instant

  public init(
    seconds: @escaping @Sendable () -> Double, instant: @escaping @Sendable () -> Instant
  ) {
    self.seconds = seconds
    self.instant = instant
  }
}
