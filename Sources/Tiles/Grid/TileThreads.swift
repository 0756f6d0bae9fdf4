import Dispatch
import Synchronization

/// The threads of this room. A part writes only what is its own, so bytes do not depend on which
/// thread took which part, nor on how many there are.
enum TileThreads {
  /// The answers of `body` for `0..<parts`, in order.
  ///
  /// - Parameter makeScratch: what one thread uses again and again.
  static func map<Answer: Sendable, Scratch>(
    _ parts: Int, threads: Int, scratch makeScratch: @Sendable () -> Scratch,
    _ body: @Sendable (Int, inout Scratch) -> Answer
  ) -> [Answer] {
    guard parts > 0 else { return [] }
    let workers = min(max(1, threads), parts)
    if workers == 1 {
      var scratch = makeScratch()
      return (0..<parts).map { body($0, &scratch) }
    }
    let next = Atomic<Int>(0)
    let answers = Mutex([Answer?](repeating: nil, count: parts))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      var scratch = makeScratch()
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if part >= parts { return }
        let answer = body(part, &scratch)
        answers.withLock { $0[part] = answer }
      }
    }
    return answers.withLock { $0.compactMap { $0 } }
  }
}
