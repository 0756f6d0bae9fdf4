import Dispatch
import Storage

/// Incidents into a store on shards: each row goes to the shard of its county, or to the one that
/// knows it already; the shards write at the same time.
///
/// A shard that cannot be reached stops only the load that needs it. While one is away, a row that
/// it knows and that has moved to another county is taken for new there; `check` finds such pairs.
final class ShardedIncidentLoad: IncidentLoad {
  private let transaction: ShardedTransaction
  private let plan: IncidentLoadPlan
  private var loads: [Int: PostGISIncidentLoad] = [:]
  private var absent: [Int: StorageError] = [:]
  /// The counties of the grids, by the grids' keys.
  private var counties: [Int64: String] = [:]
  /// The shards of the rows that came, by the hash of their source and id.
  private var placed: [UInt64: Int] = [:]
  private(set) var isFinished = false

  init(plan: IncidentLoadPlan, transaction: ShardedTransaction) throws(StorageError) {
    self.transaction = transaction
    self.plan = plan
    for shard in transaction.map.shards {
      do {
        let visit = try transaction.visit(shard.number)
        var part = plan
        part.expectedRows = plan.expectedRows.map { $0 / transaction.map.shards.count }
        loads[shard.number] = try PostGISIncidentLoad(
          plan: part, connection: visit.connection, shard: shard.number)
      } catch {
        guard case .unreachable = error else { throw error }
        absent[shard.number] = error
      }
    }
    for (grid, code) in try transaction.home.answer(GridCounties()) {
      counties[grid] = ShardMap.county(of: code)
    }
  }

  func add(_ batch: IncidentBatch) throws(StorageError) -> [IncidentOutcome] {
    precondition(!isFinished, "nothing is added to a load that was finished")
    guard batch.count > 0 else { return [] }
    // What shards with rows of their own know.
    let staged = loads.filter { !$0.value.isIntoEmpty }
    try each(staged) { load throws in try load.stage(batch) }
    var knowing: [Int: Int] = [:]
    for (number, load) in staged.sorted(by: { $0.key < $1.key }) {
      for row in try load.known() where knowing[row] == nil { knowing[row] = number }
    }
    let areas = batch.rows.map { row in county(of: row, in: batch) }
    var parts: [Int: [Int]] = [:]
    for index in batch.rows.indices {
      parts[try shard(of: index, in: batch, areas[index], knowing[index]), default: []]
        .append(index)
    }
    let results = Answers()
    // All that were given rows to stage have something to throw away.
    try each(loads.filter { parts[$0.key] != nil || staged[$0.key] != nil }) { load throws in
      let rows = parts[load.shard] ?? []
      if load.isIntoEmpty {
        var part = batch
        part.rows = rows.map { batch.rows[$0] }
        results.set(try load.add(part, areas: rows.map { areas[$0] }), of: load.shard)
      } else {
        results.set(try load.mergeStaged(keeping: rows), of: load.shard)
      }
    }
    var outcomes = [IncidentOutcome](repeating: .unknown, count: batch.count)
    for (number, rows) in parts {
      for (row, outcome) in zip(rows, results.of(number)) { outcomes[row] = outcome }
    }
    return outcomes
  }

  func finish() throws(StorageError) {
    guard !isFinished else { return }
    isFinished = true
    try each(loads) { load throws in try load.finish() }
  }

  private func county(of row: IncidentBatch.Row, in batch: IncidentBatch) -> String {
    if let grid = row.grid { return counties[grid] ?? "" }
    return ShardMap.county(of: batch.text(row.placeCode))
  }

  private func shard(
    of index: Int, in batch: IncidentBatch, _ county: String, _ knowing: Int?
  ) throws(StorageError) -> Int {
    let row = batch.rows[index]
    let hash = batch.withBytes { bytes in
      IncidentCopy(batch: batch, bytes: bytes).identity(of: row).hash
    }
    let number: Int
    if let known = placed[hash] ?? knowing {
      number = known
    } else if row.isWhole {
      number = try transaction.shard(of: county, reachable: Set(loads.keys))
    } else {
      // It could be anywhere, and so on the shard that is away.
      if let absent = absent.min(by: { $0.key < $1.key }) { throw absent.value }
      number = loads.keys.min() ?? 0
    }
    if let absence = absent[number] { throw absence }
    if row.isWhole { placed[hash] = number }
    return number
  }

  // MARK: At the same time

  /// Connections are used by one thread at a time, which the compiler cannot see.
  private struct Part: @unchecked Sendable {
    var load: PostGISIncidentLoad
  }

  private func each(
    _ loads: [Int: PostGISIncidentLoad], _ body: (PostGISIncidentLoad) throws -> Void
  ) throws(StorageError) {
    let parts = loads.sorted { $0.key < $1.key }.map { Part(load: $0.value) }
    let failures = Failures()
    withoutActuallyEscaping(body) { body in
      let body = Body(call: body)
      DispatchQueue.concurrentPerform(iterations: parts.count) { index in
        do {
          try body.call(parts[index].load)
        } catch {
          failures.keep(error, of: index)
        }
      }
    }
    if let first = failures.first {
      throw first as? StorageError
        ?? .engine(statement: "incident_load", message: "\(first)")
    }
  }

  private struct Body: @unchecked Sendable {
    var call: (PostGISIncidentLoad) throws -> Void
  }
}
