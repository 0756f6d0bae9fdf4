import Foundation

/// Two threads, one after the other in the work: one makes items, the calling one uses them, in
/// order and at most a few ahead. An error of either ends both.
enum Conveyor {
  /// - Parameters:
  ///   - ahead: how many items may wait.
  ///   - make: the next item, `nil` behind the last; called on a thread of its own.
  ///   - use: called on this thread.
  /// - Throws: what `use` throws; what `make` throws, once the items before it were used.
  static func run<Item>(
    ahead: Int, make: @escaping () throws -> Item?, use: (Item) throws -> Void
  ) throws {
    let belt = Belt<Item>(room: ahead)
    nonisolated(unsafe) let make = make
    let thread = Thread {
      do {
        while let item = try make() {
          guard belt.put(item) else { break }
        }
        belt.end(nil)
      } catch {
        belt.end(error)
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
    // What the other thread uses must not go before it has ended.
    defer { belt.stopAndWait() }
    while let item = try belt.take() { try use(item) }
  }
}

private final class Belt<Item>: @unchecked Sendable {
  // All of it under the lock.
  private let lock = NSCondition()
  private var items: [Item] = []
  private var isStopped = false
  private var hasEnded = false
  private var error: (any Error)?
  private let room: Int

  init(room: Int) { self.room = room }

  /// - Returns: `false` when nobody wants more.
  func put(_ item: Item) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    while items.count >= room && !isStopped { lock.wait() }
    guard !isStopped else { return false }
    items.append(item)
    lock.signal()
    return true
  }

  func end(_ error: (any Error)?) {
    lock.lock()
    defer { lock.unlock() }
    self.error = error
    hasEnded = true
    lock.signal()
  }

  func take() throws -> Item? {
    lock.lock()
    defer { lock.unlock() }
    while items.isEmpty && !hasEnded { lock.wait() }
    if items.isEmpty {
      if let error { throw error }
      return nil
    }
    lock.signal()
    return items.removeFirst()
  }

  func stopAndWait() {
    lock.lock()
    defer { lock.unlock() }
    isStopped = true
    lock.signal()
    while !hasEnded { lock.wait() }
  }
}
