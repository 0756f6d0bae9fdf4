import Formats
import Projections
import SimpleFeatures
import Storage

/// Where incidents may lie: judges positions, and moves them to WGS 84 and metres.
struct StudyArea {
  /// Around the known units and grids, or the area in which the metric CRS holds.
  let box: BoundingBox
  /// What the box is, for a message.
  let basis: String
  let metricCRS: CRS
  private let toWGS84: Transformation
  private let toMetres: Transformation
  private let isGeographic: Bool

  /// How far outside the outermost unit or grid a position is still believed.
  static let marginDegrees = 0.25

  /// - Parameter places: the boxes of what the store knows, in WGS 84.
  init(source: CRS, metricCRS: CRS, places: [BoundingBox]) throws(WorkflowError) {
    self.metricCRS = metricCRS
    do {
      toWGS84 = try Transformation(from: source, to: .wgs84)
      toMetres = try Transformation(from: .wgs84, to: metricCRS)
      isGeographic = try source.isKnownGeographic || CRSDescription(source).kind == .geographic
      if let first = places.first {
        box = places.dropFirst().reduce(first) { $0.union($1) }
          .expanded(by: Self.marginDegrees)
        basis = "the known units and grids"
      } else {
        let description = try CRSDescription(metricCRS)
        box = (description.areaOfUse ?? BoundingBox(minX: -180, minY: -90, maxX: 180, maxY: 90))
          .expanded(by: 3)
        basis = "the area of \(metricCRS.identifier)"
      }
    } catch {
      throw .usage("\(error)")
    }
  }

  /// Turns positions of the file into WGS 84 and metres; a fault instead where it cannot be one.
  ///
  /// - Complexity: O(positions), as whole columns.
  func place(_ positions: [Coordinate]) -> [Result<Placed, PositionFault>] {
    let geographic = toWGS84.forward(positions)
    var believed: [Coordinate] = []
    var results: [Result<Placed, PositionFault>] = []
    results.reserveCapacity(positions.count)
    for (position, wgs84) in zip(positions, geographic) {
      if let fault = fault(of: position, wgs84: wgs84) {
        results.append(.failure(fault))
      } else if let wgs84 {
        results.append(.success(Placed(wgs84: wgs84, metric: wgs84)))
        believed.append(wgs84)
      } else {
        results.append(.failure(.outsideCRS))
      }
    }
    var metric = toMetres.forward(believed).makeIterator()
    for index in results.indices {
      guard case .success(var placed) = results[index], let metres = metric.next() else { continue }
      if let metres {
        placed.metric = metres
        results[index] = .success(placed)
      } else {
        results[index] = .failure(.outsideCRS)
      }
    }
    return results
  }

  /// Metres of positions in WGS 84; `nil` outside the metric CRS.
  func metres(_ positions: [Coordinate]) -> [Coordinate?] { toMetres.forward(positions) }

  /// Positions of a file in WGS 84, those that can be moved.
  static func geographic(
    _ positions: [Coordinate], from crs: CRS
  ) throws(WorkflowError) -> [Coordinate] {
    do {
      return try Transformation(from: crs, to: .wgs84).forward(positions).compactMap { $0 }
        .filter { $0 != Coordinate(x: 0, y: 0) && abs($0.x) <= 180 && abs($0.y) <= 90 }
    } catch {
      throw .usage("\(error)")
    }
  }

  /// The median in each direction, which a few wild rows do not move.
  static func middle(of positions: [Coordinate]) -> Coordinate? {
    guard !positions.isEmpty else { return nil }
    let x = positions.map(\.x).sorted()
    let y = positions.map(\.y).sorted()
    return Coordinate(x: x[x.count / 2], y: y[y.count / 2])
  }

  struct Placed {
    var wgs84: Coordinate
    var metric: Coordinate
  }

  enum PositionFault: Error, Equatable {
    case zero
    case exchanged
    case notDegrees
    case outsideCRS
    case outsideArea
  }

  private func fault(of position: Coordinate, wgs84: Coordinate?) -> PositionFault? {
    if position.x == 0 && position.y == 0 { return .zero }
    if isGeographic {
      let isPossible = abs(position.x) <= 180 && abs(position.y) <= 90
      let isPossibleExchanged = abs(position.y) <= 180 && abs(position.x) <= 90
      if !isPossible { return isPossibleExchanged ? .exchanged : .notDegrees }
    }
    if let wgs84, box.contains(wgs84) { return nil }
    let exchanged = toWGS84.forward(Coordinate(x: position.y, y: position.x))
    if let exchanged, box.contains(exchanged) { return .exchanged }
    return wgs84 == nil ? .outsideCRS : .outsideArea
  }

  func message(_ fault: PositionFault) -> (message: String, expected: String) {
    switch fault {
    case .zero: ("0, 0 is no place", "a position, or an empty cell where it is unknown")
    case .exchanged:
      ("east and north look exchanged", "longitude or easting in the column of lon")
    case .notDegrees:
      ("not degrees", "longitude within ±180 and latitude within ±90, or --crs")
    case .outsideCRS: ("outside the area of the coordinate system", "a position inside it")
    case .outsideArea:
      (
        "outside the study area",
        "a position within \(Self.marginDegrees)° of \(basis)"
      )
    }
  }
}
