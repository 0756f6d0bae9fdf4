import Analysis
import Foundation

extension Benchmark {
  /// A safety index of 120 indicators in six groups: computed with its parts, drawn as chance may have
  /// it, and made by other choices.
  static func index(_ folder: String) throws {
    let safety = SafetyIndex(try indexTree())
    for units in [1033, 10_333] {
      let (counts, exposures, indicators) = indexColumns(units)
      let table = try timed(rounds: 5) { try safety.table(indicators) }
      row("index of \(units) units, 120 indicators, with parts", table.seconds, nil)
      // Enough that the histograms, which are laid out once, are no great part.
      let draws = units > 5000 ? 100 : 500
      func drawn(_ threads: Int) throws -> (seconds: Double, result: IndexUncertainty.Table) {
        try timed(rounds: 2) {
          try IndexUncertainty(draws: draws, threads: threads).table(of: safety, indicators)
        }
      }
      let (one, two) = (try drawn(1), try drawn(2))
      guard one.result == two.result else { throw Disagreement.threads }
      let files = ["counts", "exposures", "ranges"].map { "\(folder)/index-\($0).bin" }
      try Peer.write(counts.flatMap { $0 }, files[0])
      try Peer.write(exposures, files[1])
      let peer = try Peer.run("index.py", ["\(units)", "\(draws)"] + files)
      var agreement = ""
      if peer != nil {
        // The mean width of a range, which Monte Carlo moves by some hundredths.
        let theirs = try Peer.column(Double.self, files[2])
        let ours = zip(two.result.low, two.result.high).map { $1 - $0 }
        let ratio = ours.reduce(0, +) / theirs.reduce(0, +)
        guard abs(ratio - 1) < 0.1 else { throw Disagreement.scores(ratio) }
        agreement = String(format: "mean width of a range, ours by the peer's: %.3f", ratio)
      }
      row(
        "\(draws) draws of the whole chain, \(units) units", one.seconds, two.seconds, peer,
        agreement)
      try otherChoices(safety, indicators, units: units, files)
    }
  }

  /// Peak memory by units and draws: it grows with units times indicators, and not with the draws.
  static func indexMemory() throws {
    say("")
    say("| peak memory, units | columns | with parts | 40 draws | 400 | 280 choices | 2,800 |")
    say("| --- | --- | --- | --- | --- | --- | --- |")
    for units in [2_500, 5_000, 10_000] {
      let tree = try indexTree()
      let safety = SafetyIndex(tree)
      let (_, _, indicators) = indexColumns(units)
      func grown(_ work: () throws -> Void) rethrows -> String {
        let before = ProcessMemory.resetPeak()
        try work()
        return before.flatMap { before in
          ProcessMemory.peak().map { String(format: "%.0f MB", Double($0 - before) / 1024) }
        } ?? ""
      }
      let cells = [
        try grown { _ = try safety.table(indicators) },
        try grown { _ = try IndexUncertainty(draws: 40).table(of: safety, indicators) },
        try grown { _ = try IndexUncertainty(draws: 400).table(of: safety, indicators) },
        try grown {
          _ = try IndexSensitivity(rows: 40).table(of: safety, indicators, bounds: [90])
        },
        try grown {
          _ = try IndexSensitivity(rows: 400).table(of: safety, indicators, bounds: [90])
        },
      ]
      let columns = String(format: "%.0f MB", Double(units * 121 * 8) / 1_048_576)
      say("| \(units) | \(columns) | " + cells.joined(separator: " | ") + " |")
    }
  }

  /// Six groups of twenty.
  private static func indexTree() throws -> IndexTree {
    try IndexTree(
      (0..<6).map { group in
        IndexTree.Node((0..<20).map { .init(.indicator(group * 20 + $0), weight: 0.05) })
      } + [IndexTree.Node((0..<6).map { .init(.node($0), weight: 1 / 6.0) })],
      indicatorCount: 120)
  }

  /// Ten thousand draws of weights, scale, sum or product, smoothing and omission, with their ranks:
  /// beside numpy draw by draw, and beside numpy at its best.
  private static func otherChoices(
    _ safety: SafetyIndex, _ indicators: [Indicator], units: Int, _ files: [String]
  ) throws {
    let rows = 1430
    func chosen(_ threads: Int) throws -> (seconds: Double, result: IndexSensitivity.Table) {
      try timed(rounds: 2) {
        try IndexSensitivity(rows: rows, threads: threads).table(
          of: safety, indicators, bounds: [90, 80, 70, 60])
      }
    }
    let (one, two) = (try chosen(1), try chosen(2))
    guard one.result == two.result else { throw Disagreement.threads }
    for mode in ["draws", "matrices"] {
      let peer = try Peer.run(
        "choices.py", ["\(units)", "\(rows)"] + files + [mode])
      var agreement = ""
      if peer != nil {
        // The mean width of a range of ranks, in hundredths of the units.
        let theirs = try Peer.column(Double.self, files[2]).reduce(0, +) / 2 / Double(units)
        let widths = zip(two.result.rankLow, two.result.rankHigh).map {
          Double(($1 ?? 0) - ($0 ?? 0) + 1)
        }
        let ours = widths.reduce(0, +) / Double(units) / Double(units) * 100
        guard abs(ours / theirs - 1) < 0.1 else { throw Disagreement.scores(ours / theirs) }
        agreement = String(
          format: "mean width of a range of ranks: %.2f %% ours, %.2f %% the peer's", ours, theirs)
      }
      row(
        "\(7 * rows) other choices, \(units) units, 120 indicators", one.seconds, two.seconds, peer,
        agreement)
    }
  }

  /// Rates that differ between units, in populations from 200 to 20,000.
  private static func indexColumns(
    _ units: Int
  ) -> (counts: [[Double]], exposures: [Double], indicators: [Indicator]) {
    var random = ReplicateGenerator(seed: 21, stream: 0)
    let exposures = (0..<units).map { _ in 0.2 * exp(random.uniform() * log(100)) }
    let counts = (0..<120).map { _ in
      exposures.map { exposure in
        // Near enough to a count: a rate of some a thousand, rounded.
        (exposure * 4 * random.uniform() + 2 * random.uniform()).rounded(.down)
      }
    }
    let indicators = counts.enumerated().map { number, column in
      Indicator(
        name: "i\(number)", data: .counts(column, exposures: exposures),
        scale: .goalposts(worst: 8, best: 0))
    }
    return (counts, exposures, indicators)
  }
}
