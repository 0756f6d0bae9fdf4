import Analysis
import Foundation

extension Benchmark {
  private static let minimumPoints = 10

  /// 20 Gaussian clusters (80 %, standard deviation 1.5) and even noise on a square of 100, and a
  /// radius that holds about as many points whatever their number.
  static func points(_ count: Int) -> (x: [Double], y: [Double], radius: Double) {
    var random = ReplicateGenerator(seed: 1, stream: 0)
    let centres = (0..<20).map { _ in (5 + 90 * random.uniform(), 5 + 90 * random.uniform()) }
    var x: [Double] = []
    var y: [Double] = []
    for _ in 0..<count {
      if random.uniform() < 0.8 {
        let centre = centres[Int(random.integer(below: 20))]
        x.append(centre.0 + 1.5 * random.normal())
        y.append(centre.1 + 1.5 * random.normal())
      } else {
        x.append(100 * random.uniform())
        y.append(100 * random.uniform())
      }
    }
    return (x, y, 66 / Double(count).squareRoot())
  }

  static func dbscan(_ folder: String) throws {
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, radius) = points(count)
      let file = "\(folder)/points.bin"
      try Peer.write(zip(x, y).flatMap { [$0, $1] }, file)
      let search = try DBSCAN(radiusMetres: radius, minimumPoints: minimumPoints)
      let rounds = 15
      let one = try timed(rounds: rounds) { try search.clusters(x: x.span, y: y.span, threads: 1) }
      let two = try timed(rounds: rounds) { try search.clusters(x: x.span, y: y.span, threads: 2) }
      let ours = two.result
      guard one.result == ours else { throw Disagreement.threads }
      let eps = String(format: "%.3f", radius)
      let work = "DBSCAN \(count) points, eps \(eps), minPts \(minimumPoints)"
      var hasPeer = false
      for (script, arguments) in [
        ("dbscan.R", [file, "\(count)", "\(radius)", "\(minimumPoints)"]),
        ("dbscan.py", [file, "\(radius)", "\(minimumPoints)"]),
      ] {
        let labels = "\(folder)/labels.bin"
        guard let peer = try Peer.run(script, arguments + [labels]) else { continue }
        hasPeer = true
        let theirs = try Peer.column(Int32.self, labels)
        row(work, one.seconds, two.seconds, peer, try agreement(ours, theirs))
      }
      if !hasPeer { row(work, one.seconds, two.seconds) }
    }
  }

  /// The same clusters up to their numbers over all core points, and the same noise.
  private static func agreement(_ ours: PointClusters, _ theirs: [Int32]) throws -> String {
    let count = Int((theirs.max() ?? -1) + 1)
    let noise = theirs.count { $0 < 0 }
    guard count == ours.clusterCount, noise == ours.noiseCount else {
      throw Disagreement.clusters("\(ours.clusterCount) \(ours.noiseCount), peer \(count) \(noise)")
    }
    var number: [Int32: Int32] = [:]
    for point in theirs.indices {
      if (theirs[point] < 0) != (ours.labels[point] < 0) {
        throw Disagreement.clusters("noise at \(point)")
      }
      if !ours.isCore[point] { continue }
      let known = number.updateValue(ours.labels[point], forKey: theirs[point])
      if let known, known != ours.labels[point] { throw Disagreement.clusters("label at \(point)") }
    }
    guard number.count == count, Set(number.values).count == count else {
      throw Disagreement.clusters("numbers")
    }
    return "\(count) clusters, \(noise) noise, every core point"
  }
}
