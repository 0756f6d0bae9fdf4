import Analysis
import Foundation
import TestSupport
import Testing

/// SaTScan 10.3.2: the likelihood ratio to the last printed digit, the same members, windows and
/// counts; p within four standard errors of both programs' replicates.
struct SpatialScanFixtureTests {
  static let replicates = 999

  private func check(
    _ found: ScanResult, _ expected: [SaTScanCluster], _ names: [String], _ label: String,
    window: (Range<Int>) -> [String]
  ) {
    // Of fewer replicates, all may reach what not quite all of SaTScan's did.
    #expect(found.clusters.count >= expected.count { $0.p < 0.99 }, "\(label)")
    for (own, theirs) in zip(found.clusters, expected) {
      let note = Comment("\(label): \(theirs.locations)")
      #expect(Set(own.members.map { names[Int($0)] }) == Set(theirs.locations), note)
      #expect(own.observed == theirs.observed, note)
      #expect(abs(own.logLikelihoodRatio - theirs.ratio) <= 5.1e-7, note)
      #expect(abs(own.expected - theirs.expected) <= 0.00501, note)
      if let risk = theirs.relativeRisk {
        #expect(abs((own.relativeRisk ?? .nan) - risk) <= 0.00501, note)
      }
      if let dates = theirs.window { #expect(window(own.intervals) == dates, note) }
      let spread = (theirs.p * (1 - theirs.p) * (1 / 999 + 1 / 9999)).squareRoot()
      #expect(abs((own.p ?? .nan) - theirs.p) <= 4 * spread + 0.0021, note)
    }
  }

  // MARK: Purely spatial

  struct Carolina: Decodable {
    struct Input: Decodable {
      var names: [String]
      var east: [Double]
      var north: [Double]
      var SID74: [Int32]
      var BIR74: [Double]
      var SID79: [Int32]
      var BIR79: [Double]
    }
    struct Case: Decodable {
      var period: String
      var rates: String
      var percent: Double
      var expected: SaTScanCluster.List

      enum CodingKeys: String, CodingKey {
        case period, expected
        case rates = "scan_areas"
        case percent = "max_population_percent"
      }
    }
    var input: Input
    var cases: [Case]
  }

  @Test func agreesOnNorthCarolina() throws {
    let fixture = try Fixture.decode(Carolina.self, "satscan/scan_nc_sids.json")
    let input = fixture.input
    #expect(fixture.cases.count == 6)
    for one in fixture.cases {
      let isPooled = one.period.contains("pooled")
      let cases = zip(input.SID74, input.SID79).map { isPooled ? $0 + $1 : $0 }
      let births = zip(input.BIR74, input.BIR79).map { isPooled ? $0 + $1 : $0 }
      var settings = ScanSettings()
      settings.maximumShare = one.percent / 100
      settings.rates = one.rates.contains("low") ? .both : .high
      settings.replicates = Self.replicates
      let study = try ScanStudy.poisson(cases: cases.span, expected: births.span)
      let found = try SpatialScan(study, settings: settings)
        .clusters(x: input.east.span, y: input.north.span)
      check(found, one.expected.clusters, input.names, "\(one.period), \(one.rates)") { _ in [] }
    }
  }

  // MARK: New Mexico, by years, over the sphere

  struct Mexico: Decodable {
    struct Input: Decodable {
      var coordinates: [String: [Double]]
      var cases: [[FixtureCell]]
      var population: [[FixtureCell]]

      enum CodingKeys: String, CodingKey {
        case coordinates = "coordinates_lat_lon"
        case cases = "cases_location_year_count"
        case classedCases = "cases_location_count_year_agegroup_sex"
        case population = "population_location_year"
        case classedPopulation = "population_location_year_pop_agegroup_sex"
      }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        coordinates = try container.decode([String: [Double]].self, forKey: .coordinates)
        let isClassed = container.contains(.classedCases)
        cases = try container.decode(
          [[FixtureCell]].self, forKey: isClassed ? .classedCases : .cases)
        population = try container.decode(
          [[FixtureCell]].self, forKey: isClassed ? .classedPopulation : .population)
      }
    }
    struct Case: Decodable {
      var analysis: String
      var expected: SaTScanCluster.List
    }
    var input: Input
    var cases: [Case]
  }

  private static let years = 1973...1991

  /// Days since the year 0 of the Gregorian calendar.
  private static func day(_ year: Int, _ july: Bool = false) -> Int {
    let before = year - 1
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return 365 * before + before / 4 - before / 100 + before / 400
      + (july ? 181 + (isLeap ? 1 : 0) : 0)
  }

  private func scan(
    _ input: Mexico.Input, isSpatial: Bool, isConstant: Bool, isProspective: Bool
  ) throws -> (ScanResult, [String]) {
    let isClassed = (input.cases.first?.count ?? 0) == 5
    let years = Self.years.count
    let classes = isClassed ? 36 : 1
    func number(_ row: [FixtureCell]) -> Int {
      isClassed ? Int(row[3].number - 1) * 2 + Int(row[4].number - 1) : 0
    }
    var places = NamedPlaces(input.coordinates, intervals: years)
    var classCases = [Int32](repeating: 0, count: classes)
    for row in input.cases {
      let (year, count) =
        isClassed ? (row[2].number, row[1].number) : (row[1].number, row[2].number)
      places.cases[places.row(row[0].word, Int(year) - 1973)] += Int32(count)
      classCases[number(row)] += Int32(count)
    }
    var known: [String: [Int: Double]] = [:]
    for row in input.population {
      known["\(row[0].word) \(number(row))", default: [:]][Int(row[1].number), default: 0] +=
        row[2].number
    }
    let starts = (1973...1992).map { Self.day($0) }
    var personDays = [Double](repeating: 0, count: places.names.count * years * classes)
    for (place, name) in places.names.enumerated() {
      for own in 0..<classes {
        let counts = known["\(name) \(own)"] ?? [:]
        let censuses = isConstant ? [1982] : counts.keys.sorted()
        if censuses.isEmpty { continue }
        let days = try ScanExpectation.personDays(
          days: censuses.map { Self.day($0, true) }, counts: censuses.map { counts[$0] ?? 0 },
          starts: starts)
        for year in 0..<years { personDays[(place * years + year) * classes + own] = days[year] }
      }
    }
    var expected = try ScanExpectation.standardised(
      population: personDays.span, classCases: classCases.span)
    var intervals = years
    if isSpatial {
      let rows = places.names.indices.map { $0 * years..<($0 + 1) * years }
      expected = rows.map { expected[$0].reduce(0, +) }
      places.cases = rows.map { places.cases[$0].reduce(0, +) }
      intervals = 1
    }
    var settings = ScanSettings()
    settings.replicates = Self.replicates
    settings.isProspective = isProspective
    settings.intervalDays = 365.25
    let study = try ScanStudy.poisson(
      cases: places.cases.span, expected: expected.span, intervals: intervals)
    let points = zip(places.x, places.y).map { latitude, longitude in
      let (a, b) = (latitude * .pi / 180, longitude * .pi / 180)
      return SIMD3(cos(a) * cos(b), cos(a) * sin(b), sin(a)) * 6_367_000
    }
    let found = try SpatialScan(study, settings: settings).clusters { first, second in
      let chord = points[first] - points[second]
      return (chord * chord).sum().squareRoot()
    }
    return (found, places.names)
  }

  @Test(arguments: ["scan_nm_brain_cancer.json", "scan_nm_no_covariates.json"])
  func agreesOnNewMexico(file: String) throws {
    let fixture = try Fixture.decode(Mexico.self, "satscan/\(file)")
    for one in fixture.cases {
      let (found, names) = try scan(
        fixture.input, isSpatial: one.analysis.contains("purely spatial"),
        isConstant: one.analysis.contains("constant"),
        isProspective: one.analysis.contains("PROSPECTIVE"))
      check(found, one.expected.clusters, names, one.analysis) {
        ["\(1973 + $0.lowerBound)/1/1", "\(1972 + $0.upperBound)/12/31"]
      }
    }
  }

  // MARK: Space-time permutation, prospective

  struct Permutation: Decodable {
    struct Case: Decodable {
      struct Input: Decodable {
        var coordinates: [String: [Double]]
        var cases: [[FixtureCell]]

        enum CodingKeys: String, CodingKey {
          case coordinates = "coordinates_xy"
          case days = "cases_location_day_count"
          case times = "cases_location_count_time"
        }

        init(from decoder: any Decoder) throws {
          let container = try decoder.container(keyedBy: CodingKeys.self)
          coordinates = try container.decode([String: [Double]].self, forKey: .coordinates)
          if container.contains(.days) {
            cases = try container.decode([[FixtureCell]].self, forKey: .days)
          } else {
            cases = try container.decode([[FixtureCell]].self, forKey: .times)
              .map { [$0[0], $0[2], $0[1]] }
          }
        }
      }
      var input: Input
      var expected: SaTScanCluster.List
    }
    var cases: [Case]
  }

  @Test(arguments: [
    ("scan_vancouver_stp_prospective.json", 90, 1500.0, 14 as Int?),
    ("scan_stp_predictcode.json", 1001, 50, nil),
  ])
  func agreesOnPermutations(file: String, intervals: Int, radius: Double, longest: Int?) throws {
    let fixture = try Fixture.decode(Permutation.self, "satscan/\(file)")
    #expect(fixture.cases.count >= 2)
    for (number, one) in fixture.cases.enumerated() {
      var places = NamedPlaces(one.input.coordinates, intervals: intervals)
      for row in one.input.cases {
        places.cases[places.row(row[0].word, Int(row[1].number))] += Int32(row[2].number)
      }
      var settings = ScanSettings()
      settings.maximumRadiusMetres = radius
      settings.maximumIntervals = longest
      settings.isProspective = true
      settings.replicates = Self.replicates
      let study = try ScanStudy.spaceTimePermutation(
        cases: places.cases.span, intervals: intervals)
      let found = try SpatialScan(study, settings: settings)
        .clusters(x: places.x.span, y: places.y.span)
      check(found, one.expected.clusters, places.names, "\(file) \(number)") {
        ["\($0.lowerBound)", "\($0.upperBound - 1)"]
      }
      for cluster in found.clusters {
        #expect(cluster.recurrenceDays == cluster.p.map { 1 / $0 })
        #expect(cluster.relativeRisk == nil)
      }
    }
  }
}
