import Dispatch
import Storage
import Synchronization

/// The stores that answer at the same time, one question each: calls into a store block.
final class StorePool: Sendable {
  private let free: Mutex<[any SpatialStore]>
  private let first: any SpatialStore
  private let count: DispatchSemaphore

  /// - Parameter stores: connections to one store, at least one.
  init(_ stores: [any SpatialStore]) {
    precondition(!stores.isEmpty)
    free = Mutex(stores)
    first = stores[0]
    count = DispatchSemaphore(value: stores.count)
  }

  /// What the store is at. A file tells it without its connection, and a server's store has several:
  /// nobody waits for those who read, so what is in memory is answered though all readers wait.
  func revision() throws -> String? { try first.revision() }

  func withStore<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    count.wait()
    defer { count.signal() }
    let store = free.withLock { $0.removeLast() }
    defer { free.withLock { $0.append(store) } }
    return try body(store)
  }
}
