import Projections
public import SimpleFeatures
public import Storage

/// Tells a store its metric CRS and time zone, and gives its layers their default styles.
public struct PrepareStore {
  let metricCRS: CRS?
  let timeZone: String?
  let gridSequenceDigits: Int?
  let gridReach: Double?
  let home: ProductHome

  static let usualTimeZone = "Asia/Shanghai"

  /// - Parameters:
  ///   - metricCRS: `nil` leaves the store's, which the first import chooses where it has none.
  ///   - timeZone: `nil` leaves the store's.
  ///   - gridSequenceDigits: how many digits number the grids of a village; `nil` leaves the
  ///     store's, 3 in a new one.
  ///   - gridReach: how many metres from a grid a point in none may lie to be counted in it; `nil`
  ///     leaves the store's, 200 in a new one.
  public init(
    metricCRS: CRS?, timeZone: String?, gridSequenceDigits: Int? = nil, gridReach: Double? = nil,
    home: ProductHome
  ) {
    self.metricCRS = metricCRS
    self.timeZone = timeZone
    self.gridSequenceDigits = gridSequenceDigits
    self.gridReach = gridReach
    self.home = home
  }

  /// - Throws: a usage error for a CRS that is not in metres, one that differs from that of the
  ///   incidents in the store, or a time zone that does not exist.
  public func run(in store: any SpatialStore) throws {
    let stored = try store.answer(Settings())
    let clock = try StudyClock(timeZone ?? stored[.timeZone] ?? Self.usualTimeZone)
    let hasRows = try store.answer(LayerCounts()).values.contains { $0 > 0 }
    if let known = stored[.timeZone], known != clock.identifier, hasRows {
      throw WorkflowError.usage(
        "the store's days are those of \(known) already; a store with rows keeps its time zone")
    }
    if let metricCRS {
      try requireMetres(metricCRS)
      if let known = stored[.metricCRS], known != metricCRS.identifier, hasRows {
        throw WorkflowError.usage(
          "the store's distances are in \(known) already; a store with rows keeps its CRS")
      }
    }
    try store.write { transaction in
      if let metricCRS {
        try transaction.run(SetSetting(.metricCRS, to: metricCRS.identifier))
      }
      try transaction.run(SetSetting(.timeZone, to: clock.identifier))
      if let gridSequenceDigits {
        try transaction.run(SetSetting(.gridSequenceDigits, to: String(gridSequenceDigits)))
      }
      if let gridReach, stored[.gridReach] != String(gridReach) {
        try transaction.run(SetSetting(.gridReach, to: String(gridReach)))
        try AssignGrids().run(in: transaction)
      }
    }
    try DesktopStyles(home: home).apply(to: store)
  }

  private func requireMetres(_ crs: CRS) throws(WorkflowError) {
    do {
      let description = try CRSDescription(crs)
      guard description.kind == .projected, description.metresPerUnit == 1 else {
        throw WorkflowError.usage(
          "\(crs.identifier) (\(description.name)) is not in metres; distances need a projected "
            + "CRS such as EPSG:4549")
      }
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .usage("\(error)")
    }
  }
}
