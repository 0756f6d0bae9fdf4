public import Storage

extension PostGISStore {
  /// Opens the store at an address; brings an older one up to date, in one transaction.
  public static func open(
    url: String, readOnly: Bool = false, limits: ServerLimits = ServerLimits()
  ) throws(StorageError) -> PostGISStore {
    var store = PostGISStore(try ServerAddress(url), limits: limits, isReadOnly: readOnly)
    try StorageError.translating("open") {
      let applied = try store.appliedMigrations()
      guard !applied.isEmpty else { throw StorageError.noStore(location: store.location) }
      if let unknown = Set(applied).subtracting(ServerMigrations.names).sorted().first {
        throw StorageError.newerSchema(location: store.location, unknownMigration: unknown)
      }
      guard applied.count < ServerMigrations.names.count else { return }
      // Reading, too, brings an older store up to date, where the user may.
      do {
        try PostGISStore(store.address, limits: limits).migrate()
      } catch {
        guard readOnly, case .accessRefused? = error as? StorageError else { throw error }
        throw StorageError.olderSchema(location: store.location)
      }
    }
    store.isCoordinator = try store.hasShards()
    return store
  }

  private func hasShards() throws(StorageError) -> Bool {
    try StorageError.translating("has_shards") {
      try pool.withConnection(isUntouched: { true }) { connection in
        var count: Int64 = 0
        try connection.run(ShardScripts.hasShards, []) { row throws in count = row.integer(0) }
        return count > 0
      }
    }
  }

  /// The groups `anlan_reader` and `anlan_writer` that the server lacks, because whoever made the
  /// store may not make roles.
  public func missingRoles() throws(StorageError) -> [String] {
    try StorageError.translating("missing_roles") {
      try pool.withConnection(isUntouched: { false }) { connection in
        var roles: [String] = []
        try connection.run(ServerScripts.missingRoles, []) { row throws in
          roles.append(row.text(0))
        }
        return roles
      }
    }
  }

  /// Makes the tables of a store in a database, or opens the store that is there.
  ///
  /// - Throws: `unsuitableServer` where PostGIS cannot be had.
  public static func create(
    url: String, limits: ServerLimits = ServerLimits()
  ) throws(StorageError) -> PostGISStore {
    let store = PostGISStore(try ServerAddress(url), limits: limits)
    try StorageError.translating("init") {
      try store.requirePostGIS()
      try store.migrate()
    }
    try store.close()
    return try open(url: url, limits: limits)
  }

  /// The oldest PostGIS whose functions the statements use.
  static let oldestPostGIS = (major: 3, minor: 0)

  private func requirePostGIS() throws {
    let connection = try ServerConnection(address, limits: ServerLimits())
    do {
      try connection.run(script: ServerScripts.createExtension, named: "create_extension")
    } catch {
      if case .accessRefused(_, let reason) = error {
        throw StorageError.unsuitableServer(
          location: location,
          reason: "it has no PostGIS, and this user may not add it (\(reason)). "
            + "Let its administrator run: create extension postgis")
      }
      guard case .engine(_, let message) = error else { throw error }
      throw StorageError.unsuitableServer(
        location: location,
        reason: "PostGIS is not installed there (\(message)). On Debian: postgresql-15-postgis-3")
    }
    var version = ""
    try connection.run(ServerScripts.postGISVersion, []) { row throws in version = row.text(0) }
    try Self.require(postGIS: version, at: location)
  }

  static func require(postGIS version: String, at location: String) throws(StorageError) {
    let numbers = version.split(separator: ".").compactMap { Int($0) }
    guard let major = numbers.first, let minor = numbers.dropFirst().first,
      (major, minor) >= (oldestPostGIS.major, oldestPostGIS.minor)
    else {
      throw .unsuitableServer(
        location: location, reason: "its PostGIS is \(version), and 3.0 or later is needed")
    }
  }

  /// The names of the steps that the database has; empty where it holds no store.
  func appliedMigrations() throws -> [String] {
    try pool.withConnection(isUntouched: { true }) { connection in
      var hasTable = false
      try connection.run(ServerScripts.hasMigrations, []) { row throws in
        hasTable = row.integer(0) != 0
      }
      guard hasTable else { return [] }
      var names: [String] = []
      try connection.run(ServerScripts.migrations, []) { row throws in names.append(row.text(0)) }
      return names
    }
  }

  /// One program at a time, all steps or none.
  private func migrate() throws {
    try pool.withConnection(isUntouched: { false }) { connection in
      try connection.run(script: ServerScripts.begin, named: "begin")
      do {
        try connection.run(script: ServerScripts.lockMigrations, named: "lock_migrations")
        var applied: Set<String> = []
        try connection.run(ServerScripts.migrations, []) { row throws in
          applied.insert(row.text(0))
        }
        if let unknown = applied.subtracting(ServerMigrations.names).sorted().first {
          throw StorageError.newerSchema(location: location, unknownMigration: unknown)
        }
        for step in ServerMigrations.steps where !applied.contains(step.name) {
          try connection.run(script: step.sql, named: "migration_\(step.name)")
          try connection.run(ServerScripts.addMigration, [.text(step.name)])
        }
        try connection.run(script: ServerScripts.routines, named: "routines")
        try connection.run(script: ShardScripts.loosen, named: "shards_loosen")
        try connection.run(script: ServerScripts.grantRights, named: "grant_rights")
        try connection.commit(ServerScripts.commit)
      } catch {
        connection.rollBack()
        throw error
      }
    }
  }
}
