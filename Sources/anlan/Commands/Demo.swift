import ArgumentParser
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Workflows

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the main job end to end on the data sets of geodata/.",
    discussion: "Example: anlan demo --out out")

  @OptionGroup var speech: SpeechOptions

  @Option(help: "The folder that everything goes to.")
  var out: String

  func run() throws {
    let home = try speech.productHome()
    let folder = URL(filePath: out)
    for set in DemoSet.all {
      speech.note("\(set.name):")
      try set.run(home: home, folder: folder.appending(path: set.name), note: speech.note)
    }
    guard !speech.quiet else { return }
    print(
      """

      In \(out):
        xiapu/xiapu.qgz            the county in QGIS: hot spots, clusters, coast, zones (synthetic events)
        xiapu/xiapu.sqlite         the store itself; portland/portland.sqlite the other one (real calls)
        xiapu/sheets/              the map sheet for the Monday meeting: PDF, PNG, a picture for a phone
        xiapu/layers/              every layer as .geojson and .csv, the results as .gpkg and .xlsx too
        xiapu/tiles/               every layer with places as vector tiles (.pmtiles) for web maps
        xiapu/scenario/            the files that were imported, and truth.json: what was planted

      Next:
        anlan layers --store \(out)/xiapu/xiapu.sqlite
        anlan weekly --store \(out)/xiapu/xiapu.sqlite --week 2026-W29 --lang en --out \(out)/sheets
        anlan analyse hotspots --store \(out)/portland/portland.sqlite --support lattice --category burglary
      """)
  }
}

/// One data set of the demo: what is imported, computed, exported and drawn.
struct DemoSet {
  struct Source {
    var layer: ImportLayer
    /// Below the set's own folder in the output, or below `geodata/`.
    var file: String
    var mapping: String?
    var isInGeodata = false
  }

  var name: String
  var title: String
  var metricCRS: CRS
  var timeZone: String
  var isSampled = false
  var sources: [Source]
  var latticeCell: Int?
  var support: Support
  var categories: [String]
  var week: ISOWeek?
  /// Days that the hot spots and clusters count; `nil` for all.
  var days: ClosedRange<DayNumber>?
  /// The days of a bin of the emerging hot spots.
  var emergingStep: Int
  var clusterRadiusMetres: Double
  var clusterMinimum: Int
  /// Of the density's kernel.
  var bandwidthMetres: Double
  /// What a scan looks for on the last day, since when, and how far.
  var scanCategories: [String]
  var scanFrom: DayNumber?
  var scanRadiusMetres: Double
  /// What is followed by another nearby.
  var nearRepeatCategories: [String]
  var languages: [DrawWeeklySheet.SheetTongue]
  /// Of the safety index; `nil` where the data have no residents.
  var framework: String?
  /// Of red, yellow and black records.
  var recordRules: String?
  /// Files of the scenario whose clauses are read.
  var schemes: [String] = []
  /// For the sheet's title, where no unit has a name.
  var placeName: String?

  static let all = [portland, xiapu]

  static let portland = DemoSet(
    name: "portland", title: "Portland 2016", metricCRS: .epsg(32_610),
    timeZone: "America/Los_Angeles",
    sources: [
      Source(
        layer: .incidents, file: "portland/incidents.csv", mapping: "portland/mapping.yaml",
        isInGeodata: true)
    ],
    latticeCell: 250, support: .lattice, categories: [], week: ISOWeek("2016-W38"),
    emergingStep: 6, clusterRadiusMetres: 200, clusterMinimum: 120, bandwidthMetres: 800,
    scanCategories: ["street_crimes"], scanRadiusMetres: 1500,
    nearRepeatCategories: ["motor_vehicle_theft"], languages: [.english],
    placeName: "Portland, Oregon")

  static let xiapu = DemoSet(
    name: "xiapu", title: "霞浦（合成数据）", metricCRS: .epsg(4549), timeZone: "Asia/Shanghai",
    isSampled: true,
    sources: [
      Source(layer: .units, file: "scenario/units.geojson"),
      Source(layer: .villages, file: "scenario/villages.geojson"),
      Source(layer: .grids, file: "scenario/grids.geojson"),
      Source(layer: .coastline, file: "scenario/coastline.geojson"),
      Source(layer: .aquacultureZones, file: "scenario/aquaculture_zones.geojson"),
      Source(layer: .storms, file: "scenario/storms.geojson"),
      Source(
        layer: .incidents, file: "scenario/incidents.csv",
        mapping: "scenario/incidents.mapping.yaml"),
    ]
      // In the order in which one names the other.
      + ([
        (.stations, "stations.geojson"), (.serviceAreas, "service_areas.geojson"),
        (.seaCells, "sea_cells.geojson"), (.cameras, "cameras.csv"),
        (.dossiers, "dossiers.csv"), (.hazards, "hazards.geojson"),
        (.inspections, "inspections.csv"), (.visits, "visits.csv"),
        (.patrols, "patrols.geojson"), (.awards, "awards.csv"), (.tasks, "tasks.csv"),
        (.evidence, "evidence.csv"), (.links, "links.csv"),
        (.resolutions, "resolutions.csv"), (.zoneValues, "zone_values.csv"),
        (.stormPoints, "storm_points.csv"), (.schemes, "schemes.csv"),
        (.policies, "policies.csv"), (.claims, "claims.csv"),
      ] as [(ImportLayer, String)]).map { Source(layer: $0.0, file: "scenario/" + $0.1) },
    support: .grid, categories: ["theft"], week: ISOWeek("2026-W30"),
    days: DayNumber("2026-04-27").flatMap { from in DayNumber("2026-07-26").map { from...$0 } },
    emergingStep: 7, clusterRadiusMetres: 300, clusterMinimum: 10, bandwidthMetres: 1500,
    scanCategories: ["fraud"],
    scanFrom: DayNumber("2025-07-28"), scanRadiusMetres: 15_000,
    nearRepeatCategories: ["theft"], languages: [.chinese, .english], framework: "xiapu",
    recordRules: "xiapu",
    schemes: ["xiapu-aquaculture", "xiapu-household", "xiapu-land", "xiapu-marine"])

  func run(home: ProductHome, folder: URL, note: (String) -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if isSampled {
      try SampleXiapu(geodata: home.geodata).write(to: folder.appending(path: "scenario"))
      note("  a synthetic scenario, with its planted truth")
    }
    let file = folder.appending(path: "\(name).sqlite")
    try? FileManager.default.removeItem(at: file)
    let store = try SpatiaLiteStore.create(path: file.path)
    do {
      try fill(store, home: home, folder: folder, note: note)
    } catch {
      try? store.close()
      throw error
    }
    try store.close()
  }

  private func fill(
    _ store: SpatiaLiteStore, home: ProductHome, folder: URL, note: (String) -> Void
  ) throws {
    try PrepareStore(metricCRS: metricCRS, timeZone: timeZone, home: home).run(in: store)
    for source in sources { note("  " + (try load(source, store, home, folder))) }
    if let latticeCell {
      let report = try LayLattice(cellMetres: latticeCell).run(in: store)
      note("  a lattice of \(report.cells) cells of \(latticeCell) m")
    }
    if support == .grid {
      let faults = try FindGridFaults().run(in: store)
      note("  grid_faults: \(faults.overlaps) overlaps, \(faults.gaps) gaps")
      let quality = try MeasureDataQuality().run(in: store)
      note("  data_quality: \(quality.inGrids) incidents in \(quality.grids) grids")
    }
    var scope = AnalysisScope()
    scope.categories = categories
    scope.from = days?.lowerBound
    scope.to = days?.upperBound
    var hotspots = FindHotspots(scope: scope, home: home)
    hotspots.support = support
    note("  hotspots: \(try hotspots.run(in: store).sentence)")
    var emerging = FindEmerging(scope: scope, home: home)
    emerging.support = support
    emerging.stepDays = emergingStep
    note("  emerging: \(try emerging.run(in: store).sentence)")
    try findClusters(scope, store, home, note)
    try findOutbreaks(scope, store, home, note)
    if let framework, let days {
      let index = ComputeSafetyIndex(
        framework: try .named(framework, home: home, catalogue: CategoryCatalogue(home: home)),
        firstDay: days.lowerBound, lastDay: days.upperBound)
      note("  safety_index: \(try index.run(in: store).sentence)")
    }
    if let recordRules, let days {
      let last = CalendarMonth(days.upperBound + 1) - 1
      let keep = KeepRecords(
        rules: try .named(recordRules, home: home, catalogue: CategoryCatalogue(home: home)),
        month: last)
      note("  records: \(try keep.run(in: store).sentence)")
    }
    try assessSchemes(store, home: home, folder: folder, note: note)
    if isSampled, let days { try findGaps(on: days.upperBound, store, home, note) }
    try export(store, home: home, folder: folder)
    note("  every layer as .geojson, .csv and tiles, the results as .gpkg and .xlsx too")
    try draw(store, home: home, folder: folder)
    note("  the weekly sheet as PDF and PNG")
    try DesktopStyles(home: home).writeProject(
      for: store, title: title, to: folder.appending(path: "\(name).qgz"))
  }

  /// The clauses of the scenario, and what they owe on its last day.
  private func assessSchemes(
    _ store: SpatiaLiteStore, home: ProductHome, folder: URL, note: (String) -> Void
  ) throws {
    guard !schemes.isEmpty, let last = days?.upperBound else { return }
    let catalogue = try CategoryCatalogue(home: home)
    for scheme in schemes {
      let path = folder.appending(path: "scenario/schemes/\(scheme).yaml").path
      let file = try SchemeFile.named(path, home: home, catalogue: catalogue)
      _ = try AddScheme(file).run(in: store, name: path)
    }
    let shelf = try SchemeShelf("all", in: store, home: home)
    note("  unpaid_eligible: \(try AssessEligibility(shelf, on: last).run(in: store).sentence)")
    note("  limit_burn_down: \(try ReviewClaims(shelf, on: last).run(in: store).sentence)")
  }

  /// Those of the last days, known by what they were known by a week before.
  private func findClusters(
    _ scope: AnalysisScope, _ store: SpatiaLiteStore, _ home: ProductHome, _ note: (String) -> Void
  ) throws {
    var clusters = FindClusters(scope: scope, home: home)
    clusters.epsMetres = clusterRadiusMetres
    clusters.minimumPoints = clusterMinimum
    if let last = try scope.to ?? store.answer(IncidentWindow())?.cutOff {
      clusters.scope.from = scope.from.map { $0 + -7 }
      clusters.scope.to = last + -7
      clusters.previous = try clusters.run(in: store).run.id
    }
    clusters.scope = scope
    note("  clusters: \(try clusters.run(in: store).sentence)")
  }

  /// The last run of a kind is what its layers show. Who joins at which subsidy, what a wind destroys,
  /// and where the line of an index product runs, is made up here, like the policies: nobody has
  /// published any of it.
  private func findGaps(
    on day: DayNumber, _ store: SpatiaLiteStore, _ home: ProductHome, _ note: (String) -> Void
  ) throws {
    let storms = try assessStorms(on: day, store, home, note)
    for scheme in ["xiapu-household", "xiapu-marine", "xiapu-aquaculture"] {
      var gaps = FindCoverageGaps(scheme: scheme, day: day, home: home)
      if scheme == "xiapu-household" { gaps.rebateYuan = 300_000 }
      if scheme == "xiapu-aquaculture" {
        var subsidy = SubsidyTerms(
          budgetYuan: 500_000,
          response: [.init(share: 0.2, takeUp: 0.08), .init(share: 0.6, takeUp: 0.4)])
        subsidy.townMinimumShare = 0.02
        gaps.subsidy = subsidy
        gaps.storms = storms
      }
      note("  coverage_gaps: \(scheme): \(try gaps.run(in: store).sentence)")
    }
  }

  /// - Returns: the run.
  private func assessStorms(
    on day: DayNumber, _ store: SpatiaLiteStore, _ home: ProductHome, _ note: (String) -> Void
  ) throws -> String {
    var exposure = AssessExposure(.allStorms, home: home)
    exposure.day = day
    exposure.settings.curves = [
      .init(kind: "kou", winds: [25, 40, 60], shares: [0, 0.3, 0.8]),
      .init(kind: "all", winds: [20, 35, 55], shares: [0, 0.3, 0.9]),
    ]
    (exposure.settings.shelterSemi, exposure.settings.shelterSheltered) = (0.85, 0.7)
    exposure.settings.trigger = .init(
      longitudes: [119.7, 120.3, 120.9], latitudes: [25.9, 26.4, 27.2], gateKnots: 64,
      seawardBearing: 135, moveKilometres: 30)
    let outcome = try exposure.run(in: store)
    note("  exposure: \(outcome.sentence)")
    return outcome.run.id
  }

  private func findOutbreaks(
    _ scope: AnalysisScope, _ store: SpatiaLiteStore, _ home: ProductHome, _ note: (String) -> Void
  ) throws {
    var density = MapDensity(scope: scope, home: home)
    density.bandwidth = .metres(bandwidthMetres)
    note("  density: \(try density.run(in: store).sentence)")
    var scan = ScanForClusters(scope: scope, home: home)
    scan.scope.categories = scanCategories
    scan.scope.from = scanFrom
    scan.support = support
    scan.isProspective = true
    scan.maximumRadiusMetres = scanRadiusMetres
    scan.maximumDays = 42
    note("  scan: \(try scan.run(in: store).sentence)")
    var repeats = FindNearRepeats(scope: scope, home: home)
    repeats.scope.categories = nearRepeatCategories
    note("  near-repeat: \(try repeats.run(in: store).sentence)")
  }

  private func load(
    _ source: Source, _ store: SpatiaLiteStore, _ home: ProductHome, _ folder: URL
  ) throws -> String {
    let root = source.isInGeodata ? home.geodata : folder
    var mapping = ImportMapping(layer: source.layer)
    if let path = source.mapping {
      mapping = try ImportMapping(
        text: try String(contentsOf: root.appending(path: path), encoding: .utf8),
        layer: source.layer)
    }
    let input = try InputFile(path: root.appending(path: source.file).path, format: nil)
    let report = try ImportFile(settings: ImportSettings(mapping: mapping), home: home)
      .run(input, into: store)
    return "\(report.counts.inserted) \(source.layer.rawValue)"
      + (report.counts.rejected > 0 ? ", \(report.counts.rejected) rejected" : "")
  }

  private func export(_ store: SpatiaLiteStore, home: ProductHome, folder: URL) throws {
    let counts = try store.answer(LayerCounts())
    for layer in Layer.all where (counts[layer.name] ?? 0) > 0 {
      let export = ExportLayer(layer: layer, home: home)
      let isTable = layer.runKind != nil && layer.schema.geometry == nil
      for suffix in isTable ? ["csv"] : ["geojson", "csv"] {
        _ = try export.run(
          from: store, to: folder.appending(path: "layers/\(layer.name).\(suffix)"))
      }
      // For those who have no GIS, and those who have an old one.
      for suffix in ["gpkg", "xlsx"] where layer.runKind != nil && !isTable {
        _ = try export.run(
          from: store, to: folder.appending(path: "layers/\(layer.name).\(suffix)"))
      }
      guard layer.schema.geometry != nil else { continue }
      // One file that a browser reads, and one that every QGIS does.
      for suffix in ["pmtiles"] + (layer.name == "hotspots" ? ["mbtiles"] : []) {
        _ = try export.run(
          from: store, to: folder.appending(path: "tiles/\(layer.name).\(suffix)"))
      }
    }
  }

  private func draw(_ store: SpatiaLiteStore, home: ProductHome, folder: URL) throws {
    guard let week else { return }
    for language in languages {
      var sheet = DrawWeeklySheet(week: week, home: home)
      sheet.categories = categories
      sheet.language = language
      sheet.placeName = placeName
      sheet.clusterRadiusMetres = clusterRadiusMetres
      sheet.clusterMinimum = clusterMinimum
      let place = languages.count > 1 ? "sheets/\(language.rawValue)" : "sheets"
      _ = try sheet.run(from: store, to: folder.appending(path: place))
      guard let unit = try ExplainScore.lastRanked(in: store) else { continue }
      var explain = ExplainScore(unit: unit, home: home)
      explain.language = language
      try explain.draw(
        explain.answer(from: store), to: folder.appending(path: "\(place)/why-\(unit).png"))
    }
  }
}
