import Foundation
import PostGISStorage
import SimpleFeatures
import Storage

extension Benchmark {
  /// The store on servers of its own: a large import beside psql's COPY, points and index by hand,
  /// and beside all that we do in SQL; a box and days, and the columns of an analysis, beside the same
  /// statements in psql; what a row takes on the disk; the same on one, two and three shards.
  static func postGIS(_ folder: String) throws {
    let rows =
      ProcessInfo.processInfo.environment["ANLAN_BENCH_ROWS"].flatMap { Int($0) } ?? 1_000_000
    guard let one = try Server("\(folder)/pg0") else {
      return say("\nNo PostgreSQL with PostGIS here (Debian: postgresql-15-postgis-3).")
    }
    defer { one.stop() }
    let city = try City(folder: folder)
    let file = try city.incidents(rows, from: 0)
    try one.psql("postgres", "create database hand")
    try one.psql("postgres", "create database store")
    say("\n| work | anlan | psql | ratio |\n| --- | --- | --- | --- |")
    func tell(_ work: String, _ ours: Double, _ theirs: Double?) {
      let other = theirs.map { String(format: "%.4f s", $0) } ?? ""
      let ratio = theirs.map { String(format: "%.2f", $0 / ours) } ?? ""
      say(String(format: "| %@ | %.4f s | %@ | %@ |", work, ours, other, ratio))
    }
    let url = one.url("store")
    try anlan(["init", "--store", url, "--crs", "EPSG:4549"])
    try anlan(["import", "grids", city.grids, "--store", url])
    let work = ["--mapping", city.mapping, "--quiet"]
    let load = try anlan(["import", "incidents", file, "--store", url] + work)
    try one.handGrids(from: "store", to: "hand")
    let whole = try Peer.run("csv_to_postgis.sh", ["store", file, one.url("hand")])
    try one.expectSame("store", "hand", "SELECT count(*), count(grid), sum(day) FROM incident")
    tell("import \(rows) rows, the same end state by hand", load, whole?.seconds)
    let points = try Peer.run("csv_to_postgis.sh", ["points", file, one.url("hand")])
    tell("import \(rows) rows; by hand points and their index alone", load, points?.seconds)

    let store = try PostGISStore.open(url: url, readOnly: true)
    let box = IncidentsInBox(
      BoundingBox(minX: 119.9, minY: 26.7, maxX: 120.02, maxY: 26.8), firstDay: DayNumber(20_200),
      lastDay: DayNumber(20_330), limit: 1_000)
    let asked = try timed(rounds: 100) { try store.answer(box).count }
    tell(
      "a box and days, \(asked.result) rows", asked.seconds,
      try peer(
        one, "incidents_in_box",
        "float8, float8, float8, float8, int, int, bigint",
        "119.9, 26.7, 120.02, 26.8, 20200, 20330, 1000", rounds: 100))
    let filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(40_000))
    let columns = try timed(rounds: 3) { try store.answer(IncidentPointsInWindow(filter)).count }
    tell(
      "columns of \(columns.result) incidents", columns.seconds,
      try peer(
        one, "incident_points", "text, int, int, text, text, text",
        "'occurred', 0, 40000, '', '', ''", rounds: 2))
    try store.close()
    say("\n" + (try one.sizes(of: "store")))
    try shards(city, rows: rows / 4, one: one)
  }

  /// Costs a row on one server and on one, two and three shards; flat is the goal, as far as the
  /// machine's cores go.
  private static func shards(_ city: City, rows: Int, one: Server) throws {
    let servers = try (1...3).compactMap { try Server("\(city.folder)/pg\($0)") }
    defer { for server in servers { server.stop() } }
    say("\n| servers | import, a row | filtered count, a row | all counted, a row |")
    say("| --- | --- | --- | --- |")
    let file = try city.incidents(rows, from: 0)
    var matched: Int?
    for count in 0...3 {
      let name = "shards\(count)"
      let url = one.url(name)
      for server in [one] + servers.prefix(count) {
        try server.psql("postgres", "create database \(name)")
      }
      try anlan(["init", "--store", url, "--crs", "EPSG:4549"])
      if count > 0 {
        try anlan(
          ["shards", "init", "--store", url]
            + servers.prefix(count).flatMap { ["--shard", $0.url(name)] })
      }
      try anlan(["import", "grids", city.grids, "--store", url])
      let load = try anlan(
        ["import", "incidents", file, "--store", url, "--mapping", city.mapping, "--quiet"])
      let store = try PostGISStore.open(url: url, readOnly: true)
      let window = try timed(rounds: 10) { try store.answer(IncidentWindow())?.count ?? 0 }
      guard window.result == rows else { throw Disagreement.features("shards \(count)") }
      guard let layer = Layer(named: "incidents") else { throw Disagreement.features("incidents") }
      var query = LayerQuery(layer: layer)
      (query.firstDay, query.lastDay) = (DayNumber(20_100), DayNumber(20_300))
      query.categories = ["火灾"]
      let page = FeaturePage(query, filter: .compare("severity", .greaterOrEqual, .integer(3)))
      let filtered = try timed(rounds: 10) { try store.count(of: page) }
      matched = matched ?? filtered.result
      guard filtered.result == matched else { throw Disagreement.features("\(filtered.result)") }
      try store.close()
      func cost(_ seconds: Double) -> Double { seconds / Double(rows) * 1e6 }
      say(
        String(
          format: "| %@ | %.2f µs | %.3f µs | %.3f µs |",
          count == 0 ? "1, no shards" : "\(count) shards", cost(load), cost(filtered.seconds),
          cost(window.seconds)))
    }
  }

  @discardableResult
  private static func anlan(_ arguments: [String]) throws -> Double {
    let program = Peer.scripts.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".build/release/anlan")
    let usage = try Usage.of(program, arguments)
    guard usage.status == 0 else { throw Disagreement.features("anlan \(arguments)") }
    return usage.seconds
  }

  /// The seconds of a statement of the store in psql.
  private static func peer(
    _ server: Server, _ statement: String, _ types: String, _ values: String, rounds: Int
  ) throws -> Double? {
    let sources = Peer.scripts.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let own = sources.appending(path: "PostGISStorage/SQL/\(statement).sql")
    let shared = sources.appending(path: "Storage/SQL/\(statement).sql")
    let text = try String(
      contentsOf: FileManager.default.fileExists(atPath: own.path) ? own : shared, encoding: .utf8)
    // Ours puts its own words for this order there.
    let order = "i.source, i.source_id\n"
    let quick = try String(
      contentsOf: sources.appending(path: "PostGISStorage/SQL/incident_order.sql"), encoding: .utf8)
    let asked = text.hasSuffix(order) ? text.dropLast(order.count) + "\n" + quick : text
    let lines = asked.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: " ")
    return try Peer.run(
      "psql_statement.sh", [server.url("store"), lines, types, values, String(rounds)])?.seconds
  }

  /// A server of the benchmark's own.
  private struct Server {
    let folder: String
    let root: String

    /// `nil` where there is none to be had.
    init?(_ folder: String) throws {
      self.folder = folder
      guard let root = try Self.script(["start", folder]) else { return nil }
      self.root = root
    }

    func url(_ database: String) -> String { "\(root)/\(database)" }

    /// What psql prints, unaligned.
    @discardableResult
    func psql(_ database: String, _ statement: String) throws -> String {
      try Self.output(
        of: ["psql", "-X", "-q", "-A", "-t", "-F", " ", url(database), "-c", statement])
    }

    /// The borders, as another store has them, for a join in SQL.
    func handGrids(from source: String, to target: String) throws {
      try psql(
        target,
        """
        CREATE EXTENSION IF NOT EXISTS postgis;
        CREATE TABLE grid (id bigint PRIMARY KEY, code text COLLATE "C" NOT NULL UNIQUE,
          geom geometry(MultiPolygon, 4326) NOT NULL)
        """)
      _ = try Self.output(of: [
        "sh", "-c",
        """
        psql -X -q '\(url(source))' -c 'COPY (SELECT id, code, geom FROM grid) TO STDOUT' |
          psql -X -q '\(url(target))' -c 'COPY grid FROM STDIN'
        """,
      ])
      try psql(target, "CREATE INDEX ON grid USING gist (geom); ANALYZE grid")
    }

    func expectSame(_ one: String, _ other: String, _ statement: String) throws {
      let answers = try [one, other].map { try psql($0, statement) }
      guard answers[0] == answers[1] else { throw Disagreement.features("\(answers)") }
    }

    /// Bytes a row of the incidents' tables and indexes, as a table.
    func sizes(of database: String) throws -> String {
      let rows = try psql(
        database,
        """
        WITH part AS (
          SELECT CASE WHEN c.relname LIKE 'incident_key%' THEN 'incident_key' ELSE 'incident' END
            AS place,
            CASE WHEN c.relkind = 'r' THEN 'rows'
              ELSE regexp_replace(c.relname, '^incident_([0-9]{4}|key)_', '') END AS what,
            pg_relation_size(c.oid) AS bytes
          FROM pg_class c WHERE c.relkind IN ('r', 'i') AND c.relname ~ '^incident_([0-9]{4}|key)')
        SELECT '| ' || place || ', ' || what || ' | '
          || round(sum(bytes) / (SELECT count(*) FROM incident_key), 1) || ' |'
        FROM part GROUP BY place, what ORDER BY place, sum(bytes) DESC
        """)
      return "| on the disk | bytes a row |\n| --- | --- |\n" + rows
    }

    func stop() { _ = try? Self.script(["stop", folder]) }

    private static func script(_ arguments: [String]) throws -> String? {
      do {
        return try output(
          of: ["sh", Peer.scripts.appending(path: "postgis_server.sh").path] + arguments)
      } catch Peer.Failure.ended(_, 77) {
        return nil
      }
    }

    /// By a file and without `Process`: both a pipe and what Foundation waits for are inherited by the
    /// server, and end with it.
    private static func output(of command: [String]) throws -> String {
      let output = FileManager.default.temporaryDirectory
        .appending(path: "anlan-bench-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: output) }
      let usage = try Usage.of(URL(filePath: "/usr/bin/env"), command, output: output)
      guard usage.status == 0 else { throw Peer.Failure.ended(command[0], usage.exitCode) }
      return try String(contentsOf: output, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
