import Analysis
import Foundation

extension Benchmark {
  // MARK: Storms

  /// Tracks that turn north-west past a coast, six-hourly, as the record of 1980 to 2023 has them.
  private static func tracks(_ count: Int) throws -> [StormTrack] {
    try (0..<count).map { storm in
      var random = ReplicateGenerator(seed: 31, stream: UInt64(storm))
      var (x, y) = (127 + 4 * random.uniform(), 19 + 4 * random.uniform())
      let deepest = 930 + 55 * random.uniform()
      return try StormTrack(
        (0..<20).map { record in
          x -= 0.35 + 0.5 * random.uniform()
          y += 0.25 + 0.4 * random.uniform()
          return StormTrack.Fix(
            seconds: Double(record) * 21_600, longitude: x, latitude: y,
            pressure: min(1005, deepest + 2.5 * Double(abs(record - 9))), radius: 45)
        })
    }
  }

  private static func exposed(_ count: Int) -> Accumulation.Places {
    var random = ReplicateGenerator(seed: 32, stream: 0)
    var places = Accumulation.Places(
      longitudes: [], latitudes: [], values: [], insured: [], shelter: [], curve: [])
    for place in 0..<count {
      // Neighbours stand together, as in a register by code.
      let along = Double(place) / Double(count)
      places.longitudes.append(119.6 + 0.9 * along + 0.05 * random.uniform())
      places.latitudes.append(26.4 + 0.8 * (along * 7).truncatingRemainder(dividingBy: 1))
      places.values.append((2e6 * random.uniform()).rounded())
      places.insured.append(((places.values.last ?? 0) * random.uniform()).rounded())
      places.shelter.append([1, 0.85, 0.7][Int(random.integer(below: 3))])
      places.curve.append(0)
    }
    return places
  }

  /// 128 storms over zones and cells, beside numpy's columns of the same formula.
  static func storms(_ folder: String) throws {
    let curve = try DamageCurve(winds: [17, 33, 60], shares: [0, 0.3, 1])
    var accumulation = Accumulation(curves: [curve])
    accumulation.assumptions.peakedness = 1.6
    let all = try tracks(128)
    for count in [5_000, 50_000] {
      let places = exposed(count)
      let names = ["fixes", "places", "loss"].map { "\(folder)/storm-\($0).bin" }
      try Peer.write(
        all.enumerated().flatMap { storm, track in
          track.fixes.flatMap {
            [Double(storm), $0.seconds, $0.longitude, $0.latitude, $0.pressure ?? .nan]
          }
        }, names[0])
      try Peer.write(
        places.longitudes + places.latitudes + places.values + places.shelter, names[1])
      let peer = try Peer.run("accumulation.py", names)
      accumulation.threads = 1
      let one = try timed(rounds: 3) { try accumulation.table(all, over: places) }
      accumulation.threads = 2
      let two = try timed(rounds: 3) { try accumulation.table(all, over: places) }
      guard one.result.storms == two.result.storms else { throw Disagreement.threads }
      var same = ""
      if peer != nil {
        // The profile is tabled by the kilometre here.
        let expected = try Peer.column(Double.self, names[2])
        let whole = expected.max() ?? 0
        let gap = zip(one.result.storms, expected).map { abs($0.groundUp - $1) / whole }.max() ?? 1
        guard expected.count == 128, whole > 0, gap < 2e-3 else { throw Disagreement.scores(gap) }
        same = String(format: "losses to %.0e of the largest", gap)
      }
      row("128 storms over \(count) zones and cells", one.seconds, two.seconds, peer, same)
    }
  }

  // MARK: Subsidy

  private static func allocation(_ zones: Int, towns: Int, levels: Int) throws -> SubsidyAllocation
  {
    var random = ReplicateGenerator(seed: 33, stream: UInt64(zones))
    let rows = (0..<zones).map { number in
      let unit = 800 + Double(random.integer(below: 90_000))
      let worth = unit * (0.2 + 3 * random.uniform())
      return SubsidyAllocation.Zone(
        town: number * towns / zones,
        costs: (0...levels).map { Int((unit * Double($0)).rounded()) },
        benefits: (0...levels).map { (worth * Double($0) / (1 + 0.06 * Double($0))).rounded() })
    }
    let budget = rows.reduce(0) { $0 + ($1.costs.last ?? 0) } / 5
    return try SubsidyAllocation(
      zones: rows, budget: budget,
      townMinimums: (0..<towns).map { _ in budget / towns * 9 / 10 })
  }

  /// 20 levels in each zone, a whole-yuan budget, minimum shares of towns, beside OR-tools.
  static func subsidy(_ folder: String) throws {
    for (zones, towns) in [(200, 3), (2_000, 30)] {
      let allocation = try allocation(zones, towns: towns, levels: 20)
      let names = ["costs", "benefits", "towns", "head", "best"].map {
        "\(folder)/subsidy-\($0).bin"
      }
      try Peer.write(allocation.zones.flatMap(\.costs), names[0])
      try Peer.write(allocation.zones.flatMap { $0.benefits.map { Int($0) } }, names[1])
      try Peer.write(allocation.zones.map(\.town), names[2])
      try Peer.write([allocation.budget, zones, 21] + allocation.townMinimums, names[3])
      let peer = try Peer.run("subsidy.py", names)
      let mine = try timed(rounds: 3) { try allocation.answer() }
      var same = mine.result.isProven ? "proven" : "to \(mine.result.gap)"
      if peer != nil {
        // The peer's best and its bound.
        let answer = try Peer.column(Double.self, names[4])
        let gap = abs(answer[0] - mine.result.plan.benefit)
        guard gap < 0.5 || answer[1] > answer[0] + 0.5 else { throw Disagreement.scores(gap) }
        same += gap < 0.5 ? ", the same optimum" : String(format: ", the peer %.0f below", gap)
      }
      row("subsidy, \(zones) zones × 20 levels, \(towns) towns", mine.seconds, nil, peer, same)
    }
    say("\n| zones | subsidy, 20 levels, a town for 67 | a zone |\n| --- | --- | --- |")
    for zones in [500, 1_000, 2_000, 4_000, 8_000] {
      let allocation = try allocation(zones, towns: max(1, zones / 67), levels: 20)
      let work = try timed(rounds: 3) { try allocation.answer() }
      say(
        String(
          format: "| %ld | %.1f ms%@ | %.0f ns |", zones, work.seconds * 1e3,
          work.result.isProven ? "" : " (not proven)", work.seconds * 1e9 / Double(zones)))
    }
    say("\n| places | 128 storms | a place |\n| --- | --- | --- |")
    var accumulation = Accumulation(
      curves: [try DamageCurve(winds: [17, 33, 60], shares: [0, 0.3, 1])])
    accumulation.threads = 1
    let all = try tracks(128)
    for count in [5_000, 15_811, 50_000, 158_114] {
      let places = exposed(count)
      let work = try timed(rounds: 3) { try accumulation.table(all, over: places) }
      say(
        String(
          format: "| %ld | %.1f ms | %.0f ns |", count, work.seconds * 1e3,
          work.seconds * 1e9 / Double(count)))
    }
  }
}
