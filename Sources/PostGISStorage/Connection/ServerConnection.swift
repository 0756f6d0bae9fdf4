import CPostgres
import Foundation
import Storage

/// One connection to the server, used by one caller at a time.
///
/// Nothing here blocks for ever: answers are awaited in short steps, between which the deadline and
/// the cancellation of the current task are looked at.
final class ServerConnection {
  let location: String
  let handle: OpaquePointer
  /// The `COPY … FROM STDIN` that is open, which any other statement ends first.
  var copying: String?
  private let cancelHandle: OpaquePointer?
  private let limits: ServerLimits
  private var statements: [String: ServerStatement] = [:]

  /// - Throws: `unreachable`, `accessRefused`.
  init(
    _ address: ServerAddress, limits: ServerLimits, isReadOnly: Bool = false
  ) throws(StorageError) {
    location = address.location
    self.limits = limits
    // What stands before `dbname` is a default that the address overrides.
    let keywords = [
      "connect_timeout", "application_name", "keepalives_idle", "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", "options",
    ]
    let values = [
      String(max(2, limits.connectSeconds)), "anlan", "10", "5", "3", "20000",
      address.connectionText, "UTF8",
      Self.settings + (isReadOnly ? " -c default_transaction_read_only=on" : "") + " "
        + address.options,
    ]
    let opened = Self.withCStrings(keywords) { keywords in
      Self.withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
    }
    guard let opened else {
      throw .unreachable(location: address.location, reason: "no memory for a connection")
    }
    guard PQstatus(opened) == CONNECTION_OK else {
      let reason = Self.text(PQerrorMessage(opened))
      PQfinish(opened)
      throw StorageError.connecting(to: address.location, reason: reason)
    }
    handle = opened
    cancelHandle = PQgetCancel(opened)
    // Notices go nowhere: they would be written to standard error.
    _ = PQsetNoticeReceiver(opened, { _, _ in }, nil)
  }

  /// One text asks with many filters or few, so each call is planned for its own values: only then
  /// does a window of days leave the other years alone. Compiling such plans costs more than it saves.
  private static let settings =
    "-c timezone=UTC -c datestyle=ISO -c extra_float_digits=1 -c standard_conforming_strings=on "
    + "-c plan_cache_mode=force_custom_plan -c jit=off"

  deinit {
    PQfreeCancel(cancelHandle)
    PQfinish(handle)
  }

  var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }
  var isInTransaction: Bool {
    let state = PQtransactionStatus(handle)
    return state == PQTRANS_INTRANS || state == PQTRANS_INERROR || copying != nil
  }

  // MARK: Statements

  /// Runs several statements without values, as a file of SQL holds them.
  func run(script: String, named name: String) throws(StorageError) {
    try endCopy()
    guard PQsendQuery(handle, script) == 1 else { throw lost(name) }
    try finish(name)
  }

  /// Runs a prepared statement and hands each row to `body`, in constant memory.
  ///
  /// - Returns: how many rows the statement changed or answered.
  @discardableResult
  func run(
    _ text: ServerStatement.Text, _ arguments: [SQLValue],
    _ body: (borrowing ServerRow) throws -> Void = { _ in }
  ) throws -> Int {
    let statement = try prepare(text)
    let parameters = try BinaryParameters(arguments, of: statement)
    guard parameters.send(over: handle, statement: statement.serverName) else {
      throw lost(text.name)
    }
    PQsetSingleRowMode(handle)
    return try results(of: text.name) { result in
      for row in 0..<PQntuples(result) {
        try body(ServerRow(result: result, row: row, statement: text.name))
      }
    }.count
  }

  /// Gives up the transaction, and the rows of a `COPY` that is open.
  func rollBack() {
    abandonCopy()
    guard isUsable, isInTransaction else { return }
    try? run(script: ServerScripts.rollback, named: "rollback")
  }

  /// Says the last word, and sees that the server took it: what failed before makes it a rollback.
  func commit(_ script: String) throws(StorageError) {
    try endCopy()
    guard PQsendQuery(handle, script) == 1 else { throw lost("commit") }
    guard try finish("commit").tag != "ROLLBACK" else {
      throw .engine(statement: "commit", message: "a statement before it had failed")
    }
  }

  /// At most once for a connection.
  @discardableResult
  func prepare(_ text: ServerStatement.Text) throws(StorageError) -> ServerStatement {
    try endCopy()
    if !text.isPassing, let known = statements[text.name] { return known }
    // The statement without a name takes the place of the one before it.
    let serverName = text.isPassing ? "" : "s\(statements.count)"
    let given = text.givenTypes
    guard PQsendPrepare(handle, serverName, text.sql, Int32(given.count), given) == 1 else {
      throw lost(text.name)
    }
    try finish(text.name)
    guard PQsendDescribePrepared(handle, serverName) == 1 else { throw lost(text.name) }
    var types: [Oid] = []
    try finish(text.name) { result in
      types = (0..<PQnparams(result)).map { PQparamtype(result, $0) }
    }
    let statement = ServerStatement(
      name: text.name, serverName: serverName, parameterTypes: types)
    if !text.isPassing { statements[text.name] = statement }
    return statement
  }

  /// Takes all results of what was sent. An error of `body` stops the statement and is thrown on
  /// when the connection is free again.
  private func results(
    of name: String, _ body: (OpaquePointer) throws -> Void
  ) throws -> (tag: String, count: Int) {
    var answer = (tag: "", count: 0)
    var failure: (any Error)?
    let deadline = limits.statementSeconds > 0 ? Deadline(seconds: limits.statementSeconds) : nil
    while true {
      if failure == nil {
        failure = waitForResult(name, until: deadline)
        if failure != nil { cancel() }
      }
      guard let result = PQgetResult(handle) else { break }
      defer { PQclear(result) }
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
        // One row of many says nothing of the statement.
        if PQresultStatus(result) != PGRES_SINGLE_TUPLE {
          answer.tag = Self.text(PQcmdStatus(result))
          answer.count = Int(Self.text(PQcmdTuples(result))) ?? 0
        }
        guard failure == nil else { continue }
        do {
          try body(result)
        } catch {
          failure = error
          cancel()
        }
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        // The caller goes on from here.
        return answer
      default:
        if failure == nil {
          failure =
            isUsable
            ? StorageError(result: result, statement: name, location: location) : lost(name)
        }
      }
    }
    if failure == nil, !isUsable { failure = lost(name) }
    if let failure { throw failure }
    return answer
  }

  @discardableResult
  func finish(
    _ name: String, _ body: (OpaquePointer) -> Void = { _ in }
  ) throws(StorageError) -> (tag: String, count: Int) {
    do {
      return try results(of: name) { result throws in body(result) }
    } catch let error as StorageError {
      throw error
    } catch {
      throw .engine(statement: name, message: "\(error)")
    }
  }

  /// Waits, in short steps, until a result can be taken without blocking.
  private func waitForResult(_ name: String, until deadline: Deadline?) -> StorageError? {
    while PQisBusy(handle) == 1 {
      if Task.isCancelled { return .cancelled(statement: name) }
      if let deadline, deadline.isOver {
        return .timedOut(statement: name, seconds: limits.statementSeconds)
      }
      var watched = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      guard watched.fd >= 0 else { return nil }
      if poll(&watched, 1, 100) > 0, PQconsumeInput(handle) == 0 { return nil }
    }
    return nil
  }

  /// Asks the server to stop what this connection runs; its results still have to be taken.
  private func cancel() {
    guard let cancelHandle else { return }
    var complaint = [CChar](repeating: 0, count: 256)
    _ = PQcancel(cancelHandle, &complaint, 256)
  }

  // MARK: Faults

  func lost(_ statement: String) -> StorageError {
    isUsable
      ? .engine(statement: statement, message: Self.text(PQerrorMessage(handle)))
      : .connectionLost(location: location, statement: statement)
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) }?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
  }

  private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    text(UnsafePointer(pointer))
  }

  /// An array of C strings that ends with a null.
  private static func withCStrings<T>(
    _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> T
  ) -> T {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
  }
}
