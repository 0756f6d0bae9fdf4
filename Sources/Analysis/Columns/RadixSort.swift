/// Sorts words by their upper half, the lower half riding along: a key and the position it
/// came from. Stable: positions with the same key keep their order.
///
/// Least significant digit first; each pass counts and scatters in as many parts as there are
/// threads, in the order of the parts, so the result does not depend on their number.
///
/// - Complexity: O(n · keyBits / 12); one more column of `n` words.
struct RadixSort {
  let parallel: Parallel

  static func packed(key: UInt32, position: Int) -> UInt64 {
    UInt64(key) << 32 | UInt64(truncatingIfNeeded: position)
  }

  func sort(
    _ words: borrowing Scratch<UInt64>, largestKey: UInt32, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let keyBits = 32 - largestKey.leadingZeroBitCount
    if keyBits == 0 || words.count < 2 { return }
    let passes = (keyBits + 11) / 12
    let digitBits = (keyBits + passes - 1) / passes
    let other = Scratch<UInt64>(words.count)
    var source = words.base
    var target = other.base
    for pass in 0..<passes {
      let shift = UInt64(32 + pass * digitBits)
      try scatter(
        source, into: target, count: words.count, shift: shift, digits: 1 << digitBits,
        isCancelled: isCancelled)
      swap(&source, &target)
    }
    if source != words.base { words.base.update(from: source, count: words.count) }
  }

  private func scatter(
    _ source: UnsafeMutablePointer<UInt64>, into target: UnsafeMutablePointer<UInt64>, count: Int,
    shift: UInt64, digits: Int, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    // Past a few thousand words a part is worth its histogram.
    let parts = min(parallel.threads, count / 8192 + 1)
    let histogram = Scratch<Int32>(repeating: 0, count: parts * digits)
    let mask = UInt64(digits - 1)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let own = histogram.base + part * digits
      for position in Parallel.slice(part, of: parts, count: count) {
        own[Int(truncatingIfNeeded: (source[position] >> shift) & mask)] &+= 1
      }
    }
    var start: Int32 = 0
    for digit in 0..<digits {
      for part in 0..<parts {
        let size = histogram[part * digits + digit]
        histogram[part * digits + digit] = start
        start &+= size
      }
    }
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let own = histogram.base + part * digits
      for position in Parallel.slice(part, of: parts, count: count) {
        let word = source[position]
        let digit = Int(truncatingIfNeeded: (word >> shift) & mask)
        target[Int(own[digit])] = word
        own[digit] &+= 1
      }
    }
  }
}
