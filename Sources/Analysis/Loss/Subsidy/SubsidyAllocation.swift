/// Where the next yuan of subsidy does most: one level of subsidy for each zone, within a budget.
///
///     max Σ benefit(zone, level)   so that   Σ cost ≤ budget,
///     Σ cost in town t ≥ minimum(t) for each town,   level ≥ floor(zone) for each zone
///
/// Costs and the budget are whole yuan. The floor is a constraint, not a weight that hides in the
/// objective. The answer is the exact optimum of this multiple-choice knapsack, or, where the search
/// is cut short, the best answer found and how far the optimum can lie above it.
///
/// The relaxation that may mix two levels of a zone gives an upper bound and a price of money in
/// each town (λ, and μ where a town's minimum binds). Every answer lies below the bound by its
/// *slack*: a sum of parts that are each 0 or more,
///
///     bound − Σ benefit = Σ δ(zone, level) + λ · (budget − Σ cost) + Σ μ · (Σ cost in t − minimum)
///
/// All answers with a slack below s are listed, for s that grows until one is found: that one is the
/// optimum. Partial answers are dropped when their slack, with the least that the rest of the zones
/// must add (a convex relaxation), reaches s, or when another costs no more and gives no less.
///
/// > E. Zemel. "The Linear Multiple Choice Knapsack Problem." *Operations Research*, vol. 28, 1980.
///
/// > D. Pisinger. "A Minimal Algorithm for the Multiple-Choice Knapsack Problem." *European Journal
/// > of Operational Research*, vol. 83, 1995. doi:10.1016/0377-2217(95)00015-I
public struct SubsidyAllocation: Sendable {
  public struct Zone: Sendable, Equatable {
    /// The town, of `0..<towns`.
    public var town: Int
    /// Whole yuan of each level; level 0 first, which as a rule costs nothing.
    public var costs: [Int]
    /// Of each level, in any unit: as a rule yuan of expected uninsured loss less, times a weight.
    public var benefits: [Double]
    /// The lowest level that is admitted.
    public var floor: Int

    public init(town: Int = 0, costs: [Int], benefits: [Double], floor: Int = 0) {
      self.town = town
      self.costs = costs
      self.benefits = benefits
      self.floor = floor
    }
  }

  public struct Plan: Sendable, Equatable {
    /// A level a zone.
    public var levels: [Int]
    public var benefit: Double
    /// Whole yuan.
    public var cost: Int
    /// By town, whole yuan.
    public var townCosts: [Int]

    public init(levels: [Int], benefit: Double, cost: Int, townCosts: [Int]) {
      self.levels = levels
      self.benefit = benefit
      self.cost = cost
      self.townCosts = townCosts
    }
  }

  public struct Answer: Sendable {
    /// The optimum, or the best plan found.
    public var plan: Plan
    /// No plan gives more than this.
    public var bound: Double
    /// The plan is the optimum.
    public var isProven: Bool { bound <= plan.benefit }
    /// How much more the optimum can give: 0 where the plan is proven.
    public var gap: Double { max(0, bound - plan.benefit) }
    /// Benefit by yuan first, as one would do by hand; `nil` where it breaks a town's minimum.
    public var greedy: Plan?
    /// λ: what one more yuan gives, by the relaxation.
    public var shadowPrice: Double
    /// λ − μ: the price of money in each town, lower where its minimum binds.
    public var townPrices: [Double]
  }

  public let zones: [Zone]
  public let budget: Int
  /// Whole yuan that each town gets at the least.
  public let townMinimums: [Int]
  /// Partial plans kept at a time: past them the search is cut short.
  public var stateLimit = 2_000_000

  /// - Parameter townMinimums: a row a town; empty for one town without a minimum.
  /// - Throws: `invalidParameter` for a zone without levels, with columns of unequal length, a
  ///   negative cost or an unknown town or floor; `notFinite`.
  public init(
    zones: [Zone], budget: Int, townMinimums: [Int] = []
  ) throws(AnalysisError) {
    self.townMinimums = townMinimums.isEmpty ? [0] : townMinimums
    guard (0...(1 << 50)).contains(budget) else {
      throw .invalidParameter(name: "budget", requirement: "from 0 to 2^50 yuan")
    }
    guard self.townMinimums.allSatisfy({ (0...(1 << 50)).contains($0) }) else {
      throw .invalidParameter(name: "minimum of a town", requirement: "from 0 to 2^50 yuan")
    }
    for (number, zone) in zones.enumerated() {
      guard !zone.costs.isEmpty, zone.costs.count == zone.benefits.count else {
        throw .differentLengths(
          column: "benefits of zone \(number)", count: zone.benefits.count,
          expected: zone.costs.count)
      }
      guard zone.costs.allSatisfy({ (0...(1 << 40)).contains($0) }) else {
        throw .invalidParameter(
          name: "cost of zone \(number)", requirement: "from 0 to 2^40 yuan")
      }
      if let level = zone.benefits.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: "benefits of zone \(number)", position: level)
      }
      guard self.townMinimums.indices.contains(zone.town) else {
        throw .invalidParameter(
          name: "town of zone \(number)", requirement: "one of 0..<\(self.townMinimums.count)")
      }
      guard zone.costs.indices.contains(zone.floor) else {
        throw .invalidParameter(
          name: "floor of zone \(number)", requirement: "one of its levels")
      }
    }
    self.zones = zones
    self.budget = budget
  }

  /// - Throws: `invalidParameter` where no plan keeps the floors, the minimums and the budget;
  ///   `cancelled`.
  /// - Complexity: O(levels log levels) for the bound; the search depends on how near the optimum
  ///   comes to it, as a rule very near where there are many zones.
  public func answer(
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Answer {
    let relaxation = try SubsidyRelaxation(self)
    let greedy = greedyPlan()
    var search = SubsidySearch(self, relaxation, isCancelled: isCancelled)
    let found = try search.run(startingWith: greedy)
    guard let plan = found.plan else {
      throw .invalidParameter(
        name: "budget",
        requirement: "enough for the floors and for whole levels at the towns' minimums")
    }
    return Answer(
      plan: plan, bound: max(found.bound, plan.benefit), greedy: greedy,
      shadowPrice: relaxation.price, townPrices: relaxation.townPrices)
  }

  /// The plan of some levels, with its sums.
  func plan(_ levels: [Int]) -> Plan {
    var plan = Plan(
      levels: levels, benefit: 0, cost: 0, townCosts: townMinimums.map { _ in 0 })
    for (zone, level) in zip(zones, levels) {
      plan.benefit += zone.benefits[level]
      plan.cost += zone.costs[level]
      plan.townCosts[zone.town] += zone.costs[level]
    }
    return plan
  }

  func isAdmitted(_ plan: Plan) -> Bool {
    plan.cost <= budget && zip(plan.townCosts, townMinimums).allSatisfy { $0 >= $1 }
  }

  // MARK: By hand

  /// From level to level, always the step that gives most for a yuan, if it can be paid for: first
  /// within the towns that are below their minimum, then everywhere. A zone whose next step cannot be
  /// paid for, or does no good, takes no other.
  ///
  /// - Returns: `nil` where this breaks a town's minimum or the budget.
  /// - Complexity: O(levels · log zones).
  public func greedyPlan() -> Plan? {
    var levels = zones.map(\.floor)
    var plan = plan(levels)
    for isMinimum in [true, false] {
      var steps: [SubsidyStep] = []
      for zone in zones.indices { push(zone, levels[zone], isMinimum, onto: &steps) }
      while let step = SubsidyStep.pop(&steps) {
        let (zone, town) = (zones[step.zone], zones[step.zone].town)
        if isMinimum, plan.townCosts[town] >= townMinimums[town] { continue }
        let cost = zone.costs[levels[step.zone] + 1] - zone.costs[levels[step.zone]]
        guard plan.cost + cost <= budget else { continue }
        levels[step.zone] += 1
        plan.cost += cost
        plan.townCosts[town] += cost
        push(step.zone, levels[step.zone], isMinimum, onto: &steps)
      }
    }
    let whole = self.plan(levels)
    return isAdmitted(whole) ? whole : nil
  }

  private func push(_ number: Int, _ level: Int, _ isMinimum: Bool, onto steps: inout [SubsidyStep])
  {
    let zone = zones[number]
    guard level + 1 < zone.costs.count else { return }
    let benefit = zone.benefits[level + 1] - zone.benefits[level]
    guard benefit > 0 || isMinimum else { return }
    let cost = max(0, zone.costs[level + 1] - zone.costs[level])
    SubsidyStep.push(
      SubsidyStep(zone: number, ratio: cost > 0 ? benefit / Double(cost) : .infinity), onto: &steps)
  }
}

/// The next step of a zone, in a heap by what a yuan gives.
private struct SubsidyStep {
  var zone: Int
  var ratio: Double

  private func isBefore(_ other: SubsidyStep) -> Bool {
    ratio != other.ratio ? ratio > other.ratio : zone < other.zone
  }

  static func push(_ step: SubsidyStep, onto heap: inout [SubsidyStep]) {
    heap.append(step)
    var place = heap.count - 1
    while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  static func pop(_ heap: inout [SubsidyStep]) -> SubsidyStep? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var place = 0
    while 2 * place + 1 < heap.count {
      var child = 2 * place + 1
      if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
      if heap[place].isBefore(heap[child]) { break }
      heap.swapAt(place, child)
      place = child
    }
    return first
  }
}

/// The levels of a zone that a mix of others does not beat, as steps of falling benefit for a yuan.
struct SubsidyHull {
  struct Step: Sendable {
    var from: Int
    var to: Int
    var cost: Int
    var slope: Double
  }

  /// The cheapest admitted level; of equals the best.
  let base: Int
  let steps: [Step]

  init(_ zone: SubsidyAllocation.Zone) {
    let order = (zone.floor..<zone.costs.count).sorted { (one: Int, other: Int) -> Bool in
      (zone.costs[one], -zone.benefits[one], one)
        < (zone.costs[other], -zone.benefits[other], other)
    }
    var hull: [Int] = []
    func slope(_ one: Int, _ other: Int) -> Double {
      (zone.benefits[other] - zone.benefits[one]) / Double(zone.costs[other] - zone.costs[one])
    }
    for level in order {
      if let last = hull.last, zone.costs[last] == zone.costs[level] { continue }
      // Levels on one line all stay: a budget may end within them. Rounding bends a line a little.
      while hull.count >= 2 {
        let before = slope(hull[hull.count - 2], hull[hull.count - 1])
        let after = slope(hull[hull.count - 1], level)
        guard before < after - 1e-12 * abs(after) else { break }
        hull.removeLast()
      }
      hull.append(level)
    }
    base = hull[0]
    var steps: [Step] = []
    for (from, to) in zip(hull, hull.dropFirst()) {
      steps.append(
        Step(
          from: from, to: to, cost: zone.costs[to] - zone.costs[from],
          slope: min(slope(from, to), steps.last?.slope ?? .infinity)))
    }
    self.steps = steps
  }
}
