/// The look of a sheet, decoded from `styles/sheet.json`: fonts, sizes, line widths, margins and
/// the colours of the furniture. Texts are measured in points, all other lengths in millimetres.
public struct SheetStyle: Sendable, Hashable, Codable {
  /// Families in the order they are tried, as Pango reads them.
  public let font: String
  public let papers: Papers
  public let texts: Texts
  public private(set) var labels: Labels
  public let lines: Lines
  public let fills: Fills
  public let legend: LegendStyle
  public let scaleBar: ScaleBarStyle
  public let bars: BarStyle
  public private(set) var circles: Circles

  /// Reads and checks the file; an unknown key is an error that names it.
  public init(json: [UInt8]) throws(CartographyError) {
    self = try StyleFile.decode(SheetStyle.self, from: json)
    for (name, paper) in [("a3", papers.a3), ("a4", papers.a4), ("phone", papers.phone)]
    where
      !(paper.margin >= 0 && paper.textScale > 0 && paper.symbolScale > 0
      && paper.panelWidth > 0 && paper.gap >= 0)
    {
      throw CartographyError(
        place: "papers.\(name)", message: "lengths must not be negative, scales must be above 0")
    }
    guard circles.smallest > 0, circles.largest >= circles.smallest,
      (0...1).contains(circles.opacity)
    else {
      throw CartographyError(
        place: "circles", message: "it needs 0 < smallest ≤ largest and an opacity in 0…1")
    }
  }

  public struct Papers: Sendable, Hashable, Codable {
    public let a3: PaperStyle
    public let a4: PaperStyle
    public let phone: PaperStyle
  }

  public struct PaperStyle: Sendable, Hashable, Codable {
    public let margin: Double
    /// Between the blocks of the page.
    public let gap: Double
    /// Multiplies all sizes of text.
    public let textScale: Double
    /// Multiplies line widths, hatches and symbols of the map.
    public let symbolScale: Double
    /// Of the column beside the map.
    public let panelWidth: Double
    /// The most of the page's height that the panel below the map takes, from 0 to 1.
    public let panelShare: Double
  }

  public struct Texts: Sendable, Hashable, Codable {
    public let title: TextStyle
    public let subtitle: TextStyle
    public let marking: TextStyle
    public let figure: TextStyle
    public let figureLabel: TextStyle
    public let heading: TextStyle
    public let legend: TextStyle
    public let scale: TextStyle
    public let note: TextStyle
    public let footer: TextStyle
    public let insetTitle: TextStyle
    public let tableTitle: TextStyle
    public let tableHeader: TextStyle
    public let tableBody: TextStyle
    public let tableGroup: TextStyle
  }

  public struct Labels: Sendable, Hashable, Codable {
    public let town: LabelStyle
    public let village: LabelStyle
    public let water: LabelStyle
    public let cluster: LabelStyle
    public let region: LabelStyle

    func scaled(by factor: Double) -> Labels {
      Labels(
        town: town.scaled(by: factor), village: village.scaled(by: factor),
        water: water.scaled(by: factor), cluster: cluster.scaled(by: factor),
        region: region.scaled(by: factor))
    }
  }

  public struct Lines: Sendable, Hashable, Codable {
    public let neatline: LineStyle
    public let innerFrame: LineStyle
    public let rule: LineStyle
    public let accent: LineStyle
    public let locator: LineStyle
    public let marking: LineStyle
    public let tableRule: LineStyle
    public let tick: LineStyle
    public let northArrow: LineStyle
  }

  public struct Fills: Sendable, Hashable, Codable {
    public let paper: Colour
    public let zebra: Colour
    public let tableHeader: Colour
    public let northArrow: Colour
  }

  public struct LegendStyle: Sendable, Hashable, Codable {
    public let swatchWidth: Double
    public let swatchHeight: Double
    public let itemGap: Double
    public let groupGap: Double
    public let columnGap: Double
    /// The smallest share of their size to which text and swatches shrink.
    public let leastScale: Double
  }

  public struct ScaleBarStyle: Sendable, Hashable, Codable {
    public let longest: Double
    public let thickness: Double
    public let dark: Colour
    public let light: Colour
  }

  /// Bars that add up.
  public struct BarStyle: Sendable, Hashable, Codable {
    /// What all is, and what is left of it.
    public let whole: Colour
    /// What a part takes away.
    public let loss: Colour
    /// From one bar to the next.
    public let link: LineStyle
    /// Of what is left.
    public let range: LineStyle
    /// Marks on the scale, such as the bounds of stars.
    public let mark: LineStyle
    /// The height of a bar.
    public let height: Double
  }

  /// The diameters of circles that show counts.
  public struct Circles: Sendable, Hashable, Codable {
    public let smallest: Double
    public let largest: Double
    /// Of the fill, from 0 to 1, so that the ground is seen through.
    public let opacity: Double
  }

  /// Halos, marks and circles in the size that suits a paper.
  func withSymbols(scaledBy factor: Double) -> SheetStyle {
    var style = self
    style.labels = labels.scaled(by: factor)
    style.circles = Circles(
      smallest: circles.smallest * factor, largest: circles.largest * factor,
      opacity: circles.opacity)
    return style
  }

  func paper(_ paper: Paper) -> PaperStyle {
    switch paper {
    case .a3: papers.a3
    case .a4: papers.a4
    case .phone: papers.phone
    }
  }

  func label(_ kind: MapLabel.Kind) -> LabelStyle {
    switch kind {
    case .town: labels.town
    case .village: labels.village
    case .water: labels.water
    case .cluster: labels.cluster
    case .region: labels.region
    }
  }
}

/// A text's size in points, its weight and its colour.
public struct TextStyle: Sendable, Hashable, Codable {
  public enum Weight: String, Sendable, Hashable, Codable { case regular, bold }

  public let size: Double
  public let weight: Weight
  public let colour: Colour
  /// Between letters, in points; 0 where it is not given.
  public let letterSpacing: Double?

  func scaled(by factor: Double) -> TextStyle {
    TextStyle(
      size: size * factor, weight: weight, colour: colour,
      letterSpacing: letterSpacing.map { $0 * factor })
  }
}

/// A map label: its text, the halo around it, and the mark at its place.
public struct LabelStyle: Sendable, Hashable, Codable {
  public let text: TextStyle
  public let halo: Colour
  /// In millimetres, on each side.
  public let haloWidth: Double
  /// Diameter of the dot at the place, in millimetres; none where it is not given.
  public let mark: Double?
  public let markFill: Colour?
  public let markStroke: LineStyle?

  func scaled(by factor: Double) -> LabelStyle {
    LabelStyle(
      text: text, halo: halo, haloWidth: haloWidth * factor, mark: mark.map { $0 * factor },
      markFill: markFill,
      markStroke: markStroke.map {
        LineStyle(colour: $0.colour, width: $0.width * factor, dash: $0.dash)
      })
  }
}

public struct LineStyle: Sendable, Hashable, Codable {
  public let colour: Colour
  /// In millimetres.
  public let width: Double
  public let dash: [Double]?
}
