import Foundation
import TestSupport
import Testing

/// The program on a file and on a server: the same commands, the same bytes.
@Suite struct TwoEnginesTests {
  private func withServer<T>(_ body: (PostGISServer, String) throws -> T) throws -> T {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    let server = try PostGISServer.shared.get()
    let database = try server.freshDatabase()
    defer { server.drop(database: database) }
    return try body(server, database)
  }

  private static let layers = [
    "units", "villages", "grids", "incidents", "hotspots", "clusters", "data_quality",
    "grid_faults",
  ]

  /// Everything that leaves a store.
  private func outputs(_ program: Program, _ store: String, to folder: String) throws
    -> [String: Data]
  {
    for layer in Self.layers + ["cluster_members"] {
      for suffix in ["geojson", "csv"] {
        try program.expect(
          ["export", layer, "--store", store, "--to", "\(folder)/\(layer).\(suffix)"])
      }
    }
    try program.expect(
      ["weekly", "--store", store, "--week", "2026-W30", "--out", folder, "--category", "theft"])
    var outputs: [String: Data] = [:]
    let place = program.folder.appending(path: folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: place.path) {
      outputs[name] = try Data(contentsOf: place.appending(path: name))
    }
    return outputs
  }

  private func work(_ program: Program, on store: String) throws {
    try program.expect(["init", "--store", store, "--crs", "EPSG:4549"])
    for layer in ["units", "villages", "grids"] {
      try program.expect(["import", layer, "scenario/\(layer).geojson", "--store", store])
    }
    try program.expect(Program.importing(store))
    try program.write(
      """
      id,category,time,lon,lat,status,loss_yuan
      z1,theft,2026-07-01 08:00,120.01,26.88,reported,10.5
      z2,theft,2025-12-31 23:59,120.0123456789,26.88,reported,
      z3,fraud,2026-07-03,120.01,26.88,,\n
      """, to: "first.csv")
    try program.write(
      """
      id,category,time,lon,lat,status,loss_yuan
      z1,theft,2026-07-01 08:00,120.01,26.88,filed,0.3
      z2,fraud,2026-01-02 23:59,120.02,26.88,solved,
      z4,fraud,2026-07-04,120.01,26.88,,\n
      """, to: "second.csv")
    for file in ["first.csv", "second.csv"] {
      try program.expect(["import", "incidents", file, "--store", store])
    }
    try program.expect(["check", "--quality", "--as-of", "2026-07-27", "--store", store])
    _ = try program.run(["check", "--grids", "--store", store])
    let scope = ["--from", "2026-04-27", "--to", "2026-07-26"]
    try program.expect(
      ["analyse", "hotspots", "--store", store, "--seed", "7", "--category", "theft"] + scope)
    try program.expect(
      ["analyse", "clusters", "--store", store, "--eps", "300", "--min-points", "5"] + scope)
  }

  /// Without the keys, which are a store's own, and the commas between features.
  private static func lines(_ data: Data?) -> [String] {
    String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n").map { line in
      line.replacing(/"id":[0-9]+,/, with: "").trimmingCharacters(in: [","])
    }.sorted()
  }

  private func expectSame(
    _ one: [String: Data], _ other: [String: Data], atLeast count: Int = 13,
    isSpread: Bool = false
  ) {
    #expect(one.keys.sorted() == other.keys.sorted())
    #expect(one.count >= count)
    for name in one.keys.sorted() {
      // Shards have keys of their own for their incidents, and their order.
      let isSame =
        isSpread && (name.hasPrefix("incidents") || name.hasPrefix("cluster_members"))
        ? Self.lines(one[name]) == Self.lines(other[name]) : one[name] == other[name]
      #expect(isSame, "\(name) differs")
    }
    guard count > 2 else { return }
    #expect((one["hotspots.csv"]?.count ?? 0) > 500 && (one["clusters.csv"]?.count ?? 0) > 100)
  }

  @Test func analysisOnBothGivesTheSameBytesAndACopyEitherWayToo() throws {
    try withServer { server, database in
      try withProgram { program in
        try program.laySample(incidents: 3_000)
        let url = server.url(database: database)
        try work(program, on: "file.sqlite")
        try work(program, on: url)
        let file = try outputs(program, "file.sqlite", to: "a")
        expectSame(file, try outputs(program, url, to: "b"))
        try program.expect(["check", "--store", url])

        // From the server to a file, and from the file to another database.
        try program.expect(["copy", "--store", url, "--to", "copied.sqlite"])
        try program.expect(["check", "--store", "copied.sqlite"])
        expectSame(file, try outputs(program, "copied.sqlite", to: "c"))
        let second = try server.freshDatabase()
        defer { server.drop(database: second) }
        let there = try program.run(
          ["copy", "--store", "file.sqlite", "--to", server.url(database: second), "--json"])
        #expect(there.status == 0, "\(there.speech)")
        #expect(there.output.contains("\"incident\"") && there.output.contains("digest"))
        try program.expect(["check", "--store", server.url(database: second)])
        expectSame(file, try outputs(program, server.url(database: second), to: "d"))
        // A copy goes on growing: the next keys come after those that were brought.
        try program.expect(["lattice", "--store", server.url(database: second), "--cell", "2000"])

        // What an import changed went along: it can be taken back in all four.
        let all = ["file.sqlite", url, "copied.sqlite", server.url(database: second)]
        var undone: [[String: Data]] = []
        for (number, store) in all.enumerated() {
          try program.expect(["import", "--undo", "6", "--store", store])
          try program.expect(["check", "--store", store])
          undone.append(try outputs(program, store, to: "undone\(number)"))
          expectSame(undone[0], undone[number])
        }
        #expect(undone[0]["incidents.csv"] != file["incidents.csv"])
        let text = String(decoding: undone[0]["incidents.csv"] ?? Data(), as: UTF8.self)
        #expect(text.contains("120.0123457") && !text.contains("z4"))

        // What is not empty is refused, and stays.
        let full = try program.run(["copy", "--store", "file.sqlite", "--to", url])
        #expect(full.status == 1 && full.speech.contains("is not empty"), "\(full.speech)")
        let fullFile = try program.run(["copy", "--store", url, "--to", "copied.sqlite"])
        #expect(fullFile.status == 1, "\(fullFile.speech)")
        #expect(
          try program.count("incidents", store: url)
            == program.count("incidents", store: "file.sqlite"))
        // A new file that could not be filled is not left behind.
        let broken = try program.run(["copy", "--store", "gone.sqlite", "--to", "new.sqlite"])
        #expect(broken.status == 1 && !program.has("new.sqlite"))
      }
    }
  }

  /// The same work on a coordinator with two shards: what lies on them comes back as from one store.
  @Test func shardsGiveTheSameBytes() throws {
    try withServer { server, database in
      try withProgram { program in
        try program.laySample(incidents: 1_500)
        try work(program, on: "file.sqlite")
        let url = server.url(database: database)
        let shards = try (0..<2).map { _ in try server.freshDatabase() }
        defer { for shard in shards { server.drop(database: shard) } }
        try program.expect(["init", "--store", url, "--crs", "EPSG:4549"])
        try program.expect(
          ["shards", "init", "--store", url]
            + shards.flatMap { ["--shard", server.url(database: $0)] })
        try work(program, on: url)
        let whole = try outputs(program, "file.sqlite", to: "a")
        expectSame(whole, try outputs(program, url, to: "b"), isSpread: true)
        try program.expect(["check", "--store", url])
        let status = try program.run(["shards", "status", "--store", url, "--json"])
        #expect(status.status == 0 && status.output.contains("350921"), "\(status.speech)")
        // The one county's analysis is made where it lies, and moves are whole.
        let area = ["--category", "theft", "--area", "350921"]
        for store in ["file.sqlite", url] {
          try program.expect(["analyse", "hotspots", "--store", store, "--seed", "7"] + area)
          try program.expect(
            [
              "export", "hotspots", "--store", store, "--area", "350921", "--to",
              "\(store.count).csv",
            ])
        }
        #expect(try program.bytes("11.csv") == program.bytes("\(url.count).csv"))
        struct Shard: Decodable {
          struct Area: Decodable { var code: String }
          var number: Int
          var areas: [Area]
        }
        let there = try JSONDecoder().decode([Shard].self, from: Data(status.output.utf8))
        let holder = try #require(there.first { $0.areas.contains { $0.code == "350921" } })
        let target = holder.number == 1 ? "2" : "1"
        try program.expect(["shards", "move", "350921", "--to", target, "--store", url])
        expectSame(
          try outputs(program, "file.sqlite", to: "c").filter { $0.key.hasPrefix("incidents") },
          try outputs(program, url, to: "d").filter { $0.key.hasPrefix("incidents") }, atLeast: 2,
          isSpread: true)
        let file = try program.run(["shards", "status", "--store", "file.sqlite"])
        #expect(file.status == 2 && file.speech.contains("servers"), "\(file.speech)")
        let again = try program.run(["shards", "init", "--store", url, "--shard", url])
        #expect(again.status == 1, "\(again.speech)")
      }
    }
  }

  @Test func aDryRunOnAServerChangesNothing() throws {
    try withServer { server, database in
      try withProgram { program in
        try program.laySample(incidents: 300)
        let url = server.url(database: database)
        try program.expect(["init", "--store", url, "--crs", "EPSG:4549"])
        let dry = try program.run(
          ["import", "units", "scenario/units.geojson", "--store", url, "--dry-run"])
        #expect(dry.status == 0 && dry.speech.contains("would import"), "\(dry.speech)")
        #expect(try program.count("units", store: url) == 0)
        #expect(try server.psql(database, "select count(*) from import") == "0")
        let known = try server.psql(
          database, "select count(*) from layer_styles where stylename = 'anlan'")
        #expect((Int(known) ?? 0) > 20, "QGIS finds a style for each layer")
      }
    }
  }

  @Test func aPasswordIsInNoMessage() throws {
    try withServer { server, database in
      try withProgram { program in
        _ = try? server.psql(database, "create role locked login password 'the right word'")
        let url = server.url(database: database, user: "locked:s3cret-w0rd")
        for arguments in [
          ["layers", "--store", url], ["init", "--store", url],
          ["check", "--store", url, "--json"],
          ["import", "units", "none.csv", "--store", url],
          ["copy", "--store", url, "--to", "x.sqlite"],
          ["layers", "--store", "postgresql://u:s3cret-w0rd@127.0.0.1:1/x"],
          ["layers", "--store", "mysql://u:s3cret-w0rd@h/x"],
        ] {
          let outcome = try program.run(arguments)
          #expect(outcome.status != 0)
          #expect(!(outcome.speech + outcome.output).contains("s3cret"), "\(outcome.speech)")
        }
        // The word that is right comes from the environment.
        try server.psql(database, "grant all on schema public to locked")
        var knowing = program
        knowing.environment["PGPASSWORD"] = "the right word"
        let outcome = try knowing.run(
          ["layers", "--store", server.url(database: database, user: "locked")])
        #expect(outcome.status == 1 && outcome.speech.contains("anlan init"), "\(outcome.speech)")
      }
    }
  }

  /// GDAL opens the views as layers, with a place and a key.
  @Test func otherProgramsOpenTheStoreAsItIs() throws {
    try withServer { server, database in
      try withProgram { program in
        try program.laySample(incidents: 300)
        try work(program, on: server.url(database: database))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
          "ogrinfo", "-so", server.url(database: database), "hotspots", "incidents",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let seen = String(
          decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for part in [
          "Multi Polygon", "Geometry: Point", "class: String", "occurred_from: DateTime",
        ] {
          #expect(seen.contains(part), "\(part)")
        }
      }
    }
  }
}
