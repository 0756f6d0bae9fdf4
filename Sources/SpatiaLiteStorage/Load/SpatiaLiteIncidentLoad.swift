import GRDB
import SpatiaLite
import Storage

/// Incidents into a SpatiaLite store.
///
/// Many rows beside few go in without indexes, which are built in one go behind them; which rows
/// stand there already is then known from a table in memory. What the rows name, a grid above all,
/// is not looked up a million times either: the new index says which grids are named, and each of
/// them is looked up once. Few rows beside many go through the indexes. What becomes of a row is
/// the same either way.
final class SpatiaLiteIncidentLoad: IncidentLoad {
  /// How many rows came that the store did not have.
  private(set) var inserted = 0
  private(set) var isFinished = false

  private let connection: Database
  private let location: String
  private let table: IncidentTable
  private let firstNewKey: Int64
  private var lastKey: Int64
  /// The statements that make again what was dropped; `nil` where the indexes serve.
  private var restoring: [String]?
  /// The new rows; where the indexes do not serve, all of them.
  private var keys = IncidentKeys(expectedRows: 0)
  /// Of a table that was empty: its points, so that they need not be read again. `nil` where they
  /// would take too much memory beside the keys.
  private var points: IncidentPoints?
  private static let mostPoints: Int64 = 1 << 21
  /// Where the new rows stand in the batch in hand; their keys follow one another.
  private var fresh: [Int32] = []
  private var freshSteps: [IncidentTable.Step] = []
  private var firstFreshKey: Int64 = 0
  /// A bit for each row that was there before and that this load met.
  private var met: [UInt64] = []

  /// Fewer rows are not worth an index built anew.
  private static let fewRows = 2_000
  /// Building the indexes of so many rows anew costs as much as one more row through them.
  private static let rowsRebuiltInOne = 5

  init(plan: IncidentLoadPlan, connection: Database, location: String) throws(StorageError) {
    self.connection = connection
    self.location = location
    do {
      table = try IncidentTable(connection: connection, importID: plan.importID)
      lastKey =
        try Int64.fetchOne(
          connection, sql: String(decoding: PackageResources.last_incident_sql, as: UTF8.self)) ?? 0
      firstNewKey = lastKey + 1
      let expected = plan.expectedRows ?? (lastKey == 0 ? .max : 0)
      let isWorthIt =
        expected >= Self.fewRows && lastKey / Int64(Self.rowsRebuiltInOne) <= Int64(expected)
        && lastKey < Int64(UInt32.max) / 2
      if isWorthIt { try dropIndexes(expected: plan.expectedRows) }
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "incident_load", location: location)
    } catch {
      throw .engine(statement: "incident_load", message: "\(error)")
    }
  }

  deinit {
    table.deallocate()
    // A load that failed: its transaction is rolled back.
    if restoring != nil, !isFinished {
      try? SpatiaLiteConnection.enforceForeignKeys(true, on: connection)
    }
  }

  func add(_ batch: IncidentBatch) throws(StorageError) -> [IncidentOutcome] {
    precondition(!isFinished, "nothing is added to a load that was finished")
    do {
      return try batch.withBytes { bytes throws in
        var outcomes: [IncidentOutcome] = []
        outcomes.reserveCapacity(batch.count)
        fresh.removeAll(keepingCapacity: true)
        freshSteps.removeAll(keepingCapacity: true)
        firstFreshKey = lastKey + 1
        for index in batch.rows.indices {
          outcomes.append(try add(at: index, of: batch, bytes))
        }
        try table.insert(fresh, of: batch, lastKey: lastKey, bytes)
        try table.insert(freshSteps)
        inserted += fresh.count
        if lastKey > Self.mostPoints { points = nil }
        if points != nil {
          for index in fresh {
            let row = batch.rows[Int(index)]
            points?.append(row.metric == nil ? nil : row.position)
          }
        }
        return outcomes
      }
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "insert_incidents", location: location)
    } catch {
      throw .engine(statement: "insert_incidents", message: "\(error)")
    }
  }

  func finish() throws(StorageError) {
    guard !isFinished else { return }
    do {
      if let restoring {
        keys = IncidentKeys(expectedRows: 0)
        let known = points
        points = nil
        try IncidentRTree(connection: connection).write(
          known ?? IncidentPoints(lastKey: lastKey, connection: connection))
        try connection.execute(sql: text(PackageResources.sort_in_small_pieces_sql))
        for statement in restoring { try connection.execute(sql: statement) }
        try connection.execute(sql: text(PackageResources.connection_sql))
        try requireReferences()
      }
      isFinished = true
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "incident_indexes", location: location)
    } catch {
      throw .engine(statement: "incident_indexes", message: "\(error)")
    }
  }

  /// What the foreign keys would have refused row by row.
  private func requireReferences() throws {
    let broken = try String.fetchOne(
      connection, sql: text(PackageResources.load_references_sql))
    if let broken {
      throw DatabaseError(resultCode: .SQLITE_CONSTRAINT_FOREIGNKEY, message: broken)
    }
    try SpatiaLiteConnection.enforceForeignKeys(true, on: connection)
  }

  // MARK: One row

  private func add(
    at index: Int, of batch: IncidentBatch, _ bytes: IncidentTable.Bytes
  ) throws -> IncidentOutcome {
    let row = batch.rows[index]
    guard let key = try known(row, of: batch, bytes) else {
      guard row.isWhole else { return .unknown }
      lastKey += 1
      fresh.append(Int32(index))
      for step in batch.history(of: row) { freshSteps.append(.init(key: lastKey, change: step)) }
      return .inserted
    }
    guard key < firstNewKey, meet(key) else { return .double }
    let hasChanged = try table.update(row, key: key, bytes)
    let steps = try batch.history(of: row).filter { try !table.hasOnly($0, key: key) }
    guard !steps.isEmpty else { return hasChanged ? .updated : .unchanged }
    // The journal keeps the history with the row, before it changes.
    if !hasChanged { try table.touch(key) }
    for step in steps { try table.removeOtherTimes(of: step, key: key) }
    try table.insert(steps.map { .init(key: key, change: $0) })
    return .updated
  }

  /// The key of the row that has the identity; if there is none, `lastKey + 1` is to be its key.
  private func known(
    _ row: IncidentBatch.Row, of batch: IncidentBatch, _ bytes: IncidentTable.Bytes
  ) throws -> Int64? {
    guard let source = IncidentTable.text(row.source, bytes),
      let id = IncidentTable.text(row.sourceID, bytes),
      let next = UInt32(exactly: lastKey + 1)
    else { throw DatabaseError(resultCode: .SQLITE_CONSTRAINT_NOTNULL) }
    if restoring == nil, let key = try table.key(of: row, bytes) { return key }
    let isSame = { (key: UInt32) throws in
      guard key >= self.firstFreshKey else {
        return try self.table.has(Int64(key), source: source, id: id)
      }
      let other = batch.rows[Int(self.fresh[Int(Int64(key) - self.firstFreshKey)])]
      return IncidentTable.text(other.source, bytes)?.elementsEqual(source) == true
        && IncidentTable.text(other.sourceID, bytes)?.elementsEqual(id) == true
    }
    let hash = IncidentKeys.hash(source, id)
    guard row.isWhole else { return try keys.find(hash: hash, isSame: isSame).map(Int64.init) }
    return try keys.insert(next, hash: hash, isSame: isSame).map(Int64.init)
  }

  /// `false` where the row was met before.
  private func meet(_ key: Int64) -> Bool {
    if met.isEmpty { met = [UInt64](repeating: 0, count: Int(firstNewKey >> 6) + 1) }
    let bit: UInt64 = 1 << UInt64(key & 63)
    guard met[Int(key >> 6)] & bit == 0 else { return false }
    met[Int(key >> 6)] |= bit
    return true
  }

  private func text(_ resource: [UInt8]) -> String { String(decoding: resource, as: UTF8.self) }

  // MARK: Without indexes

  private func dropIndexes(expected: Int?) throws {
    if Int64(expected ?? .max) > Self.mostPoints {
      try connection.execute(sql: text(PackageResources.append_in_little_memory_sql))
    }
    var restoring: [String] = []
    let rows = try Row.fetchAll(
      connection, sql: String(decoding: PackageResources.incident_indexes_sql, as: UTF8.self))
    keys = IncidentKeys(expectedRows: min(expected ?? 0, 1 << 24) + Int(lastKey))
    if lastKey > 0 { try readKeys() } else { points = IncidentPoints() }
    for row in rows {
      try connection.execute(sql: row[0])
      restoring.append(row[1])
    }
    self.restoring = restoring
    try SpatiaLiteConnection.enforceForeignKeys(false, on: connection)
  }

  private func readKeys() throws {
    let rows = try DirectStatement(
      String(decoding: PackageResources.incident_identities_sql, as: UTF8.self), on: connection)
    while try rows.next() {
      let hash = rows.withBytes(0) { source in
        rows.withBytes(1) { id in
          IncidentKeys.hash(source.bindMemory(to: UInt8.self), id.bindMemory(to: UInt8.self))
        }
      }
      // They are all different: the index that stood until now says so.
      _ = keys.insert(UInt32(truncatingIfNeeded: rows.integer(2)), hash: hash) { _ in false }
    }
  }
}
