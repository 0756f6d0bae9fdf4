import Dispatch
import Storage
import Synchronization

/// The stores that answer at the same time, one question each: calls into a store block.
final class StorePool: Sendable {
  private let free: Mutex<[any SpatialStore]>
  private let count: DispatchSemaphore

  /// - Parameter stores: connections to one store, at least one.
  init(_ stores: [any SpatialStore]) {
    precondition(!stores.isEmpty)
    free = Mutex(stores)
    count = DispatchSemaphore(value: stores.count)
  }

  func withStore<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    count.wait()
    defer { count.signal() }
    let store = free.withLock { $0.removeLast() }
    defer { free.withLock { $0.append(store) } }
    return try body(store)
  }
}
