import Foundation
import SimpleFeatures

extension Coordinate {
  /// Metres on the ground between two places in degrees, on a plane at the first: right to a
  /// thousandth over some hundred kilometres.
  func metres(to other: Coordinate) -> Double {
    let across = (x - other.x) * cos(y * .pi / 180)
    let along = y - other.y
    return (across * across + along * along).squareRoot() * 111_195
  }
}
