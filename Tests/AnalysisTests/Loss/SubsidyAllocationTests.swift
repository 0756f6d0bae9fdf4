import Analysis
import TestSupport
import Testing

struct SubsidyAllocationTests {
  /// All levels of all zones, one after the other.
  private static func obvious(_ allocation: SubsidyAllocation) -> SubsidyAllocation.Plan? {
    var best: SubsidyAllocation.Plan?
    func descend(_ levels: [Int]) {
      guard levels.count == allocation.zones.count else {
        let zone = allocation.zones[levels.count]
        for level in zone.floor..<zone.costs.count { descend(levels + [level]) }
        return
      }
      var plan = SubsidyAllocation.Plan(
        levels: levels, benefit: 0, cost: 0, townCosts: allocation.townMinimums.map { _ in 0 })
      for (zone, level) in zip(allocation.zones, levels) {
        plan.benefit += zone.benefits[level]
        plan.cost += zone.costs[level]
        plan.townCosts[zone.town] += zone.costs[level]
      }
      guard plan.cost <= allocation.budget,
        zip(plan.townCosts, allocation.townMinimums).allSatisfy({ $0 >= $1 })
      else { return }
      if plan.benefit > best?.benefit ?? -.infinity { best = plan }
    }
    descend([])
    return best
  }

  /// Steps of a take-up that flattens out, or, for odd seeds, anything at all: benefits that fall,
  /// levels that nobody should take, costs that do not rise.
  private static func randomCase(seed: Int) throws -> SubsidyAllocation {
    var generator = ReplicateGenerator(seed: UInt64(seed), stream: 90)
    let towns = 1 + Int(generator.integer(below: 3))
    let zones = (0..<(2 + Int(generator.integer(below: 5)))).map { _ -> SubsidyAllocation.Zone in
      let levels = 2 + Int(generator.integer(below: 4))
      let floor = generator.uniform() < 0.2 ? 1 : 0
      let unit = 1 + Double(generator.integer(below: 40))
      let slope = generator.uniform() * 3
      let costs = (0..<levels).map { level in
        seed % 2 == 0
          ? Int(unit) * level : level == 0 ? 0 : Int(generator.integer(below: 60))
      }
      let benefits = (0..<levels).map { level in
        seed % 2 == 0
          ? slope * unit * Double(level).squareRoot()
          : level == 0 ? 0 : generator.uniform() * 40 - 8
      }
      return SubsidyAllocation.Zone(
        town: Int(generator.integer(below: UInt64(towns))), costs: costs, benefits: benefits,
        floor: floor)
    }
    let all = zones.reduce(0) { $0 + ($1.costs.max() ?? 0) }
    let budget = Int(Double(all) * generator.uniform())
    let minimums = (0..<towns).map { town in
      let most = zones.filter { $0.town == town }.reduce(0) { $0 + ($1.costs.max() ?? 0) }
      return generator.uniform() < 0.5 ? 0 : Int(Double(most) * generator.uniform() * 0.5)
    }
    return try SubsidyAllocation(zones: zones, budget: budget, townMinimums: minimums)
  }

  @Test(arguments: 0..<400)
  func equalsTheObviousSearch(seed: Int) throws {
    let allocation = try Self.randomCase(seed: seed)
    guard let expected = Self.obvious(allocation) else {
      #expect(throws: AnalysisError.self) { try allocation.answer() }
      return
    }
    let answer = try allocation.answer()
    #expect(abs(answer.plan.benefit - expected.benefit) < 1e-9)
    #expect(answer.isProven)
    #expect(answer.plan.cost <= allocation.budget)
    for (town, minimum) in allocation.townMinimums.enumerated() {
      #expect(answer.plan.townCosts[town] >= minimum)
    }
    for (zone, level) in zip(allocation.zones, answer.plan.levels) { #expect(level >= zone.floor) }
    if let greedy = answer.greedy { #expect(greedy.benefit <= answer.plan.benefit + 1e-9) }
  }

  private struct Worked: Decodable {
    struct Inputs: Decodable {
      struct Zone: Decodable { var id: String }
      var budget: Double
      var zones: [Zone]
    }
    struct Expected: Decodable {
      struct Block: Decodable {
        var id: String
        var max_blocks: Int
        var cost: Double
        var benefit: Double
      }
      struct Optimum: Decodable {
        var objective: Double
        var blocks_of_30: [String: Int]
        var cost: Double
      }
      struct Greedy: Decodable {
        var objective: Double
        var cost: Double
      }
      var allocation_integer_optimum: Optimum
      var allocation_blocks: [Block]
      var allocation_greedy_by_benefit_cost: Greedy
    }
    var inputs: Inputs
    var expected: Expected
  }

  /// The worked example's blocks cost parts of a yuan: here a hundred-thousandth of one is whole.
  @Test func equalsTheWorkedExample() throws {
    let worked = try Fixture.decode(Worked.self, "domain-loss/coverage_gap_worked.json")
    let scale = 1e9
    let blocks = worked.expected.allocation_blocks
    let allocation = try SubsidyAllocation(
      zones: blocks.map { block in
        SubsidyAllocation.Zone(
          costs: (0...block.max_blocks).map { Int((Double($0) * block.cost * scale).rounded()) },
          benefits: (0...block.max_blocks).map { Double($0) * block.benefit })
      }, budget: Int(worked.inputs.budget * scale))
    let answer = try allocation.answer()
    let optimum = worked.expected.allocation_integer_optimum
    #expect(abs(answer.plan.benefit - optimum.objective) < 1e-9 * optimum.objective)
    #expect(abs(Double(answer.plan.cost) / scale - optimum.cost) < 1e-7)
    #expect(answer.isProven)
    for (block, level) in zip(blocks, answer.plan.levels) {
      #expect(optimum.blocks_of_30[block.id] == level)
    }
    let greedy = try #require(answer.greedy)
    let byHand = worked.expected.allocation_greedy_by_benefit_cost
    #expect(abs(greedy.benefit - byHand.objective) < 1e-9 * byHand.objective)
    #expect(abs(Double(greedy.cost) / scale - byHand.cost) < 1e-7)
    #expect(answer.shadowPrice > 0)
  }

  static func large(seed: UInt64, zones count: Int, towns: Int, levels: Int) -> SubsidyAllocation? {
    var generator = ReplicateGenerator(seed: seed, stream: 91)
    let zones = (0..<count).map { number in
      let unit = 800 + Double(generator.integer(below: 90_000))
      let worth = unit * (0.2 + 3 * generator.uniform())
      return SubsidyAllocation.Zone(
        town: number * towns / count,
        costs: (0..<levels).map { Int((unit * Double($0)).rounded()) },
        benefits: (0..<levels).map { worth * Double($0) / (1 + 0.06 * Double($0)) })
    }
    let all = zones.reduce(0) { $0 + ($1.costs.last ?? 0) }
    let budget = all / 5
    return try? SubsidyAllocation(
      zones: zones, budget: budget,
      townMinimums: (0..<towns).map { _ in budget / towns * 9 / 10 })
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func provesTheOptimumOfACountysZones(seed: UInt64) throws {
    let allocation = try #require(Self.large(seed: seed, zones: 2_000, towns: 30, levels: 21))
    let answer = try allocation.answer()
    let (isProven, gap) = (answer.isProven, answer.gap)
    #expect(isProven && gap == 0)
    #expect(answer.plan.cost <= allocation.budget)
    #expect(zip(answer.plan.townCosts, allocation.townMinimums).allSatisfy { $0 >= $1 })
    let greedy = try #require(answer.greedy)
    #expect(answer.plan.benefit >= greedy.benefit)
    #expect(answer.shadowPrice > 0)
    // Some towns' minimums bind here: their money is cheaper.
    #expect(answer.townPrices.contains { $0 < answer.shadowPrice })
  }

  @Test func aFloorIsKeptWhateverItCosts() throws {
    let zone = SubsidyAllocation.Zone(costs: [0, 10, 20], benefits: [0, 1, 2], floor: 1)
    let rich = SubsidyAllocation.Zone(costs: [0, 10, 20], benefits: [0, 50, 90])
    let answer = try SubsidyAllocation(zones: [zone, rich], budget: 25).answer()
    #expect(answer.plan.levels == [1, 1])
    #expect(throws: AnalysisError.self) {
      try SubsidyAllocation(zones: [zone, rich], budget: 9).answer()
    }
  }

  @Test func saysHowFarTheBestMayBeAwayWhereTheSearchIsCutShort() throws {
    var allocation = try #require(Self.large(seed: 4, zones: 300, towns: 3, levels: 21))
    let exact = try allocation.answer()
    allocation.stateLimit = 4
    let cut = try allocation.answer()
    #expect(cut.plan.benefit <= exact.plan.benefit)
    #expect(cut.bound >= exact.plan.benefit)
    #expect(cut.plan.cost <= allocation.budget)
  }

  @Test func refusesWhatIsNoCase() {
    #expect(throws: AnalysisError.self) {
      try SubsidyAllocation(zones: [.init(costs: [0, -1], benefits: [0, 1])], budget: 5)
    }
    #expect(throws: AnalysisError.self) {
      try SubsidyAllocation(zones: [.init(costs: [0, 1], benefits: [0, .nan])], budget: 5)
    }
    #expect(throws: AnalysisError.self) {
      try SubsidyAllocation(zones: [.init(town: 2, costs: [0], benefits: [0])], budget: 5)
    }
    // A town whose zones cannot take its minimum.
    #expect(throws: AnalysisError.self) {
      try SubsidyAllocation(
        zones: [.init(costs: [0, 5], benefits: [0, 1])], budget: 50, townMinimums: [6]
      ).answer()
    }
  }
}
