import SimpleFeatures
import Storage

/// Incidents into a store on a server.
///
/// A large load into an empty store is copied straight into the tables, whose indexes are made
/// behind it; which rows came already is then known from a table in memory. Any other is copied
/// into a staging table, batch by batch, and merged on the server. What becomes of a row is the same
/// either way.
final class PostGISIncidentLoad: IncidentLoad {
  private let connection: ServerConnection
  private let importID: Int64
  /// 0 where the store has no shards.
  let shard: Int
  let isIntoEmpty: Bool
  private var keys = IncidentKeys(expectedRows: 0)
  private var lastKey: Int64 = 0
  private var years: Set<Int32> = []
  private(set) var isFinished = false
  // Rows on their way into an empty store.
  private var incidentRows = CopyBuffer()
  private var keyRows = CopyBuffer()
  private var stepRows = CopyBuffer()
  private var incidentText: ServerStatement.Text {
    shard == 0 ? LoadScripts.copyIncidents : ShardScripts.copyIncidents
  }

  /// Of keys or of histories that wait to be sent, some ten thousand.
  private static let waitingBytes = 1 << 20
  /// Fewer rows are not worth an index built anew.
  private static let fewRows = 2_000

  /// - Parameter shard: the number of the shard that the connection is to; 0 for a whole store.
  init(
    plan: IncidentLoadPlan, connection: ServerConnection, shard: Int = 0
  ) throws(StorageError) {
    self.connection = connection
    self.shard = shard
    importID = plan.importID
    var isEmpty = true
    try StorageError.translating("incident_load") {
      // Loads into one store follow each other, or two would both find it empty.
      try connection.run(ServerScripts.takeTurn, [])
      try connection.run(LoadScripts.mayFillTables, []) { row throws in
        isEmpty = row.integer(0) != 0
      }
    }
    isIntoEmpty = isEmpty && (plan.expectedRows ?? .max) >= Self.fewRows
    if isIntoEmpty {
      keys = IncidentKeys(expectedRows: min(plan.expectedRows ?? 0, 1 << 24))
      try connection.run(script: LoadScripts.begin, named: "load_begin")
      if shard > 0 { try connection.run(script: ShardScripts.loadBegin, named: "shard_load_begin") }
    } else if shard > 0 {
      try connection.run(script: ShardScripts.stageBegin, named: "stage_begin")
    } else {
      try connection.run(script: LoadScripts.stage, named: "load_stage")
    }
  }

  func add(_ batch: IncidentBatch) throws(StorageError) -> [IncidentOutcome] {
    precondition(!isFinished, "nothing is added to a load that was finished")
    guard batch.count > 0 else { return [] }
    return try StorageError.translating("incident_load") {
      try batch.withBytes { bytes throws in
        let rows = IncidentCopy(batch: batch, bytes: bytes)
        return isIntoEmpty ? try copy(rows) : try merge(rows)
      }
    }
  }

  /// - Parameter areas: the county of each row, on a shard.
  func add(_ batch: IncidentBatch, areas: [String]) throws(StorageError) -> [IncidentOutcome] {
    guard batch.count > 0 else { return [] }
    return try StorageError.translating("incident_load") {
      try batch.withBytes { bytes throws in
        try copy(IncidentCopy(batch: batch, bytes: bytes), areas: areas)
      }
    }
  }

  func finish() throws(StorageError) {
    guard !isFinished else { return }
    isFinished = true
    guard isIntoEmpty else {
      if shard > 0 { try connection.run(script: ShardScripts.stageEnd, named: "stage_end") }
      return
    }
    keys = IncidentKeys(expectedRows: 0)
    try sendRows()
    try connection.run(script: LoadScripts.finish, named: "load_finish")
    if shard > 0 { try connection.run(script: ShardScripts.loadFinish, named: "shard_load_finish") }
  }

  // MARK: Into few or many

  private func merge(_ rows: IncidentCopy) throws -> [IncidentOutcome] {
    try stage(rows)
    return try mergeStaged()
  }

  private func stage(_ rows: IncidentCopy) throws {
    _ = try connection.copyIn(LoadScripts.copyStage) { copy throws in
      try rows.stage(into: &copy)
    }
    if rows.batch.rows.contains(where: { !rows.batch.history(of: $0).isEmpty }) {
      _ = try connection.copyIn(LoadScripts.copyStepStage) { copy throws in
        try rows.stageSteps(into: &copy)
      }
    }
  }

  private func mergeStaged() throws -> [IncidentOutcome] {
    var outcomes: [IncidentOutcome] = []
    try connection.run(LoadScripts.merge, [.integer(importID)]) { row throws in
      outcomes.append(IncidentOutcome(rawValue: UInt8(clamping: row.integer(0))) ?? .unknown)
    }
    return outcomes
  }

  // MARK: Beside other shards

  /// Lays a whole batch ready, of which the shard may get a part.
  func stage(_ batch: IncidentBatch) throws(StorageError) {
    try StorageError.translating("incident_load") {
      try batch.withBytes { bytes throws in try stage(IncidentCopy(batch: batch, bytes: bytes)) }
    }
  }

  /// The staged rows that the shard knows, by their numbers in the batch.
  func known() throws(StorageError) -> [Int] {
    try StorageError.translating("staged_known") {
      var rows: [Int] = []
      try connection.run(ShardScripts.stagedKnown, []) { row throws in
        rows.append(Int(row.integer(0)))
      }
      return rows
    }
  }

  /// Merges some of the staged rows and throws the others away.
  ///
  /// - Parameter rows: their numbers in the batch, ascending.
  func mergeStaged(keeping rows: [Int]) throws(StorageError) -> [IncidentOutcome] {
    try StorageError.translating("incident_load") {
      let list = "{" + rows.map(String.init).joined(separator: ",") + "}"
      try connection.run(ShardScripts.trimStage, [.text(list)])
      return rows.isEmpty ? [] : try mergeStaged()
    }
  }

  // MARK: Into an empty store

  /// Keys differ from shard to shard.
  private var base: Int64 { Int64(shard) << 40 }

  private func copy(
    _ rows: IncidentCopy, areas: [String]? = nil
  ) throws -> [IncidentOutcome] {
    var outcomes: [IncidentOutcome] = []
    outcomes.reserveCapacity(rows.batch.count)
    // The new rows of this batch, each with its key.
    var new: [IncidentCopy.Keyed] = []
    new.reserveCapacity(rows.batch.count)
    for (index, row) in rows.batch.rows.enumerated() {
      guard row.isWhole else {
        outcomes.append(try isThere(rows.identity(of: row), new, rows) ? .double : .unknown)
        continue
      }
      let identity = rows.identity(of: row)
      let next = UInt32(truncatingIfNeeded: lastKey + 1)
      let known = try keys.insert(next, hash: identity.hash) { key throws in
        try isSame(key, identity, new, rows)
      }
      if known == nil {
        lastKey += 1
        new.append(IncidentCopy.Keyed(index: index, key: base + lastKey))
      }
      outcomes.append(known == nil ? .inserted : .double)
    }
    guard !new.isEmpty else { return outcomes }
    for day in rows.newYears(of: new, known: &years) {
      try connection.run(ServerScripts.ensurePartition, [.integer(Int64(day))])
    }
    try rows.keys(of: new, into: &keyRows)
    try rows.incidents(new, importID: importID, areas: areas, into: &incidentRows)
    try rows.steps(of: new, into: &stepRows)
    try sendFullBlocks()
    return outcomes
  }

  /// Rows of incidents go on at once, in a `COPY` that stays open. The keys and the histories, for
  /// which it has to end, wait until there are many.
  private func sendFullBlocks() throws(StorageError) {
    if keyRows.count > Self.waitingBytes || stepRows.count > Self.waitingBytes {
      try sendRows()
    } else if incidentRows.count >= CopyBuffer.block {
      try connection.copyOn(incidentText, &incidentRows)
    }
  }

  /// Sends all that waits and sees it taken.
  private func sendRows() throws(StorageError) {
    if incidentRows.count > 0 { try connection.copyOn(incidentText, &incidentRows) }
    if keyRows.count > 0 { try connection.copyOn(ServerScripts.copyKeys, &keyRows) }
    if stepRows.count > 0 { try connection.copyOn(LoadScripts.copySteps, &stepRows) }
    try connection.endCopy()
  }

  private func isThere(
    _ identity: IncidentCopy.Identity, _ new: [IncidentCopy.Keyed], _ rows: IncidentCopy
  ) throws -> Bool {
    try keys.find(hash: identity.hash) { key throws in
      try isSame(key, identity, new, rows)
    } != nil
  }

  /// Whether the row with a key has this identity: it is in this batch, or on the server.
  private func isSame(
    _ key: UInt32, _ identity: IncidentCopy.Identity, _ new: [IncidentCopy.Keyed],
    _ rows: IncidentCopy
  ) throws -> Bool {
    let key = base + Int64(key)
    if let first = new.first, key >= first.key {
      return rows.identity(of: rows.batch.rows[new[Int(key - first.key)].index]) == identity
    }
    try sendRows()
    var isSame = false
    try connection.run(LoadScripts.identity, [.integer(key)]) { row throws in
      isSame = row.text(0) == identity.sourceText && row.text(1) == identity.idText
    }
    return isSame
  }
}

/// The statements of a load, each a file of `SQL/`.
private enum LoadScripts {
  static let begin = String(decoding: PackageResources.load_begin_sql, as: UTF8.self)
  static let finish = String(decoding: PackageResources.load_finish_sql, as: UTF8.self)
  static let stage = String(decoding: PackageResources.load_stage_sql, as: UTF8.self)
  static let mayFillTables = text("may_fill_tables", PackageResources.may_fill_tables_sql)
  static let identity = text("incident_identity", PackageResources.incident_identity_sql)
  static let merge = text("merge_incidents", PackageResources.merge_incidents_sql)
  static let copyStage = text("copy_incident_stage", PackageResources.copy_incident_stage_sql)
  static let copyStepStage = text(
    "copy_incident_step_stage", PackageResources.copy_incident_step_stage_sql)
  static let copyIncidents = text("copy_incident", PackageResources.copy_incident_sql)
  static let copySteps = text("copy_incident_status", PackageResources.copy_incident_status_sql)

  private static func text(_ name: String, _ resource: [UInt8]) -> ServerStatement.Text {
    ServerStatement.Text(name: name, sql: String(decoding: resource, as: UTF8.self))
  }
}
