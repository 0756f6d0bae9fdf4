/// What a sheet is made for.
public enum Paper: Sendable, Hashable {
  public enum Orientation: Sendable, Hashable {
    case landscape, portrait
    /// The one in which the study area is larger.
    case automatic
  }

  case a3(Orientation)
  case a4(Orientation)
  /// 1080 × 1440 pixels: 108 × 144 mm at ten pixels a millimetre.
  case phone

  /// Of the phone page, so that a millimetre is ten pixels.
  public static let phoneDotsPerInch = 254.0

  /// The sizes of ISO 216.
  var shapes: [PaperSize] {
    func shapes(_ long: Double, _ short: Double, _ orientation: Orientation) -> [PaperSize] {
      let landscape = PaperSize(width: long, height: short)
      let portrait = PaperSize(width: short, height: long)
      return switch orientation {
      case .landscape: [landscape]
      case .portrait: [portrait]
      case .automatic: [landscape, portrait]
      }
    }
    return switch self {
    case .a3(let orientation): shapes(420, 297, orientation)
    case .a4(let orientation): shapes(297, 210, orientation)
    case .phone: [PaperSize(width: 108, height: 144)]
    }
  }
}
