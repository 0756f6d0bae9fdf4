extension GetisOrd {
  /// The hot and cold spots of values that are known for every place, such as an index.
  ///
  /// - Throws: `tooFewPlaces` below 3, `notFinite`, `differentLengths`, `invalidParameter`,
  ///   `cancelled`.
  /// - Complexity: O(R · (degree + degrees · log places) + places · log places) for R draws;
  ///   O(places + neighbours) memory.
  public func hotspots(
    values: Span<Double>, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HotspotTable {
    try settings.validate()
    try requireColumn(values, "values")
    var known: [Double] = []
    known.reserveCapacity(values.count)
    for place in values.indices { known.append(values[place]) }
    return try decided(
      known, places: Array(0..<Int32(values.count)), graph: graph, settings: settings,
      isCancelled: isCancelled, progress: progress)
  }

  /// The hot and cold spots of counts, such as incidents a place.
  ///
  /// With fewer than `settings.minimumTotal` incidents in all, every place is `tooFew`.
  public func hotspots(
    counts: Span<Double>, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HotspotTable {
    try settings.validate()
    let total = try total(of: counts)
    guard counts.count >= Self.minimumPlaces else {
      throw .tooFewPlaces(count: counts.count, minimum: Self.minimumPlaces)
    }
    if total < settings.minimumTotal { return HotspotTable(tooFewOf: counts.count) }
    return try hotspots(
      values: counts, settings: settings, isCancelled: isCancelled, progress: progress)
  }

  /// The hot and cold spots of rates: counts by exposure, such as incidents by households.
  ///
  /// A place whose exposure is 0 or not a finite number is unknown. It is `tooFew`, has no
  /// value, is no neighbour of any place, and is not dealt out in permutations.
  public func hotspots(
    counts: Span<Double>, exposures: Span<Double>, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HotspotTable {
    try settings.validate()
    _ = try total(of: counts)
    guard exposures.count == counts.count else {
      throw .differentLengths(
        column: "exposures", count: exposures.count, expected: counts.count)
    }
    var rates: [Double] = []
    var places: [Int32] = []
    var total = 0.0
    for place in counts.indices {
      let exposure = exposures[place]
      if exposure < 0 { throw .negative(column: "exposures", position: place) }
      guard exposure > 0 && exposure.isFinite else { continue }
      let rate = counts[place] / exposure
      guard rate.isFinite else { throw .notFinite(column: "rates", position: place) }
      rates.append(rate)
      places.append(Int32(truncatingIfNeeded: place))
      total += counts[place]
    }
    guard places.count >= Self.minimumPlaces else {
      throw .tooFewPlaces(count: places.count, minimum: Self.minimumPlaces)
    }
    if total < settings.minimumTotal { return HotspotTable(tooFewOf: counts.count) }
    let known = places.count == counts.count ? graph : graph.induced(by: places)
    return try decided(
      rates, places: places, graph: known, settings: settings, isCancelled: isCancelled,
      progress: progress)
  }

  private func total(of counts: Span<Double>) throws(AnalysisError) -> Double {
    try requireColumn(counts, "counts")
    var total = 0.0
    for place in counts.indices {
      if counts[place] < 0 { throw .negative(column: "counts", position: place) }
      total += counts[place]
    }
    return total
  }

  /// - Parameters:
  ///   - values: of the known places only.
  ///   - places: the position of each of them in the answer, ascending.
  ///   - known: the graph among them.
  private func decided(
    _ values: [Double], places: [Int32], graph known: NeighbourGraph, settings: HotspotSettings,
    isCancelled: @Sendable () -> Bool, progress: (Double) -> Void
  ) throws(AnalysisError) -> HotspotTable {
    var scores = [Double](repeating: 0, count: values.count)
    var storage = scores.mutableSpan
    try GetisOrd(graph: known, statistic: statistic).score(values.span, into: &storage)

    let significance =
      settings.permutations == 0
      ? Significance(normalScores: scores)
      : try permuted(
        values, graph: known, settings: settings, isCancelled: isCancelled, progress: progress)

    var table = HotspotTable(tooFewOf: graph.placeCount)
    let q = FalseDiscoveryRate.benjaminiHochberg(significance.p.map(Optional.some))
    for (known, place) in places.enumerated() {
      let place = Int(place)
      table.z[place] = scores[known]
      table.p[place] = significance.p[known]
      table.q[place] = q[known]
      table.draws[place] = significance.draws[known]
      table.classes[place] =
        significance.isUndecided[known]
        ? .unresolved
        : classified(
          q: q[known] ?? 1, score: scores[known], tail: significance.directions[known],
          settings: settings)
    }
    progress(1)
    return table
  }

  private func permuted(
    _ values: [Double], graph known: NeighbourGraph, settings: HotspotSettings,
    isCancelled: @Sendable () -> Bool, progress: (Double) -> Void
  ) throws(AnalysisError) -> Significance {
    let sums = FixedPointSums(values: values, graph: known)
    var decision = PermutationDecision(
      permutation: ConditionalPermutation(
        values: sums.values, degrees: sums.degrees, observed: sums.observed,
        tolerance: sums.tolerance, seed: settings.seed,
        parallel: Parallel(threads: settings.threads)),
      rates: [
        settings.falseDiscoveryRate, min(settings.falseDiscoveryRate, HotspotSettings.strictRate),
      ])
    try decision.draw(settings.permutations, isCancelled: isCancelled)
    progress(0.5)
    if settings.refines {
      try decision.refine(budget: settings.drawBudget, isCancelled: isCancelled)
    }
    return Significance(decision)
  }

  /// A place is hot only if both the score and the tail say so: under permutations a lone high
  /// value among low neighbours has a high G* and surroundings lower than chance, and is neither.
  private func classified(
    q: Double, score: Double, tail: Int, settings: HotspotSettings
  ) -> HotspotClass {
    guard q <= settings.falseDiscoveryRate else { return .none }
    let isStrict = q <= HotspotSettings.strictRate
    if tail > 0 && score > 0 { return isStrict ? .hot99 : .hot95 }
    if tail < 0 && score < 0 { return isStrict ? .cold99 : .cold95 }
    return .none
  }
}
