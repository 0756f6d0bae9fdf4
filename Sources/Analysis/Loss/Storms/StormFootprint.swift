#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The strongest wind that a storm brings to places while it passes.
///
/// At each step of the track the surface wind is Holland's profile times the surface factor. The
/// profile is tabled by the kilometre and read in a straight line between: within 0.1 m/s of the
/// formula wherever the radius of strongest wind is 10 km or more. Distances are on a sphere of 6371.0088
/// km.
public struct StormFootprint: Sendable {
  static let earthRadius = 6371.0088

  /// The wind of a step: its place on the unit sphere, and metres a second by the kilometre.
  struct Step: Sendable {
    var x: Double
    var y: Double
    var z: Double
    var wind: [Double]
    /// The strongest wind at some distance or farther, and within it.
    var beyond: [Double]
  }

  let steps: [Step]
  /// The assumptions, as they were used.
  public let assumptions: StormAssumptions
  /// Records of the track that have a pressure: without any the storm has no wind.
  public let recordsWithPressure: Int

  /// - Throws: `invalidParameter` for assumptions out of range.
  /// - Complexity: O(steps · reach in kilometres).
  public init(
    _ track: StormTrack, assumptions: StormAssumptions = StormAssumptions()
  ) throws(AnalysisError) {
    try self.init(track, assumptions: assumptions, around: nil)
  }

  /// - Parameter hull: of all places that will be asked of: the wind elsewhere is not tabled.
  init(
    _ track: StormTrack, assumptions: StormAssumptions, around hull: StormPlaces.Hull?
  ) throws(AnalysisError) {
    try assumptions.check()
    self.assumptions = assumptions
    recordsWithPressure = track.fixes.count { $0.pressure != nil }
    let reach = Int(assumptions.reachKilometres.rounded(.up))
    var steps: [Step] = []
    for fix in track.steps(minutes: assumptions.stepMinutes) {
      guard let pressure = fix.pressure,
        let profile = try assumptions.profile(
          pressureHectopascal: pressure, windMetresPerSecond: fix.wind,
          radiusKilometres: fix.radius, latitude: fix.latitude)
      else { continue }
      let place = Self.unitVector(longitude: fix.longitude, latitude: fix.latitude)
      var near = 0..<reach
      if let hull {
        let distance = hull.chord(place.x, place.y, place.z)
        near = near.clamped(
          to: max(0, Int(distance - hull.radius) - 3)..<Int(distance + hull.radius) + 5)
      }
      guard !near.isEmpty else { continue }
      var wind = [Double](repeating: 0, count: reach + 2)
      for kilometre in near {
        // By the chord's length, which the loop has; the arc is longer.
        let half = Double(kilometre) / 2 / Self.earthRadius
        let arc = 2 * Self.earthRadius * asin(min(1, half))
        wind[kilometre] = assumptions.surfaceFactor * profile.gradientWind(atKilometres: arc)
      }
      var beyond = wind
      for kilometre in (0..<near.upperBound).reversed() {
        beyond[kilometre] = max(wind[kilometre], beyond[kilometre + 1])
      }
      steps.append(Step(x: place.x, y: place.y, z: place.z, wind: wind, beyond: beyond))
    }
    self.steps = steps
  }

  static func unitVector(longitude: Double, latitude: Double) -> (x: Double, y: Double, z: Double) {
    let (east, north) = (longitude * .pi / 180, latitude * .pi / 180)
    return (cos(north) * cos(east), cos(north) * sin(east), sin(north))
  }

  /// Metres a second at 10 m over open water at each place, 0 beyond the storm's reach.
  ///
  /// - Complexity: O(steps near the places · places).
  public func strongestWinds(_ places: StormPlaces) -> [Double] {
    var best = [Double](repeating: 0, count: places.count)
    for part in 0..<places.parts {
      let range = places.range(part)
      var storage = best.mutableSpan
      strongestWinds(places, part: part, into: &storage, at: range.lowerBound)
    }
    return best
  }

  /// Raises the winds of a part's places, from `offset` on, to what this storm brings.
  func strongestWinds(
    _ places: StormPlaces, part: Int, into best: inout MutableSpan<Double>, at offset: Int
  ) {
    let range = places.range(part)
    let hull = places.hulls[part]
    // A wind that every place of the part has; steps that cannot pass it are left out.
    var floor = 0.0
    let distances = steps.map { step in
      let distance = hull.chord(step.x, step.y, step.z)
      return (low: max(0, distance - hull.radius), high: distance + hull.radius)
    }
    for (step, distance) in zip(steps, distances) {
      let last = step.wind.count - 1
      let (low, high) = (Int(distance.low), Int(distance.high) + 2)
      guard high < last else { continue }
      var least = Double.infinity
      for kilometre in low...high { least = min(least, step.wind[kilometre]) }
      floor = max(floor, least)
    }
    let (xs, ys, zs) = (places.x.span, places.y.span, places.z.span)
    for (step, distance) in zip(steps, distances) {
      let last = step.wind.count - 2
      guard Int(distance.low) < last, step.beyond[Int(distance.low)] > floor else { continue }
      let wind = step.wind.span
      let limit = Double(last)
      for place in range {
        let dot = xs[place] * step.x + ys[place] * step.y + zs[place] * step.z
        let chord = min(limit, max(0, 2 - 2 * dot).squareRoot() * Self.earthRadius)
        let kilometre = Int(chord)
        let below = wind[kilometre]
        let value = below + (chord - Double(kilometre)) * (wind[kilometre + 1] - below)
        let own = place - range.lowerBound + offset
        if value > best[own] { best[own] = value }
      }
    }
  }
}

/// Places that storms pass, in parts that lie together when neighbours stand together in the columns.
public struct StormPlaces: Sendable {
  static let partSize = 1_024

  struct Hull: Sendable {
    var x: Double
    var y: Double
    var z: Double
    /// Kilometres, of chord.
    var radius: Double

    func chord(_ px: Double, _ py: Double, _ pz: Double) -> Double {
      let (dx, dy, dz) = (px - x, py - y, pz - z)
      return (dx * dx + dy * dy + dz * dz).squareRoot() * StormFootprint.earthRadius
    }
  }

  let x: [Double]
  let y: [Double]
  let z: [Double]
  let hulls: [Hull]
  /// Of all places together.
  let whole: Hull

  /// - Parameters: degrees, a row a place.
  /// - Throws: `differentLengths`, `notFinite`.
  public init(longitudes: [Double], latitudes: [Double]) throws(AnalysisError) {
    guard longitudes.count == latitudes.count else {
      throw .differentLengths(
        column: "latitudes", count: latitudes.count, expected: longitudes.count)
    }
    for (column, values) in [("longitudes", longitudes), ("latitudes", latitudes)] {
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: column, position: place)
      }
    }
    var (x, y, z): ([Double], [Double], [Double]) = ([], [], [])
    for place in longitudes.indices {
      let vector = StormFootprint.unitVector(
        longitude: longitudes[place], latitude: latitudes[place])
      x.append(vector.x)
      y.append(vector.y)
      z.append(vector.z)
    }
    let parts = (x.count + Self.partSize - 1) / Self.partSize
    func hull(_ range: Range<Int>) -> Hull {
      let size = Double(max(1, range.count))
      var hull = Hull(
        x: x[range].reduce(0, +) / size, y: y[range].reduce(0, +) / size,
        z: z[range].reduce(0, +) / size, radius: 0)
      for place in range {
        hull.radius = max(hull.radius, hull.chord(x[place], y[place], z[place]))
      }
      return hull
    }
    hulls = (0..<parts).map { hull(Self.range($0, count: x.count)) }
    whole = hull(0..<x.count)
    (self.x, self.y, self.z) = (x, y, z)
  }

  public var count: Int { x.count }
  var parts: Int { hulls.count }

  func range(_ part: Int) -> Range<Int> { Self.range(part, count: count) }

  private static func range(_ part: Int, count: Int) -> Range<Int> {
    part * partSize..<min(count, (part + 1) * partSize)
  }
}
