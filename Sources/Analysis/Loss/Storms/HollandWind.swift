#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The wind around the eye of a storm at gradient level: Holland's profile.
///
///     V(r) = √( B/ρ · (Rm/r)^B · Δp · exp(−(Rm/r)^B) + (r f / 2)² ) − r f / 2
///
/// ρ = 1.15 kg/m³, f = 2 Ω |sin latitude|. The profile is round: the storm's own motion is left out,
/// so that the right side blows harder, and the left less, than it says.
///
/// > G.J. Holland. "An Analytic Model of the Wind and Pressure Profiles in Hurricanes." *Monthly
/// > Weather Review*, vol. 108, no. 8, 1980, equation 4.
public struct HollandWind: Sendable, Equatable {
  /// kg/m³.
  public static let airDensity = 1.15
  /// Of the earth's rotation, radians a second.
  static let rotation = 7.292115e-5

  /// Where the wind is strongest, in kilometres from the eye.
  public let radiusKilometres: Double
  /// B: how peaked the profile is.
  public let peakedness: Double
  /// Δp: how far the eye's pressure lies below that around the storm, in hectopascal.
  public let deficitHectopascal: Double
  /// In degrees, of either hemisphere.
  public let latitude: Double

  /// - Throws: `invalidParameter` where the radius is not above 0, B not from 0.5 to 3, or the
  ///   deficit below 0 or above 200 hPa.
  public init(
    radiusKilometres: Double, peakedness: Double, deficitHectopascal: Double, latitude: Double
  ) throws(AnalysisError) {
    guard radiusKilometres > 0, radiusKilometres < 2_000 else {
      throw .invalidParameter(
        name: "radius of the strongest wind", requirement: "above 0 and below 2000 km")
    }
    guard (0.5...3).contains(peakedness) else {
      throw .invalidParameter(name: "Holland's B", requirement: "from 0.5 to 3")
    }
    guard (0...200).contains(deficitHectopascal) else {
      throw .invalidParameter(name: "pressure deficit", requirement: "from 0 to 200 hPa")
    }
    guard (-90...90).contains(latitude) else {
      throw .invalidParameter(name: "latitude", requirement: "from -90 to 90 degrees")
    }
    self.radiusKilometres = radiusKilometres
    self.peakedness = peakedness
    self.deficitHectopascal = deficitHectopascal
    self.latitude = latitude
  }

  /// Metres a second at a distance from the eye; 0 in the eye itself.
  public func gradientWind(atKilometres distance: Double) -> Double {
    guard distance > 0 else { return 0 }
    let ratio = pow(radiusKilometres / distance, peakedness)
    let turning = 2 * Self.rotation * abs(sin(latitude * .pi / 180)) * distance * 1000 / 2
    // Far inside, (Rm/r)^B passes all bounds where its exponential is 0 already.
    let pressure =
      ratio < 700
      ? peakedness / Self.airDensity * ratio * deficitHectopascal * 100 * exp(-ratio) : 0
    return (pressure + turning * turning).squareRoot() - turning
  }
}

/// What is assumed of a storm where its record does not say: stated with every figure.
public struct StormAssumptions: Sendable, Equatable, Codable {
  /// Of the air around the storm, hPa.
  public var surroundingHectopascal = 1010.0
  /// The wind at 10 m over open water as a share of that at gradient level.
  public var surfaceFactor = 0.85
  /// Rm in kilometres where the record gives none; `nil` takes it from wind and latitude, Rm = 46.4
  /// exp(−0.0155 Vmax + 0.0169 latitude).
  ///
  /// > H.E. Willoughby, M.E. Rahn. "Parametric Representation of the Primary Hurricane Vortex. Part
  /// > I." *Monthly Weather Review*, vol. 132, 2004, equation 12.1.
  public var radiusKilometres: Double?
  /// Holland's B; `nil` takes it from the strongest wind and the deficit, B = e ρ V² / Δp, cut to 1
  /// to 2.5.
  public var peakedness: Double?
  /// Where the eye is between two records of the track, minutes apart at most.
  public var stepMinutes = 60.0
  /// Beyond this the storm has no wind, kilometres.
  public var reachKilometres = 600.0

  public init() {}

  /// The profile at a moment of the track; `nil` without a pressure, or without a deficit.
  ///
  /// - Parameter windMetresPerSecond: the record's strongest, sustained at the surface.
  /// - Throws: `invalidParameter` for assumptions out of range.
  func profile(
    pressureHectopascal: Double, windMetresPerSecond: Double?, radiusKilometres given: Double?,
    latitude: Double
  ) throws(AnalysisError) -> HollandWind? {
    let deficit = surroundingHectopascal - pressureHectopascal
    guard deficit > 0 else { return nil }
    let gradient = windMetresPerSecond.map { $0 / surfaceFactor }
    let radius =
      given ?? radiusKilometres
      ?? 46.4 * exp(-0.0155 * (gradient ?? 30) + 0.0169 * abs(latitude))
    let peak =
      peakedness
      ?? gradient.map {
        min(2.5, max(1, M_E * HollandWind.airDensity * $0 * $0 / (deficit * 100)))
      } ?? 1.5
    return try HollandWind(
      radiusKilometres: radius, peakedness: peak, deficitHectopascal: min(deficit, 200),
      latitude: latitude)
  }

  func check() throws(AnalysisError) {
    guard surfaceFactor > 0, surfaceFactor <= 1 else {
      throw .invalidParameter(name: "surface factor", requirement: "above 0 and at most 1")
    }
    guard (900...1100).contains(surroundingHectopascal) else {
      throw .invalidParameter(name: "surrounding pressure", requirement: "from 900 to 1100 hPa")
    }
    guard stepMinutes >= 1, reachKilometres > 0, reachKilometres <= 3_000 else {
      throw .invalidParameter(
        name: "step and reach", requirement: "at least a minute, and above 0 to 3000 km")
    }
  }
}
