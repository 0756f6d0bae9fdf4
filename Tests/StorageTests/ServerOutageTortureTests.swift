import Foundation
import SimpleFeatures
import Storage
import Synchronization
import TestSupport
import Testing

@testable import PostGISStorage

/// The server goes while it works: nothing is half done, and the store goes on when it is back.
/// Five rounds of each, fifty where `ANLAN_TORTURE` is set.
@Suite(.serialized) struct ServerOutageTortureTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["ANLAN_TORTURE"] == nil ? 5 : 50

  /// A server of the suite's own, since it is to die.
  private func withStore(_ body: (PostGISServer, String, PostGISStore) throws -> Void) throws {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    // What was confirmed must be there after a crash, so nothing is put off.
    let server = try PostGISServer(settings: ["fsync = on", "synchronous_commit = on"])
    defer { server.remove() }
    let database = try server.freshDatabase()
    let store = try PostGISStore.create(url: server.url(database: database))
    defer { try? store.close() }
    _ = try store.write { transaction throws in
      try transaction.run(InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
    }
    try body(server, database, store)
  }

  private func count(_ store: PostGISStore) throws -> Int {
    try store.answer(LayerCounts())["incidents"] ?? -1
  }

  /// So that the next large load is copied straight into the tables, by a `COPY` that stays open.
  private func empty(_ server: PostGISServer, _ database: String) throws {
    try server.psql(database, "truncate incident, incident_key cascade")
  }

  private func load(
    _ numbers: Range<Int>, into store: PostGISStore, between: (Int) throws -> Void = { _ in }
  ) throws {
    try store.write { transaction throws in
      let load = try transaction.beginIncidentLoad(
        IncidentLoadPlan(importID: 1, expectedRows: numbers.count))
      for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 500) {
        var batch = IncidentBatch()
        for number in start..<min(start + 500, numbers.upperBound) {
          batch.append(StoreConformance.incident(number))
        }
        _ = try load.add(batch)
        try between(start)
      }
      try load.finish()
    }
  }

  private enum Blow: CaseIterable {
    case serverStops, processKilled, connectionCut

    func strike(_ server: PostGISServer, _ database: String) throws {
      switch self {
      case .serverStops:
        try server.stop()
        try server.start()
      case .processKilled:
        let processes = try server.psql(
          "postgres", "select pid from pg_stat_activity where datname = '\(database)'")
        for process in processes.split(separator: "\n") {
          kill(pid_t(process) ?? 0, SIGKILL)
        }
        // The server notices after a moment, ends all sessions and recovers by itself.
        var answers = 0
        for _ in 0..<600 where answers < 3 {
          Thread.sleep(forTimeInterval: 0.1)
          answers = (try? server.psql("postgres", "select 1")) == "1" ? answers + 1 : 0
        }
      case .connectionCut:
        try server.psql(
          "postgres",
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(database)'")
      }
    }
  }

  @Test func inTheMiddleOfAnImport() throws {
    try withStore { server, database, store in
      var kept = 0
      for round in 0..<Self.rounds {
        let blow = Blow.allCases[round % 3]
        let first = round * 10_000
        // By turns into an empty store, and merged into what is there.
        if round.isMultiple(of: 2) {
          try empty(server, database)
          kept = 0
        }
        do {
          try load(first..<first + 4_000, into: store) { start in
            if start == first + 2_000 { try blow.strike(server, database) }
          }
          Issue.record("\(blow): the import did not notice")
        } catch let error as StorageError {
          guard case .connectionLost = error else {
            Issue.record("\(blow): \(error)")
            continue
          }
        }
        // The same store, without a word to it.
        #expect(try count(store) == kept, "\(blow)")
        try load(first..<first + 300, into: store)
        kept += 300
        #expect(try count(store) == kept)
      }
      #expect(try store.faults() == [])
    }
  }

  @Test func inTheMiddleOfAQuery() throws {
    try withStore { server, database, store in
      try load(0..<20_000, into: store)
      let layer = try #require(Layer(named: "incidents"))
      for round in 0..<Self.rounds {
        let blow = Blow.allCases[round % 3]
        var seen = 0
        do {
          try store.forEachFeature(of: LayerQuery(layer: layer)) { _ in
            seen += 1
            if seen == 10 { try blow.strike(server, database) }
          }
          Issue.record("\(blow): the query did not notice")
        } catch let error as StorageError {
          guard case .connectionLost = error else {
            Issue.record("\(blow): \(error)")
            continue
          }
        }
        // A question that had no answer yet is asked again unseen.
        try blow.strike(server, database)
        #expect(try count(store) == 20_000, "\(blow)")
      }
    }
  }

  /// Whenever the blow falls: what was confirmed is there, what failed is not.
  @Test func atAnyTime() throws {
    try withStore { server, database, store in
      var random = IncidentLoadTests.Generator(state: 5)
      // Enough to be copied into an empty store.
      let rows = 3_000
      var kept = 0
      for round in 0..<Self.rounds {
        if round.isMultiple(of: 2) {
          try empty(server, database)
          kept = 0
        }
        let pause = Double.random(in: 0...0.25, using: &random)
        let isOver = Atomic<Bool>(false)
        let striker = Thread {
          Thread.sleep(forTimeInterval: pause)
          try? Blow.serverStops.strike(server, database)
          isOver.store(true, ordering: .releasing)
        }
        striker.start()
        let first = round * 10_000
        var isConfirmed: Bool?
        do {
          try load(first..<first + rows, into: store)
          isConfirmed = true
        } catch StorageError.uncertainCommit {
          isConfirmed = nil
        } catch is StorageError {
          isConfirmed = false
        }
        while !isOver.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.02) }
        let now = try count(store)
        switch isConfirmed {
        case true?: #expect(now == kept + rows, "round \(round)")
        case false?: #expect(now == kept, "round \(round)")
        case nil: #expect(now == kept || now == kept + rows, "round \(round)")
        }
        kept = now
      }
      #expect(try store.faults() == [])
    }
  }

  @Test func aFullDiskIsNamedAndChangesNothing() throws {
    try withStore { server, database, store in
      let place = server.folder.appending(path: "small").path
      guard try server.mountSmallDisk(at: place, megabytes: 12) else {
        try Test.cancel("no small disk can be mounted here: not root, or in a closed container")
      }
      defer { server.unmount(place) }
      try server.psql(database, "create tablespace small location '\(place)'")
      defer {
        _ = try? server.psql("postgres", "drop database \(database) with (force)")
        _ = try? server.psql("postgres", "drop tablespace small")
      }
      // The partition must be there to be moved.
      try load(0..<100, into: store)
      try server.psql(
        database,
        """
        alter table incident_2024 set tablespace small;
        alter table incident_key set tablespace small
        """)
      try empty(server, database)
      // Copied into an empty store, and merged into what is there.
      for kept in [0, 100] {
        if kept > 0 {
          // What the failure left in the files makes room again.
          try server.resizeSmallDisk(at: place, megabytes: 200)
          try server.psql(database, "vacuum full incident, incident_key")
          try server.resizeSmallDisk(at: place, megabytes: 12)
          try load(0..<kept, into: store)
        }
        var fault: StorageError?
        do {
          try load(1_000..<200_000, into: store)
        } catch let error as StorageError {
          fault = error
        }
        guard case .outOfSpace? = fault else {
          Issue.record("\(fault.map { "\($0)" } ?? "no fault")")
          return
        }
        #expect(try count(store) == kept)
        #expect(try store.faults() == [])
      }
      try server.resizeSmallDisk(at: place, megabytes: 200)
      try load(1_000..<1_100, into: store)
      #expect(try count(store) == 200)
    }
  }
}
