/// The allocation when two levels of a zone may be mixed: its bound, and the prices of money.
struct SubsidyRelaxation {
  /// λ: of one more yuan of the budget; 0 where the budget is not used up.
  let price: Double
  /// λ − μ of each town; below 0 where a minimum makes a town spend what does it harm.
  let townPrices: [Double]
  /// No plan gives more.
  let bound: Double
  /// Of each zone, what it gives at its price less what it costs there: the best of its levels.
  let best: [Double]

  init(_ allocation: SubsidyAllocation) throws(AnalysisError) {
    let zones = allocation.zones
    let hulls = zones.map { SubsidyHull($0) }
    var spent = allocation.townMinimums.map { _ in 0 }
    for (zone, hull) in zip(zones, hulls) { spent[zone.town] += zone.costs[hull.base] }
    let forced = spent.reduce(0, +)
    guard forced <= allocation.budget else {
      throw .invalidParameter(
        name: "budget", requirement: "at least \(forced) yuan, which the floors cost")
    }
    var steps = zones.indices.flatMap { zone in
      hulls[zone].steps.map { (zone: zone, slope: $0.slope, left: $0.cost) }
    }
    steps.sort { $0.slope != $1.slope ? $0.slope > $1.slope : $0.zone < $1.zone }
    // The towns' minimums first, each to the yuan.
    var minimumPrices = spent.map { _ in Double.infinity }
    for index in steps.indices {
      let town = zones[steps[index].zone].town
      let missing = allocation.townMinimums[town] - spent[town]
      guard missing > 0 else { continue }
      let taken = min(missing, steps[index].left)
      spent[town] += taken
      steps[index].left -= taken
      minimumPrices[town] = steps[index].slope
    }
    for (town, minimum) in allocation.townMinimums.enumerated() where spent[town] < minimum {
      throw .invalidParameter(
        name: "minimum of town \(town)",
        requirement: "at most \(spent[town]) yuan, which its zones can take")
    }
    var left = allocation.budget - spent.reduce(0, +)
    guard left >= 0 else {
      throw .invalidParameter(
        name: "budget",
        requirement: "at least \(spent.reduce(0, +)) yuan, which the towns' minimums come to")
    }
    // Then what gives most for a yuan, to the last of the budget.
    var price = 0.0
    for step in steps where step.left > 0 && step.slope > 0 {
      if left < step.left {
        price = step.slope
        break
      }
      left -= step.left
    }
    self.price = price
    townPrices = minimumPrices.map { min(price, $0) }
    var bound = price * Double(allocation.budget)
    for (town, minimum) in allocation.townMinimums.enumerated() {
      bound -= (price - townPrices[town]) * Double(minimum)
    }
    var best: [Double] = []
    for zone in zones {
      let price = townPrices[zone.town]
      var most = -Double.infinity
      for level in zone.floor..<zone.costs.count {
        most = max(most, zone.benefits[level] - price * Double(zone.costs[level]))
      }
      best.append(most)
      bound += most
    }
    self.best = best
    self.bound = bound
  }
}

/// A convex function of cost, made of straight pieces of rising slope: the least slack that must be
/// added, seen from a cost. Infinite outside its pieces.
struct ConvexSlack {
  private var xs: [Double]
  private var ys: [Double]

  /// From a start, with pieces of rising slope.
  private init(x: Double, y: Double, pieces: [(slope: Double, length: Double)]) {
    xs = [x]
    ys = [y]
    for piece in pieces where piece.length > 0 {
      xs.append(xs[xs.count - 1] + piece.length)
      ys.append(ys[ys.count - 1] + piece.slope * piece.length)
    }
  }

  /// `rate` · (cost − low) between two costs; of a negative rate, rate · (cost − high).
  init(low: Double, high: Double, rate: Double) {
    self.init(
      x: low, y: rate >= 0 ? 0 : -rate * (high - low), pieces: [(rate, max(0, high - low))])
  }

  /// The least slack of choosing one of some options that lie ahead, as it is seen before it.
  ///
  /// - Parameter options: cost and slack, in any order.
  init(ahead options: [(cost: Double, slack: Double)]) {
    var hull: [(cost: Double, slack: Double)] = []
    let order = options.sorted { $0.cost != $1.cost ? $0.cost < $1.cost : $0.slack < $1.slack }
    for option in order {
      if let last = hull.last, last.cost == option.cost { continue }
      while hull.count >= 2 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        let isBelow =
          (b.slack - a.slack) * (option.cost - b.cost)
          < (option.slack - b.slack) * (b.cost - a.cost)
        if isBelow { break }
        hull.removeLast()
      }
      hull.append(option)
    }
    // Seen from before, a cost ahead is a cost less: the order turns round.
    let turned = Array(hull.reversed())
    self.init(
      x: -(turned.first?.cost ?? 0), y: turned.first?.slack ?? 0,
      pieces: zip(turned, turned.dropFirst()).map {
        (($1.slack - $0.slack) / ($0.cost - $1.cost), $0.cost - $1.cost)
      })
  }

  /// The least sum of two such functions over all ways to share a cost between them.
  func joined(_ other: ConvexSlack) -> ConvexSlack {
    var pieces: [(slope: Double, length: Double)] = []
    let (one, two) = (slopes, other.slopes)
    var (i, j) = (0, 0)
    while i < one.count || j < two.count {
      if j == two.count || (i < one.count && one[i].slope <= two[j].slope) {
        pieces.append(one[i])
        i += 1
      } else {
        pieces.append(two[j])
        j += 1
      }
    }
    return ConvexSlack(x: xs[0] + other.xs[0], y: ys[0] + other.ys[0], pieces: pieces)
  }

  /// The same, seen from a start that has spent so much already.
  func moved(_ spent: Int) -> ConvexSlack {
    var moved = self
    for index in xs.indices { moved.xs[index] -= Double(spent) }
    return moved
  }

  private var slopes: [(slope: Double, length: Double)] {
    xs.indices.dropLast().map {
      ((ys[$0 + 1] - ys[$0]) / (xs[$0 + 1] - xs[$0]), xs[$0 + 1] - xs[$0])
    }
  }

  /// - Complexity: O(log pieces).
  func callAsFunction(_ cost: Double) -> Double {
    let last = xs.count - 1
    // Costs are whole: half a yuan is rounding.
    guard cost >= xs[0] - 0.5, cost <= xs[last] + 0.5 else { return .infinity }
    if last == 0 { return ys[0] }
    var (low, high) = (0, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if xs[middle] <= cost { low = middle } else { high = middle }
    }
    let share = (cost - xs[low]) / (xs[high] - xs[low])
    return ys[low] + min(1, max(0, share)) * (ys[high] - ys[low])
  }
}
