import Foundation
public import SimpleFeatures

/// The three-degree Gauss–Krüger zones of CGCS2000 (EPSG:4513 … 4554), without PROJ: the
/// transformation that every imported incident passes.
///
/// Krüger's series to the sixth order of the third flattening; the error is below a micrometre
/// within 30 degrees of the central meridian, which is as far as it is used.
///
/// > C.F.F. Karney. "Transverse Mercator with an accuracy of a few nanometers." *Journal of
/// > Geodesy*, vol. 85, 2011, equations 7–12, 35, 36. doi:10.1007/s00190-011-0445-3
/// > C.F.F. Karney. "On auxiliary latitudes." *Survey Review*, vol. 56, 2024, for the series
/// > between geographic and conformal latitude. doi:10.1080/00396265.2023.2217604
public struct GaussKruger: Sendable, Equatable {
  /// Degrees east.
  public let centralMeridian: Double
  public let falseEasting: Double

  /// `nil` for any other system.
  public init?(_ crs: CRS) {
    guard case .epsg(let code) = crs else { return nil }
    switch code {
    case 4513...4533:  // with the zone's number in millions of the easting
      let zone = code - 4513 + 25
      centralMeridian = Double(3 * zone)
      falseEasting = Double(zone * 1_000_000 + 500_000)
    case 4534...4554:
      centralMeridian = Double(75 + 3 * (code - 4534))
      falseEasting = 500_000
    default: return nil
    }
  }

  /// How far from the central meridian the series is used, in degrees.
  static let reach = 30.0
  /// A little less than that, on the equator, in metres east.
  static let reachMetres = 3_400_000.0

  /// Easting and northing in metres of a longitude and latitude in degrees; `nil` beyond the reach.
  @inline(__always)
  public func forward(_ position: Coordinate) -> Coordinate? {
    let difference = position.x - centralMeridian
    // False for what is not a number, too.
    guard difference.magnitude <= Self.reach, position.y.magnitude <= 90 else { return nil }
    let series = Series.cgcs2000
    let latitude = position.y * (.pi / 180)
    let longitude = difference * (.pi / 180)
    let (sinLatitude, cosLatitude) = (sin(latitude), cos(latitude))
    let shift = sineSum(
      series.conformal, sine: 2 * sinLatitude * cosLatitude,
      cosine: 1 - 2 * sinLatitude * sinLatitude)
    let (sinConformal, cosConformal) = turned(sinLatitude, cosLatitude, by: shift)
    // On the sphere: tan ξ' = tan χ / cos λ, tanh η' = cos χ sin λ. What ξ' has over χ is small in
    // a zone, so no arc tangent is needed.
    let (sinLongitude, lackOfCosine) = sineAndLack(longitude)
    let cosLongitude = 1 - lackOfCosine
    let along = cosConformal * cosLongitude
    let across = cosConformal * sinLongitude
    let excess = arcTangent(
      sinConformal * cosConformal * lackOfCosine
        / (cosConformal * along + sinConformal * sinConformal))
    let overSquare = 1 / (sinConformal * sinConformal + along * along)
    let sum = complexSum(
      series.forward, sine: 2 * sinConformal * along * overSquare,
      cosine: (along * along - sinConformal * sinConformal) * overSquare,
      hyperbolicSine: 2 * across * overSquare, hyperbolicCosine: (1 + across * across) * overSquare)
    return Coordinate(
      x: falseEasting + series.radius * (areaTangent(across) + sum.imaginary),
      y: series.radius * (latitude + shift + excess + sum.real))
  }

  /// Longitude and latitude in degrees of an easting and northing in metres; `nil` beyond the
  /// reach.
  @inline(__always)
  public func inverse(_ position: Coordinate) -> Coordinate? {
    let series = Series.cgcs2000
    let xi = position.y / series.radius
    let eta = (position.x - falseEasting) / series.radius
    guard eta.magnitude <= Self.reachMetres / series.radius, xi.magnitude <= .pi / 2 else {
      return nil
    }
    let (sinXi, cosXi) = (sin(xi), cos(xi))
    let (sinhEta, coshEta) = hyperbolic(eta)
    let sum = complexSum(
      series.inverse, sine: 2 * sinXi * cosXi, cosine: 1 - 2 * sinXi * sinXi,
      hyperbolicSine: 2 * sinhEta * coshEta, hyperbolicCosine: 1 + 2 * sinhEta * sinhEta)
    let xiSphere = xi - sum.real
    let (sinSphere, cosSphere) = turned(sinXi, cosXi, by: -sum.real)
    let (sinh, cosh) = hyperbolic(eta - sum.imaginary)
    // Towards the pole from the meridian's plane; as in `forward`, ξ' has little over χ.
    let towards = (cosSphere * cosSphere + sinh * sinh).squareRoot()
    let longitude = cosSphere > 0 ? arcTangent(sinh / cosSphere) : atan2(sinh, cosSphere)
    let excess = arcTangent(
      sinSphere * sinh * sinh
        / ((towards + cosSphere) * (cosSphere * towards + sinSphere * sinSphere)))
    let sinConformal = sinSphere / cosh
    let shift = sineSum(
      series.geographic, sine: 2 * sinConformal * towards / cosh,
      cosine: 1 - 2 * sinConformal * sinConformal)
    let latitude = xiSphere - excess + shift
    guard longitude.magnitude <= Self.reach * .pi / 180 else { return nil }
    return Coordinate(
      x: centralMeridian + longitude * (180 / .pi), y: latitude * (180 / .pi))
  }
}

/// The coefficients of the four series, for one ellipsoid; those of sin 2φ first.
private struct Series {
  var radius: Double
  var forward: InlineArray<6, Double>
  var inverse: InlineArray<6, Double>
  /// From geographic to conformal latitude, and back.
  var conformal: InlineArray<6, Double>
  var geographic: InlineArray<6, Double>

  static let cgcs2000 = Series(semiMajorAxis: 6_378_137, flattening: 1 / 298.257222101)

  init(semiMajorAxis: Double, flattening: Double) {
    let n = flattening / (2 - flattening)
    let n2 = n * n
    let n3 = n2 * n
    let n4 = n2 * n2
    let n5 = n4 * n
    let n6 = n3 * n3
    radius = semiMajorAxis / (1 + n) * (1 + n2 / 4 + n4 / 64 + n6 / 256)
    forward = [
      n / 2 - n2 * 2 / 3 + n3 * 5 / 16 + n4 * 41 / 180 - n5 * 127 / 288 + n6 * 7891 / 37800,
      n2 * 13 / 48 - n3 * 3 / 5 + n4 * 557 / 1440 + n5 * 281 / 630 - n6 * 1_983_433 / 1_935_360,
      n3 * 61 / 240 - n4 * 103 / 140 + n5 * 15061 / 26880 + n6 * 167_603 / 181_440,
      n4 * 49561 / 161_280 - n5 * 179 / 168 + n6 * 6_601_661 / 7_257_600,
      n5 * 34729 / 80640 - n6 * 3_418_889 / 1_995_840,
      n6 * 212_378_941 / 319_334_400,
    ]
    inverse = [
      n / 2 - n2 * 2 / 3 + n3 * 37 / 96 - n4 / 360 - n5 * 81 / 512 + n6 * 96199 / 604_800,
      n2 / 48 + n3 / 15 - n4 * 437 / 1440 + n5 * 46 / 105 - n6 * 1_118_711 / 3_870_720,
      n3 * 17 / 480 - n4 * 37 / 840 - n5 * 209 / 4480 + n6 * 5569 / 90720,
      n4 * 4397 / 161_280 - n5 * 11 / 504 - n6 * 830_251 / 7_257_600,
      n5 * 4583 / 161_280 - n6 * 108_847 / 3_991_680,
      n6 * 20_648_693 / 638_668_800,
    ]
    conformal = [
      -n * 2 + n2 * 2 / 3 + n3 * 4 / 3 - n4 * 82 / 45 + n5 * 32 / 45 + n6 * 4642 / 4725,
      n2 * 5 / 3 - n3 * 16 / 15 - n4 * 13 / 9 + n5 * 904 / 315 - n6 * 1522 / 945,
      -n3 * 26 / 15 + n4 * 34 / 21 + n5 * 8 / 5 - n6 * 12686 / 2835,
      n4 * 1237 / 630 - n5 * 12 / 5 - n6 * 24832 / 14175,
      -n5 * 734 / 315 + n6 * 109_598 / 31185,
      n6 * 444_337 / 155_925,
    ]
    geographic = [
      n * 2 - n2 * 2 / 3 - n3 * 2 + n4 * 116 / 45 + n5 * 26 / 45 - n6 * 2854 / 675,
      n2 * 7 / 3 - n3 * 8 / 5 - n4 * 227 / 45 + n5 * 2704 / 315 + n6 * 2323 / 945,
      n3 * 56 / 15 - n4 * 136 / 35 - n5 * 1262 / 105 + n6 * 73814 / 2835,
      n4 * 4279 / 630 - n5 * 332 / 35 - n6 * 399_572 / 14175,
      n5 * 4174 / 315 - n6 * 144_838 / 6237,
      n6 * 601_676 / 22275,
    ]
  }
}

/// Σ cⱼ sin 2jφ by Clenshaw's recurrence.
@inline(__always)
private func sineSum(
  _ coefficients: InlineArray<6, Double>, sine: Double, cosine: Double
) -> Double {
  let twice = 2 * cosine
  var last = 0.0
  var sum = 0.0
  for index in stride(from: 5, through: 0, by: -1) {
    (sum, last) = (coefficients[index] + twice * sum - last, sum)
  }
  return sum * sine
}

/// Σ cⱼ sin 2j(ξ + iη) by the same recurrence in complex numbers.
@inline(__always)
private func complexSum(
  _ coefficients: InlineArray<6, Double>, sine: Double, cosine: Double, hyperbolicSine: Double,
  hyperbolicCosine: Double
) -> (real: Double, imaginary: Double) {
  let twiceReal = 2 * cosine * hyperbolicCosine
  let twiceImaginary = -2 * sine * hyperbolicSine
  var (sumReal, sumImaginary, lastReal, lastImaginary) = (0.0, 0.0, 0.0, 0.0)
  for index in stride(from: 5, through: 0, by: -1) {
    let real =
      coefficients[index] + twiceReal * sumReal - twiceImaginary * sumImaginary - lastReal
    let imaginary = twiceReal * sumImaginary + twiceImaginary * sumReal - lastImaginary
    (lastReal, lastImaginary) = (sumReal, sumImaginary)
    (sumReal, sumImaginary) = (real, imaginary)
  }
  let factorReal = sine * hyperbolicCosine
  let factorImaginary = cosine * hyperbolicSine
  return (
    sumReal * factorReal - sumImaginary * factorImaginary,
    sumReal * factorImaginary + sumImaginary * factorReal
  )
}

/// Sine and cosine of an angle after a turn of less than a hundredth: five terms are exact.
@inline(__always)
private func turned(_ sine: Double, _ cosine: Double, by angle: Double) -> (Double, Double) {
  let square = angle * angle
  let small = angle * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)))
  let lessOne = -square / 2 * (1 - square / 12 * (1 - square / 30))
  return (sine + (sine * lessOne + cosine * small), cosine + (cosine * lessOne - sine * small))
}

/// artanh; near 0, where zones lie, by its own series.
@inline(__always)
private func areaTangent(_ value: Double) -> Double {
  guard value.magnitude < 0.08 else { return atanh(value) }
  let s = value * value
  let tail = 1.0 / 9 + s * (1.0 / 11 + s * (1.0 / 13 + s * (1.0 / 15)))
  return value + value * s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * tail)))
}

/// arctan; near 0 by its own series.
@inline(__always)
private func arcTangent(_ value: Double) -> Double {
  guard value.magnitude < 0.08 else { return atan(value) }
  let s = value * value
  let tail = 1.0 / 9 - s * (1.0 / 11 - s * (1.0 / 13 - s * (1.0 / 15)))
  return value - value * s * (1.0 / 3 - s * (1.0 / 5 - s * (1.0 / 7 - s * tail)))
}

/// The sine of an angle, and what its cosine lacks of 1.
@inline(__always)
private func sineAndLack(_ angle: Double) -> (sine: Double, lackOfCosine: Double) {
  guard angle.magnitude < 0.08 else {
    let half = sin(angle / 2)
    return (sin(angle), 2 * half * half)
  }
  let s = angle * angle
  let sineTail = 1 - s * (1.0 / 42) * (1 - s * (1.0 / 72))
  let lackTail = 1 - s * (1.0 / 56) * (1 - s * (1.0 / 90))
  return (
    angle * (1 - s * (1.0 / 6) * (1 - s * (1.0 / 20) * sineTail)),
    s * 0.5 * (1 - s * (1.0 / 12) * (1 - s * (1.0 / 30) * lackTail))
  )
}

/// sinh and cosh; near 0 by their own series.
@inline(__always)
private func hyperbolic(_ value: Double) -> (sinh: Double, cosh: Double) {
  guard value.magnitude < 0.08 else { return (sinh(value), cosh(value)) }
  let s = value * value
  let sinhTail = 1 + s * (1.0 / 42) * (1 + s * (1.0 / 72))
  let coshTail = 1 + s * (1.0 / 56) * (1 + s * (1.0 / 90))
  return (
    value * (1 + s * (1.0 / 6) * (1 + s * (1.0 / 20) * sinhTail)),
    1 + s * 0.5 * (1 + s * (1.0 / 12) * (1 + s * (1.0 / 30) * coshTail))
  )
}
