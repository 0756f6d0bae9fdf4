import SimpleFeatures
import Storage
import Topology

/// What is known of where places are: the outline that a file's positions are compared with.
struct DatumReference {
  /// Villages and other places of a point, by code.
  private(set) var points: [String: Coordinate]
  private let unitNumbers: [String: [Int]]
  private let units: PolygonIndex
  /// Units and grids on land; `nil` where there is none.
  private let land: PolygonIndex?
  private let sea: PolygonIndex?

  init(
    points: [String: Coordinate], units: [PlaceArea], grids: [GridSurface]
  ) throws(WorkflowError) {
    self.points = points
    var numbers: [String: [Int]] = [:]
    for (number, unit) in units.enumerated() {
      numbers[Self.significant(unit.code), default: []].append(number)
    }
    unitNumbers = numbers
    do {
      self.units = try PolygonIndex(units.map(\.geometry))
      let dry = units.map(\.geometry) + grids.filter { !$0.isSea }.map(\.geometry)
      let wet = grids.filter(\.isSea).map(\.geometry)
      land = dry.isEmpty ? nil : try PolygonIndex(dry)
      sea = wet.isEmpty ? nil : try PolygonIndex(wet)
    } catch {
      throw .failed("the units and grids of the store cannot be indexed: \(error)")
    }
  }

  /// What the store knows.
  init(_ transaction: any StoreTransaction) throws {
    try self.init(
      points: try transaction.answer(VillagePlaces()), units: try transaction.answer(UnitAreas()),
      grids: try transaction.answer(GridSurfaces()))
  }

  var isEmpty: Bool { points.isEmpty && land == nil }

  /// A code of statistics ends in zeros where it names a larger unit: 350921104000 is a town.
  private static func significant(_ code: String) -> String {
    guard code.utf8.count == 12 else { return code }
    if code.hasSuffix("000000") { return String(code.prefix(6)) }
    return code.hasSuffix("000") ? String(code.prefix(9)) : code
  }

  /// Where a code's point is known to be: of the code itself, or of the village of a grid.
  func point(of code: String) -> Coordinate? {
    points[code] ?? (code.utf8.count > 12 ? points[String(code.prefix(12))] : nil)
  }

  /// Whether the smallest unit that a code lies in, and whose outline is known, holds a position;
  /// `nil` where no outline is known.
  func isInUnit(_ code: String, _ position: Coordinate) -> Bool? {
    let code = Self.significant(code)
    for length in [code.utf8.count, 12, 9, 6, 4] where length <= code.utf8.count {
      guard let numbers = unitNumbers[String(code.prefix(length))] else { continue }
      return units.covering(position).contains { numbers.contains($0) }
    }
    return nil
  }

  /// Whether a position lies on ground of a kind; `nil` where that is not known.
  func isOn(_ ground: DatumTally.Ground, _ position: Coordinate) -> Bool? {
    switch ground {
    case .unknown: return nil
    case .land: return land.map { $0.owner(of: position) != nil }
    case .sea:
      if let sea { return sea.owner(of: position) != nil }
      return land.map { $0.owner(of: position) == nil }
    }
  }
}
