import SimpleFeatures

/// What a datum check keeps of a file's positions while its rows pass: the mean position of each
/// code, and a thinned sample. Memory is bounded whatever the file's length.
struct DatumTally {
  /// Where a kind of record can lie.
  enum Ground { case land, sea, unknown }

  struct Sample {
    var position: Coordinate
    var code: String?
    var ground: Ground
  }

  struct CodeMean {
    var sum = Coordinate(x: 0, y: 0)
    var count = 0

    var mean: Coordinate { Coordinate(x: sum.x / Double(count), y: sum.y / Double(count)) }
  }

  private(set) var samples: [Sample] = []
  private(set) var byCode: [String: CodeMean] = [:]
  /// Rows that had a position.
  private(set) var count = 0
  /// Some rows are of a kind that is known to lie on land, or at sea.
  private(set) var hasGround = false
  private var step = 1

  private static let mostSamples = 16_384
  private static let mostCodes = 50_000

  /// - Parameters:
  ///   - position: the file's own numbers, degrees.
  ///   - code: of the place that the row names, by its digits.
  mutating func add(_ position: Coordinate, code: String?, ground: Ground) {
    guard position.isFinite else { return }
    if let code, byCode[code] != nil || byCode.count < Self.mostCodes {
      byCode[code, default: CodeMean()].sum.x += position.x
      byCode[code]?.sum.y += position.y
      byCode[code]?.count += 1
    }
    hasGround = hasGround || ground != .unknown
    defer { count += 1 }
    guard count % step == 0 else { return }
    if samples.count == Self.mostSamples {
      // Every second one goes, and from here on every second row is passed over.
      samples = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
      step *= 2
      guard count % step == 0 else { return }
    }
    samples.append(Sample(position: position, code: code, ground: ground))
  }
}
