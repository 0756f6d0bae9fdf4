public import Formats
public import Foundation
public import SimpleFeatures
import Projections
import Storage

/// What an import is told besides its file.
public struct ImportSettings: Sendable {
  public var mapping: ImportMapping
  /// Overrides the mapping.
  public var crs: CRS?
  /// Overrides the mapping.
  public var encoding: TextEncoding?
  /// Where rejected rows go; `nil`: beside the store.
  public var rejects: URL?
  /// Tells all and writes nothing.
  public var isDryRun = false
  /// Rejects rows of categories that are not known.
  public var isStrict = false

  public init(mapping: ImportMapping) { self.mapping = mapping }
}

/// The metric CRS of a store: as it was told, else by where its first data lie.
enum MetricCRS {
  /// - Parameter positions: WGS 84; asked only where the store has none yet, which is then set.
  static func of(
    _ transaction: any StoreTransaction, positions: () throws -> [Coordinate]
  ) throws -> CRS {
    if let text = try transaction.answer(Settings())[.metricCRS], let known = CRS(text) {
      return known
    }
    guard let middle = StudyArea.middle(of: try positions()) else {
      throw WorkflowError.failed(
        "no row has a position, so the metric CRS is not known: say it with anlan init --crs")
    }
    let crs = suggested(at: middle)
    try transaction.run(SetSetting(.metricCRS, to: crs.identifier))
    return crs
  }

  /// The CGCS2000 three-degree zone in China, the UTM zone elsewhere.
  ///
  /// - Parameter position: WGS 84, in the middle of the data.
  static func suggested(at position: Coordinate) -> CRS {
    let isInChina = (73.5...136).contains(position.x) && (3...54).contains(position.y)
    if isInChina, let zone = CRS.cgcs2000Zone(atLongitude: position.x) { return zone }
    let zone = min(60, max(1, Int((position.x + 180) / 6) + 1))
    return .epsg((position.y < 0 ? 32_700 : 32_600) + zone)
  }
}

/// Where positions of a file are known to be, by option, mapping or the file itself.
struct SourceCRS {
  let crs: CRS

  /// - Parameter assumed: what the rows were read as before the file's end was known.
  init(settings: ImportSettings, rows: SourceRows, assumed: CRS?) throws(WorkflowError) {
    let told = settings.crs ?? settings.mapping.crs
    let declared = rows.declaredCRS
    if let unknown = rows.unknownCRS, told == nil {
      throw .usage("the file names the CRS “\(unknown)”, which is not known: say it with --crs")
    }
    if let assumed, let declared, told == nil, declared != assumed {
      throw .usage(
        "the file says only behind its features that it is in \(declared.identifier): say --crs "
          + declared.identifier)
    }
    if let told, let declared, told != declared, !(told == .cgcs2000 && declared == .wgs84) {
      throw .usage(
        "the file says \(declared.identifier) and the "
          + (settings.crs == nil ? "mapping" : "option") + " says \(told.identifier)")
    }
    crs = told ?? declared ?? .wgs84
  }
}
