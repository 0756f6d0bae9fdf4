/// The places that a replicate deals out, one after another and each once; the last place never.
struct ReplicateSequence: ~Copyable {
  let places: Scratch<Int32>
  private let others: UInt64
  /// A short sequence is looked through; for a long one, each place keeps the last that took it.
  private let isShort: Bool
  private let lastTaken: Scratch<UInt32>

  /// - Parameter length: below `placeCount`.
  init(length: Int, placeCount: Int) {
    places = Scratch(length)
    others = UInt64(placeCount - 1)
    isShort = length <= 24
    lastTaken = Scratch(repeating: 0, count: isShort ? 0 : placeCount)
  }

  /// - Parameters:
  ///   - turn: another for each sequence drawn with this storage, below 2³² − 1.
  ///   - body: called with each step and its place.
  @inline(__always)
  func draw(
    _ replicate: Int, seed: UInt64, turn: Int, _ body: (_ step: Int, _ place: Int) -> Void
  ) {
    var generator = ReplicateGenerator(seed: seed, stream: UInt64(replicate))
    let mark = UInt32(truncatingIfNeeded: turn &+ 1)
    for step in 0..<places.count {
      var place = Int(truncatingIfNeeded: generator.integer(below: others))
      if isShort {
        while contains(step, Int32(truncatingIfNeeded: place)) {
          place = Int(truncatingIfNeeded: generator.integer(below: others))
        }
      } else {
        while lastTaken[place] == mark {
          place = Int(truncatingIfNeeded: generator.integer(below: others))
        }
        lastTaken[place] = mark
      }
      places[step] = Int32(truncatingIfNeeded: place)
      body(step, place)
    }
  }

  @inline(__always)
  private func contains(_ count: Int, _ place: Int32) -> Bool {
    var isThere = false
    for step in 0..<count { isThere = isThere || places[step] == place }
    return isThere
  }
}
