import SimpleFeatures
import Storage

/// A batch of incidents as rows of `COPY`, its texts sent from where they lie.
struct IncidentCopy {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// A row of the batch that gets a key of its own.
  struct Keyed {
    var index: Int
    var key: Int64
  }

  /// Source and id, where they lie in the batch.
  struct Identity: Equatable {
    var source: Bytes
    var id: Bytes

    var hash: UInt64 { IncidentKeys.hash(source, id) }
    var sourceText: String { String(decoding: source, as: UTF8.self) }
    var idText: String { String(decoding: id, as: UTF8.self) }

    static func == (one: Self, other: Self) -> Bool {
      one.source.elementsEqual(other.source) && one.id.elementsEqual(other.id)
    }
  }

  let batch: IncidentBatch
  let bytes: Bytes

  func identity(of row: IncidentBatch.Row) -> Identity {
    Identity(source: text(row.source) ?? empty, id: text(row.sourceID) ?? empty)
  }

  private var empty: Bytes { Bytes(rebasing: bytes[0..<0]) }

  private func text(_ text: IncidentBatch.Text) -> Bytes? {
    IncidentBatch.range(of: text).map { Bytes(rebasing: bytes[$0]) }
  }

  /// A day of each year that has not been met before.
  func newYears(of rows: [Keyed], known: inout Set<Int32>) -> [Int32] {
    var days: [Int32] = []
    for row in rows {
      let day = batch.rows[row.index].day
      if known.insert(Int32(day.civil.year)).inserted { days.append(day.number) }
    }
    return days
  }

  // MARK: Rows

  func stage(into copy: inout CopyBuffer) throws {
    for (number, row) in batch.rows.enumerated() {
      try copy.beginRow(columns: 25)
      copy.append(int4: Int32(number))
      copy.append(boolean: row.isWhole)
      copy.append(int4: row.given.rawValue)
      write(row, into: &copy)
      copy.append(int4: row.synthetic ? 1 : 0)
      copy.append(point: row.position)
    }
  }

  func stageSteps(into copy: inout CopyBuffer) throws {
    for (number, row) in batch.rows.enumerated() {
      for step in batch.history(of: row) {
        try copy.beginRow(columns: 4)
        copy.append(int4: Int32(number))
        write(step, into: &copy)
      }
    }
  }

  func keys(of rows: [Keyed], into copy: inout CopyBuffer) throws {
    for keyed in rows {
      let row = batch.rows[keyed.index]
      try copy.beginRow(columns: 4)
      copy.append(int8: keyed.key)
      copy.append(utf8: text(row.source))
      copy.append(utf8: text(row.sourceID))
      copy.append(int4: row.day.number)
    }
  }

  /// - Parameter areas: the county of each row of the batch, on a shard.
  func incidents(
    _ rows: [Keyed], importID: Int64, areas: [String]?, into copy: inout CopyBuffer
  ) throws {
    for keyed in rows {
      let row = batch.rows[keyed.index]
      try copy.beginRow(columns: areas == nil ? 24 : 25)
      copy.append(int8: keyed.key)
      write(row, into: &copy)
      copy.append(int4: row.synthetic ? 1 : 0)
      copy.append(int8: importID)
      copy.append(point: row.position)
      if let areas { copy.append(text: areas[keyed.index]) }
    }
  }

  func steps(of rows: [Keyed], into copy: inout CopyBuffer) throws {
    for keyed in rows {
      for step in batch.history(of: batch.rows[keyed.index]) {
        try copy.beginRow(columns: 4)
        copy.append(int8: keyed.key)
        write(step, into: &copy)
      }
    }
  }

  /// From `source` to `y`: twenty columns.
  private func write(_ row: IncidentBatch.Row, into copy: inout CopyBuffer) {
    copy.append(utf8: text(row.source))
    copy.append(utf8: text(row.sourceID))
    copy.append(utf8: text(row.category))
    copy.append(utf8: text(row.subcategory))
    copy.append(int8: row.occurredFrom.seconds)
    copy.append(int8: row.occurredTo?.seconds)
    copy.append(int4: row.day.number)
    copy.append(int8: row.reportedAt?.seconds)
    copy.append(int4: row.reportedDay?.number)
    copy.append(utf8: text(row.placeCode))
    copy.append(text: row.precision.rawValue)
    copy.append(int4: row.severity)
    copy.append(int8: row.lossFen)
    copy.append(int4: row.deaths)
    copy.append(int4: row.injuries)
    copy.append(text: row.status?.rawValue)
    copy.append(int8: row.statusAt?.seconds)
    copy.append(int8: row.grid)
    copy.append(float8: row.metric?.x)
    copy.append(float8: row.metric?.y)
  }

  private func write(_ step: IncidentRecord.StatusChange, into copy: inout CopyBuffer) {
    copy.append(text: step.status.rawValue)
    copy.append(int8: step.at.seconds)
    copy.append(int4: step.day.number)
  }
}
