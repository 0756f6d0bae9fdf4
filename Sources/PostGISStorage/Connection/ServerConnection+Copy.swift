import CPostgres
import Storage

extension ServerConnection {
  /// Sends rows in PostgreSQL's binary form, as `body` hands them out.
  ///
  /// - Returns: how many arrived.
  func copyIn(
    _ text: ServerStatement.Text, _ body: (inout CopyBuffer) throws -> Void
  ) throws -> Int {
    try endCopy()
    try beginCopy(text)
    var buffer = CopyBuffer()
    buffer.flush = { [unowned self] bytes throws in try self.put(bytes) }
    do {
      try body(&buffer)
      try buffer.send()
    } catch {
      abandonCopy()
      throw error
    }
    return try endCopy()
  }

  /// Sends rows on and leaves the `COPY` open for more of them, so that the server works while the
  /// caller makes the next. What is wrong with them may be told by a later call.
  func copyOn(_ text: ServerStatement.Text, _ rows: inout CopyBuffer) throws(StorageError) {
    if copying != text.name {
      try endCopy()
      try beginCopy(text)
    }
    try rows.withBytes { bytes throws(StorageError) in try put(bytes) }
    rows.removeAll()
  }

  /// Ends the `COPY` that is open, if one is.
  ///
  /// - Returns: how many rows arrived with it.
  @discardableResult
  func endCopy() throws(StorageError) -> Int {
    guard let name = copying else { return 0 }
    copying = nil
    // The end of the rows: minus one where the next row's count of fields would stand.
    let end = [CChar](repeating: CChar(truncatingIfNeeded: 0xFF), count: 2)
    guard PQputCopyData(handle, end, 2) == 1, PQputCopyEnd(handle, nil) == 1 else {
      throw lost(name)
    }
    return try finish(name).count
  }

  /// Ends the `COPY` that is open so that the server keeps nothing of it.
  func abandonCopy() {
    guard let name = copying else { return }
    copying = nil
    _ = PQputCopyEnd(handle, "stopped by the client")
    _ = try? finish(name)
  }

  private func beginCopy(_ text: ServerStatement.Text) throws(StorageError) {
    guard PQsendQuery(handle, text.sql) == 1 else { throw lost(text.name) }
    try finish(text.name)
    copying = text.name
    try CopyBuffer.header.withUnsafeBufferPointer { bytes throws(StorageError) in try put(bytes) }
  }

  private func put(_ bytes: UnsafeBufferPointer<CChar>) throws(StorageError) {
    guard !bytes.isEmpty else { return }
    guard PQputCopyData(handle, bytes.baseAddress, Int32(bytes.count)) == 1 else {
      let name = copying ?? ""
      abandonCopy()
      throw lost(name)
    }
  }

  /// Sends what one server copies out to another, in PostgreSQL's binary form as it comes.
  ///
  /// - Returns: how many rows arrived.
  static func pass(
    _ reading: ServerStatement.Text, from source: ServerConnection,
    _ writing: ServerStatement.Text, to target: ServerConnection
  ) throws(StorageError) -> Int {
    try source.endCopy()
    try target.endCopy()
    guard PQsendQuery(source.handle, reading.sql) == 1 else { throw source.lost(reading.name) }
    try source.finish(reading.name)
    guard PQsendQuery(target.handle, writing.sql) == 1 else { throw target.lost(writing.name) }
    try target.finish(writing.name)
    var bytes: UnsafeMutablePointer<CChar>?
    while true {
      let count = PQgetCopyData(source.handle, &bytes, 0)
      guard count > 0 else { break }
      let isSent = PQputCopyData(target.handle, bytes, count) == 1
      PQfreemem(bytes)
      guard isSent else { throw target.lost(writing.name) }
    }
    do {
      try source.finish(reading.name)
    } catch {
      _ = PQputCopyEnd(target.handle, "stopped by the client")
      _ = try? target.finish(writing.name)
      throw error
    }
    guard PQputCopyEnd(target.handle, nil) == 1 else { throw target.lost(writing.name) }
    return try target.finish(writing.name).count
  }
}
