import Analysis
import Foundation

extension Benchmark {
  /// A queen lattice of gamma values (shape 2, scale 2).
  static func lattice(_ side: Int) throws -> (values: [Double], graph: NeighbourGraph) {
    var random = ReplicateGenerator(seed: 2, stream: 0)
    let values = (0..<side * side).map { _ in
      (0..<4).reduce(0.0) { sum, _ in
        let normal = random.normal()
        return sum + normal * normal
      }
    }
    let cells = (0..<Int32(side * side)).map { ($0 % Int32(side), $0 / Int32(side)) }
    let columns = cells.map(\.0)
    let rows = cells.map(\.1)
    return (values, try .lattice(columns: columns.span, rows: rows.span))
  }

  static func getisOrd(_ folder: String) throws {
    for side in [100, 316] {
      let (values, graph) = try lattice(side)
      let files = ["values", "z", "p"].map { "\(folder)/\($0).bin" }
      try Peer.write(values, files[0])
      let peer = try Peer.run("gistar.py", ["\(side)", "999"] + files)
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
      var same = ""
      if peer != nil {
        same = try agreement(
          two.result, z: Peer.column(Double.self, files[1]), p: Peer.column(Double.self, files[2]))
      }
      row(
        "Gi* \(side)×\(side) queen, 999 permutations", one.seconds, two.seconds, peer, same)
      settings.refines = true
      let refined = try timed(rounds: 3) {
        try search.hotspots(values: values.span, settings: settings)
      }
      let most = refined.result.draws.max() ?? 0
      let open = refined.result.classes.count { $0 == .unresolved }
      settings.threads = 1
      let alone = try timed(rounds: 3) {
        try search.hotspots(values: values.span, settings: settings)
      }
      guard alone.result == refined.result else { throw Disagreement.threads }
      row(
        "the same, refined: up to \(most) draws, \(open) unresolved", alone.seconds,
        refined.seconds)
      settings.permutations = 0
      let normal = try timed(rounds: 15) {
        try search.hotspots(values: values.span, settings: settings)
      }
      row("the same, normal p", normal.seconds, nil)
    }
  }

  private static func agreement(_ ours: HotspotTable, z: [Double], p: [Double]) throws -> String {
    var zGap = 0.0
    var pGap = 0.0
    for place in z.indices {
      zGap = max(zGap, abs((ours.z[place] ?? .nan) - z[place]))
      // Both estimate twice the smaller tail from 999 draws: in standard errors of the two.
      let mine = (ours.p[place] ?? .nan) / 2
      let error = (2 * max(0.001, p[place] * (1 - p[place])) / 999).squareRoot()
      pGap = max(pGap, abs(mine - min(0.5, p[place])) / error)
    }
    guard zGap < 1e-9 else { throw Disagreement.scores(zGap) }
    guard pGap < 6 else { throw Disagreement.pValues(pGap) }
    return String(format: "z within %.0e, p within %.1f standard errors", zGap, pGap)
  }
}
