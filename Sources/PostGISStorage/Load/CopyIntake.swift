import SimpleFeatures
import Storage

/// Rows of another store on their way into this one's empty tables.
final class CopyIntake {
  private let connection: ServerConnection
  private var years: Set<Int32> = []

  init(connection: ServerConnection) { self.connection = connection }

  func insert(
    _ rows: [[SQLValue]], into table: StoreTable, _ own: PostGISReading.Own
  ) throws(StorageError) {
    guard !rows.isEmpty else { return }
    try StorageError.translating("copy_\(table.name)") {
      if table.name == "incident" { try prepareIncidents(rows, of: table) }
      _ = try connection.copyIn(own.copying) { copy throws in
        for row in rows {
          try copy.beginRow(columns: row.count)
          for (value, type) in zip(row, own.types) { try copy.append(value, as: type) }
        }
      }
    }
  }

  func complete() throws(StorageError) {
    try connection.run(script: ServerScripts.restartSequences, named: "restart_sequences")
  }

  /// Incidents need the partition of their year, and their key first.
  private func prepareIncidents(_ rows: [[SQLValue]], of table: StoreTable) throws {
    let places = ["id", "source", "source_id", "day"].compactMap { name in
      table.columns.firstIndex { $0.name == name }
    }
    guard places.count == 4 else {
      throw StorageError.engine(
        statement: "copy_incident", message: "an incident has id, source, source_id and day")
    }
    for row in rows {
      guard case .integer(let day) = row[places[3]],
        years.insert(Int32(DayNumber(Int32(clamping: day)).civil.year)).inserted
      else { continue }
      try connection.run(ServerScripts.ensurePartition, [.integer(day)])
    }
    _ = try connection.copyIn(ServerScripts.copyKeys) { copy throws in
      for row in rows {
        try copy.beginRow(columns: 4)
        for (place, type) in zip(places, ["int8", "text", "text", "int4"]) {
          try copy.append(row[place], as: type)
        }
      }
    }
  }
}

extension CopyBuffer {
  /// - Parameter type: as PostgreSQL's catalogue names it.
  mutating func append(_ value: SQLValue, as type: String) throws(StorageError) {
    switch (value, type) {
    case (.null, _): append(utf8: nil)
    case (_, "anlan_value"): append(text: TaggedValue.encode(value))
    case (.integer(let number), "int8"): append(int8: number)
    case (.integer(let number), "int4"):
      guard let fitting = Int32(exactly: number) else {
        throw .engine(statement: "copy", message: "a number is too large for its column")
      }
      append(int4: fitting)
    case (.real(let number), "float8"): append(float8: number)
    case (.integer(let number), "float8"): append(float8: Double(number))
    case (.text(let text), "text"): append(text: text)
    case (.geometry(let geometry), "geometry"):
      let bytes = ExtendedWKB.encode(geometry)
      bytes.withUnsafeBufferPointer { append(utf8: $0) }
    default:
      throw .engine(statement: "copy", message: "a value does not fit its column of type \(type)")
    }
  }
}
