import SimpleFeatures
import Storage
import Workflows

/// One execution, ready to be done: on the thread of whoever asks, or later.
struct ProcessWork: Sendable {
  let process: ServiceProcess
  let inputs: ProcessInputs
  let home: ProductHome

  /// - Throws: 400, which names the input; `WorkflowError` of the kind `cancelled` once
  ///   `isCancelled` answers true.
  func run(
    in store: any SpatialStore, isCancelled: @escaping Cancellation,
    progress: @escaping (Double) -> Void
  ) throws -> Findings {
    do {
      switch process {
      case .hotspots:
        return try hotspots().find(in: store, isCancelled: isCancelled, progress: progress)
      case .clusters:
        return try clusters().find(in: store, isCancelled: isCancelled, progress: progress)
      case .density:
        return try density().find(in: store, isCancelled: isCancelled, progress: progress)
      case .scan:
        return try scan().find(in: store, isCancelled: isCancelled, progress: progress)
      case .coverageGaps: return try within(gaps().find(in: store, isCancelled: isCancelled))
      case .exposure: return try within(exposure().find(in: store, isCancelled: isCancelled))
      }
    } catch let error as WorkflowError where error.kind == .usage {
      throw blamed(error)
    } catch let error as WorkflowError where error.kind == .failed {
      // What was asked has no answer in this store: too few incidents, no such place.
      throw Problem(status: 409, title: "No answer", detail: "\(error.description).")
    }
  }

  /// The input that a message about an option of the command line means: they bear the same names.
  private func blamed(_ error: WorkflowError) -> Problem {
    var words = error.description
    for input in process.inputs where words.hasPrefix("--\(input.name) ") {
      words = String(words.dropFirst(input.name.count + 3))
      return .badInput(input.name, words)
    }
    for input in process.inputs {
      words = words.replacing("--\(input.name)", with: input.name)
    }
    let named = process.inputs.first { words.hasPrefix($0.name) }?.name
    return Problem(
      status: 400, title: "Bad input", detail: "\(words).", parameter: named)
  }

  /// What the box does not meet is left out; nothing that is told depends on it.
  private func within(_ findings: Findings) throws -> Findings {
    guard let box = try inputs.box() else { return findings }
    return findings.within(box)
  }

  // MARK: What each is told

  /// Each computation has one thread, that of whoever runs it. Those of Dispatch are the ones that
  /// the server's own tasks run on: a kernel that takes them all lets no question in until it ends.
  private static let threads = 1

  private func hotspots() throws -> FindHotspots {
    var find = FindHotspots(scope: try inputs.scope(), home: home)
    find.support = inputs.word("support", Support.self) ?? .grid
    let companions = inputs.texts("with")
    find.statistic =
      inputs.word("statistic", FindHotspots.Statistic.self)
      ?? (companions.isEmpty ? .giStar : .moran)
    find.neighbourhood = inputs.text("neighbours") == "rook" ? .rook : .queen
    find.exposure = inputs.word("per", FindHotspots.Exposure.self)
    find.smoothing = inputs.word("smooth", FindHotspots.Smoothing.self) ?? .none
    find.companions = companions
    find.permutations = inputs.integer("permutations") ?? find.permutations
    find.falseDiscoveryRate = inputs.number("fdr") ?? find.falseDiscoveryRate
    find.seed = UInt64(inputs.integer("seed") ?? 1)
    find.threads = Self.threads
    return find
  }

  private func clusters() throws -> FindClusters {
    var find = FindClusters(scope: try inputs.scope(), home: home)
    find.method = inputs.word("method", FindClusters.Method.self) ?? .dbscan
    find.epsMetres = inputs.number("eps") ?? find.epsMetres
    find.minimumPoints = inputs.integer("min-points") ?? find.minimumPoints
    find.days = inputs.number("days") ?? find.days
    find.samples = inputs.integer("samples")
    find.threads = Self.threads
    return find
  }

  private func density() throws -> MapDensity {
    var map = MapDensity(scope: try inputs.scope(), home: home)
    map.kernel = inputs.word("kernel", MapDensity.Kernel.self) ?? .quartic
    if let metres = inputs.number("bandwidth") { map.bandwidth = .metres(metres) }
    map.edges = inputs.word("edges", MapDensity.EdgeCorrection.self) ?? .diggle
    if let text = inputs.text("shares") {
      let shares = text.split(separator: ",").map { Double($0.filter { $0 != " " }) }
      guard !shares.contains(nil) else {
        throw Problem.badInput("shares", "is \(text.prefix(60)); it is 0.9,0.5 and the like")
      }
      map.shares = shares.compactMap { $0 }
    }
    map.stepMetres = inputs.number("step")
    map.threads = Self.threads
    return map
  }

  private func scan() throws -> ScanForClusters {
    var scan = ScanForClusters(scope: try inputs.scope(), home: home)
    scan.model = inputs.word("model", ScanForClusters.Model.self) ?? .permutation
    scan.support = inputs.word("support", Support.self) ?? .grid
    scan.maximumRadiusMetres = inputs.number("max-radius")
    scan.maximumDays = inputs.integer("max-days")
    scan.intervalDays = inputs.integer("interval") ?? 1
    scan.isPurelySpatial = inputs.flag("spatial")
    scan.isProspective = inputs.flag("prospective")
    scan.rates = inputs.word("rates", ScanForClusters.Rates.self) ?? .high
    scan.exposure = inputs.word("per", FindHotspots.Exposure.self)
    scan.covariates = inputs.texts("adjust").compactMap(ScanForClusters.Covariate.init(rawValue:))
    scan.controls = inputs.texts("with")
    scan.replicates = inputs.integer("replicates") ?? scan.replicates
    scan.stopsAfter = inputs.integer("stop-after")
    scan.seed = UInt64(inputs.integer("seed") ?? 1)
    scan.threads = Self.threads
    return scan
  }

  private func gaps() throws -> FindCoverageGaps {
    guard let day = inputs.day("on") else { throw Problem.badInput("on", "is missing") }
    var find = FindCoverageGaps(
      scheme: inputs.text("scheme") ?? "", day: day, home: home)
    find.area = try inputs.area()
    find.terms.family = inputs.word("insures", CoverTerms.Family.self)
    find.terms.obligation = inputs.word("obligation", CoverTerms.Obligation.self) ?? .unknown
    let excludes = inputs.texts("excludes")
    if excludes.contains("prohibited") { find.terms.excludesProhibited = true }
    if excludes.contains("unlicensed") { find.terms.excludesUnlicensed = true }
    find.terms.others = inputs.texts("other")
    find.terms.limitYuan = inputs.number("limit")
    find.terms.neededYuan = inputs.number("needed")
    find.categories = inputs.texts("category")
    find.confidence = inputs.number("confidence") ?? find.confidence
    return find
  }

  private func exposure() throws -> AssessExposure {
    let hazard: AssessExposure.Hazard
    switch (try inputs.surfaces("footprint"), inputs.text("storm")) {
    case (let surface?, nil): hazard = .surface(surface, name: "footprint")
    case (nil, let storm?): hazard = .storm(storm)
    case (nil, nil): throw Problem.badInput("footprint", "is missing; give it, or a storm")
    case (_?, _?): throw Problem.badInput("storm", "stands beside a footprint; give one of them")
    }
    var assess = AssessExposure(hazard, home: home)
    assess.day = inputs.day("on")
    assess.schemes = inputs.texts("scheme")
    assess.area = try inputs.area()
    assess.settings.agency = inputs.text("agency")
    assess.settings.gate = inputs.number("gate") ?? assess.settings.gate
    assess.settings.evacuatedShare = inputs.number("evacuated")
    return assess
  }
}
