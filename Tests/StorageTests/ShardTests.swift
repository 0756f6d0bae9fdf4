import Foundation
import SimpleFeatures
import Storage
import TestSupport
import Testing

@testable import PostGISStorage

/// A store on three shards behaves as one store does; each shard is a server of its own.
@Suite(.serialized) struct ShardTests {
  @Test func shardsBehaveAsOneStore() throws {
    try ShardScene.withShards { scene in
      try StoreKind.postGIS.withStore { single throws in
        #expect(try ShardScene.work(scene.store) == ShardScene.work(single))
        let expected = try ShardScene.contents(single)
        #expect(try ShardScene.contents(scene.store) == expected)
        #expect((expected["incidents"]?.count ?? 0) == 9_010)
        #expect(
          try scene.store.faults().map { $0.drop { $0 != ":" }.dropFirst(2) }
            == single.faults()[...].map { $0[...] })
        func points(_ store: any SpatialStore, _ stage: Stage) throws -> [Double] {
          var filter = IncidentFilter(firstDay: DayNumber(19_000), lastDay: DayNumber(21_000))
          filter.stage = stage
          return try store.answer(IncidentPointsInWindow(filter)).y
        }
        for stage in Stage.allCases {
          #expect(try points(scene.store, stage) == points(single, stage), "\(stage)")
        }
        #expect(try scene.store.answer(IncidentWindow()) == single.answer(IncidentWindow()))
        for layer in Layer.all {
          var query = LayerQuery(layer: layer)
          query.categories = ["theft"]
          let page = FeaturePage(query)
          #expect(try scene.store.count(of: page) == single.count(of: page), "\(layer.name)")
        }
        // Each county lies on one shard, and all have some.
        let status = try scene.store.shardStatus()
        #expect(status.allSatisfy { $0.fault == nil && $0.resolved == 0 })
        #expect(status.flatMap(\.areas).map(\.incidents).reduce(0, +) == 9_010)
        for county in ShardScene.counties {
          #expect(status.filter { $0.areas.contains { $0.code == county } }.count == 1)
        }
        #expect(status.allSatisfy { !$0.areas.isEmpty })
        // Taken back alike.
        for store in [scene.store as any SpatialStore, single] {
          #expect(try store.answer(LaterImports(importID: 2)).map(\.rows).reduce(0, +) == 11)
          try store.write { transaction throws in
            try transaction.run(BeginUndo(importID: 3))
            let restored = try transaction.run(RestoreChangedRows(importID: 3))
            #expect(restored == 10)
            try transaction.run(FinishUndo(importID: 3))
          }
        }
        #expect(try ShardScene.contents(scene.store) == ShardScene.contents(single))
      }
    }
  }

  @Test func aCountyMovesWithoutLoss() throws {
    try ShardScene.withShards { scene in
      _ = try ShardScene.work(scene.store)
      let before = try ShardScene.contents(scene.store)
      let area = "350922"
      let from = try #require(
        try scene.store.shardStatus().first { $0.areas.contains { $0.code == area } })
      let target = from.number % 3 + 1
      let move = try scene.store.moveArea(area, to: target)
      #expect(
        move.rows["incident"] == from.areas.first { $0.code == area }.map { Int($0.incidents) })
      #expect((move.rows["incident"] ?? 0) > 2_000 && (move.rows["incident_status"] ?? 0) > 100)
      #expect(try ShardScene.contents(scene.store) == before)
      let after = try scene.store.shardStatus()
      #expect(after.first { $0.areas.contains { $0.code == area } }?.number == target)
      #expect(after.flatMap(\.areas).filter { $0.code == area }.count == 1)
      // It goes on there: known rows are known, and new ones come.
      var rows = (8_990..<9_010).map { ShardScene.incident($0, county: $0 % 3) }
      for index in rows.indices { rows[index].status = .solved }
      #expect(try ShardScene.load(rows, as: 7, into: scene.store).allSatisfy { $0 == .unchanged })
      #expect(
        try ShardScene.load([ShardScene.incident(50_001, county: 1)], as: 8, into: scene.store) == [
          .inserted
        ])
      #expect(try scene.store.answer(LaterImports(importID: 2)).map(\.rows).reduce(0, +) == 11)
      #expect(throws: StorageError.self) { try scene.store.moveArea("999999", to: 1) }
      #expect(throws: StorageError.self) { try scene.store.moveArea(area, to: target) }
    }
  }

  @Test func aShardThatIsAwayIsNamedAndTheRestWorks() throws {
    try ShardScene.withShards { scene in
      _ = try ShardScene.work(scene.store)
      let status = try scene.store.shardStatus()
      let lost = try #require(status.first { $0.areas.contains { $0.code == "350923" } }).number
      let kept = try #require(
        status.first { $0.number != lost && $0.areas.contains { $0.code != "" } })
      let area = try #require(kept.areas.first { $0.code != "" }?.code)
      let before = try scene.store.answer(LayerCounts())["incidents"]
      try scene.servers[lost - 1].stop()
      defer { try? scene.servers[lost - 1].start() }
      func failure(_ body: () throws -> Void) -> String {
        do {
          try body()
          return ""
        } catch {
          return "\(error)"
        }
      }
      // What needs it says so, by its name.
      let asked = failure { _ = try scene.store.answer(LayerCounts()) }
      #expect(asked.contains("shard \(lost)"), "\(asked)")
      let county = try #require(ShardScene.counties.firstIndex(of: "350923"))
      let loaded = failure {
        _ = try ShardScene.load(
          [ShardScene.incident(60_000, county: county)], as: 9, into: scene.store)
      }
      #expect(loaded.contains(scene.database), "\(loaded)")
      let grids = failure {
        try scene.store.write { transaction throws in
          var grid = ShardScene.grid(0)
          grid.name = "other"
          try transaction.run(UpsertGrid(grid, importID: 1))
        }
      }
      #expect(grids.contains(scene.database), "\(grids)")
      // The rest works: other counties take rows and are analysed on their own shard.
      let other = try #require(ShardScene.counties.firstIndex(of: area))
      #expect(
        try ShardScene.load([ShardScene.incident(60_001, county: other)], as: 10, into: scene.store)
          == [.inserted])
      let address = try #require(try scene.store.shardAddress(ofArea: area))
      let shard = try PostGISStore.open(url: address)
      var filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(30_000))
      filter.area = area
      #expect(try shard.answer(IncidentPointsInWindow(filter)).count > 2_000)
      try shard.close()
      #expect(try scene.store.answer(GridAreas()).count == 3)
      let away = try scene.store.shardStatus()
      #expect(away.filter { $0.fault != nil }.map(\.number) == [lost])
      #expect(try scene.store.faults().contains { $0.hasPrefix("shard \(lost):") })
      // And all of it when it is back.
      try scene.servers[lost - 1].start()
      #expect(try scene.store.answer(LayerCounts())["incidents"] == before.map { $0 + 1 })
    }
  }

  /// The program is gone between the promise of the shards and the last word, or behind it.
  @Test(arguments: [false, true])
  func whatWasLeftHalfWayIsEndedAsTheCoordinatorDecided(isCommitted: Bool) throws {
    try ShardScene.withShards { scene in
      try ShardScene.layGrids(scene.store)
      let id = try scene.coordinator.psql(
        try #require(scene.store.location.split(separator: "/").last.map(String.init)),
        "select id from anlan_shards.self")
      let home = try #require(scene.store.location.split(separator: "/").last.map(String.init))
      for (index, server) in scene.servers.enumerated() {
        try server.psql(
          scene.database,
          """
          begin; insert into incident_key (source, source_id, day) values ('x', 'y', 20000);
          select anlan_ensure_partition(20000);
          insert into incident (id, source, source_id, category, occurred_from, day, place_code,
            location_precision)
          select id, source, source_id, 'theft', 1, day, '350921', 'area' from incident_key;
          prepare transaction 'anlan_\(id)_77_\(index + 1)'
          """)
      }
      if isCommitted {
        try scene.coordinator.psql(home, "insert into anlan_shards.outcome values ('77')")
      }
      let status = try scene.store.shardStatus()
      #expect(status.map(\.resolved) == [1, 1, 1] && status.allSatisfy { $0.fault == nil })
      for server in scene.servers {
        let rows = try server.psql(scene.database, "select count(*) from incident")
        #expect(rows == (isCommitted ? "1" : "0"))
        #expect(try server.psql("postgres", "select count(*) from pg_prepared_xacts") == "0")
      }
    }
  }

  /// A load that fails on one shard leaves nothing on the others.
  @Test func aLoadThatFailsLeavesNothingAnywhere() throws {
    try ShardScene.withShards { scene in
      try ShardScene.layGrids(scene.store)
      _ = try ShardScene.load(
        (0..<300).map { ShardScene.incident($0, county: $0 % 3) }, as: 2, into: scene.store)
      var rows = (300..<600).map { ShardScene.incident($0, county: $0 % 3) }
      rows[299].severity = 6
      #expect(throws: StorageError.self) { try ShardScene.load(rows, as: 3, into: scene.store) }
      struct Stop: Error {}
      #expect(throws: Stop.self) {
        try scene.store.write { transaction throws in
          try transaction.run(ShardScene.entry(3))
          try transaction.load([ShardScene.incident(700, county: 0)], importID: 3)
          throw Stop()
        }
      }
      #expect(try scene.store.answer(LayerCounts())["incidents"] == 300)
      #expect(try scene.store.faults() == [])
    }
  }

  /// Filters and counts are made on the shards, which are asked at the same time.
  @Test func thePlansPushDown() throws {
    try ShardScene.withShards { scene in
      _ = try ShardScene.work(scene.store)
      let home = try #require(scene.store.location.split(separator: "/").last.map(String.init))
      let filter = try scene.coordinator.psql(
        home,
        "explain (verbose, costs off) select id from incident where day between 19990 and 20010")
      #expect(filter.contains("Async Foreign Scan") && filter.contains("Remote SQL"), "\(filter)")
      #expect(filter.contains("day >= 19990"), "\(filter)")
      #expect(!filter.contains("Filter:"), "\(filter)")
      let count = try scene.coordinator.psql(
        home,
        "explain (verbose, costs off) select area, count(*) from incident where category = 'theft' group by 1"
      )
      #expect(count.contains("Remote SQL: SELECT area, count(*)"), "\(count)")
      #expect(!count.contains("Aggregate ("), "\(count)")
      let window = try scene.coordinator.psql(
        home,
        "explain (verbose, costs off) "
          + (ShardScripts.own["data_window"]?.sql.split(separator: "\n")
            .filter { !$0.hasPrefix("--") }.joined(separator: " ") ?? ""))
      #expect(window.contains("Remote SQL: SELECT area, min(day), max(day)"), "\(window)")
      let pruned = try scene.coordinator.psql(
        home, "explain (verbose, costs off) select id from incident where area = '350921'")
      #expect(pruned.contains("incident_350921") && !pruned.contains("incident_350922"))
    }
  }

  @Test func whatCannotBeAShardIsRefused() throws {
    try ShardScene.withShards(1) { scene in
      func failure(_ body: () throws -> Void) -> String {
        do {
          try body()
          return ""
        } catch {
          return "\(error)"
        }
      }
      _ = try ShardScene.work(scene.store)
      // A shard twice, a store with rows, a coordinator.
      #expect(failure { try scene.store.addShard(url: scene.url(of: 1)) }.contains("begins empty"))
      #expect(failure { try scene.store.beginShards(urls: []) }.contains("has shards already"))
      try StoreKind.postGIS.withStore { store throws in
        let single = try #require(store as? PostGISStore)
        #expect(failure { _ = try single.shardStatus() }.contains("no shards"))
        try StoreConformance.fill(store)
        let refusal = failure { try single.beginShards(urls: []) }
        #expect(refusal.contains("only an empty one"), "\(refusal)")
      }
      let copy = failure { try scene.store.read { _ = try $0.tables() } }
      #expect(copy.contains("shard by shard"), "\(copy)")
    }
  }
}
