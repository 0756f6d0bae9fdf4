import Formats
import SimpleFeatures
import Storage

/// What became of the rows of a layer.
struct RowCounts {
  var features = 0
  /// Features whose numbers were taken out because they are small.
  var suppressed = 0
  /// Points of categories that only leave as counts.
  var withheld = 0

  mutating func add(_ other: RowCounts) {
    features += other.features
    suppressed += other.suppressed
    withheld += other.withheld
  }
}

/// The rows of a layer that leave, in their order.
struct LayerRows {
  typealias Take = (any FeatureRow) throws -> Void

  let query: LayerQuery
  let filter: FeatureFilter
  let store: any SpatialStore

  /// So many keys are one part: half a megabyte of text, which stays in a core's cache.
  private static let keysOfPart: Int64 = 1024
  /// Fewer are not worth a second connection.
  private static let fewKeys: Int64 = 50_000

  /// All of them, one after the other.
  func forEach(_ take: Take) throws -> RowCounts {
    var counts = RowCounts()
    try store.forEachRow(of: query) { try admit($0, &counts, take) }
    return counts
  }

  /// Writes all of them through `body`, which is called for each part on whichever thread is free;
  /// what it puts into its sink arrives in the order of the parts.
  ///
  /// - Parameters:
  ///   - separator: stands between the parts.
  ///   - sink: where everything goes.
  ///   - body: where the bytes of the part go, and the way to its rows.
  func forEachPart(
    separatedBy separator: StaticString, into sink: ByteSink,
    _ body: @escaping (ByteSink, (Take) throws -> Void) throws -> Void
  ) throws -> RowCounts {
    guard query.layer == "incidents" else { return try alone(sink, body) }
    return try store.withViews { views in
      guard views.count == 2, let keys = try views[0].answer(IncidentKeyRange()),
        keys.upperBound - keys.lowerBound >= Self.fewKeys
      else { return try alone(sink, body) }
      var whole = RowCounts()
      try PartsInTurn.run(
        Int((keys.upperBound - keys.lowerBound) / Self.keysOfPart) + 1,
        separator: separator.withUTF8Buffer { Array($0) },
        into: sink
      ) { part, thread, sink in
        var page = FeaturePage(query)
        page.after = keys.lowerBound - 1 + Int64(part) * Self.keysOfPart
        page.through = keys.lowerBound - 1 + Int64(part + 1) * Self.keysOfPart
        var counts = RowCounts()
        try body(sink) { take in
          try views[thread].forEachRow(of: page) { try admit($0, &counts, take) }
        }
        return counts
      } done: {
        whole.add($0)
      }
      return whole
    }
  }

  private func alone(
    _ sink: ByteSink, _ body: (ByteSink, (Take) throws -> Void) throws -> Void
  ) throws -> RowCounts {
    var counts = RowCounts()
    try body(sink) { counts = try forEach($0) }
    return counts
  }

  private func admit(
    _ row: any FeatureRow, _ counts: inout RowCounts, _ take: Take
  ) throws {
    guard let shown = try filter.admitted(row, &counts) else { return }
    try take(shown)
    counts.features += 1
  }
}
