import CPROJ
public import SimpleFeatures

/// What the registry says of a system.
public struct CRSDescription: Sendable, Equatable {
  public enum Kind: Sendable, Hashable {
    case geographic
    case projected
  }

  /// The order in which the authority writes coordinates. Ours is always east, north.
  public enum AxisOrder: Sendable, Hashable {
    case eastNorth
    case northEast
    /// South, west, or a polar system's.
    case other
  }

  public var crs: CRS
  public var name: String
  public var kind: Kind
  /// `degree`, `metre`, `US survey foot`.
  public var unit: String
  /// What one unit of a projected system is in metres; `nil` for a geographic one.
  public var metresPerUnit: Double?
  public var axisOrder: AxisOrder
  /// Longitudes and latitudes in degrees; `maxX` lies beyond 180 where the area crosses the 180th
  /// meridian.
  public var areaOfUse: BoundingBox?

  /// - Throws: `ProjectionError.unknownSystem` or `.notHorizontal`, naming the system.
  public init(_ crs: CRS) throws(ProjectionError) {
    self.crs = crs
    if let offset = ChineseOffset(crs) {
      name = offset == .gcj02 ? "GCJ-02" : "BD-09"
      kind = .geographic
      unit = "degree"
      axisOrder = .eastNorth
      areaOfUse = ChineseOffset.box
      return
    }
    let context = try PROJContext()
    let system = try context.system(crs)
    name = proj_get_name(system.pointer).map { String(cString: $0) } ?? crs.identifier
    kind = system.isGeographic ? .geographic : .projected
    areaOfUse = Self.areaOfUse(system)
    (unit, metresPerUnit, axisOrder) = ("unknown", nil, .other)
    guard let found = proj_crs_get_coordinate_system(context.handle, system.pointer) else { return }
    let axes = PROJObject(owning: found, in: context)
    guard let first = Self.axis(0, of: axes), let second = Self.axis(1, of: axes) else { return }
    unit = first.unit
    metresPerUnit = kind == .projected ? first.factor : nil
    axisOrder =
      switch (first.direction, second.direction) {
      case ("east", "north"): .eastNorth
      case ("north", "east"): .northEast
      default: .other
      }
  }

  private static func axis(
    _ index: CInt, of system: borrowing PROJObject
  ) -> (direction: String, factor: Double, unit: String)? {
    var direction: UnsafePointer<CChar>?
    var unit: UnsafePointer<CChar>?
    var factor = 0.0
    // 1 on success.
    guard
      proj_cs_get_axis_info(
        system.context.handle, system.pointer, index, nil, nil, &direction, &factor, &unit, nil,
        nil) == 1, let direction, let unit
    else { return nil }
    return (String(cString: direction), factor, String(cString: unit))
  }

  private static func areaOfUse(_ system: borrowing PROJObject) -> BoundingBox? {
    var (west, south, east, north) = (0.0, 0.0, 0.0, 0.0)
    // 1 on success; -1000 where a side is unknown.
    guard
      proj_get_area_of_use(
        system.context.handle, system.pointer, &west, &south, &east, &north, nil) == 1,
      min(west, south) >= -360, min(east, north) >= -360
    else { return nil }
    if east < west { east += 360 }
    guard west <= east, south <= north else { return nil }
    return BoundingBox(minX: west, minY: south, maxX: east, maxY: north)
  }
}
