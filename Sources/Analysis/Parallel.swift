import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The threads of one kernel: the only place of this room that knows of threads.
///
/// Work is cut into parts by the caller and a part writes only what is its own, so a result
/// does not depend on which thread took which part, nor on how many there are.
public struct Parallel: Sendable {
  let threads: Int

  /// The number of processors that are online, at least 1.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  init(threads: Int) {
    self.threads = min(max(1, threads), 256)
  }

  /// Calls `body` once for each part of `0..<parts`; parts not yet begun are left out once
  /// `isCancelled` answers true.
  func forEach(
    _ parts: Int, isCancelled: @Sendable () -> Bool = { false }, _ body: (Int) -> Void
  ) throws(AnalysisError) {
    let workers = min(threads, parts)
    if workers <= 1 {
      for part in 0..<max(0, parts) {
        if isCancelled() { throw .cancelled }
        body(part)
      }
    } else {
      let next = Atomic<Int>(0)
      let stopped = Atomic<Bool>(false)
      withoutActuallyEscaping(body) { body in
        // Threads share what the closure holds; each part writes only what is its own.
        nonisolated(unsafe) let body = body
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          while !stopped.load(ordering: .relaxed) {
            let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if part >= parts { return }
            if isCancelled() {
              stopped.store(true, ordering: .relaxed)
              return
            }
            body(part)
          }
        }
      }
      if stopped.load(ordering: .relaxed) { throw .cancelled }
    }
  }

  /// The `part`th of `parts` even pieces of `0..<count`.
  static func slice(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    (count * part / parts)..<(count * (part + 1) / parts)
  }
}
