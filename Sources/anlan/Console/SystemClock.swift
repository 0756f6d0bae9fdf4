import Foundation
import Service
import SimpleFeatures

extension ServiceClock {
  /// The machine's clocks.
  static let system: ServiceClock = {
    let start = ContinuousClock().now
    return ServiceClock(
      seconds: {
        let passed = start.duration(to: ContinuousClock().now).components
        return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
      },
      instant: { Instant(Int64(Date().timeIntervalSince1970)) })
  }()
}
