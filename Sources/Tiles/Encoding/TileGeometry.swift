/// The commands that draw a feature, as packed numbers (clause 4.3 of the specification).
struct TileGeometry {
  private(set) var bytes: [UInt8] = []
  private var pen = SIMD2<Int32>(0, 0)

  private enum Command: UInt64 {
    case moveTo = 1
    case lineTo = 2
    case closePath = 7
  }

  mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    pen = SIMD2(0, 0)
  }

  mutating func point(_ position: SIMD2<Int32>) {
    command(.moveTo, 1)
    move(to: position)
  }

  mutating func line(_ points: ArraySlice<SIMD2<Int32>>, origin: SIMD2<Int32>) {
    guard let first = points.first, points.count > 1 else { return }
    command(.moveTo, 1)
    move(to: first &- origin)
    command(.lineTo, points.count - 1)
    for point in points.dropFirst() { move(to: point &- origin) }
  }

  /// - Parameters:
  ///   - points: the last is not the first again.
  ///   - isReversed: is drawn against the order of its points.
  mutating func ring(
    _ points: ArraySlice<SIMD2<Int32>>, origin: SIMD2<Int32>, isReversed: Bool
  ) {
    guard let first = points.first, points.count > 2 else { return }
    command(.moveTo, 1)
    move(to: first &- origin)
    command(.lineTo, points.count - 1)
    if isReversed {
      for point in points.dropFirst().reversed() { move(to: point &- origin) }
    } else {
      for point in points.dropFirst() { move(to: point &- origin) }
    }
    command(.closePath, 1)
  }

  private mutating func command(_ command: Command, _ count: Int) {
    ProtocolBuffer.append(varint: UInt64(count) << 3 | command.rawValue, to: &bytes)
  }

  private mutating func move(to position: SIMD2<Int32>) {
    let step = position &- pen
    ProtocolBuffer.append(varint: ProtocolBuffer.zigzag(Int64(step.x)), to: &bytes)
    ProtocolBuffer.append(varint: ProtocolBuffer.zigzag(Int64(step.y)), to: &bytes)
    pen = position
  }
}
