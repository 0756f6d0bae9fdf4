import CPango

/// Lays texts out with Pango, the same for every output: sizes are in points, nothing is rounded
/// to pixels, so that a line breaks at the same letter on paper and on a screen.
///
/// Pango's font map belongs to a thread; so does this context.
final class TextContext {
  let context: OpaquePointer
  let language: SheetLanguage
  private let families: String

  init(style: SheetStyle, language: SheetLanguage) throws(CartographyError) {
    guard let map = pango_cairo_font_map_get_default(),
      let context = pango_font_map_create_context(map)
    else { throw CartographyError(place: "text", message: "Pango has no font map") }
    self.context = context
    self.language = language
    families = style.font
    pango_cairo_context_set_resolution(context, 72)
    pango_context_set_round_glyph_positions(context, 0)
    // The tag chooses the Chinese forms of glyphs that Japan and Korea write otherwise. In English
    // sheets, Chinese names keep them: the family is the Simplified Chinese one.
    pango_context_set_language(context, pango_language_from_string(language.tag))
    guard let options = cairo_font_options_create() else {
      throw CartographyError(place: "text", message: "cairo has no memory for font options")
    }
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(context)) }

  /// - Parameters:
  ///   - width: where lines break, in millimetres; no break where it is `nil`.
  ///   - lines: the most lines; the last one ends in an ellipsis where the text is longer.
  func layout(
    _ text: String, _ style: TextStyle, width: Double? = nil, align: TextAlignment = .leading,
    lines: Int? = nil
  ) -> TextLayout {
    TextLayout(
      context: self, families: families, text: text, style: style, width: width, align: align,
      lines: lines)
  }

  /// The size of a text, in millimetres.
  func size(_ text: String, _ style: TextStyle, width: Double? = nil, lines: Int? = nil)
    -> PaperSize
  {
    text.isEmpty
      ? PaperSize(width: 0, height: 0) : layout(text, style, width: width, lines: lines).size
  }
}

/// Where the lines of a text stand.
public enum TextAlignment: Sendable, Hashable {
  case leading, centre, trailing
}

/// A text whose lines are broken.
struct TextLayout: ~Copyable {
  private let layout: OpaquePointer
  private let colour: Colour
  /// In millimetres; the width is that of the widest line.
  let size: PaperSize

  fileprivate init(
    context: TextContext, families: String, text: String, style: TextStyle, width: Double?,
    align: TextAlignment, lines: Int?
  ) {
    let scale = Double(PANGO_SCALE)
    layout = pango_layout_new(context.context)
    colour = style.colour
    let font = pango_font_description_new()
    defer { pango_font_description_free(font) }
    pango_font_description_set_family(font, families)
    pango_font_description_set_size(font, Int32((style.size * scale).rounded()))
    pango_font_description_set_weight(
      font, style.weight == .bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_layout_set_font_description(layout, font)
    if let spacing = style.letterSpacing {
      let list = pango_attr_list_new()
      pango_attr_list_insert(
        list, pango_attr_letter_spacing_new(Int32((spacing * scale).rounded())))
      pango_layout_set_attributes(layout, list)
      pango_attr_list_unref(list)
    }
    pango_layout_set_text(layout, text, Int32(text.utf8.count))
    switch align {
    case .leading: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
    case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
    case .trailing: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    if let width {
      // Rounded up: a text given its own width must not break.
      let units = (max(0, width) * Canvas.pointsPerMillimetre * scale).rounded(.up)
      pango_layout_set_width(layout, Int32(min(units + 1, 1e9)))
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    }
    if let lines {
      pango_layout_set_height(layout, Int32(-lines))
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    }
    var box = PangoRectangle()
    pango_layout_get_extents(layout, nil, &box)
    let unit = scale * Canvas.pointsPerMillimetre
    size = PaperSize(width: Double(box.width) / unit, height: Double(box.height) / unit)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// Draws the lines; `point` is the upper left corner of the box with the width that was asked
  /// for, or of the text itself.
  borrowing func draw(on canvas: Canvas, at point: PaperPoint) {
    install(on: canvas, at: point) { context in
      canvas.set(colour)
      pango_cairo_show_layout(context, layout)
    }
  }

  /// Draws a rim around the letters; draw the letters after it.
  ///
  /// - Parameter width: in millimetres, on each side.
  borrowing func drawHalo(_ halo: Colour, width: Double, on canvas: Canvas, at point: PaperPoint) {
    install(on: canvas, at: point) { context in
      pango_cairo_layout_path(context, layout)
      canvas.set(halo)
      canvas.set(width: 2 * width * Canvas.pointsPerMillimetre, dash: nil)
      canvas.stroke()
    }
  }

  private borrowing func install(
    on canvas: Canvas, at point: PaperPoint, _ body: (OpaquePointer) -> Void
  ) {
    canvas.isolated {
      cairo_translate(canvas.context, point.x, point.y)
      let scale = 1 / Canvas.pointsPerMillimetre
      cairo_scale(canvas.context, scale, scale)
      canvas.newPath()
      cairo_move_to(canvas.context, 0, 0)
      body(canvas.context)
      canvas.newPath()
    }
  }
}
