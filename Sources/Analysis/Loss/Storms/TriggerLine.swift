#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A line at sea whose crossing by a storm's eye makes an index product pay, whatever is lost.
///
/// Positions are metres on a plane, so that a line can be moved. The line is the product's own: none
/// is made up.
public struct TriggerLine: Sendable, Equatable {
  public let x: [Double]
  public let y: [Double]

  /// - Throws: `differentLengths`, `notFinite`, `tooFewPlaces` for fewer than two corners.
  public init(x: [Double], y: [Double]) throws(AnalysisError) {
    guard x.count == y.count else {
      throw .differentLengths(column: "y", count: y.count, expected: x.count)
    }
    guard x.count >= 2 else { throw .tooFewPlaces(count: x.count, minimum: 2) }
    for (column, values) in [("x", x), ("y", y)] {
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: column, position: place)
      }
    }
    self.x = x
    self.y = y
  }

  /// The line moved as a whole.
  ///
  /// - Parameter bearing: degrees from north, clockwise.
  public func moved(metres: Double, bearing: Double) throws(AnalysisError) -> TriggerLine {
    let (east, north) = (metres * sin(bearing * .pi / 180), metres * cos(bearing * .pi / 180))
    return try TriggerLine(x: x.map { $0 + east }, y: y.map { $0 + north })
  }

  /// The strongest wind with which a track crosses the line; `nil` where it does not. The wind at a
  /// crossing lies in a straight line between the records before and after it; where one of them is
  /// not known, the other's.
  ///
  /// - Complexity: O(records · corners).
  public func crossingWind(
    trackX: [Double], trackY: [Double], wind: [Double?]
  ) throws(AnalysisError) -> Double? {
    for (column, count) in [("trackY", trackY.count), ("wind", wind.count)]
    where count != trackX.count {
      throw .differentLengths(column: column, count: count, expected: trackX.count)
    }
    var strongest: Double?
    for record in trackX.indices.dropLast() {
      let next = record + 1
      for corner in x.indices.dropLast() {
        guard
          let share = Self.meeting(
            (trackX[record], trackY[record]), (trackX[next], trackY[next]),
            (x[corner], y[corner]), (x[corner + 1], y[corner + 1]))
        else { continue }
        let own: Double
        switch (wind[record], wind[next]) {
        case (let one?, let other?): own = one + share * (other - one)
        case (let one?, nil): own = one
        case (nil, let other?): own = other
        case (nil, nil): own = 0
        }
        strongest = max(strongest ?? 0, own)
      }
    }
    return strongest
  }

  /// Where along the first piece it meets the second, from 0 to 1.
  private static func meeting(
    _ a: (Double, Double), _ b: (Double, Double), _ c: (Double, Double), _ d: (Double, Double)
  ) -> Double? {
    let (rx, ry) = (b.0 - a.0, b.1 - a.1)
    let (sx, sy) = (d.0 - c.0, d.1 - c.1)
    let turn = rx * sy - ry * sx
    guard turn != 0 else { return nil }
    let along = ((c.0 - a.0) * sy - (c.1 - a.1) * sx) / turn
    let across = ((c.0 - a.0) * ry - (c.1 - a.1) * rx) / turn
    guard (0...1).contains(along), (0...1).contains(across) else { return nil }
    return along
  }
}

/// How an index product and the losses that it stands for miss each other, over the storms of a
/// record.
public struct BasisRisk: Sendable, Equatable {
  public let storms: Int
  public let lossAndPay: Int
  public let lossNoPay: Int
  public let payNoLoss: Int
  public let neither: Int
  /// A storm that destroys and is not paid for, of those that destroy; `nil` where none does.
  public let noPayGivenLoss: Penetration?
  /// A storm that is paid for and destroys nothing, of those that are paid for.
  public let noLossGivenPay: Penetration?

  /// - Parameters:
  ///   - losses: a row a storm.
  ///   - pays: the same storms; `nil` means that the storm does not reach the product.
  ///   - threshold: a loss above it is one.
  /// - Throws: `differentLengths`, `notFinite`, `tooFewPlaces` without storms.
  public init(losses: [Double], pays: [Bool], threshold: Double = 0) throws(AnalysisError) {
    guard losses.count == pays.count else {
      throw .differentLengths(column: "pays", count: pays.count, expected: losses.count)
    }
    guard !losses.isEmpty else { throw .tooFewPlaces(count: 0, minimum: 1) }
    if let storm = losses.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: "losses", position: storm)
    }
    var counts = [0, 0, 0, 0]
    for (loss, pay) in zip(losses, pays) { counts[(loss > threshold ? 2 : 0) + (pay ? 1 : 0)] += 1 }
    storms = losses.count
    (neither, payNoLoss, lossNoPay, lossAndPay) = (counts[0], counts[1], counts[2], counts[3])
    let (lost, paid) = (lossAndPay + lossNoPay, lossAndPay + payNoLoss)
    noPayGivenLoss =
      lost > 0 ? try Penetration(insured: Double(lossNoPay), exposed: Double(lost)) : nil
    noLossGivenPay =
      paid > 0 ? try Penetration(insured: Double(payNoLoss), exposed: Double(paid)) : nil
  }

  /// Of all storms of the record.
  public var probabilityLossNoPay: Double { Double(lossNoPay) / Double(storms) }
  public var probabilityPayNoLoss: Double { Double(payNoLoss) / Double(storms) }
}
