import Formats
public import Foundation
import Projections
public import SimpleFeatures
public import Storage
import Tiles

/// Writes a layer to a file, row by row, for an audience.
public struct ExportLayer: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case geojson, geojsonl, csv, xlsx, gpkg, shp, pmtiles, mbtiles

    var holdsTiles: Bool { self == .pmtiles || self == .mbtiles }
  }

  public var layer: Layer
  public var audience = Audience.analyst
  /// `nil` for the run that the layer shows now.
  public var run: String?
  /// Of the coordinates in the file; GeoJSON is WGS 84 (RFC 7946, clause 4).
  public var crs = CRS.wgs84
  public var area = ""
  public var categories: [String] = []
  public var from: DayNumber?
  public var to: DayNumber?
  /// Of tiles: on the last each feature is there with all its attributes.
  public var zooms = 5...14
  let home: ProductHome

  public init(layer: Layer, home: ProductHome) {
    self.layer = layer
    self.home = home
  }

  public struct Report: Sendable, Codable, Hashable {
    public var layer: String
    public var features: Int
    public var audience: String
    /// Features whose numbers were taken out because they are small.
    public var suppressed = 0
    /// Points of categories that only leave as counts.
    public var withheld = 0
    /// What was renamed or cut, in sentences without full stops.
    public var notes: [String] = []
  }

  public static func format(of file: URL) throws(WorkflowError) -> Format {
    let suffix = file.pathExtension.lowercased()
    guard let format = Format(rawValue: suffix == "json" ? "geojson" : suffix) else {
      throw .usage(
        "\(file.lastPathComponent): the suffix “.\(suffix)” is not written; "
          + ".geojson, .geojsonl, .csv, .xlsx, .gpkg, .shp, .pmtiles and .mbtiles are")
    }
    return format
  }

  /// - Complexity: O(features); memory of one feature, and of the counts where some are suppressed.
  public func run(from store: any SpatialStore, to file: URL) throws -> Report {
    let format = try Self.format(of: file)
    guard crs == .wgs84 || (format != .geojson && format != .geojsonl) else {
      throw WorkflowError.usage(
        "GeoJSON is WGS 84 (RFC 7946, clause 4); for \(crs.identifier) export to .gpkg, .shp, "
          + ".csv or .xlsx")
    }
    try requireTiles(format)
    let stored = try store.answer(Settings())
    let clock = try StudyClock(stored[.timeZone] ?? "Asia/Shanghai")
    let catalogue = try CategoryCatalogue(home: home)
    let disclosure = Disclosure(audience: audience, catalogue: catalogue)
    try disclosure.admit(layer)
    let shownRun = try self.shownRun(in: store)
    try requireMeaning()
    if let shownRun { try disclosure.admit(shownRun, in: store) }

    var query = LayerQuery(layer: layer)
    query.area = area.trimmedCode
    query.categories = categories.sorted()
    query.run = shownRun?.id ?? ""
    if let from { query.firstDay = from }
    if let to { query.lastDay = to }
    let filter = try FeatureFilter(
      layer: layer, run: shownRun, disclosure: disclosure, query: query, in: store)
    let layerFile = try LayerFile(
      schema: layer.schema, audience: audience, crs: crs, clock: clock,
      members: members(run: shownRun), zooms: zooms, home: home)
    let (counts, notes) = try layerFile.write(
      format, to: file, LayerRows(query: query, filter: filter, store: store))
    return Report(
      layer: layer.name, features: counts.features, audience: audience.rawValue,
      suppressed: counts.suppressed, withheld: counts.withheld, notes: notes)
  }

  /// A question that the layer cannot answer is not answered with something else.
  private func requireMeaning() throws(WorkflowError) {
    guard layer.name != "incidents" else { return }
    guard categories.isEmpty, from == nil, to == nil else {
      throw .usage(
        "--category, --from and --until choose among incidents; \(layer.name) is what its run "
          + "counted")
    }
  }

  private func requireTiles(_ format: Format) throws(WorkflowError) {
    guard format.holdsTiles else { return }
    guard layer.schema.geometry != nil else {
      throw .usage("\(layer.name) has no places to draw on tiles; export it to .csv or .xlsx")
    }
    guard crs == .wgs84 else {
      throw .usage(
        "tiles are squares of Web Mercator; for \(crs.identifier) export to .gpkg, .shp, .csv or "
          + ".xlsx")
    }
    guard zooms.lowerBound >= 0, zooms.upperBound <= TileCoordinate.deepestZoom else {
      throw .usage(
        "zooms \(zooms.lowerBound) to \(zooms.upperBound): they lie between 0 and "
          + "\(TileCoordinate.deepestZoom)")
    }
  }

  private func shownRun(in store: any SpatialStore) throws -> Run? {
    guard let kind = layer.runKind else { return nil }
    if let run {
      guard let found = try store.answer(Runs(id: run)).first, found.kind == kind else {
        throw StorageError.unknownRun(run)
      }
      return found
    }
    guard let current = try store.answer(Runs(currentOf: kind)).first else {
      throw WorkflowError.failed(
        "the store has no \(kind) yet; make them with anlan analyse \(kind)")
    }
    return current
  }

  private func members(run: Run?) -> [(name: String, value: AttributeValue)] {
    var members: [(name: String, value: AttributeValue)] = [
      ("name", .text(layer.name)), ("title", .text(layer.schema.chineseName)),
      ("audience", .text(audience.rawValue)),
    ]
    if let run {
      members += [
        ("run", .text(run.id)), ("parameters", .text(run.parameters)),
        ("synthetic", .boolean(run.isSynthetic)),
      ]
      // The summary has totals beside which a suppressed count could be worked out.
      if audience.seesPoints { members.append(("summary", .text(run.summary))) }
    }
    return members
  }
}
