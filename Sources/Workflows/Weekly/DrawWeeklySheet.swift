import Analysis
import Cartography
public import Foundation
import Projections
public import SimpleFeatures
public import Storage

/// The map for the Monday meeting: hot spots over the 13 weeks that end with a week, the week's
/// events on top, and the tables behind them, as PDF, PNG and a picture for a phone.
///
/// A single week is mostly noise, so the classes rest on 13; the sheet says so. It is drawn from
/// the store and changes nothing in it.
public struct DrawWeeklySheet: Sendable {
  public var week: ISOWeek
  /// The first digits of a code; empty for all.
  public var area = ""
  public var categories: [String] = []
  public var audience = Audience.meeting
  public var language = SheetTongue.chinese
  public var paper = PaperFormat.a3
  /// `nil` for the language's usual one; empty for none.
  public var marking: String?
  /// What the title calls the study area; `nil` for the name of its unit.
  public var placeName: String?
  /// `nil`: the governance grids where there are any, else the lattice.
  public var support: Support?
  public var basis = TimeBasis.occurred
  public var stage = Stage.calls
  public var clusterRadiusMetres = 300.0
  public var clusterMinimum = 10
  public var seed: UInt64 = 1
  let home: ProductHome

  public enum SheetTongue: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
  }

  public enum PaperFormat: String, Sendable, CaseIterable {
    case a3, a4
  }

  static let permutations = 999
  static let falseDiscoveryRate = 0.05
  static let resolutionDotsPerInch = 150.0
  /// A part of the study area this far from the rest gets an inset.
  static let apartMetres = 9_000.0
  static let mostInsets = 2

  public init(week: ISOWeek, home: ProductHome) {
    self.week = week
    self.home = home
  }

  public struct Report: Sendable, Codable, Hashable {
    public var files: [String]
    public var events: Int
    public var hotUnits: Int
    public var clusters: Int
    public var droppedLabels: [String]
  }

  public func run(
    from store: any SpatialStore, to folder: URL, progress: (String) -> Void = { _ in }
  ) throws -> Report {
    progress("hot spots")
    let material = try gather(store)
    progress("layout")
    let (ramps, style) = try SheetFiles(home: home).sheet()
    let map = try WeeklyMap(
      ramps: ramps, metricCRS: material.crs, store: store, area: material.area)
    let content = try content(material, map: map, ramps: ramps, store: store)
    let sheet = try content.composed(style)
    let phone = forPhone(
      try self.content(material, map: map, ramps: ramps, store: store, showsEvents: false),
      material)
    progress("drawing")
    let stem = "weekly-\(week)"
    var files: [(name: String, bytes: [UInt8])] = [
      ("\(stem).pdf", try sheet.pdf()),
      ("\(stem).png", try sheet.png(dotsPerInch: Self.resolutionDotsPerInch)),
      (
        "\(stem)-phone.png",
        try phone.composed(style).png(dotsPerInch: Paper.phoneDotsPerInch)
      ),
    ]
    for page in try pages(material, store) {
      guard
        let content = try resultSheet(page, material, map: map, ramps: ramps, store: store)
      else { continue }
      let sheet = try content.composed(style)
      let name = "\(stem)-\(type(of: page).name)"
      files += [
        ("\(name).pdf", try sheet.pdf()),
        ("\(name).png", try sheet.png(dotsPerInch: Self.resolutionDotsPerInch)),
      ]
    }
    for file in files { try OutputFile(folder.appending(path: file.name)).write(file.bytes) }
    return Report(
      files: files.map(\.name), events: material.week.count,
      hotUnits: material.hotspots.table.classes.count { $0 == .hot99 || $0 == .hot95 },
      clusters: shownClusters(material), droppedLabels: sheet.droppedLabels)
  }

  /// A screen has room for the map's classes and the figures; the rest is on the sheet.
  private func forPhone(_ content: MapSheet, _ material: Material) -> MapSheet {
    let words = WeeklyWords(isChinese: language == .chinese)
    var phone = content
    phone.paper = .phone
    phone.tables = []
    phone.insets = []
    phone.notes = []
    phone.subtitle = words.shortSubtitle(
      week: week, subject: subject(material, words),
      isSynthetic: material.window.holdsSyntheticRows)
    for index in phone.layers.indices where phone.layers[index].ramp.classes.count == 1 {
      phone.layers[index].inLegend = false
    }
    return phone
  }

  // MARK: Gathering

  private struct Material {
    var crs: CRS
    var area: String
    var window: DataWindow
    var hotspots: FindHotspots.Result
    var clusters: FindClusters.Result
    var ledger: [LedgerEntry]
    var disputes: [LedgerEntry]
    var catalogue: CategoryCatalogue
    var towns: [String: String]
    var areaName: String?
    var days: ClosedRange<DayNumber>

    /// The kinds that the map shows; the tables show all.
    var categories: Set<String>

    /// The week's events of the kinds that the map shows.
    var week: [LedgerEntry] {
      ledger.filter { days.contains($0.day) && shows($0) }
    }

    func shows(_ entry: LedgerEntry) -> Bool {
      categories.isEmpty || categories.contains(entry.category)
    }
  }

  private func gather(_ store: any SpatialStore) throws -> Material {
    let crs = try store.metricCRS()
    guard let window = try store.answer(IncidentWindow()) else {
      throw WorkflowError.failed("the store has no incidents; import some first")
    }
    guard week.monday <= window.lastDay, week.sunday >= window.firstDay else {
      throw WorkflowError.usage(
        "week \(week) (\(week.monday) to \(week.sunday)) holds no data: the incidents reach from "
          + "\(window.firstDay) to \(window.lastDay)")
    }
    let catalogue = try CategoryCatalogue(home: home)
    let area = self.area.trimmedCode
    var scope = AnalysisScope()
    let disclosure = Disclosure(audience: audience, catalogue: catalogue)
    scope.categories = try disclosure.admissible(categories, in: store)
    scope.area = area
    scope.basis = basis
    scope.stage = stage
    scope.from = week.advanced(by: 1 - WeeklyCounts.meanWeeks).monday
    scope.to = week.sunday
    let counts = try store.answer(LayerCounts())
    var hotspots = FindHotspots(scope: scope, home: home)
    hotspots.support = support ?? ((counts["grids"] ?? 0) > 0 ? .grid : .lattice)
    hotspots.permutations = Self.permutations
    hotspots.falseDiscoveryRate = Self.falseDiscoveryRate
    hotspots.seed = seed
    var clusters = FindClusters(scope: scope, home: home)
    clusters.epsMetres = clusterRadiusMetres
    clusters.minimumPoints = clusterMinimum
    let names = try store.answer(UnitNames())
    // The tables list all categories that the audience may have.
    var listed = try scope.filter(in: store, catalogue: catalogue)
    listed.firstDay = WeeklyCounts.firstDay(for: week)
    listed.categories = try disclosure.admissible([], in: store)
    var disputes = IncidentFilter(firstDay: DayNumber(.min), lastDay: week.sunday)
    disputes.area = area
    disputes.categories = catalogue.categories
      .filter { $0.group == "dispute" && (audience.seesPoints || !$0.isSensitive) }.map(\.key)
    return Material(
      crs: crs, area: area, window: window, hotspots: try hotspots.compute(in: store),
      clusters: try clusters.compute(in: store),
      ledger: try store.answer(IncidentLedger(listed)),
      disputes: try store.answer(IncidentLedger(disputes)),
      catalogue: catalogue,
      towns: Dictionary(
        names.filter { $0.level == "town" && $0.code.hasPrefix(area) }
          .map { (String($0.code.prefix(9)), $0.name) }, uniquingKeysWith: { _, last in last }),
      areaName: placeName ?? areaName(names, area: area), days: week.monday...week.sunday,
      categories: Set(scope.categories))
  }

  /// The unit that is asked for, else the only county.
  private func areaName(_ names: [UnitName], area: String) -> String? {
    if !area.isEmpty { return names.last { $0.code.trimmedCode == area }?.name ?? area }
    let counties = names.filter { $0.level == "county" }
    return counties.count == 1 ? counties.first?.name : nil
  }

  // MARK: Contents

  private func content(
    _ material: Material, map: WeeklyMap, ramps: Ramps, store: any SpatialStore,
    showsEvents: Bool = true
  ) throws -> MapSheet {
    let words = WeeklyWords(isChinese: language == .chinese)
    let disclosure = Disclosure(audience: audience, catalogue: material.catalogue)
    let counts = WeeklyCounts(
      week: week, window: material.window, ledger: material.ledger, towns: material.towns,
      catalogue: material.catalogue, audience: audience, words: words)
    let units = material.hotspots.places.units
    let coast = try map.places("coastline", inLegend: false)
    let layers: [MapLayer?] = [
      try map.land(), try map.hotspots(material.hotspots), try map.places("aquaculture_zones"),
      coast, try map.places("units"), try map.clusters(material.clusters, disclosure: disclosure),
      showsEvents
        ? try map.incidents(material.week, in: material.hotspots.places, disclosure: disclosure)
        : nil,
    ]
    let groups = try WeeklyMap.groups(of: units, apartMetres: Self.apartMetres)
    let insets = groups.dropFirst().prefix(Self.mostInsets).map { box in
      MapSheet.Inset(title: words.islands, extent: box.expanded(by: 3_000))
    }
    return MapSheet(
      title: words.title(area: material.areaName ?? words.studyArea, week: week),
      subtitle: words.subtitle(
        week: week, first: week.advanced(by: 1 - WeeklyCounts.meanWeeks).monday,
        subject: subject(material, words), isSynthetic: material.window.holdsSyntheticRows),
      marking: marking ?? words.defaultMarking,
      background: coast == nil ? ramps["land"] : ramps["sea"], layers: layers.compactMap { $0 },
      labels: try map.townLabels(),
      extent: try extent(units: units, material: material, mainGroup: groups.first),
      insets: Array(insets),
      figures: try figures(material, counts: counts, words: words),
      baseMapTitle: words.baseMap, notes: try notes(material, words: words),
      tables: try [
        counts.byCategory(), counts.byTown(), counts.cross(),
        counts.openDisputes(material.disputes),
      ].compactMap { $0 },
      footer: words.source,
      language: language == .chinese ? .chinese : .english,
      paper: paper == .a3 ? .a3(.automatic) : .a4(.automatic),
      date: material.window.cutOff)
  }

  /// One for each analysis of which the store has a current run.
  private func pages(_ material: Material, _ store: any SpatialStore) throws -> [any ResultPage] {
    let words = WeeklyWords(isChinese: language == .chinese)
    let pages: [(any ResultPage)?] = [
      try IndexPage(
        in: store, area: material.area, audience: audience, catalogue: material.catalogue,
        words: words),
      try RecordsPage(
        in: store, area: material.area, audience: audience, catalogue: material.catalogue,
        words: words),
      try GapsPage(
        in: store, area: material.area, audience: audience, catalogue: material.catalogue,
        words: words),
    ]
    return pages.compactMap { $0 }
  }

  /// - Returns: `nil` where the page's ramp is missing.
  private func resultSheet(
    _ page: any ResultPage, _ material: Material, map: WeeklyMap, ramps: Ramps,
    store: any SpatialStore
  ) throws -> MapSheet? {
    guard let layer = try page.layer(map) else { return nil }
    let words = WeeklyWords(isChinese: language == .chinese)
    var sheet = try content(material, map: map, ramps: ramps, store: store, showsEvents: false)
    let isSynthetic = page.rows.run.isSynthetic
    sheet.title = page.title(area: material.areaName ?? words.studyArea)
    sheet.subtitle = page.subtitle + (isSynthetic ? " · \(words.syntheticMark)" : "")
    sheet.layers = [
      try map.land(), layer, try map.places("coastline", inLegend: false), try map.places("units"),
    ].compactMap { $0 }
    sheet.figures = page.figures()
    sheet.tables = page.tables()
    let description = try CRSDescription(material.crs)
    sheet.notes =
      page.notes() + [
        words.crs(material.crs.identifier, name: description.name), words.audience(audience),
      ] + (isSynthetic ? [words.synthetic] : [])
    return sheet
  }

  private func subject(_ material: Material, _ words: WeeklyWords) -> String {
    guard !categories.isEmpty else {
      return material.categories.isEmpty ? words.allCategories : words.allButSensitive
    }
    return categories.map { material.catalogue.name(of: $0, inChinese: words.isChinese) }
      .joined(separator: words.isChinese ? "、" : ", ")
  }

  /// Around the main group of units, their areas and not only their middles.
  private func extent(
    units: [AnalysisUnit], material: Material, mainGroup: BoundingBox?
  ) throws -> BoundingBox {
    let toMetres = try Transformation(from: .wgs84, to: material.crs)
    var box: BoundingBox?
    for unit in units where mainGroup?.contains(unit.label) ?? true {
      guard let found = try toMetres.forward(unit.geometry).boundingBox else { continue }
      box = box?.union(found) ?? found
    }
    guard let box else { throw WorkflowError.failed("there is no unit to draw") }
    return box
  }

  private func figures(
    _ material: Material, counts: WeeklyCounts, words: WeeklyWords
  ) throws -> [MapSheet.Figure] {
    let now = counts.count(counts.thisWeek, where: material.shows)
    let before = counts.count(counts.lastWeek, where: material.shows)
    let tellsNow = try counts.tells(material.categories, in: counts.thisWeek)
    let tellsBefore = try counts.tells(material.categories, in: counts.lastWeek)
    var figures = [
      MapSheet.Figure(value: tellsNow ? String(now) : "·", label: words.thisWeekEvents)
    ]
    if material.window.firstDay <= counts.lastWeek.lowerBound {
      let change = now - before
      figures.append(
        MapSheet.Figure(
          value: tellsNow && tellsBefore ? (change > 0 ? "+\(change)" : "\(change)") : "·",
          label: words.lastWeekChange))
    }
    let classes = material.hotspots.table.classes
    figures.append(
      MapSheet.Figure(
        value: String(classes.count { $0 == .hot95 || $0 == .hot99 }), label: words.hotUnits))
    figures.append(
      MapSheet.Figure(value: String(shownClusters(material)), label: words.clusters))
    return figures
  }

  /// Those that the audience may see.
  private func shownClusters(_ material: Material) -> Int {
    material.clusters.outlines.count {
      audience.seesPoints || $0.members.count >= Disclosure.fewestInCluster
    }
  }

  private func notes(_ material: Material, words: WeeklyWords) throws -> [String] {
    let inWeek = material.week
    let placeless = inWeek.count { $0.precision == .area || $0.metric == nil }
    let description = try CRSDescription(material.crs)
    var notes = [
      words.basis(basis, stage),
      words.statistic(
        material.hotspots, permutations: Self.permutations, fdr: Self.falseDiscoveryRate,
        tellsCounts: audience.seesPoints),
      words.clusterNote(metres: Int(clusterRadiusMetres), points: clusterMinimum),
    ]
    let threshold = DisclosureControl.minimumThreshold
    notes.append(
      words.withoutPlace(
        audience.seesPoints || placeless >= threshold ? String(placeless) : words.under(threshold),
        of: audience.seesPoints ? inWeek.count : nil))
    let first = week.advanced(by: 1 - WeeklyCounts.meanWeeks).monday
    if material.window.firstDay > first {
      notes.append(words.shortRecord(from: material.window.firstDay))
    }
    if !audience.seesPoints {
      notes.append(words.circles(threshold: DisclosureControl.minimumThreshold))
    }
    notes += [
      words.cutOff(material.window.cutOff),
      words.crs(material.crs.identifier, name: description.name), words.audience(audience),
    ]
    if material.window.holdsSyntheticRows { notes.append(words.synthetic) }
    return notes
  }
}
