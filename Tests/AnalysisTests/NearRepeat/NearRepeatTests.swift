import Analysis
import TestSupport
import Testing

struct NearRepeatTests {
  struct Burkitt: Decodable {
    struct Input: Decodable { var x, y, t: [Double] }
    struct Knox: Decodable {
      var delta, tau: Double
      var statistic: Int
      var expected: [[Double]]
      var poisson: Double
      var simulated: Double?

      enum CodingKeys: String, CodingKey {
        case delta, tau, statistic
        case expected = "expected_2x2"
        case poisson = "p_poisson"
        case simulated = "p_sim_9999"
      }
    }
    struct Mantel: Decodable { var stat, pvalue: Double }
    struct Expected: Decodable {
      var knox: [String: Knox]
      var mantel: Mantel

      enum CodingKeys: String, CodingKey {
        case knox
        case mantel = "mantel_scon1_spow_1_tcon1_tpow_1"
      }
    }
    var input: Input
    var expected: Expected
  }

  /// pointpats 2.5.5: Knox(delta, tau), mantel(scon=1, spow=-1, tcon=1, tpow=-1)
  @Test func agreesWithPointpats() throws {
    let fixture = try Fixture.decode(Burkitt.self, "pointpats/knox_mantel_burkitt.json")
    let input = fixture.input
    #expect(fixture.expected.knox.count == 5)
    for (name, one) in fixture.expected.knox {
      var study = try NearRepeat(
        distanceBands: [DifferenceBand(from: 0, to: one.delta, includesUpper: true)],
        timeBands: [DifferenceBand(from: 0, to: one.tau, includesUpper: true)])
      study.permutations = 1999
      let table = try study.table(x: input.x.span, y: input.y.span, days: input.t.span)
      let cell = table.cell(distance: 0, time: 0)
      #expect(cell.observed == Double(one.statistic), "\(name)")
      #expect(abs(cell.expected - one.expected[0][0]) < 1e-9, "\(name)")
      #expect(abs((cell.poissonP ?? -1) - one.poisson) < 1e-10, "\(name)")
      // Permutations keep the margins, so their mean is the expectation.
      #expect(abs((cell.mean ?? 0) - cell.expected) < 0.12 * cell.expected.squareRoot(), "\(name)")
      if let p = one.simulated {
        #expect(abs((cell.p ?? 0) - p) < 4 * (p * (1 - p) / 1999).squareRoot() + 0.01)
      }
    }
    let mantel = try MantelTest().test(x: input.x.span, y: input.y.span, days: input.t.span)
    #expect(abs(mantel.correlation - fixture.expected.mantel.stat) < 1e-9)
    #expect((mantel.p ?? 1) <= 0.01)
  }

  @Test(arguments: 0..<40)
  func countsPairsAsTheBandsSay(seed: Int) throws {
    var random = ReplicateGenerator(seed: 31, stream: UInt64(seed))
    let isWhole = seed % 2 == 0
    let n = 3 + Int(random.integer(below: 60))
    let x = (0..<n).map { _ in (random.uniform() * 12).rounded() * 50 }
    let y = (0..<n).map { _ in (random.uniform() * 12).rounded() * 50 }
    let t = (0..<n).map { _ in isWhole ? (random.uniform() * 30).rounded() : random.uniform() * 30 }
    let far = try DifferenceBand.between([0, 100, 200, 300], samePlaceApart: true)
    let long = try DifferenceBand.between([0, 1, 7, 14])
    var study = try NearRepeat(distanceBands: far, timeBands: long)
    study.permutations = 9
    let table = try study.table(x: x.span, y: y.span, days: t.span)
    for (row, distance) in far.enumerated() {
      for (column, time) in long.enumerated() {
        var count = 0
        for a in 0..<n {
          for b in a + 1..<n {
            let d = ((x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b])).squareRoot()
            if distance.contains(d) && time.contains(abs(t[a] - t[b])) { count += 1 }
          }
        }
        #expect(table.cell(distance: row, time: column).observed == Double(count))
      }
    }
    study.threads = 1
    #expect(try study.table(x: x.span, y: y.span, days: t.span) == table)
  }

  @Test func bandsSayWhatTheyHold() throws {
    let bands = try DifferenceBand.between([0, 100, 200], samePlaceApart: true)
    #expect(
      bands.map { $0.words("d", unit: "m") } == ["d = 0 m", "0 < d < 100 m", "100 ≤ d < 200 m"])
    #expect(bands.map { $0.contains(100) } == [false, false, true])
    #expect(bands.map { $0.contains(0) } == [true, false, false])
    #expect(throws: AnalysisError.self) { try DifferenceBand.between([100, 100]) }
    #expect(throws: AnalysisError.self) {
      try NearRepeat(distanceBands: bands.reversed(), timeBands: bands)
    }
  }

  /// Pairs planted within 50 m and two days are found, and only there is risk foretold.
  @Test func findsPlantedRepeats() throws {
    var random = ReplicateGenerator(seed: 32, stream: 0)
    var (x, y, t): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<200 {
      x.append(random.uniform() * 5000)
      y.append(random.uniform() * 5000)
      t.append((random.uniform() * 180).rounded())
      if random.uniform() < 0.3, let a = x.last, let b = y.last, let c = t.last {
        x.append(a + random.uniform() * 30)
        y.append(b + random.uniform() * 30)
        t.append(c + 1)
      }
    }
    let study = try NearRepeat(
      distanceBands: DifferenceBand.between([0, 100, 400]),
      timeBands: DifferenceBand.between([0, 3, 30]))
    let table = try study.table(x: x.span, y: y.span, days: t.span)
    #expect(table.cell(distance: 0, time: 0).p == 0.001)
    #expect((table.cell(distance: 1, time: 1).p ?? 0) > 0.01)
    let zones = try table.zones(days: t.span, now: 100, significance: 0.001)
    #expect(!zones.isEmpty)
    for zone in zones {
      #expect(zone.radiusMetres == 100 && zone.until == t[zone.origin] + 3 && zone.factor > 1.2)
      #expect(t[zone.origin] <= 100 && zone.until > 100)
    }
  }

  @Test func refusesWhatSaysNothing() throws {
    let study = try NearRepeat(
      distanceBands: DifferenceBand.between([0, 10]), timeBands: DifferenceBand.between([0, 10]))
    let two = [1.0, 2]
    #expect(throws: AnalysisError.tooFewIncidents(count: 2, minimum: 3)) {
      try study.table(x: two.span, y: two.span, days: two.span)
    }
    let same = [Double](repeating: 4, count: 2280)
    let crowd = try study.table(x: same.span, y: same.span, days: same.span)
    #expect(crowd.cells[0].observed == 2280 * 2279 / 2 && crowd.cells[0].p == 1)
    let few = [Double](repeating: 4, count: 5)
    #expect(throws: AnalysisError.constant(column: "distance")) {
      try MantelTest().test(x: few.span, y: few.span, days: few.span)
    }
  }
}

struct AoristicBinsTests {
  /// Friday 18:00 to Monday 07:00: 61 hours, six of them on Friday, seven on Monday.
  @Test func spreadsAWeekend() throws {
    let days = try AoristicBins(count: 7, width: 24, repeats: true)
    let weights = try days.weights(from: 4 * 24 + 18, to: 7 * 24 + 7)
    #expect(weights.map(\.bin) == [0, 4, 5, 6])
    for (weight, hours) in zip(weights, [7.0, 6, 24, 24]) {
      #expect(abs(weight.weight - hours / 61) < 1e-15)
    }
  }

  @Test(arguments: 0..<100)
  func weightsSumToOne(seed: Int) throws {
    var random = ReplicateGenerator(seed: 33, stream: UInt64(seed))
    let hours = try AoristicBins(count: 168, width: 1, repeats: true)
    let from = random.uniform() * 2000 - 1000
    let to = from + (seed % 3 == 0 ? 0 : random.uniform() * (seed % 2 == 0 ? 20 : 900))
    let weights = try hours.weights(from: from, to: to)
    #expect(abs(weights.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    #expect(zip(weights, weights.dropFirst()).allSatisfy { $0.bin < $1.bin })
  }

  @Test func refusesTimesThatRunBackwards() throws {
    let hours = try AoristicBins(count: 24, width: 1, repeats: false)
    #expect(throws: AnalysisError.self) { try hours.weights(from: 5, to: 4) }
    #expect(try hours.weights(from: 30, to: 40).isEmpty)
    let late = try hours.weights(from: 23, to: 25)
    #expect(late.map(\.bin) == [23] && late.map(\.weight) == [0.5])
  }
}
