import Analysis
import SimpleFeatures
import Storage
import Topology

/// What stands at the places that a storm or flood can reach: zones with their stock, grids with
/// their households, and what policies insure of them on a day.
struct ExposedPlaces {
  struct Place {
    var code: String
    var name: String
    var isZone: Bool
    /// A multipolygon, WGS 84.
    var geometry: Geometry
    /// Inside the surface.
    var middle: Coordinate
    var households: Double?
    var people: Double?
    var workers: Double?
    /// 亩, 口 or 箱, and the species: what a damage curve is for.
    var unit: String?
    var species: String?
    /// Yuan, of the stock in the month.
    var value: Double?
    /// Yuan that policies pay at a total loss: never more than the value of what they insure.
    var insuredValue: Double?
    /// Yuan, as policies say it.
    var sumInsured: Double?
    var exposureClass: String?
    /// By scheme, yuan as policies say it.
    var sums: [String: Double] = [:]
    var policies: [String: Double] = [:]
  }

  private(set) var places: [Place] = []
  private(set) var faults = CoverFaults()
  let isSynthetic: Bool

  /// - Parameter schemes: whose policies count; empty for all.
  init(
    on day: DayNumber, schemes: [String], area: String, needsCoast: Bool,
    in store: any SpatialStore
  ) throws {
    let register = try CoverRegister(area: area, in: store)
    isSynthetic = register.isSynthetic
    for scheme in schemes { try register.require(scheme: scheme) }
    let topology = try TopologyContext()
    let policies = register.policies.filter { policy in
      policy.isInForce(on: day)
        && (schemes.isEmpty || policy.scheme.map(schemes.contains) == true)
    }
    try addZones(register, policies, day, needsCoast: needsCoast, topology, in: store)
    try addGrids(policies, area, topology, in: store)
    guard !places.isEmpty else {
      throw WorkflowError.failed(
        "the store has neither aquaculture zones nor grids here; import some first")
    }
  }

  private mutating func addZones(
    _ register: CoverRegister, _ policies: [CoverRegister.Policy], _ day: DayNumber,
    needsCoast: Bool, _ topology: TopologyContext, in store: any SpatialStore
  ) throws {
    let own = Dictionary(grouping: policies.filter { $0.zone != nil }) { $0.zone ?? "" }
    let contact =
      needsCoast && !register.segments.isEmpty
      ? try CoastContact(register.segments, metric: store.metricCRS()) : nil
    for zone in register.zones {
      guard let middle = try topology.pointOnSurface(of: zone.geometry) else { continue }
      let unitValue = zone.unitValue(in: day.civil.month)
      var place = Place(
        code: zone.code, name: zone.name, isZone: true, geometry: zone.geometry, middle: middle,
        workers: zone.workers, unit: zone.unit, species: zone.species,
        value: zone.quantity.flatMap { count in unitValue.map { count * $0 } },
        exposureClass: try contact?.nearest(to: zone.geometry)?.segment.exposure)
      let value = place.value
      var covered = 0.0
      var isKnown = true
      for policy in own[zone.code] ?? [] {
        place.count(policy, share: 1)
        guard policy.unit == zone.unit else { continue }
        guard let units = policy.units, let sum = policy.sumYuan, let unitValue else {
          isKnown = false
          faults.add("policy \(policy.number): its units, its sum or the zone's value is unknown")
          continue
        }
        covered += min(sum, units * unitValue)
      }
      // What cannot be told is not zero.
      place.insuredValue = value.flatMap { isKnown ? min(covered, $0) : nil }
      places.append(place)
    }
  }

  private mutating func addGrids(
    _ policies: [CoverRegister.Policy], _ area: String, _ topology: TopologyContext,
    in store: any SpatialStore
  ) throws {
    let grids = try store.answer(AnalysisUnits(support: .grid, area: area))
      .filter { $0.kind != "sea" }
    let first = places.count
    for grid in grids {
      guard let middle = try topology.pointOnSurface(of: grid.geometry) else { continue }
      var geometry = grid.geometry
      if case .polygon(let polygon) = geometry { geometry = .multiPolygon([polygon]) }
      places.append(
        Place(
          code: grid.code, name: grid.name, isZone: false, geometry: geometry, middle: middle,
          households: grid.households, people: grid.population))
    }
    let own = Array(places[first...])
    let households = own.map(\.households)
    let position = Dictionary(
      own.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { one, _ in one })
    var known: [String: [(grid: Int, share: Double)]] = [:]
    // The one sum for all residents is nobody's in particular: it is in no grid.
    for policy in policies where policy.zone == nil && policy.unit == "household" {
      guard let prefix = policy.grid ?? policy.village else { continue }
      let shares =
        known[prefix]
        ?? LandGaps.shares(
          of: households, position: position, codes: own.map(\.code), prefix: prefix)
      known[prefix] = shares
      for (grid, share) in shares { places[first + grid].count(policy, share: share) }
    }
  }
}

extension ExposedPlaces.Place {
  fileprivate mutating func count(_ policy: CoverRegister.Policy, share: Double) {
    let scheme = policy.scheme ?? "no scheme"
    policies[scheme, default: 0] += share
    if let sum = policy.sumYuan {
      sums[scheme, default: 0] += sum * share
      sumInsured = (sumInsured ?? 0) + sum * share
    }
  }
}
