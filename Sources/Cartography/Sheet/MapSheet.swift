public import SimpleFeatures

/// A map sheet by its contents: what it says, not where it stands on the page.
///
/// The layout keeps all parts apart for any shape of study area: the map takes what the words
/// leave, and words that find no room go to a page of their own.
public struct MapSheet: Sendable {
  /// A far part of the study area in a frame of its own.
  public struct Inset: Sendable, Hashable {
    public var title: String
    /// In metres of the map's CRS.
    public var extent: BoundingBox

    public init(title: String, extent: BoundingBox) {
      self.title = title
      self.extent = extent
    }
  }

  /// A number that the reader should take home, with what it counts.
  public struct Figure: Sendable, Hashable {
    public var value: String
    public var label: String

    public init(value: String, label: String) {
      self.value = value
      self.label = label
    }
  }

  public var title: String
  public var subtitle: String
  /// Such as 内部资料 · 示意图, in a box beside the title; none where it is empty.
  public var marking: String
  /// What the frame is filled with: the ramp of the sea on a coast, of the land elsewhere.
  public var background: Ramp?
  /// The first is painted first.
  public var layers: [MapLayer]
  public var labels: [MapLabel]
  /// The study area, in metres of the map's CRS; the map shows it whole.
  public var extent: BoundingBox
  public var insets: [Inset]
  public var figures: [Figure]
  /// After the groups that the layers make, such as the mark of a township's seat.
  public var legend: [Legend.Group]
  /// The heading of the legend's group of layers that have one class only.
  public var baseMapTitle: String
  /// Paragraphs: CRS, time basis, cut-off, source, audience. The first matter most.
  public var notes: [String]
  public var tables: [Table]
  /// At the foot of each page, on the left.
  public var footer: String
  /// Whether kilometres of the CRS are written along the map's edge.
  public var showsTicks = false
  public var language: SheetLanguage
  public var paper: Paper
  /// The last day of the data: the date that the PDF bears, since no clock enters an output.
  public var date: DayNumber

  public init(
    title: String, subtitle: String = "", marking: String = "", background: Ramp? = nil,
    layers: [MapLayer], labels: [MapLabel] = [], extent: BoundingBox, insets: [Inset] = [],
    figures: [Figure] = [], legend: [Legend.Group] = [], baseMapTitle: String = "",
    notes: [String] = [], tables: [Table] = [], footer: String = "", language: SheetLanguage,
    paper: Paper, date: DayNumber
  ) {
    self.title = title
    self.subtitle = subtitle
    self.marking = marking
    self.background = background
    self.layers = layers
    self.labels = labels
    self.extent = extent
    self.insets = insets
    self.figures = figures
    self.legend = legend
    self.baseMapTitle = baseMapTitle
    self.notes = notes
    self.tables = tables
    self.footer = footer
    self.language = language
    self.paper = paper
    self.date = date
  }

  /// Decides the place of everything; the sheet can then be drawn as PDF, PNG or SVG.
  public func composed(_ style: SheetStyle) throws(CartographyError) -> Sheet {
    guard [extent.minX, extent.minY, extent.maxX, extent.maxY].allSatisfy(\.isFinite) else {
      throw CartographyError(place: "extent", message: "the study area has no finite extent")
    }
    let symbolScale = style.paper(paper).symbolScale
    let style = style.withSymbols(scaledBy: symbolScale)
    let texts = try TextContext(style: style, language: language)
    var sheet = self
    for index in layers.indices {
      sheet.layers[index].ramp = layers[index].ramp.scaled(by: symbolScale)
    }
    var best: Sheet?
    for size in paper.shapes {
      var composer = SheetComposer(sheet: sheet, style: style, texts: texts, size: size)
      let sheet = composer.compose()
      if best.map({ $0.denominator > sheet.denominator }) ?? true { best = sheet }
    }
    guard let best else { throw CartographyError(place: "paper", message: "it has no shape") }
    return best
  }

  /// The groups of the legend: layers of several classes each, then the others together, then the
  /// caller's; only what some map shows.
  func legend(showing grounds: [BoundingBox], style: SheetStyle) -> Legend {
    var groups: [Legend.Group] = []
    var base = Legend.Group(title: baseMapTitle, items: [])
    for layer in layers.reversed() where layer.inLegend {
      let present = Set(grounds.flatMap { layer.presentClasses(in: $0) }).sorted()
      guard !present.isEmpty else { continue }
      let title = layer.ramp.title(language)
      if let circles = Legend.Group(circlesOf: layer, title: title, style: style.circles) {
        groups.append(circles)
        continue
      }
      let group = Legend.Group(ramp: layer.ramp, classes: present, language: language)
      if layer.ramp.classes.count > 1 { groups.append(group) } else { base.items += group.items }
    }
    return Legend(groups: groups + [base] + legend)
  }
}
