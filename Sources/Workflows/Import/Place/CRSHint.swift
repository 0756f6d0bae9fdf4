import SimpleFeatures

/// What a position that does not fit its declared CRS looks like instead, and the option to add.
enum CRSHint {
  /// - Parameters:
  ///   - box: the study area in WGS 84, where it is known: it tells meridians apart.
  ///   - preferring: the store's metric CRS, where several meridians are left.
  static func text(
    for position: Coordinate, declared: CRS, within box: BoundingBox? = nil, preferring: CRS? = nil
  ) -> String? {
    let (x, y) = (abs(position.x), abs(position.y))
    let numbers = "\(position.x), \(position.y)"
    let isDegrees = x <= 180 && y <= 180 && min(x, y) <= 90
    if isDegrees {
      guard !declared.isKnownGeographic else { return nil }
      return "\(numbers) looks like degrees: say --crs EPSG:4326, EPSG:4490 or GCJ-02."
    }
    let guess = CoordinateGuess(x: position.x, y: position.y, within: box)
    let others = guess.candidates.filter { $0.crs != declared || $0.isExchanged }
    guard declared.isKnownGeographic || others.count == guess.candidates.count else { return nil }
    if let zoned = others.first(where: { zone(of: $0) != nil }), let zone = zone(of: zoned) {
      let code = zoned.crs.identifier
      return zoned.isExchanged
        ? "\(numbers) looks like Gauss–Krüger metres of zone \(zone) with X north and Y east: "
          + "map lon to the column of Y, and say --crs \(code)."
        : "\(numbers) looks like Gauss–Krüger metres with zone \(zone): say --crs \(code)."
    }
    guard declared.isKnownGeographic || !others.isEmpty else { return nil }
    guard guess.isWithinStudyArea, let best = guess.best(preferring: preferring) else {
      return declared.isKnownGeographic
        ? "\(numbers) looks like metres: say their system, such as --crs EPSG:4549 "
          + "(central meridian 120°)."
        : nil
    }
    let exchange =
      best.isExchanged ? " with X north and Y east: map lon to the column of Y, and" : ":"
    let also = Set(others.map(\.crs.identifier)).subtracting([best.crs.identifier]).sorted()
    return "\(numbers) looks like metres\(exchange) say --crs \(best.crs.identifier), "
      + "which puts it into the study area"
      + (also.isEmpty ? "." : " (so would \(also.joined(separator: ", ")): ask who issued it).")
  }

  /// The three-degree zone in the first two digits of an easting of eight.
  private static func zone(of candidate: CoordinateGuess.Candidate) -> Int? {
    guard case .epsg(let code) = candidate.crs, (4513...4533).contains(code) else { return nil }
    return code - 4488
  }
}
