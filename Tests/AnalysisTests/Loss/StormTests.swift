import Analysis
import Foundation
import TestSupport
import Testing

struct StormTests {
  private struct Vectors: Decodable {
    struct Case: Decodable {
      var r_km: Double
      var rm_km: Double
      var B: Double
      var dp_hpa: Double
      var lat: Double
      var v_gradient_ms: Double
    }
    var cases: [Case]
    var tolerance_ms: Double
  }

  @Test func hollandEqualsTheVectors() throws {
    let vectors = try Fixture.decode(Vectors.self, "domain-loss/holland1980_vectors.json")
    #expect(vectors.cases.count == 8)
    for row in vectors.cases {
      let wind = try HollandWind(
        radiusKilometres: row.rm_km, peakedness: row.B, deficitHectopascal: row.dp_hpa,
        latitude: row.lat)
      #expect(
        abs(wind.gradientWind(atKilometres: row.r_km) - row.v_gradient_ms) < vectors.tolerance_ms)
    }
  }

  private static func track(_ generator: inout ReplicateGenerator, records: Int) throws
    -> StormTrack
  {
    var (x, y) = (122.0 + generator.uniform(), 24.5 + generator.uniform())
    return try StormTrack(
      (0..<records).map { record in
        x -= 0.4 + 0.3 * generator.uniform()
        y += 0.3 + 0.4 * generator.uniform()
        return StormTrack.Fix(
          seconds: Double(record) * 21_600, longitude: x, latitude: y,
          pressure: generator.uniform() < 0.1 ? nil : 945 + 40 * generator.uniform(),
          wind: 25 + 20 * generator.uniform())
      })
  }

  /// The great-circle way to each step, and the formula there.
  @Test(arguments: [UInt64(1), 2, 3])
  func footprintIsTheStrongestOfTheSteps(seed: UInt64) throws {
    var generator = ReplicateGenerator(seed: seed, stream: 8)
    var assumptions = StormAssumptions()
    assumptions.radiusKilometres = 35
    assumptions.peakedness = 1.6
    let fixes = (0..<6).map { step in
      StormTrack.Fix(
        seconds: Double(step) * 3600, longitude: 121.0 - 0.25 * Double(step),
        latitude: 25.6 + 0.3 * Double(step), pressure: 950 + 4 * Double(step))
    }
    let longitudes = (0..<1_500).map { _ in 119.5 + generator.uniform() * 1.5 }
    let latitudes = (0..<1_500).map { _ in 26.3 + generator.uniform() }
    let winds = try StormFootprint(StormTrack(fixes), assumptions: assumptions)
      .strongestWinds(StormPlaces(longitudes: longitudes, latitudes: latitudes))
    for place in 0..<1_500 {
      var expected = 0.0
      for fix in fixes {
        let (a, b) = (fix.latitude * .pi / 180, latitudes[place] * .pi / 180)
        let turn = (fix.longitude - longitudes[place]) * .pi / 180
        let h = pow(sin((a - b) / 2), 2) + cos(a) * cos(b) * pow(sin(turn / 2), 2)
        let kilometres = 2 * 6371.0088 * asin(h.squareRoot())
        let wind = try HollandWind(
          radiusKilometres: 35, peakedness: 1.6,
          deficitHectopascal: 1010 - (fix.pressure ?? 1010), latitude: fix.latitude)
        expected = max(expected, 0.85 * wind.gradientWind(atKilometres: kilometres))
      }
      #expect(abs(winds[place] - expected) < 0.1)
    }
  }

  @Test func aTrackAcrossTheDateLineTakesTheShortWay() throws {
    let track = try StormTrack([
      .init(seconds: 0, longitude: 179.5, latitude: 20, pressure: 960),
      .init(seconds: 21_600, longitude: -179.5, latitude: 20, pressure: 960),
    ])
    let winds = try StormFootprint(track)
      .strongestWinds(StormPlaces(longitudes: [180, 0], latitudes: [20.3, 20.3]))
    #expect(winds[0] > 10 && winds[1] == 0)
  }

  @Test func withoutPressureThereIsNoWind() throws {
    let footprint = try StormFootprint(
      StormTrack([.init(seconds: 0, longitude: 120, latitude: 26, pressure: nil, wind: 40)]))
    #expect(footprint.recordsWithPressure == 0)
    #expect(footprint.strongestWinds(try StormPlaces(longitudes: [120], latitudes: [26.2])) == [0])
  }

  @Test func damageFollowsTheUsersCurve() throws {
    let curve = try DamageCurve(winds: [20, 30, 50], shares: [0, 0.2, 1])
    #expect(curve.share(atMetresPerSecond: 19.9) == 0)
    #expect(abs(curve.share(atMetresPerSecond: 25) - 0.1) < 1e-12)
    #expect(abs(curve.share(atMetresPerSecond: 40) - 0.6) < 1e-12)
    #expect(curve.share(atMetresPerSecond: 80) == 1)
    #expect(throws: AnalysisError.self) { try DamageCurve(winds: [20, 20], shares: [0, 1]) }
    #expect(throws: AnalysisError.self) { try DamageCurve(winds: [20, 30], shares: [0.5, 0.2]) }
    #expect(throws: AnalysisError.self) { try DamageCurve(winds: [20, 30], shares: [0, 1.2]) }
    #expect(Crews.atSea(workers: 40, evacuatedShare: nil) == nil)
    #expect(Crews.atSea(workers: 40, evacuatedShare: 0.9).map { abs($0 - 4) < 1e-9 } == true)
  }

  private static func places(_ count: Int) -> Accumulation.Places {
    var generator = ReplicateGenerator(seed: 6, stream: 6)
    var places = Accumulation.Places(
      longitudes: [], latitudes: [], values: [], insured: [], shelter: [], curve: [])
    for _ in 0..<count {
      places.longitudes.append(119.6 + generator.uniform())
      places.latitudes.append(26.4 + generator.uniform())
      places.values.append(1e6 * generator.uniform())
      places.insured.append((places.values.last ?? 0) * generator.uniform())
      places.shelter.append(0.6 + 0.4 * generator.uniform())
      places.curve.append(Int32(generator.integer(below: 3)) - 1)
    }
    return places
  }

  @Test func accumulationIsTheSumOfTheFootprints() throws {
    var generator = ReplicateGenerator(seed: 2, stream: 2)
    let tracks = try (0..<5).map { _ in try Self.track(&generator, records: 9) }
    let places = Self.places(2_500)
    let curves = [
      try DamageCurve(winds: [15, 45], shares: [0, 1]),
      try DamageCurve(winds: [10, 20, 60], shares: [0, 0.1, 0.8]),
    ]
    var accumulation = Accumulation(curves: curves)
    let table = try accumulation.table(tracks, over: places)
    let points = try StormPlaces(longitudes: places.longitudes, latitudes: places.latitudes)
    var groundUp = [Double](repeating: 0, count: 2_500)
    for (storm, track) in tracks.enumerated() {
      let winds = try StormFootprint(track).strongestWinds(points)
      var (sum, paid) = (0.0, 0.0)
      for place in winds.indices where places.curve[place] >= 0 {
        let share = curves[Int(places.curve[place])]
          .share(atMetresPerSecond: winds[place] * places.shelter[place])
        sum += share * places.values[place]
        paid += share * places.insured[place]
        groundUp[place] += share * places.values[place]
      }
      #expect(sum > 0)
      #expect(abs(table.storms[storm].groundUp - sum) < 1e-9 * sum)
      #expect(abs(table.storms[storm].insured - paid) < 1e-9 * sum)
    }
    #expect(zip(table.groundUp, groundUp).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(table.placesWithoutCurve == places.curve.count { $0 < 0 })
    let first = try #require(table.largestContributors(3).first)
    #expect(table.groundUp[first] == table.groundUp.max())
    accumulation.threads = 1
    let single = try accumulation.table(tracks, over: places)
    #expect(single.storms == table.storms && single.groundUp == table.groundUp)
  }

  /// The worked example's two storms, whose damage shares are given.
  @Test func exceedanceCountsEventsAYear() throws {
    let worked = try CoverageGapTests.worked()
    for (name, expected) in worked.expected.accumulation {
      let damage = try #require(worked.inputs.footprint_damage_ratio[name])
      var loss = Accumulation.StormLoss()
      for (zone, answer) in zip(worked.inputs.zones, worked.expected.zones) {
        loss.groundUp += (damage[zone.id] ?? 0) * answer.tiv
        loss.insured += (damage[zone.id] ?? 0) * answer.sum_insured
      }
      #expect(abs(loss.groundUp - expected.ground_up) < 1e-9)
      #expect(abs(loss.insured - expected.insured) < 1e-9)
      #expect(abs((loss.uninsuredShare ?? 0) - expected.uninsured_share) < 1e-12)
    }
    let curve = try ExceedanceCurve(losses: [10, 0, 40, 10, 5], years: 20)
    #expect(curve.points.map(\.event) == [2, 0, 3, 4])
    #expect(curve.points.map(\.rate) == [0.05, 0.15, 0.15, 0.2])
    let periods: [Double] = [20, 1 / 0.15, 1 / 0.15, 5]
    #expect(curve.points.map(\.returnPeriodYears) == periods)
    #expect(abs(curve.points[0].annualProbability - (1 - exp(-0.05))) < 1e-15)
    #expect(curve.expected == 65.0 / 20)
  }

  /// With one size of loss the sum passes the limit when there are more events than it holds.
  @Test func breachIsThePoissonTail() throws {
    let curve = try ExceedanceCurve(losses: [10, 10, 10, 10, 10, 10], years: 3)
    // λ = 2: P(more than 3 events) = 1 − e⁻² (1 + 2 + 2 + 4/3).
    let expected = 1 - exp(-2) * (1 + 2 + 2 + 4.0 / 3)
    let breach = try curve.breachProbability(limit: 35)
    #expect(breach.low <= expected + 1e-12 && breach.high >= expected - 1e-12)
    #expect(breach.high - breach.low < 1e-9)
    // Exactly three events reach 30 and do not pass it.
    let level = try curve.breachProbability(limit: 30)
    #expect(abs(level.low - expected) < 1e-12)
    #expect(try curve.breachProbability(limit: 35, used: 35) == (1, 1))
    var generator = ReplicateGenerator(seed: 3, stream: 3)
    let losses = (0..<40).map { _ in 100 * generator.uniform() * generator.uniform() }
    let mixed = try ExceedanceCurve(losses: losses, years: 10)
    let bounds = try mixed.breachProbability(limit: 150, steps: 8_000)
    var passed = 0
    let years = 60_000
    for year in 0..<years {
      var draw = ReplicateGenerator(seed: 9, stream: UInt64(year))
      var sum = 0.0
      for _ in 0..<draw.poisson(mean: 4) { sum += losses[Int(draw.integer(below: 40))] }
      if sum > 150 { passed += 1 }
    }
    let share = Double(passed) / Double(years)
    #expect(bounds.low <= bounds.high && bounds.high - bounds.low < 0.01)
    #expect(abs(share - (bounds.low + bounds.high) / 2) < 0.01)
  }

  @Test func movingTheLineSeawardPaysForMoreStorms() throws {
    // A coast along y, the sea to the east; tracks that turn north at different distances.
    let line = try TriggerLine(x: [0, 0], y: [-200_000, 200_000])
    let moved = try line.moved(metres: 30_000, bearing: 90)
    #expect(abs(moved.x[0] - 30_000) < 1e-6 && abs(moved.y[0] + 200_000) < 1e-6)
    let turns = [-20_000.0, 10_000, 25_000, 60_000]
    func winds(_ line: TriggerLine) throws -> [Double?] {
      try turns.map { x in
        try line.crossingWind(
          trackX: [300_000, x, x], trackY: [-100_000, 0, 300_000], wind: [20, 40, nil])
      }
    }
    let (near, far) = (try winds(line), try winds(moved))
    #expect(near.map { $0 != nil } == [true, false, false, false])
    #expect(far.map { $0 != nil } == [true, true, true, false])
    // 300 of 320 kilometres on the way from 20 to 40.
    #expect(abs((near[0] ?? 0) - 38.75) < 1e-9)
    let losses = [5.0, 8, 0, 3]
    let before = try BasisRisk(losses: losses, pays: near.map { $0 != nil })
    let after = try BasisRisk(losses: losses, pays: far.map { $0 != nil })
    #expect(before.probabilityLossNoPay == 0.5 && before.probabilityPayNoLoss == 0)
    #expect(after.probabilityLossNoPay == 0.25 && after.probabilityPayNoLoss == 0.25)
    #expect(before.noPayGivenLoss?.share == 2.0 / 3)
  }
}
