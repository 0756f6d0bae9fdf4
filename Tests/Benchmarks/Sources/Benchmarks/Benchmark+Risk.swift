import Analysis
import Foundation

extension Benchmark {
  /// 771 places on a lattice of 300 m, 2,588 cases in 90 days: the size of SaTScan's run of 43 s.
  static func city() throws -> (x: [Double], y: [Double], study: ScanStudy) {
    var random = ReplicateGenerator(seed: 7, stream: 0)
    var places: [(x: Double, y: Double)] = []
    for row in 0..<32 {
      for column in 0..<48 where random.uniform() < 0.502 && places.count < 771 {
        places.append((Double(column) * 300, Double(row) * 300))
      }
    }
    let weights = places.map { _ in random.uniform() * random.uniform() }
    let sum = weights.reduce(0, +)
    var cases = [Int32](repeating: 0, count: places.count * 90)
    for _ in 0..<2588 {
      var left = random.uniform() * sum
      let place = weights.firstIndex { weight in
        left -= weight
        return left < 0
      }
      cases[(place ?? 0) * 90 + Int(random.integer(below: 90))] += 1
    }
    let study = try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: 90)
    return (places.map(\.x), places.map(\.y), study)
  }

  /// The weekly scan: at most 1.5 km and 14 days, 9,999 replicates. SaTScan 10.3.2 took 43 s for
  /// one of this size on two threads of the machine that its fixture names.
  static func scan() throws {
    let (x, y, study) = try city()
    var settings = ScanSettings()
    settings.maximumRadiusMetres = 1500
    settings.maximumIntervals = 14
    settings.isProspective = true
    settings.replicates = 9999
    settings.threads = 1
    let alone = settings
    settings.threads = 2
    let both = settings
    let one = try timed(rounds: 2) {
      try SpatialScan(study, settings: alone).clusters(x: x.span, y: y.span)
    }
    let two = try timed(rounds: 3) {
      try SpatialScan(study, settings: both).clusters(x: x.span, y: y.span)
    }
    guard one.result == two.result else { throw Disagreement.threads }
    row(
      "space-time permutation scan, \(x.count) places, 9,999 replicates", one.seconds, two.seconds,
      Peer.Answer(name: "SaTScan 10.3.2, as noted in its fixture", seconds: 43.17))
  }

  static func hdbscan(_ folder: String) throws {
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, _) = points(count)
      // Ours counts the point itself, fast_hdbscan does not: its 10 are our 11.
      let search = try HDBSCAN(minimumClusterSize: 50, minimumSamples: 11)
      let one = try timed(rounds: 3) { try search.clusters(x: x.span, y: y.span, threads: 1) }
      let two = try timed(rounds: 3) { try search.clusters(x: x.span, y: y.span, threads: 2) }
      guard one.result == two.result else { throw Disagreement.threads }
      let file = "\(folder)/points.bin"
      try Peer.write(zip(x, y).flatMap { [$0, $1] }, file)
      let labels = "\(folder)/labels.bin"
      let peer =
        count > 100_000 ? nil : try Peer.run("hierarchy.py", [file, "50", "10", labels])
      let found = peer == nil ? nil : try Peer.column(Int32.self, labels)
      row(
        "HDBSCAN \(count) points, size 50, samples 10", one.seconds, two.seconds, peer,
        found.map { "\(two.result.clusterCount) clusters, peer \(($0.max() ?? -1) + 1)" } ?? "")
    }
  }

  static func density(_ folder: String) throws {
    let lattice = try DensityLattice(
      originX: 0, originY: 0, step: 100.0 / 511, columns: 512, rows: 512)
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, _) = points(count)
      for kernel in DensityKernel.allCases {
        var density = try KernelDensity(kernel: kernel, bandwidthMetres: 1)
        density.threads = 1
        let alone = density
        density.threads = 2
        let both = density
        let one = try timed(rounds: 5) { try alone.values(x: x.span, y: y.span, on: lattice) }
        let two = try timed(rounds: 5) { try both.values(x: x.span, y: y.span, on: lattice) }
        guard one.result == two.result else { throw Disagreement.threads }
        let nodes = (0..<512).map { ($0 * 509) % lattice.count + $0 }.map { $0 % lattice.count }
        let atX = nodes.map { lattice.x($0 % 512) }
        let atY = nodes.map { lattice.y($0 / 512) }
        let exact = try both.values(x: x.span, y: y.span, atX: atX.span, atY: atY.span)
        let worst = zip(nodes, exact).reduce(0) { most, pair in
          pair.1 > 0 ? max(most, abs(two.result[pair.0] / pair.1 - 1)) : most
        }
        guard worst < KernelDensity.largestRelativeError else { throw Disagreement.scores(worst) }
        let file = "\(folder)/points.bin"
        try Peer.write(zip(x, y).flatMap { [$0, $1] }, file)
        let peer = kernel == .gaussian ? try Peer.run("kde.py", [file, "1", "512"]) : nil
        row(
          "\(kernel.rawValue) density of \(count) points on 512²", one.seconds, two.seconds, peer,
          String(format: "largest relative error %.1e", worst))
      }
    }
  }
}
