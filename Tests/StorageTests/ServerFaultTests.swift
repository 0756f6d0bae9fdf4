import SimpleFeatures
import Storage
import TestSupport
import Testing

@testable import PostGISStorage

/// What can be wrong with a server and its rights is named plainly, with the way out.
@Suite struct ServerFaultTests {
  private func message(_ body: () throws -> Void) -> (error: StorageError?, text: String) {
    do {
      try body()
      return (nil, "")
    } catch {
      return (error as? StorageError, "\(error)")
    }
  }

  @Test func aWrongPasswordIsNamedAndNeverShown() throws {
    try withServerDatabase { server, database in
      _ = try? server.psql(database, "create role locked login password 'the right word'")
      var url = server.url(database: database, user: "locked")
      url.replace("locked@", with: "locked:s3cret-w0rd@")
      let opening = message { _ = try PostGISStore.open(url: url) }
      guard case .accessRefused(let location, _)? = opening.error else {
        Issue.record("\(opening)")
        return
      }
      #expect(location.contains("locked@") && !opening.text.contains("s3cret"))
      #expect(opening.text.contains(".pgpass"))
      // Nor is it where libpq cannot read the address at all.
      let broken = message { _ = try PostGISStore.open(url: "postgresql://u:s3cret-w0rd@[h/x") }
      #expect(broken.error != nil && !broken.text.contains("s3cret"))
    }
  }

  @Test func anAddressWithoutAServerSaysSoAtOnce() {
    let nobody = message {
      _ = try PostGISStore.open(url: "postgresql://a:s3cret@%2Ftmp%2Fno-such-folder/x")
    }
    guard case .unreachable? = nobody.error else {
      Issue.record("\(nobody)")
      return
    }
    #expect(!nobody.text.contains("s3cret"))
  }

  @Test func aDatabaseThatIsNotThereOrEmpty() throws {
    try withServerDatabase { server, database in
      let absent = message { _ = try PostGISStore.open(url: server.url(database: "absent")) }
      guard case .notAStore? = absent.error else {
        Issue.record("\(absent)")
        return
      }
      #expect(absent.text.contains("createdb"))
      let empty = message { _ = try PostGISStore.open(url: server.url(database: database)) }
      guard case .noStore? = empty.error else {
        Issue.record("\(empty)")
        return
      }
      #expect(empty.text.contains("anlan init"))
    }
  }

  @Test func aServerWithoutPostGISOrWithAnOldOne() throws {
    try withServerDatabase(postGIS: false) { server, database in
      _ = try? server.psql(database, "create role plain login")
      try server.psql(database, "alter database \(database) owner to plain")
      let none = message {
        _ = try PostGISStore.create(url: server.url(database: database, user: "plain"))
      }
      guard case .unsuitableServer? = none.error else {
        Issue.record("\(none)")
        return
      }
      #expect(none.text.contains("create extension postgis"))
      #expect(try server.psql(database, "select to_regclass('unit') is null") == "t")
    }
    try withServerDatabase { server, database in
      // What an old one would say of itself.
      try server.psql(
        database,
        "create or replace function postgis_lib_version() returns text language sql as $$ select '2.5.5' $$"
      )
      let old = message { _ = try PostGISStore.create(url: server.url(database: database)) }
      guard case .unsuitableServer? = old.error else {
        Issue.record("\(old)")
        return
      }
      #expect(old.text.contains("2.5.5") && old.text.contains("3.0 or later"))
      #expect(try server.psql(database, "select to_regclass('unit') is null") == "t")
    }
    #expect(throws: StorageError.self) { try PostGISStore.require(postGIS: "2.5.5", at: "x") }
    #expect(throws: StorageError.self) { try PostGISStore.require(postGIS: "", at: "x") }
    #expect(throws: Never.self) { try PostGISStore.require(postGIS: "3.3.2", at: "x") }
  }

  /// A machine that was never given PostGIS's files: not even its superuser can add it.
  @Test func aServerOnAMachineWithoutPostGIS() throws {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    let server = try PostGISServer(hasPostGIS: false)
    defer { server.remove() }
    let none = message { _ = try PostGISStore.create(url: server.url(database: "postgres")) }
    guard case .unsuitableServer? = none.error else {
      Issue.record("\(none)")
      return
    }
    #expect(none.text.contains("PostGIS is not installed there"), "\(none)")
    #expect(none.text.contains("postgresql-15-postgis-3"), "\(none)")
    #expect(try server.psql("postgres", "select to_regclass('unit') is null") == "t")
  }

  @Test func aStoreOfANewerProgramIsLeftAlone() throws {
    try withServerDatabase { server, database in
      let url = server.url(database: database)
      try PostGISStore.create(url: url).close()
      try server.psql(database, "insert into anlan_migration (name) values ('9999_later')")
      for body in [
        { _ = try PostGISStore.open(url: url) }, { _ = try PostGISStore.create(url: url) },
      ] {
        let later = message(body)
        guard case .newerSchema(_, "9999_later")? = later.error else {
          Issue.record("\(later)")
          return
        }
      }
    }
  }

  @Test func readersReadWritersWriteAndOthersDoNeither() throws {
    try withServerDatabase { server, database in
      let owner = try PostGISStore.create(url: server.url(database: database))
      defer { try? owner.close() }
      #expect(try owner.missingRoles() == [])
      try StoreConformance.fill(owner)
      for (role, group) in [("eye", "anlan_reader"), ("hand", "anlan_writer"), ("guest", "")] {
        _ = try? server.psql(database, "create role \(role) login")
        if !group.isEmpty { try server.psql(database, "grant \(group) to \(role)") }
      }
      let refused = message {
        let guest = try PostGISStore.open(url: server.url(database: database, user: "guest"))
        _ = try guest.answer(LayerCounts())
      }
      guard case .accessRefused? = refused.error else {
        Issue.record("\(refused)")
        return
      }

      let eye = try PostGISStore.open(
        url: server.url(database: database, user: "eye"), readOnly: true)
      defer { try? eye.close() }
      #expect(try eye.answer(LayerCounts())["incidents"] == 3)
      for layer in Layer.all { try eye.forEachFeature(of: LayerQuery(layer: layer)) { _ in } }
      #expect(try eye.faults() == [])
      let written = message {
        _ = try eye.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
      }
      #expect(written.error != nil)
      let bold = try PostGISStore.open(url: server.url(database: database, user: "eye"))
      defer { try? bold.close() }
      guard
        case .accessRefused? = message({
          _ = try bold.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
        }).error
      else {
        Issue.record("a reader wrote")
        return
      }

      let hand = try PostGISStore.open(url: server.url(database: database, user: "hand"))
      defer { try? hand.close() }
      try hand.write { transaction throws in
        let id = try transaction.answer(NextImport())
        try transaction.run(
          InsertImport(id: id, layer: "x", source: "t", file: "f", mapping: ""))
        // A year that no row had: the partition is made in the owner's name.
        let load = try transaction.load(
          (10...12).map { StoreConformance.incident($0, day: 12_345) }, importID: id)
        #expect(load == [.inserted, .inserted, .inserted])
        try transaction.run(SetSetting(.metricCRS, to: "EPSG:4549"))
      }
      #expect(try eye.answer(LayerCounts())["incidents"] == 6)
      #expect(try owner.faults() == [])
    }
  }

  @Test func whoWaitsForALockWaitsNoLongerThanItsLimit() throws {
    try withServerDatabase { server, database in
      let url = server.url(database: database)
      let one = try PostGISStore.create(url: url)
      defer { try? one.close() }
      var limits = ServerLimits()
      limits.statementSeconds = 0.5
      let other = try PostGISStore.open(url: url, limits: limits)
      defer { try? other.close() }
      try one.write { transaction throws in
        try transaction.run(SetSetting(.metricCRS, to: "EPSG:4549"))
        let late = message {
          _ = try other.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4326")) }
        }
        guard case .timedOut("set_setting", 0.5)? = late.error else {
          Issue.record("\(late)")
          return
        }
        // Readers do not wait.
        #expect(try other.answer(Settings())[.metricCRS] == nil)
      }
      #expect(try other.answer(Settings())[.metricCRS] == "EPSG:4549")
      _ = try other.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4326")) }
    }
  }

  @Test func importsAtTheSameTimeFollowEachOtherAndReadersSeeWholeOnes() async throws {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    let server = try PostGISServer.shared.get()
    let database = try server.freshDatabase()
    defer { server.drop(database: database) }
    let store = try PostGISStore.create(url: server.url(database: database))
    defer { try? store.close() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          for round in 0..<3 {
            try store.write { transaction throws in
              let id = try transaction.answer(NextImport())
              try transaction.run(
                InsertImport(id: id, layer: "x", source: "t", file: "f", mapping: ""))
              let first = writer * 1_000 + round * 100
              // Both ways in: the first finds the store empty.
              let load = try transaction.beginIncidentLoad(
                IncidentLoadPlan(importID: id, expectedRows: 3_000))
              var batch = IncidentBatch()
              for number in first..<first + 100 { batch.append(StoreConformance.incident(number)) }
              #expect(try load.add(batch).allSatisfy { $0 == .inserted })
              try load.finish()
            }
          }
        }
      }
      group.addTask {
        for _ in 0..<20 {
          let count = try store.answer(LayerCounts())["incidents"] ?? -1
          #expect(count % 100 == 0 && count >= 0)
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.answer(LayerCounts())["incidents"] == 900)
    #expect(try store.faults() == [])
  }

  /// The rows of a large load go in a COPY that stays open; what is asked meanwhile ends it, and sees
  /// what is there.
  @Test func whatIsAskedInTheMiddleOfALoadDoesNotDisturbIt() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      try store.write { transaction throws in
        try transaction.run(InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
        let load = try transaction.beginIncidentLoad(
          IncidentLoadPlan(importID: 1, expectedRows: 60_000))
        for portion in 0..<20 {
          var batch = IncidentBatch()
          // Another year with each fifth, and one row of the portion before once more.
          for number in portion * 2_000..<(portion + 1) * 2_000 {
            batch.append(StoreConformance.incident(number, day: 18_000 + Int32(portion / 5) * 400))
          }
          if portion > 0 { batch.append(StoreConformance.incident(portion * 2_000 - 7)) }
          let outcomes = try load.add(batch)
          #expect(outcomes.prefix(2_000).allSatisfy { $0 == .inserted })
          #expect(outcomes.dropFirst(2_000).allSatisfy { $0 == .double })
          if portion % 7 == 3 {
            try transaction.run(SetSetting(.metricCRS, to: "EPSG:\(portion)"))
            #expect(try transaction.answer(Settings())[.metricCRS] == "EPSG:\(portion)")
          }
        }
        try load.finish()
      }
      #expect(try store.answer(LayerCounts())["incidents"] == 40_000)
      #expect(try store.faults() == [])
      // Nor is anything kept of a load that is given up while its COPY is open.
      struct Stop: Error {}
      let other = try server.freshDatabase()
      defer { server.drop(database: other) }
      let empty = try PostGISStore.create(url: server.url(database: other))
      defer { try? empty.close() }
      #expect(throws: Stop.self) {
        try empty.write { transaction throws in
          try transaction.run(
            InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
          let load = try transaction.beginIncidentLoad(
            IncidentLoadPlan(importID: 1, expectedRows: 60_000))
          var batch = IncidentBatch()
          for number in 0..<5_000 { batch.append(StoreConformance.incident(number)) }
          _ = try load.add(batch)
          throw Stop()
        }
      }
      #expect(try empty.answer(LayerCounts())["incidents"] == 0)
      try StoreConformance.fill(empty)
      #expect(try empty.answer(LayerCounts())["incidents"] == 3 && empty.faults() == [])
    }
  }

  @Test func aYearIsTakenOutAndPutBack() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      try StoreConformance.fill(store)
      try store.write { transaction throws in
        var old = StoreConformance.incident(77, day: 18_000, grid: 1)
        old.status = .filed
        old.history = [
          .init(status: .filed, at: Instant(18_001 * 86_400), day: DayNumber(18_001))
        ]
        try transaction.load([old], importID: 1)
      }
      let before = try server.psql(database, "select count(*) from incident_status")
      #expect(before == "1")
      #expect(try server.psql(database, "select anlan_detach_year(2019)") == "1")
      #expect(try store.answer(LayerCounts())["incidents"] == 3 && store.faults() == [])
      #expect(try server.psql(database, "select count(*) from incident_status") == "0")
      #expect(
        try server.psql(database, "select count(*) from anlan_detached.incident_2019") == "1")
      #expect(throws: PostGISServer.Failure.self) {
        try server.psql(database, "select anlan_detach_year(2019)")
      }
      #expect(try server.psql(database, "select anlan_attach_year(2019)") == "1")
      #expect(try store.answer(LayerCounts())["incidents"] == 4 && store.faults() == [])
      #expect(try server.psql(database, "select count(*) from incident_status") == "1")
      // It is known again under its key.
      let outcomes = try store.write { transaction throws in
        try transaction.run(
          InsertImport(id: 2, layer: "x", source: "t", file: "f", mapping: ""))
        return try transaction.load(
          [StoreConformance.incident(77, day: 18_000, grid: 1)], importID: 2)
      }
      #expect(outcomes != [.inserted])
    }
  }
}
