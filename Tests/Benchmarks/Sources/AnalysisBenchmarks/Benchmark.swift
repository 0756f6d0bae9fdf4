import Analysis
import Foundation

/// Times the kernels beside their peers, on the same columns, and checks that they agree.
///
///     ANLAN_PEER_PYTHON=… swift run -c release AnalysisBenchmarks [dbscan] [gi]
@main
struct Benchmark {
  static func main() throws {
    let chosen = Set(CommandLine.arguments.dropFirst())
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    print("| work | ours, 1 thread | ours, 2 threads | peer | ratio | agrees |")
    print("| --- | --- | --- | --- | --- | --- |")
    if chosen.isEmpty || chosen.contains("dbscan") { try dbscan(folder.path) }
    if chosen.isEmpty || chosen.contains("gi") { try getisOrd(folder.path) }
  }

  static func row(
    _ work: String, _ one: Double, _ two: Double, _ peer: Peer.Answer?, _ agreement: String
  ) {
    let ratio = peer.map { String(format: "%.1f", $0.seconds / two) } ?? ""
    let other = peer.map { String(format: "%@: %.3f s", $0.name, $0.seconds) } ?? ""
    print(
      String(
        format: "| %@ | %.1f ms | %.1f ms | %@ | %@ | %@ |", work, one * 1e3, two * 1e3, other,
        ratio, agreement))
  }

  static func dbscan(_ folder: String) throws {
    let minimumPoints = 10
    for (count, radius) in [(10_000, 0.66), (100_000, 0.21), (1_000_000, 0.066)] {
      let file = "\(folder)/points.bin"
      try Peer.run("points.py", ["\(count)", file])
      let points = try Peer.column(Double.self, file)
      let x = (0..<count).map { points[2 * $0] }
      let y = (0..<count).map { points[2 * $0 + 1] }
      let search = try DBSCAN(radiusMetres: radius, minimumPoints: minimumPoints)
      let rounds = 15
      let one = try timed(rounds: rounds) { try search.clusters(x: x.span, y: y.span, threads: 1) }
      let two = try timed(rounds: rounds) { try search.clusters(x: x.span, y: y.span, threads: 2) }
      let ours = two.result
      guard one.result == ours else { throw Disagreement.threads }
      for (script, arguments) in [
        ("dbscan.R", [file, "\(count)", "\(radius)", "\(minimumPoints)"]),
        ("dbscan.py", [file, "\(radius)", "\(minimumPoints)"]),
      ] {
        let labels = "\(folder)/labels.bin"
        let peer = try Peer.run(script, arguments + [labels])
        let theirs = try Peer.column(Int32.self, labels)
        row(
          "DBSCAN \(count) points, eps \(radius), minPts \(minimumPoints)", one.seconds,
          two.seconds, peer, try agreement(ours, theirs))
      }
    }
  }

  enum Disagreement: Error {
    case threads
    case clusters(String)
    case scores(Double)
    case pValues(Double)
  }

  /// The same clusters up to their numbers over all core points, and the same noise.
  static func agreement(_ ours: PointClusters, _ theirs: [Int32]) throws -> String {
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

  static func getisOrd(_ folder: String) throws {
    for side in [100, 316] {
      let files = ["values", "z", "p"].map { "\(folder)/\($0).bin" }
      let peer = try Peer.run("gistar.py", ["\(side)", "999"] + files)
      let values = try Peer.column(Double.self, files[0])
      let cells = (0..<Int32(side * side)).map { ($0 % Int32(side), $0 / Int32(side)) }
      let columns = cells.map(\.0)
      let rows = cells.map(\.1)
      let graph = try NeighbourGraph.lattice(columns: columns.span, rows: rows.span)
      let search = GetisOrd(graph: graph)
      var settings = HotspotSettings()
      settings.seed = 1
      settings.refines = false
      settings.threads = 1
      let one = try timed(rounds: 15) {
        try search.hotspots(values: values.span, settings: settings)
      }
      settings.threads = 2
      let two = try timed(rounds: 15) {
        try search.hotspots(values: values.span, settings: settings)
      }
      guard one.result == two.result else { throw Disagreement.threads }
      let z = try Peer.column(Double.self, files[1])
      let p = try Peer.column(Double.self, files[2])
      var zGap = 0.0
      var pGap = 0.0
      for place in values.indices {
        zGap = max(zGap, abs((two.result.z[place] ?? .nan) - z[place]))
        // Both estimate twice the smaller tail from 999 draws: in standard errors of the two.
        let mine = (two.result.p[place] ?? .nan) / 2
        let error = (2 * max(0.001, p[place] * (1 - p[place])) / 999).squareRoot()
        pGap = max(pGap, abs(mine - min(0.5, p[place])) / error)
      }
      guard zGap < 1e-9 else { throw Disagreement.scores(zGap) }
      guard pGap < 6 else { throw Disagreement.pValues(pGap) }
      row(
        "Gi* \(side)×\(side) queen, 999 permutations", one.seconds, two.seconds, peer,
        String(format: "z within %.0e, p within %.1f standard errors", zGap, pGap))
      settings.refines = true
      let refined = try timed(rounds: 3) {
        try search.hotspots(values: values.span, settings: settings)
      }
      let most = refined.result.draws.max() ?? 0
      let open = refined.result.classes.count { $0 == .unresolved }
      row(
        "the same, refined: up to \(most) draws, \(open) unresolved", refined.seconds,
        refined.seconds, nil, "")
    }
  }
}
