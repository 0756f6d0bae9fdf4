public import Storage

/// Carries a whole store to another, whatever their engines: every table with its keys, the settings
/// and the styles. What arrived is read again and must have the counts and digests of what was sent,
/// or the other store stays empty.
public struct CopyStore: Sendable {
  public init() {}

  /// What was carried.
  public struct Report: Encodable, Sendable {
    public struct Table: Encodable, Sendable, Hashable {
      public var name: String
      public var rows: Int
      /// SHA-256 over the rows, the same for every engine.
      public var digest: String
    }

    public var tables: [Table]
    public var styles: Int
    public var rows: Int { tables.reduce(0) { $0 + $1.rows } }
  }

  /// How many rows go at once.
  private static let batch = 5_000

  /// - Parameter progress: told how many rows were written so far, now and then.
  /// - Throws: `WorkflowError` where the other store is not empty or of another version;
  ///   `StorageError`. The other store is then as before.
  /// - Complexity: O(rows · log(rows)); two readings and one writing.
  public func run(
    from source: any SpatialStore, to target: any SpatialStore,
    progress: (Int) -> Void = { _ in }
  ) throws -> Report {
    try source.read { source in
      try target.write { transaction in
        let tables = try agreed(
          try source.tables(), try transaction.tables(), target.location)
        try transaction.run(ClearSettings())
        var sent: [Report.Table] = []
        var written = 0
        for table in tables {
          var digest = TableDigest()
          var rows: [[SQLValue]] = []
          rows.reserveCapacity(Self.batch)
          try source.forEachRow(of: table) { row in
            digest.add(row)
            rows.append(row)
            guard rows.count == Self.batch else { return }
            try transaction.insert(rows, into: table)
            written += rows.count
            progress(written)
            rows.removeAll(keepingCapacity: true)
          }
          try transaction.insert(rows, into: table)
          written += rows.count
          sent.append(Report.Table(table, digest))
        }
        progress(written)
        let styles = try source.answer(LayerStyles())
        for style in styles { try transaction.run(SetLayerStyle(style)) }
        try requireArrived(sent, tables, styles, transaction, target.location)
        return Report(tables: sent.sorted { $0.name < $1.name }, styles: styles.count)
      }
    }
  }

  /// The tables, each after those that it refers to.
  private func agreed(
    _ source: [StoreTable], _ target: [StoreTable], _ location: String
  ) throws -> [StoreTable] {
    let known = Dictionary(uniqueKeysWithValues: target.map { ($0.name, $0) })
    let names = Set(source.map(\.name)).symmetricDifference(known.keys)
    let differing = source.first { known[$0.name].map(\.columns) != $0.columns }?.name
    if let name = names.sorted().first ?? differing {
      throw WorkflowError.failed(
        "the two stores do not agree on the table \(name): bring both up to date with anlan init")
    }
    if let full = target.first(where: { $0.name != "setting" && !$0.isEmpty }) {
      throw WorkflowError.failed(
        "\(location) is not empty (\(full.name) has rows), and a copy would mix with what is there: "
          + "name a new store")
    }
    guard let ordered = StoreTable.ordered(target) else {
      throw WorkflowError.failed("\(location): tables refer to each other in a circle")
    }
    return ordered
  }

  private func requireArrived(
    _ sent: [Report.Table], _ tables: [StoreTable], _ styles: [LayerStyle],
    _ transaction: any StoreTransaction, _ location: String
  ) throws {
    for (table, sent) in zip(tables, sent) {
      var digest = TableDigest()
      try transaction.forEachRow(of: table) { digest.add($0) }
      let arrived = Report.Table(table, digest)
      guard arrived == sent else {
        throw WorkflowError.failed(
          "\(location): \(table.name) arrived otherwise than it was sent (\(sent.rows) rows, "
            + "\(sent.digest.prefix(12))…; there \(arrived.rows), \(arrived.digest.prefix(12))…); "
            + "nothing was kept")
      }
    }
    guard try transaction.answer(LayerStyles()) == styles else {
      throw WorkflowError.failed("\(location): the styles arrived otherwise; nothing was kept")
    }
  }
}

extension CopyStore.Report.Table {
  fileprivate init(_ table: StoreTable, _ digest: TableDigest) {
    self.init(name: table.name, rows: digest.rows, digest: digest.hexadecimal())
  }
}
