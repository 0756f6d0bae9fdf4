import PostGISStorage
import SimpleFeatures
import Storage
import TestSupport
import Testing

/// Where the coordinator's database has the extension Citus, shards are read through it. Skipped
/// where the server has none; `ANLAN_POSTGRES` names the folder of the programs of one that has.
@Suite(.serialized) struct CitusTests {
  /// A coordinator and shards, all with Citus and of one name, as Citus wants it.
  private func withShards(_ count: Int, _ body: (ShardScene) throws -> Void) throws {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    let known = try PostGISServer.shared.get().psql(
      "postgres", "select count(*) from pg_available_extensions where name = 'citus'")
    guard known == "1" else { try Test.cancel("no Citus here") }
    var servers: [PostGISServer] = []
    defer { for server in servers { server.remove() } }
    for _ in 0...count {
      let server = try PostGISServer(settings: ["shared_preload_libraries = 'citus'"])
      servers.append(server)
      try server.psql("postgres", "create database fujian template prepared")
      try server.psql("fujian", "create extension citus")
    }
    let shards = Array(servers.dropFirst())
    let url = servers[0].url(database: "fujian")
    try PostGISStore.create(url: url).close()
    let plain = try PostGISStore.open(url: url)
    try plain.beginShards(urls: shards.map { $0.url(database: "fujian") })
    try plain.close()
    let store = try PostGISStore.open(url: url)
    defer { try? store.close() }
    try body(
      ShardScene(coordinator: servers[0], servers: shards, database: "fujian", store: store))
  }

  @Test func shardsBehaveAsOneStore() throws {
    try withShards(2) { scene in
      try StoreKind.postGIS.withStore { single throws in
        #expect(try ShardScene.work(scene.store) == ShardScene.work(single))
        let expected = try ShardScene.contents(single)
        let found = try ShardScene.contents(scene.store)
        for layer in Layer.all {
          #expect(found[layer.name] == expected[layer.name], "\(layer.name)")
        }
        #expect((found["incidents"]?.count ?? 0) == 9_010)
        let filter = IncidentFilter(firstDay: DayNumber(19_000), lastDay: DayNumber(21_000))
        #expect(
          try scene.store.answer(IncidentPointsInWindow(filter)).y
            == single.answer(IncidentPointsInWindow(filter)).y)
        #expect(try scene.store.answer(LayerCounts()) == single.answer(LayerCounts()))
        #expect(
          try scene.store.faults().map { $0.drop { $0 != ":" }.dropFirst(2) }
            == single.faults()[...].map { $0[...] })
      }
      // Asked of one shard where one county is asked for, and counted there.
      func plan(_ question: String) throws -> String {
        try scene.coordinator.psql("fujian", "explain (verbose, costs off) " + question)
      }
      let one = try plan("select count(*) from incident where area = '350921'")
      #expect(one.contains("Citus Adaptive") && one.contains("Task Count: 1"), "\(one)")
      let all = try plan("select area, count(*) from incident where day > 19990 group by 1")
      #expect(all.contains("Query: SELECT area, count(*)"), "\(all)")
      // A county that moves is read where it then lies.
      let before = try ShardScene.contents(scene.store)
      let from = try #require(
        try scene.store.shardStatus().first { $0.areas.contains { $0.code == "350922" } })
      _ = try scene.store.moveArea("350922", to: 3 - from.number)
      #expect(try ShardScene.contents(scene.store) == before)
    }
  }

  @Test func databasesOfOtherNamesAreRefused() throws {
    try withShards(1) { scene in
      let other = try PostGISServer(settings: ["shared_preload_libraries = 'citus'"])
      defer { other.remove() }
      try other.psql("postgres", "create database other template prepared")
      do {
        try scene.store.addShard(url: other.url(database: "other"))
        Issue.record("taken")
      } catch {
        #expect("\(error)".contains("have one name"), "\(error)")
      }
      #expect(try scene.store.shardStatus().count == 1)
    }
  }
}
