import Analysis
import SimpleFeatures
import Storage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension StormSettings.Trigger {
  /// Which storms of a record the product pays for, by a plane around the line: true to some
  /// kilometres within a few hundred.
  ///
  /// - Parameter moved: metres to sea.
  func pays(_ record: StormRecord, moved: Double) throws(AnalysisError) -> [Bool] {
    let latitude = latitudes.reduce(0, +) / Double(max(1, latitudes.count))
    let metres = 6_371_008.8 * Double.pi / 180
    let across = metres * cos(latitude * .pi / 180)
    let line = try TriggerLine(
      x: longitudes.map { $0 * across }, y: latitudes.map { $0 * metres }
    ).moved(metres: moved, bearing: seawardBearing)
    var pays: [Bool] = []
    for storm in record.storms {
      let fixes = storm.track.fixes
      let wind = try line.crossingWind(
        trackX: fixes.map { $0.longitude * across }, trackY: fixes.map { $0.latitude * metres },
        wind: storm.windKnots)
      pays.append(wind.map { $0 >= gateKnots } ?? false)
    }
    return pays
  }
}

/// The stretches of coast that exposed zones are nearest to: what an index product is held against,
/// each for itself.
struct CoastStretches {
  private var segments: [CoverRegister.Segment] = []
  private var zones: [Int] = []
  /// By place; -1 without a coast.
  private(set) var ofPlace: [Int32] = []

  init(_ places: [ExposedPlaces.Place]) {
    var position: [String: Int32] = [:]
    for place in places {
      guard let segment = place.segment else {
        ofPlace.append(-1)
        continue
      }
      let own = position[segment.code] ?? Int32(segments.count)
      if position.updateValue(own, forKey: segment.code) == nil {
        segments.append(segment)
        zones.append(0)
      }
      zones[Int(own)] += 1
      ofPlace.append(own)
    }
  }

  /// - Parameters:
  ///   - table: with its losses by these stretches.
  ///   - pays: by storm, for the line as it is and as it was moved.
  func rows(
    _ table: Accumulation.Table, pays: [Bool], movedPays: [Bool]
  ) throws(AnalysisError) -> [BasisRiskRow] {
    var rows: [BasisRiskRow] = []
    for (group, segment) in segments.enumerated() {
      let losses = pays.indices.map { table.byGroup[$0 * segments.count + group] }
      let risk = try BasisRisk(losses: losses, pays: pays)
      let moved = try BasisRisk(losses: losses, pays: movedPays)
      var geometry = segment.geometry
      if case .lineString(let line) = geometry { geometry = .multiLineString([line]) }
      var row = BasisRiskRow(geometry: geometry)
      row.unit = segment.code
      row.zones = zones[group]
      row.storms = risk.storms
      (row.lossAndPay, row.lossNoPay) = (risk.lossAndPay, risk.lossNoPay)
      (row.payNoLoss, row.neither) = (risk.payNoLoss, risk.neither)
      row.noPayGivenLoss = risk.noPayGivenLoss?.share
      row.low = risk.noPayGivenLoss?.low
      row.high = risk.noPayGivenLoss?.high
      for (loss, isPaid) in zip(losses, pays) where !isPaid { row.lossNotPaid += loss }
      row.movedLossNoPay = moved.lossNoPay
      row.movedNoPayGivenLoss = moved.noPayGivenLoss?.share
      row.className = Self.className(risk)
      rows.append(row)
    }
    return rows.sorted { $0.unit < $1.unit }
  }

  private static func className(_ risk: BasisRisk) -> String {
    guard let missed = risk.noPayGivenLoss?.share else { return "no_loss" }
    return missed <= 0
      ? "paid" : missed < 0.5 ? "mostly_paid" : missed < 1 ? "mostly_missed" : "missed"
  }
}
