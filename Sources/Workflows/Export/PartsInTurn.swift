import Formats
import Foundation

/// Parts of one text that two threads make at the same time and that are written in their order.
enum PartsInTurn {
  /// - Parameters:
  ///   - separator: stands between two parts that hold something.
  ///   - make: the number of the part, which of the two threads it is on, and where its bytes go.
  ///   - done: takes what `make` answered, one at a time, in no order.
  /// - Throws: the first error of either thread; the other then ends at its next byte.
  /// - Complexity: `roomBytes` of memory beside what `make` needs.
  static func run<Made>(
    _ count: Int, separator: [UInt8], into sink: ByteSink,
    _ make: @escaping (_ part: Int, _ thread: Int, _ sink: ByteSink) throws -> Made,
    done: @escaping (Made) -> Void
  ) throws {
    let table = TurnTable(count, separator: separator, into: sink)
    nonisolated(unsafe) let make = make
    nonisolated(unsafe) let done = done
    @Sendable func work(_ thread: Int) {
      do {
        while let part = table.take() {
          let made = try make(part, thread, ByteSink { try table.put($0, of: part) })
          try table.end(part) { done(made) }
        }
      } catch {
        table.fail(error)
      }
    }
    let other = Thread {
      work(1)
      table.leave()
    }
    other.stackSize = 8 << 20
    other.start()
    work(0)
    try table.wait()
  }
}

private final class TurnTable: @unchecked Sendable {
  /// What parts may hold that wait for their turn.
  private static let roomBytes = 4 << 20

  private let lock = NSCondition()
  private let count: Int
  private let separator: [UInt8]
  // Used by the thread whose part has its turn, or under the lock.
  private let sink: ByteSink
  private var isBegun = false
  private var isPartBegun = false
  // All of it under the lock.
  private var next = 0
  private var turn = 0
  private var waiting: [Int: [UInt8]] = [:]
  private var waitingBytes = 0
  private var ended: Set<Int> = []
  private var failure: (any Error)?
  private var hasLeft = false

  init(_ count: Int, separator: [UInt8], into sink: ByteSink) {
    self.count = count
    self.separator = separator
    self.sink = sink
  }

  /// The next part that nobody makes yet.
  func take() -> Int? {
    lock.withLock {
      guard failure == nil, next < count else { return nil }
      next += 1
      return next - 1
    }
  }

  func put(_ bytes: Span<UInt8>, of part: Int) throws {
    lock.lock()
    defer { lock.unlock() }
    if let failure { throw failure }
    while part != turn, waitingBytes + bytes.count > Self.roomBytes, failure == nil { lock.wait() }
    guard part == turn else {
      bytes.withUnsafeBufferPointer { waiting[part, default: []].append(contentsOf: $0) }
      waitingBytes += bytes.count
      return
    }
    try writeWaiting()
    // Only this thread writes while its part has the turn: the other goes on meanwhile.
    lock.unlock()
    defer { lock.lock() }
    try write(bytes)
  }

  func end(_ part: Int, _ done: () -> Void) throws {
    lock.lock()
    defer { lock.unlock() }
    done()
    ended.insert(part)
    guard part == turn else { return }
    while ended.remove(turn) != nil {
      try writeWaiting()
      turn += 1
      isPartBegun = false
    }
    lock.broadcast()
  }

  /// What the part that has its turn said before.
  private func writeWaiting() throws {
    guard let bytes = waiting.removeValue(forKey: turn) else { return }
    waitingBytes -= bytes.count
    lock.broadcast()
    let held = bytes
    try write(held.span)
  }

  private func write(_ bytes: Span<UInt8>) throws {
    guard !bytes.isEmpty else { return }
    if isBegun, !isPartBegun, !separator.isEmpty {
      let between = separator
      try sink.put(between.span)
    }
    (isBegun, isPartBegun) = (true, true)
    try sink.put(bytes)
  }

  func fail(_ error: any Error) {
    lock.withLock {
      failure = failure ?? error
      lock.broadcast()
    }
  }

  func leave() {
    lock.withLock {
      hasLeft = true
      lock.broadcast()
    }
  }

  func wait() throws {
    lock.lock()
    defer { lock.unlock() }
    while !hasLeft { lock.wait() }
    if let failure { throw failure }
  }
}
