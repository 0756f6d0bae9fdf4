/// The circles of a scan: around each place, the places in the order of their distance.
///
/// Places enter one by one, as in SaTScan: of places at one distance the more westerly first, then
/// the more southerly, whatever the order of the input. Places on one coordinate enter together.
///
/// - Complexity: O(n² log n) time without a bound on the radius; memory O(sum of the places of
///   each centre's largest circle).
struct ScanCircles: Sendable {
  let placeCount: Int
  /// The places around each centre, the nearest first.
  private(set) var places: [Int32] = []
  /// Where the circles of each centre start, and one more.
  private(set) var circleStart: [Int] = [0]
  /// Where the places of each circle end in `places`.
  private(set) var circleEnd: [Int] = []
  private(set) var radii: [Double] = []
  /// Where the places of each centre start, and one more.
  private(set) var placeStart: [Int] = [0]
  /// The turn of each place among those at one distance; shared by places on one coordinate.
  let turns: [Int32]

  private struct Around {
    var places: [Int32] = []
    var ends: [Int] = []
    var radii: [Double] = []
  }

  /// - Parameters:
  ///   - distance: from one place to another, in metres, not negative.
  ///   - weights: what the share is taken of, a place.
  ///   - turns: in which order places at one distance enter; those of one turn together.
  init(
    weights: [Double], turns: [Int32], settings: ScanSettings, parallel: Parallel,
    isCancelled: @Sendable () -> Bool, distance: @Sendable (Int, Int) -> Double
  ) throws(AnalysisError) {
    let count = weights.count
    placeCount = count
    self.turns = turns
    let together = settings.tiesEnterTogether
    let largest = settings.maximumRadiusMetres ?? .infinity
    // Weights are whole numbers of quanta; the slack is for the share's own rounding.
    let most = weights.reduce(0, +) * settings.maximumShare * (1 + 0x1p-40)
    var around = [Around](repeating: Around(), count: count)
    try around.withUnsafeMutableBufferPointer { buffer throws(AnalysisError) in
      nonisolated(unsafe) let buffer = buffer
      let parts = min(count, ScanEngine.parts)
      try parallel.forEach(parts, isCancelled: isCancelled) { part in
        for centre in Parallel.slice(part, of: parts, count: count) {
          buffer[centre] = Self.around(
            centre, weights, turns, together, largest, most, distance)
        }
      }
    }
    for own in around {
      let start = places.count
      places += own.places
      circleEnd += own.ends.map { start + $0 }
      radii += own.radii
      circleStart.append(circleEnd.count)
      placeStart.append(places.count)
    }
  }

  private static func around(
    _ centre: Int, _ weights: [Double], _ turns: [Int32], _ together: Bool, _ largest: Double,
    _ most: Double, _ distance: (Int, Int) -> Double
  ) -> Around {
    var near: [(metres: Double, turn: Int32, place: Int32)] = []
    for place in weights.indices {
      let metres = place == centre ? 0 : distance(centre, place)
      if metres <= largest { near.append((metres, turns[place], Int32(place))) }
    }
    near.sort { $0 < $1 }
    var own = Around()
    var weight = 0.0
    var next = 0
    while next < near.count {
      let (metres, turn, _) = near[next]
      var end = next
      while end < near.count && near[end].metres == metres && (together || near[end].turn == turn) {
        weight += weights[Int(near[end].place)]
        end += 1
      }
      if weight > most { break }
      for member in next..<end { own.places.append(near[member].place) }
      own.ends.append(end)
      own.radii.append(metres)
      next = end
    }
    return own
  }

  /// The places of a circle, the nearest first.
  func members(of circle: Int, around centre: Int) -> ArraySlice<Int32> {
    places[placeStart[centre]..<circleEnd[circle]]
  }
}
