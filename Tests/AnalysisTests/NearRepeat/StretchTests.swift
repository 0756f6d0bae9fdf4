import Testing

@testable import Analysis

/// Near repeats of incidents whose times are stretches.
@Suite struct StretchTests {
  private func columns(_ count: Int, seed: UInt64) -> (x: [Double], y: [Double], t: [Double]) {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let x = (0..<count).map { _ in random.uniform() * 1000 }
    let y = (0..<count).map { _ in random.uniform() * 1000 }
    let t = (0..<count).map { _ in Double(random.integer(below: 60)) }
    return (x, y, t)
  }

  private func study(apart: Bool = true) throws -> NearRepeat {
    var study = try NearRepeat(
      distanceBands: DifferenceBand.between([0, 100, 200, 400], samePlaceApart: apart),
      timeBands: DifferenceBand.between([0, 7, 14, 28]))
    study.permutations = 99
    study.seed = 5
    return study
  }

  /// A stretch without length is a moment, and the table is the other one.
  @Test(arguments: 0..<10)
  func momentsGiveTheTableOfMoments(seed: UInt64) throws {
    let (x, y, t) = columns(120, seed: seed)
    let study = try study()
    let moments = try study.table(x: x.span, y: y.span, days: t.span)
    let stretches = try study.table(x: x.span, y: y.span, from: t.span, to: t.span)
    for (one, other) in zip(moments.cells, stretches.cells) {
      #expect(one.observed == other.observed && one.p == other.p && one.median == other.median)
      #expect(abs(one.expected - other.expected) < 1e-9)
      #expect(other.poissonP == nil)
    }
  }

  /// Against ten thousand points of each stretch, spread evenly.
  @Test(arguments: 0..<60)
  func aChanceIsTheShareOfPairsOfMoments(seed: UInt64) {
    var random = ReplicateGenerator(seed: seed, stream: 1)
    func stretch() -> TimeStretch {
      let from = random.uniform() * 20
      let lengths = [0, 0.01, 1, 15]
      return TimeStretch(from: from, to: from + lengths[Int(random.integer(below: 4))])
    }
    let (one, other) = (stretch(), stretch())
    let days = random.uniform() * 30 - 15
    let steps = 400
    var hits = 0.0
    for i in 0..<steps {
      let u = one.from + (Double(i) + 0.5) / Double(steps) * (one.to - one.from)
      for j in 0..<steps {
        let v = other.from + (Double(j) + 0.5) / Double(steps) * (other.to - other.from)
        if u - v <= days { hits += 1 }
      }
    }
    let share = hits / Double(steps * steps)
    #expect(abs(one.chance(within: days, after: other) - share) < 0.003)
  }

  /// Bands without a gap hold each pair once, however it is spread.
  @Test(arguments: 0..<10)
  func bandsShareOutEveryPair(seed: UInt64) throws {
    let (x, y, t) = columns(60, seed: seed)
    var random = ReplicateGenerator(seed: seed, stream: 2)
    let to = t.map { $0 + random.uniform() * 5 }
    var study = try NearRepeat(
      distanceBands: DifferenceBand.between([0, 2000]),
      timeBands: DifferenceBand.between([0, 3, 10, 100]))
    study.permutations = 19
    let table = try study.table(x: x.span, y: y.span, from: t.span, to: to.span)
    let sum = table.cells.reduce(0) { $0 + $1.observed }
    #expect(abs(sum - 60 * 59 / 2) < 1e-9)
    // All pairs are near: what is observed is what is expected, in every order.
    for cell in table.cells {
      #expect(abs(cell.observed - cell.expected) < 1e-9 && cell.p == 1)
    }
    study.threads = 1
    #expect(try study.table(x: x.span, y: y.span, from: t.span, to: to.span) == table)
  }

  /// Two burglaries in one street, each between Friday 18:00 and Monday 07:00: 61 hours. The chance
  /// of less than a day between them is 1 − (37/61)².
  @Test func aWeekendIsAWorkedExample() throws {
    let x = [0.0, 50, 5000]
    let y = [0.0, 0, 0]
    let from = [4.75, 4.75, 30]
    let to = from.map { $0 + 61.0 / 24 }
    var study = try NearRepeat(
      distanceBands: DifferenceBand.between([0, 100]), timeBands: DifferenceBand.between([0, 1]))
    study.permutations = 0
    let table = try study.table(x: x.span, y: y.span, from: from.span, to: to.span)
    #expect(abs(table.cells[0].observed - (1 - 37.0 * 37 / (61 * 61))) < 1e-12)
  }

  @Test func whatIsNoStretchIsRefused() throws {
    let study = try study()
    let x = [0.0, 1, 2]
    let late = [5.0, 5, 5]
    let early = [5.0, 4, 5]
    #expect(throws: AnalysisError.self) {
      try study.table(x: x.span, y: x.span, from: late.span, to: early.span)
    }
    let two = [1.0, 2]
    #expect(throws: AnalysisError.tooFewIncidents(count: 2, minimum: 3)) {
      try study.table(x: two.span, y: two.span, from: two.span, to: two.span)
    }
    let many = [Double](repeating: 1, count: NearRepeat.maximumStretches + 1)
    #expect(
      throws: AnalysisError.tooManyPoints(
        count: many.count, maximum: NearRepeat.maximumStretches)
    ) {
      try study.table(x: many.span, y: many.span, from: many.span, to: many.span)
    }
  }
}
