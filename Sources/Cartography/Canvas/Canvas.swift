import CPango

/// A page of cairo: what draws on it says millimetres, from the upper left corner, y downwards.
///
/// Internal on purpose: outside this room a page is a value (`Sheet`) and becomes bytes.
final class Canvas {
  enum Output {
    case pdf(title: String, date: String)
    case png(dotsPerInch: Double)
    case svg
  }

  static let pointsPerMillimetre = 72 / 25.4

  private let sink = ByteSink()
  private let surface: OpaquePointer
  private let output: Output
  let context: OpaquePointer
  let texts: TextContext

  init(size: PaperSize, output: Output, texts: TextContext) throws(CartographyError) {
    let points = (size.width * Self.pointsPerMillimetre, size.height * Self.pointsPerMillimetre)
    let made: OpaquePointer?
    var scale = Self.pointsPerMillimetre
    switch output {
    case .pdf:
      made = cairo_pdf_surface_create_for_stream(ByteSink.write, sink.closure, points.0, points.1)
    case .svg:
      made = cairo_svg_surface_create_for_stream(ByteSink.write, sink.closure, points.0, points.1)
    case .png(let dotsPerInch):
      scale = dotsPerInch / 25.4
      made = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((size.width * scale).rounded()),
        Int32((size.height * scale).rounded()))
    }
    guard let made, let context = cairo_create(made) else {
      throw CartographyError(place: "canvas", message: "cairo has no memory for the page")
    }
    surface = made
    self.output = output
    self.context = context
    self.texts = texts
    try check("create")
    if case .pdf(let title, let date) = output {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Anlan")
      // Else cairo writes the clock's time, and the same sheet has other bytes.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date)
    }
    cairo_scale(context, scale, scale)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Sets the size of the next page of a PDF; call it before drawing on the page.
  func beginPage(_ size: PaperSize) {
    guard case .pdf = output else { return }
    cairo_pdf_surface_set_size(
      surface, size.width * Self.pointsPerMillimetre, size.height * Self.pointsPerMillimetre)
  }

  func endPage() { cairo_show_page(context) }

  /// Ends the document and gives its bytes; nothing can be drawn after it.
  func finish() throws(CartographyError) -> [UInt8] {
    if case .png = output {
      cairo_surface_flush(surface)
      let status = cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.closure)
      guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure("write PNG", status) }
    }
    try check("draw")
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure("finish", status) }
    if case .svg = output { return SurfaceNumbers.renumbered(sink.bytes) }
    return sink.bytes
  }

  private func check(_ step: String) throws(CartographyError) {
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else { throw Self.failure(step, status) }
  }

  private static func failure(_ step: String, _ status: cairo_status_t) -> CartographyError {
    CartographyError(place: step, message: String(cString: cairo_status_to_string(status)))
  }
}

// MARK: State and paths

extension Canvas {
  /// Draws with a state of its own: colour, line, clip and transformation end with it.
  func isolated<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    cairo_save(context)
    defer { cairo_restore(context) }
    try body()
  }

  func set(_ colour: Colour, opacity: Double = 1) {
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255,
      Double(colour.alpha) / 255 * opacity)
  }

  func set(width: Double, dash: [Double]?) {
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash ?? [], Int32(dash?.count ?? 0), 0)
    cairo_set_line_cap(context, dash == nil ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
  }

  func set(_ line: LineStyle) {
    set(line.colour)
    set(width: line.width, dash: line.dash)
  }

  func move(to point: PaperPoint) { cairo_move_to(context, point.x, point.y) }
  func line(to point: PaperPoint) { cairo_line_to(context, point.x, point.y) }
  func close() { cairo_close_path(context) }
  func newPath() { cairo_new_path(context) }

  func rectangle(_ box: Rectangle) {
    cairo_rectangle(context, box.x, box.y, box.width, box.height)
  }

  func circle(at centre: PaperPoint, diameter: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, centre.x, centre.y, diameter / 2, 0, 2 * .pi)
    cairo_close_path(context)
  }

  func fill() { cairo_fill(context) }
  func fillKeepingPath() { cairo_fill_preserve(context) }
  func stroke() { cairo_stroke(context) }
  func strokeKeepingPath() { cairo_stroke_preserve(context) }
  func clip() { cairo_clip(context) }

  func fill(_ box: Rectangle, _ colour: Colour) {
    rectangle(box)
    set(colour)
    fill()
  }

  func stroke(_ box: Rectangle, _ line: LineStyle) {
    rectangle(box)
    set(line)
    stroke()
  }

  func stroke(from start: PaperPoint, to end: PaperPoint, _ line: LineStyle) {
    move(to: start)
    self.line(to: end)
    set(line)
    stroke()
  }

  /// The box that the clip lets through.
  var clipBox: Rectangle {
    var (x1, y1, x2, y2) = (0.0, 0.0, 0.0, 0.0)
    cairo_clip_extents(context, &x1, &y1, &x2, &y2)
    return Rectangle(x: x1, y: y1, width: x2 - x1, height: y2 - y1)
  }
}
