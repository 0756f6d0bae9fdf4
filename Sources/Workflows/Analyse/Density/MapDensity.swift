import Analysis
import SimpleFeatures
public import Storage

/// How many incidents there are to the square kilometre, everywhere: kernel density, corrected at
/// the study area's edge, as contours and by unit.
public struct MapDensity: Sendable {
  public static let kind = "density"
  static let version = "density 1"

  public enum Kernel: String, Sendable, CaseIterable {
    case quartic, gaussian, epanechnikov

    var kernel: DensityKernel {
      switch self {
      case .quartic: .quartic
      case .gaussian: .gaussian
      case .epanechnikov: .epanechnikov
      }
    }
  }

  public enum Bandwidth: Sendable, Hashable {
    case metres(Double)
    /// Scott's and Silverman's.
    case rule
    /// By the likelihood of each incident under the others.
    case crossValidation

    public var name: String {
      switch self {
      case .metres(let metres): "\(metres)"
      case .rule: "rule"
      case .crossValidation: "cv"
      }
    }
  }

  /// What is made of incidents that are not known beyond the edge.
  public enum EdgeCorrection: String, Sendable, CaseIterable {
    /// The density of a place over the share of the kernel around it that lies in the area.
    case uniform
    /// Each incident over the share of its own kernel that lies in the area.
    case diggle
    case none
  }

  public var scope: AnalysisScope
  public var kernel = Kernel.quartic
  public var bandwidth = Bandwidth.rule
  public var edges = EdgeCorrection.diggle
  /// The units that get a density of their own; `nil` for the lattice where one is laid, else the
  /// governance grids, else none.
  public var support: Support?
  /// Of all incidents, spread by the kernel, how much each contour encloses.
  public var shares = [0.9, 0.75, 0.5, 0.25, 0.1]
  /// Between the nodes that contours are drawn from, in metres; `nil` for what suits the kernel.
  public var stepMetres: Double?
  /// Of the sample that a bandwidth by likelihood looks at.
  public var seed: UInt64 = 1
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  struct Parameters: Codable {
    var bandwidth: String
    var edges: String
    var kernel: String
    var lattice: Int?
    var scope: ScopeParameters
    var shares: [Double]
    var step: Double?
    var support: String?
    var surface: String
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    public var withoutPoint: Int
    /// With a point that lies outside of the study area, and so not counted.
    public var outsideArea: Int
    public var bandwidthMetres: Double
    /// Between the nodes of the contours.
    public var stepMetres: Double
    /// The largest density, in incidents a square kilometre.
    public var peak: Double
    public var area: String
    public var notes: [String]
  }

  /// The layers before they are kept.
  private struct Result {
    let run: Run
    let summary: Summary
    let surface: DensitySurface
    let area: DensityStudyArea
    let contours: [DensitySurface.Contour]
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let result = try compute(in: store, progress: progress)
    let wasKept = try keep(result, in: store)
    return AnalysisOutcome(
      run: result.run, wasKept: wasKept, sentence: sentence(result.summary, result.surface))
  }

  /// Computes the contours and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> Findings {
    let result = try compute(in: store, isCancelled: isCancelled, progress: progress)
    return Findings(
      run: result.run, layer: try .result("density"),
      sentence: sentence(result.summary, result.surface),
      rows: result.contours.map { contour in
        Findings.Row(
          contour.geometry,
          [
            "level": .init(contour.level), "value": .real(contour.value),
            "share": .real(contour.share), "n": .init(contour.count),
            "area_m2": .real(contour.area),
          ])
      })
  }

  private func compute(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void
  ) throws -> Result {
    try validate()
    let catalogue = try CategoryCatalogue(home: home)
    let filter = try scope.filter(in: store, catalogue: catalogue)
    let choice = try IncidentChoice(
      scope, filter, countsByUnit: true, in: store, isCancelled: isCancelled)
    let area = try DensityStudyArea(
      support: support, filter: filter, choice: choice, catalogue: catalogue, in: store)
    // Without an area that is known the box chooses the points themselves.
    let all = try StudyPoints(
      filter,
      area.isKnown || choice.box == nil
        ? choice
        : IncidentChoice(
          scope, filter, countsByUnit: false, in: store, isCancelled: isCancelled),
      in: store)
    let points = area.inside(all)
    try points.requireEnough()
    let (width, notes) = try bandwidthMetres(points, isCancelled)
    progress(0.3)
    let surface = try WorkflowError.translating {
      try DensitySurface(
        points, area, kernel: kernel.kernel, bandwidthMetres: width, edges: edges,
        stepMetres: stepMetres, shares: shares.sorted(by: >), threads: threads,
        isCancelled: isCancelled)
    }
    progress(0.8)
    let summary = Summary(
      incidents: all.incidents, withoutPoint: all.withoutPoint,
      outsideArea: all.count - points.count, bandwidthMetres: width,
      stepMetres: surface.stepMetres, peak: surface.peak, area: area.description, notes: notes)
    let parameters = Parameters(
      bandwidth: bandwidth.name, edges: edges.rawValue, kernel: kernel.rawValue,
      lattice: area.latticeCell, scope: ScopeParameters(filter, scope), shares: shares,
      step: stepMetres,
      support: area.support?.rawValue, surface: area.surface.rawValue)
    var digest = ContentDigest()
    points.update(&digest)
    digest.update([Double(all.incidents), Double(all.count)])
    area.update(&digest)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed), inputDigest: digest.hexadecimal(),
      version: Self.version, validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    if isCancelled() { throw WorkflowError.cancelled }
    return Result(
      run: run, summary: summary, surface: surface, area: area,
      contours: try surface.contours(points, metricCRS: area.metricCRS))
  }

  private func keep(_ result: Result, in store: any SpatialStore) throws -> Bool {
    let (run, area, surface) = (result.run, result.area, result.surface)
    return try store.keep(run) { transaction in
      for contour in result.contours {
        try transaction.run(
          InsertDensityContour(
            run: run.id, level: contour.level, part: contour.part, value: contour.value,
            share: contour.share, count: contour.count, areaSquareMetres: contour.area,
            geometry: contour.geometry))
      }
      guard let support = area.support else { return }
      for (unit, value) in zip(area.units, surface.unitValues) {
        try transaction.run(
          InsertDensityUnit(
            run: run.id, unit: unit.code, support: support, name: unit.name, value: value,
            band: surface.level(of: value), geometry: unit.geometry))
      }
    }
  }

  private func validate() throws(WorkflowError) {
    if case .metres(let metres) = bandwidth {
      try WorkflowError.require(
        "--bandwidth", metres, in: 1...100_000,
        "from 1 to 100,000 metres, or “rule”, or “cv” for cross-validation")
    }
    if let stepMetres {
      try WorkflowError.require(
        "--step", stepMetres, in: 1...100_000, "from 1 to 100,000 metres between nodes")
    }
    guard (1...20).contains(shares.count), shares.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw .usage("--shares: from 1 to 20 numbers above 0 and below 1, such as 0.9,0.5,0.1")
    }
  }

  // MARK: Bandwidth

  /// How precise the coordinates of incidents are taken to be, as a standard deviation.
  private static let precisionMetres = 25.0

  private func bandwidthMetres(
    _ points: StudyPoints, _ isCancelled: @escaping Cancellation
  ) throws -> (Double, [String]) {
    if case .metres(let metres) = bandwidth { return (metres, []) }
    let kernel = kernel.kernel
    let deviation: Double
    do {
      deviation = try Self.rule(points)
    } catch AnalysisError.constant {
      throw WorkflowError.failed(
        "all \(points.count) incidents lie at one place, from which no bandwidth follows; give "
          + "--bandwidth METRES")
    }
    let rule = kernel.bandwidth(standardDeviation: deviation)
    if case .rule = bandwidth { return (rule, []) }
    let least = kernel.bandwidth(standardDeviation: Self.precisionMetres)
    let most = max(2 * rule, 4 * least)
    let found = try WorkflowError.translating {
      try likeliest(points, within: least...most, isCancelled)
    }
    let note =
      found < least * 1.001
      ? ["so many incidents share a coordinate that the narrowest bandwidth wins"] : []
    return (found, note)
  }

  private static func rule(_ points: StudyPoints) throws -> Double {
    let x = points.x
    let y = points.y
    return try Analysis.Bandwidth.rule(x: x.span, y: y.span)
  }

  private func likeliest(
    _ points: StudyPoints, within range: ClosedRange<Double>,
    _ isCancelled: @escaping Cancellation
  ) throws -> Double {
    let x = points.x
    let y = points.y
    return try Analysis.Bandwidth.likelihood(
      x: x.span, y: y.span, kernel: kernel.kernel, range: range, seed: seed,
      threads: threads ?? Parallel.coreCount, isCancelled: isCancelled)
  }

  private func sentence(_ summary: Summary, _ surface: DensitySurface) -> String {
    func rounded(_ value: Double) -> String {
      value >= 10 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
    var sentence =
      "\(summary.incidents - summary.withoutPoint - summary.outsideArea) incidents over "
      + "\(summary.area), bandwidth \(rounded(summary.bandwidthMetres)) m: up to "
      + "\(rounded(summary.peak)) a square kilometre, \(surface.levels.count) levels"
    if summary.outsideArea > 0 {
      sentence += ", \(summary.outsideArea) incidents outside of the area"
    }
    if summary.withoutPoint > 0 { sentence += ", \(summary.withoutPoint) without a point" }
    return ([sentence] + summary.notes).joined(separator: "; ")
  }
}
