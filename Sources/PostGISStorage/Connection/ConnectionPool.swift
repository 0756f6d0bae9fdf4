import Foundation
import Storage

/// The connections of one store: handed out one to a caller, opened when needed, replaced when
/// they broke.
final class ConnectionPool: @unchecked Sendable {
  private let address: ServerAddress
  private let limits: ServerLimits
  private let isReadOnly: Bool
  private let condition = NSCondition()
  // Behind `condition`.
  private var idle: [ServerConnection] = []
  private var open = 0
  private var hasConnected = false
  private var isClosed = false

  init(_ address: ServerAddress, limits: ServerLimits, isReadOnly: Bool = false) {
    self.address = address
    self.limits = limits
    self.isReadOnly = isReadOnly
  }

  /// Hands a connection to `body`. Where it turns out to be broken before `body` has seen an
  /// answer, `body` is asked once more with a new one.
  ///
  /// - Parameter isUntouched: whether `body` can still be asked again.
  @discardableResult
  func withConnection<T>(
    isUntouched: () -> Bool, _ body: (ServerConnection) throws -> T
  ) throws -> T {
    do {
      return try withOneConnection(body)
    } catch StorageError.connectionLost where isUntouched() {
      return try withOneConnection(body)
    }
  }

  private func withOneConnection<T>(_ body: (ServerConnection) throws -> T) throws -> T {
    let connection = try take()
    defer { give(back: connection) }
    return try body(connection)
  }

  func close() {
    condition.withLock {
      isClosed = true
      open -= idle.count
      idle.removeAll()
    }
  }

  private func take() throws(StorageError) -> ServerConnection {
    condition.lock()
    let deadline = Deadline(seconds: limits.poolSeconds)
    while idle.isEmpty && open >= limits.connections {
      guard condition.wait(until: deadline.date) else {
        condition.unlock()
        throw .busy(location: address.location)
      }
    }
    if let connection = idle.popLast() {
      condition.unlock()
      return connection
    }
    open += 1
    let isReconnecting = hasConnected
    condition.unlock()
    do {
      let connection = try connect(patiently: isReconnecting)
      condition.withLock { hasConnected = true }
      return connection
    } catch {
      condition.withLock { open -= 1 }
      condition.signal()
      throw error
    }
  }

  private func give(back connection: ServerConnection) {
    condition.withLock {
      if connection.isUsable && !connection.isInTransaction && !isClosed {
        idle.append(connection)
      } else {
        // The others of the pool probably broke with it.
        if !connection.isUsable {
          open -= idle.count
          idle.removeAll()
        }
        open -= 1
      }
    }
    condition.signal()
  }

  /// A server that restarts is waited for; one that was never there is not.
  private func connect(patiently: Bool) throws(StorageError) -> ServerConnection {
    let deadline = Deadline(seconds: limits.reconnectSeconds)
    var pause = 0.1
    while true {
      do {
        return try ServerConnection(address, limits: limits, isReadOnly: isReadOnly)
      } catch {
        guard case .unreachable(_, let reason) = error,
          patiently || reason.contains("starting up"), !deadline.isOver,
          !Task.isCancelled
        else { throw error }
        Thread.sleep(forTimeInterval: pause)
        pause = min(1, pause * 2)
      }
    }
  }
}
