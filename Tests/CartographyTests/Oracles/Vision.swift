import Cartography
import Foundation

/// A colour in CIELAB (D65), lightness 0…100.
struct Lab {
  var lightness, a, b: Double

  /// ΔE*ab of 1976.
  func distance(to other: Lab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }
}

/// How an eye sees a screen.
///
/// > G.M. Machado, M.M. Oliveira, L.A.F. Fernandes. "A Physiologically-based Model for Simulation
/// > of Color Vision Deficiency." *IEEE TVCG*, vol. 15, no. 6, 2009 (severity 1.0).
enum Vision: CaseIterable {
  case full, deuteranopia, protanopia

  private var matrix: [[Double]] {
    switch self {
    case .full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    }
  }

  /// - Parameter opacity: of the colour over white paper.
  func see(_ colour: Colour, opacity: Double = 1) -> Lab {
    let cover = opacity * Double(colour.alpha) / 255
    let light = [colour.red, colour.green, colour.blue].map { value -> Double in
      let v = (Double(value) * cover + 255 * (1 - cover)) / 255
      return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row -> Double in
      let sum: Double = zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }
      return min(1, max(0, sum))
    }
    // sRGB to CIE XYZ, each row divided by the white point of D65.
    let rows: [[Double]] = [
      [0.433953, 0.376219, 0.189828], [0.212673, 0.715152, 0.072175],
      [0.017757, 0.109477, 0.872766],
    ]
    let xyz = rows.map { row -> Double in
      let share: Double = zip(row, seen).reduce(0) { $0 + $1.0 * $1.1 }
      return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116
    }
    return Lab(
      lightness: 116 * xyz[1] - 16, a: 500 * (xyz[0] - xyz[1]), b: 200 * (xyz[1] - xyz[2]))
  }
}
