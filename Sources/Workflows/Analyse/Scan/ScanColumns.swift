import Analysis
import SimpleFeatures
import Storage

/// The columns of a scan: cases by unit and interval, and what they are held against.
struct ScanColumns {
  /// The units that can be in a window.
  let units: [AnalysisUnit]
  let intervals: Int
  let firstDay: DayNumber
  /// Incidents that were asked for, and those of them that are in no row.
  let incidents: Int
  let leftOut: Int
  let controlCount: Int?
  private(set) var notes: [String] = []
  private let model: ScanForClusters.Model
  private let bins: TimeBins
  /// A row a unit, in it one element an interval.
  private let cases: [Int32]
  private let controls: [Int32]
  private let expected: [Double]
  private let isPurelySpatial: Bool

  init(
    _ scan: ScanForClusters, places: AnalysisPlaces, filter: IncidentFilter,
    in store: any SpatialStore
  ) throws {
    model = scan.model
    isPurelySpatial = scan.isPurelySpatial
    let days = Int(filter.lastDay.number) - Int(filter.firstDay.number) + 1
    let bins = try WorkflowError.translating {
      try TimeBins(
        from: filter.firstDay.number, through: filter.lastDay.number,
        lengthDays: scan.isPurelySpatial ? days : scan.intervalDays, remainder: .earliestLeftOut)
    }
    self.bins = bins
    intervals = bins.count
    firstDay = DayNumber(bins.firstDay)
    guard scan.isPurelySpatial || bins.count >= 2 else {
      throw WorkflowError.failed(
        "too few to say: \(days) days make \(bins.count) interval of \(scan.intervalDays), at "
          + "least 2")
    }
    guard bins.count <= 1 << 16 else {
      throw WorkflowError.usage(
        "--interval \(scan.intervalDays) makes \(bins.count) intervals, at most 65,536; take a longer "
          + "one")
    }
    if bins.leftOutDays > 0 {
      notes.append("the first \(bins.leftOutDays) days fill no interval and are left out")
    }
    let own = try Self.rows(filter, places, bins, in: store)
    var others: [Int32] = []
    if scan.model == .bernoulli {
      others = try Self.others(scan, filter, places, bins, cases: own.counts, in: store)
    }
    if let exposure = scan.exposure, exposure.isWhole {
      throw WorkflowError.usage(
        "--per \(exposure.rawValue): a scan of shares is --model bernoulli, with the others as its "
          + "controls")
    }
    let exposures = scan.exposure.map { exposure in
      places.units.map { unit in exposure.column.map { unit.value(of: $0) } ?? .nan }
    }
    let kept = places.units.indices.filter { unit in
      let row = unit * bins.count..<(unit + 1) * bins.count
      if let exposures { return exposures[unit].isFinite && exposures[unit] > 0 }
      return own.counts[row].contains { $0 > 0 }
        || (!others.isEmpty && others[row].contains { $0 > 0 })
    }
    let count = bins.count
    func chosen(_ column: [Int32]) -> [Int32] {
      column.isEmpty ? [] : kept.flatMap { column[$0 * count..<($0 + 1) * count] }
    }
    let units = kept.map { places.units[$0] }
    let cases = chosen(own.counts)
    let controls = chosen(others)
    self.units = units
    self.cases = cases
    self.controls = controls
    let inside = cases.reduce(0) { $0 + Int($1) }
    incidents = own.incidents
    leftOut = own.incidents - inside
    controlCount = others.isEmpty ? nil : controls.reduce(0) { $0 + Int($1) }
    let unexposed = own.counts.reduce(0) { $0 + Int($1) } - inside
    if unexposed > 0, let exposure = scan.exposure {
      notes.append(
        "\(unexposed) incidents lie in units of which \(exposure.rawValue) is unknown or 0")
    }
    guard inside >= StudyPoints.fewest else {
      throw WorkflowError.failed(
        "\(AnalysisError.tooFewIncidents(count: Double(inside), minimum: Double(StudyPoints.fewest)))"
      )
    }
    guard units.count >= 2 else {
      throw WorkflowError.failed(
        "\(AnalysisError.tooFewPlaces(count: units.count, minimum: 2)): all \(inside) incidents lie "
          + "in \(units.first?.code ?? "one")")
    }
    if scan.model == .bernoulli, controlCount == 0 {
      throw WorkflowError.failed("there is no other incident to compare with in these units")
    }
    guard let exposures else {
      expected = []
      return
    }
    expected = try Self.expected(
      scan.covariates, units, kept.map { exposures[$0] }, bins, cases)
  }

  /// Incidents by unit and interval.
  private static func rows(
    _ filter: IncidentFilter, _ places: AnalysisPlaces, _ bins: TimeBins,
    in store: any SpatialStore
  ) throws -> (counts: [Int32], incidents: Int) {
    let incidents = try places.incidents(filter, in: store)
    var counts = [Int32](repeating: 0, count: places.units.count * bins.count)
    for (unit, day) in zip(incidents.units, incidents.days) {
      guard unit >= 0, let bin = bins.bin(of: day) else { continue }
      counts[Int(unit) * bins.count + bin] += 1
    }
    return (counts, incidents.days.count)
  }

  /// The incidents that are no cases: of the categories named, else of all others.
  private static func others(
    _ scan: ScanForClusters, _ filter: IncidentFilter, _ places: AnalysisPlaces, _ bins: TimeBins,
    cases: [Int32], in store: any SpatialStore
  ) throws -> [Int32] {
    guard !filter.categories.isEmpty else {
      throw WorkflowError.usage(
        "--model bernoulli needs --category: the incidents that are cases among all")
    }
    if let both = scan.controls.first(where: filter.categories.contains) {
      throw WorkflowError.usage("--with \(both): it is a case already")
    }
    let present = try store.answer(IncidentCategories())
    for name in scan.controls where !present.contains(name) {
      throw WorkflowError.usage(
        "--with \(name): no incident is of that category; there are "
          + present.joined(separator: ", "))
    }
    var other = filter
    other.categories = scan.controls.sorted()
    let found = try rows(other, places, bins, in: store).counts
    return scan.controls.isEmpty ? zip(found, cases).map { $0 - $1 } : found
  }

  /// What the exposure lets expect, adjusted by the rates of classes.
  private static func expected(
    _ covariates: [ScanForClusters.Covariate], _ units: [AnalysisUnit], _ exposures: [Double],
    _ bins: TimeBins, _ cases: [Int32]
  ) throws -> [Double] {
    var numbers: [[String]: Int32] = [:]
    var classes: [Int32] = []
    var column: [Double] = []
    column.reserveCapacity(cases.count)
    for (unit, exposure) in zip(units, exposures) {
      for bin in 0..<bins.count {
        column.append(exposure)
        let names = covariates.map { $0.name(unit, DayNumber(bins.days(of: bin).lowerBound)) }
        let number = numbers[names] ?? Int32(numbers.count)
        numbers[names] = number
        classes.append(number)
      }
    }
    if covariates.isEmpty { return column }
    return try WorkflowError.translating {
      try ScanExpectation.standardised(
        exposure: column.span, classes: classes.span, cases: cases.span)
    }
  }

  func study() throws -> ScanStudy {
    switch model {
    case .permutation:
      try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: intervals)
    case .poisson:
      try ScanStudy.poisson(cases: cases.span, expected: expected.span, intervals: intervals)
    case .bernoulli:
      try ScanStudy.bernoulli(cases: cases.span, controls: controls.span, intervals: intervals)
    }
  }

  /// The days of a window.
  func days(of window: Range<Int>) -> (from: DayNumber, to: DayNumber) {
    (
      DayNumber(bins.days(of: window.lowerBound).lowerBound),
      DayNumber(bins.days(of: window.upperBound - 1).upperBound - 1)
    )
  }

  func digest() -> String {
    var digest = ContentDigest()
    for unit in units {
      digest.update(unit.code)
      // A border that was redrawn is another place.
      if unit.version > 1 { digest.update("version \(unit.version)") }
    }
    digest.update(units.map(\.label.x))
    digest.update(units.map(\.label.y))
    digest.update(cases)
    digest.update(controls)
    digest.update(expected)
    digest.update([Double(incidents), Double(leftOut)])
    return digest.hexadecimal()
  }

  // MARK: Room

  /// Bytes that the tables of a scan may take.
  private static let mostBytes = 2_000_000_000.0

  /// - Throws: a usage error where circles by windows would not fit the machine.
  func requireRoom(_ settings: ScanSettings) throws(WorkflowError) {
    let longest = settings.maximumIntervals ?? max(1, intervals / 2)
    let windows =
      intervals == 1
      ? 4.0
      : settings.isProspective
        ? Double((longest + 15) / 16) * 64 : Double(longest) * 4
    let circles = pairs(within: settings.maximumRadiusMetres)
    guard circles * (28 + windows) > Self.mostBytes else { return }
    throw .usage(
      "\(units.count) units make \(Int(circles)) circles by \(longest) lengths of time, more than "
        + "this holds; take a smaller --max-radius, fewer --max-days or a longer --interval")
  }

  /// How many units lie in the largest circles, the centres among them.
  private func pairs(within radius: Double?) -> Double {
    guard let radius else { return Double(units.count) * Double(units.count) / 2 }
    let places = units.map(\.label).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    var pairs = Double(places.count)
    for first in places.indices {
      for second in places[(first + 1)...] {
        if second.x - places[first].x > radius { break }
        let offset = (second.x - places[first].x, second.y - places[first].y)
        if offset.0 * offset.0 + offset.1 * offset.1 <= radius * radius { pairs += 2 }
      }
    }
    return pairs
  }
}

extension ScanForClusters.Covariate {
  func name(_ unit: AnalysisUnit, _ day: DayNumber) -> String {
    switch self {
    case .kind: unit.kind
    case .weekday: "\(day.weekday)"
    case .month: "\(day.civil.month)"
    case .town: String(unit.code.prefix(9))
    }
  }
}
