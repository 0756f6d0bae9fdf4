import Schemes
import SimpleFeatures
import Storage
import Topology

/// When and where the policies of a scheme are in force: what says which version's days those are
/// that no paper prints, and whom a scheme insures that one must join.
struct SchemeCover {
  /// `nil` where the store has no policy of the scheme.
  let periods: CoverPeriods?
  private let policies: [PolicyFact]
  /// Policies of places, by the place's code; of zones, by the grids that they lie in.
  private var byPlace: [String: [Int]] = [:]
  private var zonesOfGrid: [String: Set<String>] = [:]
  private var policiesOfZone: [String: [Int]] = [:]
  /// Policies of no place count everywhere.
  private var everywhere: [Int] = []
  private let placeLengths: [Int]

  init(_ scheme: String, _ policies: [PolicyFact], zoneGrids: [String: String]) {
    let own = policies.filter { $0.scheme == scheme }
    self.policies = own
    periods =
      own.isEmpty
      ? nil
      : CoverPeriods(own.filter { $0.from <= $0.to }.map { $0.from.number...$0.to.number })
    for (number, policy) in own.enumerated() {
      if let zone = policy.zone {
        policiesOfZone[zone, default: []].append(number)
      } else if !policy.place.isEmpty {
        byPlace[policy.place, default: []].append(number)
      } else {
        everywhere.append(number)
      }
    }
    for (zone, grid) in zoneGrids { zonesOfGrid[grid, default: []].insert(zone) }
    placeLengths = Set(byPlace.keys.map(\.count)).sorted()
  }

  /// Whether the one whom something happened to is insured, as far as the place tells.
  ///
  /// Where all zones of a grid have a policy, what happens there is insured; where the things insured
  /// stay in their place and none there is, it is not. Of people, the place proves nothing.
  func isInsured(place: String, day: DayNumber) -> Truth {
    func holds(_ number: Int) -> Bool {
      policies[number].from <= day && day <= policies[number].to
    }
    if everywhere.contains(where: holds) { return .unknown }
    if let zones = zonesOfGrid[place], !zones.isEmpty {
      let insured = zones.count { zone in (policiesOfZone[zone] ?? []).contains(where: holds) }
      if insured == zones.count { return .yes }
      if insured > 0 { return .unknown }
    }
    for length in placeLengths where place.count >= length {
      if (byPlace[String(place.prefix(length))] ?? []).contains(where: holds) { return .unknown }
    }
    let isMovable = policies.contains { ["person", "household", "vessel"].contains($0.unit) }
    return place.isEmpty || isMovable ? .unknown : .no
  }

  /// The column that a rule asks for. Who has a claim under the scheme is insured.
  func column(_ data: EligibilityFacts, scheme: String) -> [UInt8] {
    var known: [Int64: UInt8] = [:]
    var column = [UInt8](repeating: Truth.unknown.rawValue, count: data.facts.count)
    for row in 0..<data.facts.count {
      let place = data.columns.place[row]
      let day = data.columns.day[row]
      let key = Int64(place) << 32 | Int64(UInt32(bitPattern: day.number))
      if let truth = known[key] {
        column[row] = truth
      } else {
        let truth = isInsured(place: data.columns.places[Int(place)], day: day).rawValue
        known[key] = truth
        column[row] = truth
      }
    }
    for (row, claims) in data.claimsOfRow
    where claims.contains(where: { data.claims[$0].scheme == scheme }) {
      column[row] = Truth.yes.rawValue
    }
    return column
  }

  /// The grid that each zone lies in, by their codes.
  static func zoneGrids(in store: any StoreReading) throws -> [String: String] {
    let zones = try store.answer(ZonePlaces())
    guard !zones.isEmpty else { return [:] }
    let grids = try store.answer(GridAreas())
    guard !grids.isEmpty else { return [:] }
    let index = try PolygonIndex(grids.map(\.geometry))
    let topology = try TopologyContext()
    var places: [String: String] = [:]
    for zone in zones {
      let position = try topology.pointOnSurface(of: zone.geometry)
      if let position, let owner = index.owner(of: position) {
        places[zone.code] = grids[owner].code
      }
    }
    return places
  }
}
