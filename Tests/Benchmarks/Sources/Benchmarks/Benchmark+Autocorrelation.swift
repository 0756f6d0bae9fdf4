import Analysis
import Foundation

extension Benchmark {
  /// Local Moran, of one column and of two, and the global tests.
  static func autocorrelation(_ folder: String) throws {
    for side in [100, 316] {
      let (values, graph) = try lattice(side)
      let other = Array(values.reversed())
      let files = ["values", "i", "p", "other"].map { "\(folder)/lisa-\($0).bin" }
      try Peer.write(values, files[0])
      try Peer.write(other, files[3])
      let column = try PlaceColumn(values: values.span)
      let surroundings = try PlaceColumn(values: other.span)
      let search = LocalMoran(weights: .rowStandardised(graph), divisor: .placesLessOne)
      for y in side == 100 ? [column, surroundings] : [column] {
        let isPair = y != column
        let peer = try Peer.run(
          "lisa.py", ["\(side)", "999"] + files.prefix(isPair ? 4 : 3))
        try row(
          "\(isPair ? "bivariate LISA" : "LISA") \(side)×\(side) queen, 999 permutations",
          peer: peer
        ) { settings in
          try search.clusters(of: column, around: y, settings: settings)
        } agrees: { table in
          try agreement(
            table, i: Peer.column(Double.self, files[1]), p: Peer.column(Double.self, files[2]))
        }
      }
      try row("LISA \(side)×\(side), 9,999 permutations", permutations: 9999) { settings in
        try search.clusters(of: column, settings: settings)
      }
      let weights = try SpatialWeights(
        graph: graph, weights: graph.neighbours.indices.map { 1 + Double($0 % 7) })
      try row("LISA \(side)×\(side), uneven weights, 999 permutations") { settings in
        try LocalMoran(weights: weights).clusters(of: column, settings: settings)
      }
      for statistic in GlobalAutocorrelation.Statistic.allCases {
        let global = GlobalAutocorrelation(weights: .rowStandardised(graph), statistic: statistic)
        try row("global \(statistic.rawValue) \(side)×\(side), 999 permutations") { settings in
          try global.test(of: column, settings: settings)
        }
      }
    }
  }

  /// Times some work with one thread and with two, which must agree.
  private static func row<Result: Equatable>(
    _ name: String, permutations: Int = 999, peer: Peer.Answer? = nil,
    _ work: (HotspotSettings) throws -> Result, agrees: (Result) throws -> String = { _ in "" }
  ) throws {
    var settings = HotspotSettings()
    settings.seed = 1
    settings.permutations = permutations
    settings.refines = false
    settings.threads = 1
    let rounds = peer == nil ? 3 : 15
    let one = try timed(rounds: rounds) { try work(settings) }
    settings.threads = 2
    let two = try timed(rounds: rounds) { try work(settings) }
    guard one.result == two.result else { throw Disagreement.threads }
    row(
      name, one.seconds, two.seconds, peer, try peer.map { _ in try agrees(two.result) } ?? "")
  }

  private static func agreement(_ ours: LocalMoranTable, i: [Double], p: [Double]) throws -> String
  {
    var iGap = 0.0
    var pGap = 0.0
    for place in i.indices {
      iGap = max(iGap, abs((ours.statistic[place] ?? .nan) - i[place]) / max(1, abs(i[place])))
      let mine = (ours.p[place] ?? .nan) / 2
      let error = (2 * max(0.001, p[place] * (1 - p[place])) / 999).squareRoot()
      pGap = max(pGap, abs(mine - min(0.5, p[place])) / error)
    }
    guard iGap < 1e-9 else { throw Disagreement.scores(iGap) }
    guard pGap < 6 else { throw Disagreement.pValues(pGap) }
    return String(format: "I within %.0e, p within %.1f standard errors", iGap, pGap)
  }
}
