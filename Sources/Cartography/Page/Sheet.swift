/// A document of pages that is ready to be drawn: every place on it is decided.
///
/// The same sheet gives the same bytes, today and tomorrow, on one set of fonts.
public struct Sheet: Sendable {
  public let pages: [SheetPage]
  /// Of the document, as a reader of PDF shows it.
  public let title: String
  /// Names that found no room on the main map.
  public let droppedLabels: [String]
  /// Features that were not drawn, because their value has no class in the ramp.
  public let featuresWithoutClass: Int
  /// Of the main map; `nil` where there is none.
  public let scale: MapScale?

  /// The larger it is the less of the paper the study area fills.
  var denominator: Double { scale?.denominator ?? .infinity }

  let style: SheetStyle
  let language: SheetLanguage
  let textScale: Double
  /// As PDF writes it; from the data, never from a clock.
  let date: String

  /// All pages; text stays text.
  public func pdf() throws(CartographyError) -> [UInt8] {
    let size = pages.first?.size ?? PaperSize(width: 210, height: 297)
    let canvas = try canvas(size, .pdf(title: title, date: date))
    for page in pages {
      canvas.beginPage(page.size)
      draw(page, on: canvas)
      canvas.endPage()
    }
    return try canvas.finish()
  }

  /// - Parameters:
  ///   - page: from 0.
  ///   - dotsPerInch: 254 is ten pixels a millimetre, what the phone page is made for.
  public func png(page: Int = 0, dotsPerInch: Double) throws(CartographyError) -> [UInt8] {
    guard (1...1200).contains(dotsPerInch) else {
      throw CartographyError(place: "png", message: "\(dotsPerInch) dots per inch is not in 1…1200")
    }
    return try single(page, .png(dotsPerInch: dotsPerInch))
  }

  /// - Parameter page: from 0.
  public func svg(page: Int = 0) throws(CartographyError) -> [UInt8] { try single(page, .svg) }

  private func single(_ index: Int, _ output: Canvas.Output) throws(CartographyError) -> [UInt8] {
    guard pages.indices.contains(index) else {
      throw CartographyError(
        place: "page \(index)", message: "the sheet has \(pages.count) pages, from 0")
    }
    let canvas = try canvas(pages[index].size, output)
    draw(pages[index], on: canvas)
    return try canvas.finish()
  }

  private func canvas(
    _ size: PaperSize, _ output: Canvas.Output
  ) throws(CartographyError) -> Canvas {
    let texts = try TextContext(style: style, language: language)
    return try Canvas(size: size, output: output, texts: texts)
  }

  private func draw(_ page: SheetPage, on canvas: Canvas) {
    canvas.fill(
      Rectangle(x: 0, y: 0, width: page.size.width, height: page.size.height), style.fills.paper)
    for element in page.elements {
      element.draw(on: canvas, style: style, textScale: textScale)
    }
  }
}
