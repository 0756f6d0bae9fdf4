import Analysis
import Schemes
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
    /// Yuan of it of which nobody knows whether a policy pays.
    var unknownValue: Double?
    /// Yuan, as policies say it.
    var sumInsured: Double?
    /// The nearest of the coast.
    var segment: CoverRegister.Segment?
    /// By scheme, yuan as policies say it.
    var sums: [String: Double] = [:]
    var policies: [String: Double] = [:]
  }

  private(set) var places: [Place] = []
  private(set) var faults = CoverFaults()
  let isSynthetic: Bool

  /// - Parameter schemes: whose policies count; empty for all.
  init(
    on day: DayNumber, schemes: [String], area: String, needsCoast: Bool, home: ProductHome,
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
    let papers = try CoverPapers(Set(policies.compactMap(\.scheme)), home: home, in: store)
    try addZones(register, policies, papers, day, needsCoast: needsCoast, topology, in: store)
    try addGrids(policies, area, topology, in: store)
    guard !places.isEmpty else {
      throw WorkflowError.failed(
        "the store has neither aquaculture zones nor grids here; import some first")
    }
  }

  /// What policies pay of a zone's stock is the account of its gaps in yuan, all schemes together.
  private mutating func addZones(
    _ register: CoverRegister, _ policies: [CoverRegister.Policy], _ papers: CoverPapers,
    _ day: DayNumber, needsCoast: Bool, _ topology: TopologyContext, in store: any SpatialStore
  ) throws {
    let zones = register.zones
    let position = Dictionary(
      zones.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { one, _ in one })
    let needs = zones.map { $0.unitValue(in: day.civil.month) }
    var own: [Int: [CoverRegister.Policy]] = [:]
    var terms: [String: CoverTerms] = [:]
    var pieces: [CoverageGap.Piece] = []
    for policy in policies {
      guard let zone = policy.zone.flatMap({ position[$0] }) else { continue }
      own[zone, default: []].append(policy)
      guard policy.unit == zones[zone].unit else { continue }
      let scheme = policy.scheme ?? ""
      let known =
        terms[scheme]
        ?? CoverTerms().completed(by: papers.version(of: scheme, on: day), for: .stock)
      terms[scheme] = known
      if policy.units == nil || policy.sumYuan == nil {
        faults.add("policy \(policy.number): its units or its sum is unknown")
      }
      pieces.append(
        CoverageGap.Piece(
          place: zone, units: policy.units,
          limitYuan: policy.limitYuan(need: needs[zone], known, &faults),
          isExcluded: known.excludes(zones[zone])))
    }
    let accounts = try WorkflowError.translating {
      try CoverageGap(needYuan: needs, countsYuan: true)
        .accounts(units: zones.map(\.quantity), pieces: pieces)
    }
    let contact =
      needsCoast && !register.segments.isEmpty
      ? try CoastContact(register.segments, metric: store.metricCRS()) : nil
    for (index, zone) in zones.enumerated() {
      guard let middle = try topology.pointOnSurface(of: zone.geometry) else { continue }
      var place = Place(
        code: zone.code, name: zone.name, isZone: true, geometry: zone.geometry, middle: middle,
        workers: zone.workers, unit: zone.unit, species: zone.species,
        value: accounts[index]?.exposure, insuredValue: accounts[index]?.insured,
        unknownValue: accounts[index]?.unknown,
        segment: try contact?.nearest(to: zone.geometry)?.segment)
      for policy in own[index] ?? [] { place.count(policy, share: 1) }
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
