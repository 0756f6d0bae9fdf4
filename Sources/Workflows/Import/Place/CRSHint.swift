import SimpleFeatures

/// What a position that does not fit its declared CRS looks like instead.
enum CRSHint {
  /// > GB/T 22021: an easting of eight digits begins with its zone, one of six digits does not.
  static func text(for position: Coordinate, declared: CRS) -> String? {
    let (x, y) = (abs(position.x), abs(position.y))
    let numbers = "\(position.x), \(position.y)"
    if declared.isKnownGeographic, x > 180 || y > 180 {
      if let zone = zone(x) {
        return "\(numbers) looks like Gauss–Krüger metres with zone \(zone): say --crs EPSG:"
          + "\(4488 + zone)."
      }
      if let zone = zone(y) {
        return "\(numbers) looks like Gauss–Krüger metres of zone \(zone) with X north and Y east: "
          + "map lon to the column of Y, and say --crs EPSG:\(4488 + zone)."
      }
      return "\(numbers) looks like metres: say their system, such as --crs EPSG:4549 "
        + "(central meridian 120°)."
    }
    if !declared.isKnownGeographic, let zone = zone(x), declared != .epsg(4488 + zone) {
      return "\(numbers) looks like Gauss–Krüger metres with zone \(zone): say --crs EPSG:"
        + "\(4488 + zone)."
    }
    if !declared.isKnownGeographic, x <= 180, y <= 90 || (y <= 180 && x <= 90) {
      return "\(numbers) looks like degrees: say --crs EPSG:4326, EPSG:4490 or GCJ-02."
    }
    return nil
  }

  /// The three-degree zone in the first two digits of an easting of eight.
  private static func zone(_ easting: Double) -> Int? {
    let zone = Int(min(easting, 1e9) / 1e6)
    return (25...45).contains(zone) ? zone : nil
  }
}
