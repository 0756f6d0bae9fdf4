/// Looks for the best of all plans whose slack stays below a bar, which rises until there is one.
struct SubsidySearch {
  private let allocation: SubsidyAllocation
  private let relaxation: SubsidyRelaxation
  private let isCancelled: @Sendable () -> Bool
  private let rounding: Double
  /// What each town's minimum costs by itself: 0 where it does not bind.
  private var townSlack: [Double]
  private var work = 0
  private var isCutShort = false

  /// Candidates looked at before the search is cut short: about two seconds.
  static let workLimit = 60_000_000
  /// Plans kept at a time from then on.
  private static let narrowLimit = 2_000

  init(
    _ allocation: SubsidyAllocation, _ relaxation: SubsidyRelaxation,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.allocation = allocation
    self.relaxation = relaxation
    self.isCancelled = isCancelled
    townSlack = allocation.townMinimums.map { _ in 0 }
    // Sums of thousands of numbers differ by this in another order.
    rounding = 1e-12 * max(1e-300, abs(relaxation.bound))
  }

  /// The best plan, and what no plan passes.
  mutating func run(
    startingWith greedy: SubsidyAllocation.Plan?
  ) throws(AnalysisError) -> (plan: SubsidyAllocation.Plan?, bound: Double) {
    for town in allocation.townMinimums.indices
    where relaxation.townPrices[town] < relaxation.price {
      guard let least = try leastSlack(of: town) else { return (greedy, relaxation.bound) }
      townSlack[town] = least
    }
    // What the towns' minimums cost by themselves, whatever the rest does.
    let base = townSlack.reduce(0, +)
    var best = greedy
    var most = max(0, mostSlack() - base)
    if let greedy { most = min(most, max(0, relaxation.bound - base - greedy.benefit)) }
    var bar = max(most / 65_536, rounding)
    var passed = 0.0
    while true {
      let isLast = bar >= most
      if isLast { bar = most }
      if let plan = try plan(within: bar, base: base), plan.benefit > best?.benefit ?? -.infinity {
        best = plan
      }
      if isCutShort { return (best, relaxation.bound - base - passed) }
      // All plans below the bar were looked at: the best of them, or what was known before, is it.
      if let best, isLast || relaxation.bound - base - best.benefit <= bar {
        return (best, best.benefit)
      }
      if isLast { return (nil, relaxation.bound) }
      passed = bar
      bar *= 1.5
    }
  }

  /// What a town whose minimum binds loses at the least, since levels are whole; `nil` where no choice
  /// of levels comes to the minimum, or where the search is cut short.
  private mutating func leastSlack(of town: Int) throws(AnalysisError) -> Double? {
    let most = mostSlack()
    var bar = max(most / 1e9, rounding)
    while true {
      let isLast = bar >= most
      let (open, cost, _) = open(within: bar)
      if let choice = try townChoice(town, open[town], cost[town], bar: bar) {
        return choice.options.reduce(.infinity) { min($0, $1.slack) }
      }
      if isLast { return nil }
      if isCutShort {
        // What is known by then is a lower bound all the same.
        return bar / 1.5
      }
      bar *= 1.5
    }
  }

  /// No plan has more.
  private func mostSlack() -> Double {
    var most = relaxation.price * Double(allocation.budget) + rounding
    for (number, zone) in allocation.zones.enumerated() {
      var worst = 0.0
      var highest = 0
      for level in zone.floor..<zone.costs.count {
        worst = max(worst, slack(number, level))
        highest = max(highest, zone.costs[level])
      }
      most += worst + (relaxation.price - relaxation.townPrices[zone.town]) * Double(highest)
    }
    return most
  }

  /// δ: what a level gives less than the best of its zone at the town's price.
  private func slack(_ number: Int, _ level: Int) -> Double {
    let zone = allocation.zones[number]
    let value =
      zone.benefits[level] - relaxation.townPrices[zone.town] * Double(zone.costs[level])
    return max(0, relaxation.best[number] - value)
  }

  // MARK: One pass

  /// A choice that is still open: a zone's levels, or the plans of a whole town.
  private struct Choice {
    var options: [(cost: Int, slack: Double)]
    /// The level of a zone, or the levels of a town's zones, for each option.
    var levels: [[(zone: Int, level: Int)]]

    var ahead: ConvexSlack {
      ConvexSlack(ahead: options.map { (Double($0.cost), $0.slack) })
    }
  }

  /// By town, the zones that have more than one level whose slack is within the bar, and what the
  /// others cost, whose levels are settled.
  private func open(within bar: Double) -> (choices: [[Choice]], costs: [Int], levels: [Int]) {
    var levels = allocation.zones.map(\.floor)
    var costs = allocation.townMinimums.map { _ in 0 }
    var open = allocation.townMinimums.map { _ in [Choice]() }
    for (number, zone) in allocation.zones.enumerated() {
      var choice = Choice(options: [], levels: [])
      for level in zone.floor..<zone.costs.count {
        let slack = slack(number, level)
        guard slack <= bar + rounding else { continue }
        choice.options.append((zone.costs[level], slack))
        choice.levels.append([(number, level)])
      }
      if choice.options.count == 1 {
        levels[number] = choice.levels[0][0].level
        costs[zone.town] += choice.options[0].cost
      } else {
        open[zone.town].append(choice)
      }
    }
    return (open, costs, levels)
  }

  /// The plans of a town that come to its minimum within the bar; `nil` where there is none.
  private mutating func townChoice(
    _ town: Int, _ open: [Choice], _ cost: Int, bar: Double
  ) throws(AnalysisError) -> Choice? {
    let minimum = allocation.townMinimums[town]
    let extra = relaxation.price - relaxation.townPrices[town]
    let most = open.reduce(cost) { sum, choice in sum + (choice.options.map(\.cost).max() ?? 0) }
    guard most >= minimum else { return nil }
    let found = try frontier(
      open, from: cost, end: ConvexSlack(low: Double(minimum), high: Double(most), rate: extra),
      price: relaxation.townPrices[town], dominatesFrom: minimum, bar: bar)
    var choice = Choice(options: [], levels: [])
    for (index, state) in found.states.enumerated() where state.cost >= minimum {
      let slack = state.slack + extra * Double(state.cost - minimum)
      guard slack <= bar + rounding else { continue }
      choice.options.append((state.cost, slack))
      choice.levels.append(found.levels(of: index))
    }
    return choice.options.isEmpty ? nil : choice
  }

  /// The best plan whose slack passes what the towns' minimums cost by no more than the bar.
  private mutating func plan(
    within bar: Double, base: Double
  ) throws(AnalysisError) -> SubsidyAllocation.Plan? {
    let free = open(within: bar)
    var levels = free.levels
    var choices: [Choice] = []
    var spent = 0
    for (town, open) in free.choices.enumerated() {
      let least = open.reduce(free.costs[town]) { sum, choice in
        sum + (choice.options.map(\.cost).min() ?? 0)
      }
      let isBinding = relaxation.townPrices[town] < relaxation.price
      if !isBinding, least >= allocation.townMinimums[town] {
        // Whatever is chosen, the town has its minimum.
        choices += open
        spent += free.costs[town]
        continue
      }
      // A binding town may take its own least slack on top.
      let own = isBinding ? self.open(within: townSlack[town] + bar) : free
      guard
        let choice = try townChoice(
          town, own.choices[town], own.costs[town], bar: townSlack[town] + bar)
      else { return nil }
      choices.append(choice)
      if isBinding {
        for (number, zone) in allocation.zones.enumerated() where zone.town == town {
          levels[number] = own.levels[number]
        }
      }
    }
    guard let found = try best(of: choices, spent: spent, bar: base + bar) else { return nil }
    for (zone, level) in found { levels[zone] = level }
    let plan = allocation.plan(levels)
    return allocation.isAdmitted(plan) ? plan : nil
  }

  /// The options of the least slack that the budget pays for, one of each choice, if it is below the
  /// bar.
  ///
  /// The choices are listed in two halves. In each, what costs more gives more, or it would have been
  /// dropped: so the best partner of a plan is the dearest that can still be paid for, and one walk
  /// through both halves finds the best pair.
  private mutating func best(
    of choices: [Choice], spent: Int, bar: Double
  ) throws(AnalysisError) -> [(zone: Int, level: Int)]? {
    let budget = Double(allocation.budget)
    let order = choices.sorted { $0.options.count < $1.options.count }
    var halves: [[Choice]] = [[], []]
    for (position, choice) in order.enumerated() { halves[position % 2].append(choice) }
    let end = ConvexSlack(low: 0, high: budget, rate: -relaxation.price)
    var frontiers: [Frontier] = []
    for half in [0, 1] {
      var beyond = end
      for choice in halves[1 - half] { beyond = choice.ahead.joined(beyond) }
      let found = try frontier(
        halves[half], from: half == 0 ? spent : 0, end: half == 0 ? beyond : beyond.moved(spent),
        price: relaxation.price, dominatesFrom: .min, bar: bar)
      guard !found.states.isEmpty else { return nil }
      frontiers.append(found)
    }
    let (one, other) = (frontiers[0].states, frontiers[1].states)
    var best: (slack: Double, one: Int, other: Int)?
    var partner = other.count - 1
    for index in one.indices {
      while partner >= 0, one[index].cost + other[partner].cost > allocation.budget { partner -= 1 }
      guard partner >= 0 else { break }
      let unspent = Double(allocation.budget - one[index].cost - other[partner].cost)
      let slack = one[index].slack + other[partner].slack + relaxation.price * unspent
      if slack < best?.slack ?? .infinity { best = (slack, index, partner) }
    }
    guard let best, best.slack <= bar + rounding else { return nil }
    return frontiers[0].levels(of: best.one) + frontiers[1].levels(of: best.other)
  }

  /// Plans made of one option of each choice, in order of cost.
  private struct Frontier {
    var choices: [Choice]
    var layers: [SubsidyLayer]

    var states: [SubsidyLayer.State] { layers[layers.count - 1].states }

    func levels(of index: Int) -> [(zone: Int, level: Int)] {
      var levels: [(zone: Int, level: Int)] = []
      var position = index
      for depth in choices.indices.reversed() {
        let link = layers[depth + 1].states[position]
        levels += choices[depth].levels[Int(link.option)]
        position = Int(link.parent)
      }
      return levels
    }
  }

  /// The plans whose slack, with the least that the end adds, stays below the bar.
  ///
  /// - Parameter dominatesFrom: from this cost on a plan makes another superfluous that costs no less
  ///   and gives no more; below it, only one of equal cost.
  private mutating func frontier(
    _ choices: [Choice], from start: Int, end: ConvexSlack, price: Double, dominatesFrom: Int,
    bar: Double
  ) throws(AnalysisError) -> Frontier {
    var rest = [end]
    for choice in choices.reversed() { rest.append(choice.ahead.joined(rest[rest.count - 1])) }
    rest.reverse()
    var layers = [SubsidyLayer(start)]
    for (position, choice) in choices.enumerated() {
      if isCancelled() { throw .cancelled }
      layers.append(
        expanded(
          layers[position], choice.options, rest: rest[position + 1], price: price,
          dominatesFrom: dominatesFrom, bar: bar))
    }
    return Frontier(choices: choices, layers: layers)
  }

  private mutating func expanded(
    _ layer: SubsidyLayer, _ options: [(cost: Int, slack: Double)], rest: ConvexSlack,
    price: Double, dominatesFrom: Int, bar: Double
  ) -> SubsidyLayer {
    let limit = isCutShort ? Self.narrowLimit : allocation.stateLimit
    var next = SubsidyLayer()
    let order = options.indices.sorted { options[$0].slack < options[$1].slack }
    for parent in layer.states.indices {
      let state = layer.states[parent]
      for option in order {
        let slack = state.slack + options[option].slack
        if slack > bar + rounding { break }
        work += 1
        let cost = state.cost + options[option].cost
        let least = slack + rest(Double(cost))
        guard least <= bar + rounding else { continue }
        next.states.append(
          SubsidyLayer.State(
            cost: cost, slack: slack, least: least, parent: Int32(parent), option: Int32(option)))
      }
      if next.states.count > 2 * limit {
        next.prune(price: price, dominatesFrom: dominatesFrom)
        if next.states.count > limit {
          isCutShort = true
          next.keepBest(limit / 2)
        }
      }
      if work > Self.workLimit { isCutShort = true }
    }
    next.prune(price: price, dominatesFrom: dominatesFrom)
    if next.states.count > limit || isCutShort && next.states.count > Self.narrowLimit {
      isCutShort = true
      next.keepBest(Self.narrowLimit)
    }
    return next
  }
}

/// Partial plans after so many choices.
private struct SubsidyLayer {
  struct State {
    var cost: Int
    var slack: Double
    /// With the least that the rest adds.
    var least: Double
    var parent: Int32
    var option: Int32
  }

  var states: [State] = []

  init() {}

  init(_ cost: Int) {
    states = [State(cost: cost, slack: 0, least: 0, parent: -1, option: -1)]
  }

  /// Leaves what no other plan makes superfluous, in order of cost.
  mutating func prune(price: Double, dominatesFrom: Int) {
    states.sort { $0.cost != $1.cost ? $0.cost < $1.cost : $0.slack < $1.slack }
    var kept: [State] = []
    var best = -Double.infinity
    for state in states {
      if let last = kept.last, last.cost == state.cost { continue }
      // Up to a constant, what the plan gives.
      let value = price * Double(state.cost) - state.slack
      if value <= best { continue }
      if state.cost >= dominatesFrom { best = value }
      kept.append(state)
    }
    states = kept
  }

  mutating func keepBest(_ count: Int) {
    guard states.count > count else { return }
    states.sort { $0.least != $1.least ? $0.least < $1.least : $0.cost < $1.cost }
    states.removeLast(states.count - count)
    states.sort { $0.cost < $1.cost }
  }
}
