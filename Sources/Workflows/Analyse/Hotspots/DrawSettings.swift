import Analysis

/// How a statistic is told from chance: what every analysis that draws permutations is told.
struct DrawSettings {
  static let mostPermutations = 1 << 26
  static let mostThreads = 256

  var permutations: Int
  var falseDiscoveryRate: Double
  var seed: UInt64
  var threads: Int?

  /// - Throws: a usage error that names the range.
  func settings() throws(WorkflowError) -> HotspotSettings {
    guard (0...Self.mostPermutations).contains(permutations) else {
      throw .usage("--permutations \(permutations): from 0 to \(Self.mostPermutations)")
    }
    guard falseDiscoveryRate > 0, falseDiscoveryRate < 1 else {
      throw .usage("--fdr \(falseDiscoveryRate): more than 0 and less than 1")
    }
    var settings = HotspotSettings()
    settings.permutations = permutations
    settings.falseDiscoveryRate = falseDiscoveryRate
    settings.seed = seed
    if let threads {
      guard (1...Self.mostThreads).contains(threads) else {
        throw .usage("--threads \(threads): from 1 to \(Self.mostThreads)")
      }
      settings.threads = threads
    }
    return settings
  }
}
