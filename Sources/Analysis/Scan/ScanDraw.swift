/// Random data sets of a study under chance: replicate k from (seed, k).
///
/// - Poisson: each case falls on a place and interval by their expectations (by Walker's alias
///   table), the number of cases as observed.
/// - Bernoulli: as many of the individuals as there are cases are drawn without replacement.
/// - Permutation: the times are dealt anew among the cases.
///
/// > A.J. Walker. "An Efficient Method for Generating Discrete Random Variables with General
/// > Distributions." *ACM Trans. Math. Softw.*, vol. 3, no. 3, 1977. doi:10.1145/355744.355749
struct ScanDraw: Sendable {
  private let model: ScanStudy.Model
  private let seed: UInt64
  private let cases: Int
  /// Poisson: the rows that can have cases, with the chance to stay and where to go else.
  private var rows: [Int32] = []
  private var stays: [Double] = []
  private var others: [Int32] = []
  /// Bernoulli: the row of each individual. Permutation: the place of each case, the latest first.
  private var individuals: [Int32] = []
  /// Permutation: the interval of each case that can count.
  private var intervals: [Int32] = []
  private let intervalCount: Int

  /// - Parameter first: the first interval that any window reaches.
  init(_ study: ScanStudy, seed: UInt64, from first: Int) {
    model = study.model
    self.seed = seed
    cases = study.caseCount
    intervalCount = study.intervalCount
    switch model {
    case .poisson:
      makeAliases(study)
    case .bernoulli:
      for (row, measure) in study.measures.enumerated() {
        individuals += repeatElement(Int32(row), count: Int(measure))
      }
    case .permutation:
      for interval in (0..<intervalCount).reversed() {
        for place in 0..<study.placeCount {
          let count = Int(study.cases[place * intervalCount + interval])
          individuals += repeatElement(Int32(place), count: count)
          if interval >= first { intervals += repeatElement(Int32(interval), count: count) }
        }
      }
    }
  }

  private mutating func makeAliases(_ study: ScanStudy) {
    rows = study.measures.indices.filter { study.measures[$0] > 0 }.map(Int32.init)
    let mean = study.total / Double(rows.count)
    var left = rows.map { study.measures[Int($0)] / mean }
    stays = left
    others = Array(0..<Int32(rows.count))
    var small = left.indices.filter { left[$0] < 1 }
    var large = left.indices.filter { left[$0] >= 1 }
    while let high = large.last, let low = small.popLast() {
      stays[low] = left[low]
      others[low] = Int32(high)
      left[high] -= 1 - left[low]
      if left[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    // What is left is 1 but for rounding.
    for row in large + small { stays[row] = 1 }
  }

  /// Storage of one thread.
  struct Deck: ~Copyable {
    fileprivate let cards: Scratch<Int32>
    fileprivate let swaps: Scratch<Int32>
  }

  func deck() -> Deck {
    let deck = Deck(
      cards: Scratch(individuals.count),
      swaps: Scratch(max(intervals.count, model == .bernoulli ? cases : 0)))
    for position in individuals.indices { deck.cards[position] = individuals[position] }
    return deck
  }

  /// Calls `body` with the place and the interval of each case that can count.
  @inline(__always)
  func deal(
    _ replicate: Int, _ deck: borrowing Deck, _ body: (_ place: Int, _ interval: Int) -> Void
  ) {
    var random = ReplicateGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
    switch model {
    case .poisson:
      let bound = UInt64(rows.count)
      for _ in 0..<cases {
        let pick = Int(truncatingIfNeeded: random.integer(below: bound))
        let row = Int(rows[random.uniform() < stays[pick] ? pick : Int(others[pick])])
        body(row / intervalCount, row % intervalCount)
      }
    case .bernoulli:
      draw(cases, deck, &random) { row, _ in
        body(Int(row) / intervalCount, Int(row) % intervalCount)
      }
    case .permutation:
      draw(intervals.count, deck, &random) { place, turn in
        body(Int(place), Int(intervals[turn]))
      }
    }
  }

  /// Draws cards without replacement, then puts them back as they were.
  @inline(__always)
  private func draw(
    _ count: Int, _ deck: borrowing Deck, _ random: inout ReplicateGenerator,
    _ body: (_ card: Int32, _ turn: Int) -> Void
  ) {
    let cards = deck.cards.base
    let size = individuals.count
    for turn in 0..<count {
      let pick = turn &+ Int(truncatingIfNeeded: random.integer(below: UInt64(size &- turn)))
      let card = cards[pick]
      cards[pick] = cards[turn]
      cards[turn] = card
      deck.swaps[turn] = Int32(truncatingIfNeeded: pick)
      body(card, turn)
    }
    for turn in (0..<count).reversed() {
      let pick = Int(deck.swaps[turn])
      let card = cards[pick]
      cards[pick] = cards[turn]
      cards[turn] = card
    }
  }
}
