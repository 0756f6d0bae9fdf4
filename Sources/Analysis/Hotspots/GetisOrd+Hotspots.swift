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
    return try hotspots(
      of: PlaceColumn(values: values), settings: settings, isCancelled: isCancelled,
      progress: progress)
  }

  /// The hot and cold spots of counts, such as incidents a place.
  ///
  /// With fewer than `settings.minimumTotal` incidents in all, every place is `tooFew`.
  public func hotspots(
    counts: Span<Double>, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HotspotTable {
    try settings.validate()
    return try hotspots(
      of: PlaceColumn(counts: counts), settings: settings, isCancelled: isCancelled,
      progress: progress)
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
    return try hotspots(
      of: PlaceColumn(counts: counts, exposures: exposures), settings: settings,
      isCancelled: isCancelled, progress: progress)
  }

  /// The hot and cold spots of a column that may have unknown places, such as smoothed rates.
  ///
  /// An unknown place is `tooFew`. With fewer incidents than `settings.minimumTotal` behind the
  /// column every place is, and the table's `refusal` says so.
  public func hotspots(
    of column: PlaceColumn, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HotspotTable {
    try settings.validate()
    try column.requirePlaces(graph.placeCount, minimum: Self.minimumPlaces)
    var table = HotspotTable(tooFewOf: graph.placeCount)
    table.refusal = column.refusal(minimumTotal: settings.minimumTotal)
    if table.refusal != nil { return table }

    let known = weights.induced(by: column.places)
    let values = column.values
    var scores = [Double](repeating: 0, count: values.count)
    var storage = scores.mutableSpan
    try GetisOrd(weights: known, statistic: statistic).score(values.span, into: &storage)
    let significance =
      settings.permutations == 0
      ? Significance(normalScores: scores)
      : try Significance.permuted(
        values, weights: known,
        rates: [
          settings.falseDiscoveryRate,
          min(settings.falseDiscoveryRate, HotspotSettings.strictRate),
        ], settings: settings, isCancelled: isCancelled, progress: progress)

    let q = FalseDiscoveryRate.benjaminiHochberg(significance.p.map(Optional.some))
    for (known, place) in column.places.enumerated() {
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
