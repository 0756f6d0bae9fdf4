import Analysis
import Formats
import Foundation
import SimpleFeatures
import Topology

extension Benchmark {
  /// The program itself, as it was built: an incident file into a store with 10,333 grids, a small
  /// file on top of it, and the points out again. `ANLAN_BENCH_ROWS=10000000` adds that size.
  static func imports(_ folder: String) throws {
    let program = Peer.scripts.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: ".build/release/anlan")
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      return say("\nNo \(program.path): build the program first.")
    }
    let city = try City(folder: folder)
    func run(_ arguments: [String]) throws -> Usage {
      let usage = try Usage.of(program, arguments)
      guard usage.status == 0 else { throw Disagreement.features("anlan \(arguments)") }
      return usage
    }
    say(
      "\n| work | anlan | a row | peak memory | peer | ratio |\n| --- | --- | --- | --- | --- | --- |"
    )
    func tell(_ work: String, _ rows: Int, _ usage: Usage, _ peer: Peer.Answer? = nil) {
      let other = peer.map { String(format: "%@: %.2f s", $0.name, $0.seconds) } ?? ""
      let ratio = peer.map { String(format: "%.1f", $0.seconds / usage.seconds) } ?? ""
      say(
        String(
          format: "| %@ | %.2f s | %.2f µs | %ld MB | %@ | %@ |", work, usage.seconds,
          usage.seconds / Double(rows) * 1e6, usage.peakMegabytes, other, ratio))
    }
    let base = "\(folder)/base.sqlite"
    _ = try run(["init", "--store", base, "--crs", "EPSG:4549"])
    _ = try run(["import", "grids", city.grids, "--store", base, "--quiet"])
    var sizes = [100_000, 1_000_000]
    if let more = ProcessInfo.processInfo.environment["ANLAN_BENCH_ROWS"].flatMap({ Int($0) }) {
      sizes.append(more)
    }
    for rows in sizes {
      let store = "\(folder)/s.sqlite"
      try? FileManager.default.removeItem(atPath: store)
      try FileManager.default.copyItem(atPath: base, toPath: store)
      let file = try city.incidents(rows, from: 0)
      let work = ["--mapping", city.mapping, "--store", store, "--quiet"]
      let usage = try run(["import", "incidents", file] + work)
      let peer =
        rows == 1_000_000
        ? try Peer.run("csv_to_spatialite.sh", [file, "\(folder)/peer.sqlite"]) : nil
      tell("import \(rows) incidents", rows, usage, peer)
      guard rows == 1_000_000 else { continue }
      let more = try city.incidents(10_000, from: rows)
      tell("10000 more", 10_000, try run(["import", "incidents", more] + work))
      _ = try run(["check", "--store", store])
      let export = ["export", "incidents", "--store", store, "--to", "\(folder)/o.geojson"]
      let given = try run(export)
      let theirs =
        peer == nil
        ? nil
        : try Peer.run(
          "spatialite_to_geojson.sh", ["\(folder)/peer.sqlite", "\(folder)/p.geojson"])
      tell("export \(rows + 10_000) points, GeoJSON", rows + 10_000, given, theirs)
    }
  }
}

/// A county's grids and incidents, the same each time.
struct City {
  let folder: String
  let grids: String
  let mapping: String

  init(folder: String) throws {
    self.folder = folder
    grids = "\(folder)/grids.geojson"
    mapping = "\(folder)/incidents.yaml"
    var random = ReplicateGenerator(seed: 5, stream: 0)
    let box = BoundingBox(minX: 119.6, minY: 26.5, maxX: 120.6, maxY: 27.2)
    let sites = (0..<10_333).map { _ in
      Coordinate(
        x: box.minX + random.uniform() * box.width, y: box.minY + random.uniform() * box.height)
    }
    let cells = try TopologyContext().voronoiCells(of: sites, in: box).compactMap { $0 }
    var text: [UInt8] = []
    var options = GeoJSONWriter.Options()
    options.decimals = 9
    var writer = GeoJSONWriter(
      fields: ["code"],
      to: ByteSink { page in page.withUnsafeBufferPointer { text.append(contentsOf: $0) } },
      options: options)
    for (index, cell) in cells.enumerated() {
      try writer.write(.polygon(cell), values: [.text("35092\(1 + index % 6)\(100_000 + index)")])
    }
    try writer.finish()
    try Peer.write(text, grids)
    let columns =
      "{id: incident_id, category: kind, severity: severity, occurred_from: occurred, "
      + "subcategory: town, lon: lon, lat: lat}"
    try Peer.write(Array("source: city\ncolumns: \(columns)\n".utf8), mapping)
  }

  /// Seven in ten around sixty centres.
  func incidents(_ count: Int, from first: Int) throws -> String {
    let kinds = ["火灾", "内涝", "滑坡", "台风损毁", "海上险情", "燃气泄漏", "交通事故", "养殖受损"]
    let towns = ["城关街道", "龙山街道", "秦屿镇", "太姥山镇", "硖门乡", "沙埕镇", "店下镇", "前岐镇"]
    var random = ReplicateGenerator(seed: 6, stream: UInt64(first))
    let centres = (0..<60).map { _ in
      (119.65 + 0.9 * random.uniform(), 26.55 + 0.6 * random.uniform())
    }
    var text: [UInt8] = Array("incident_id,kind,severity,occurred,town,lon,lat\n".utf8)
    let path = "\(folder)/incidents-\(count)-\(first).csv"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    for incident in first..<first + count {
      var x = 119.6 + random.uniform()
      var y = 26.5 + 0.7 * random.uniform()
      if incident % 10 < 7 {
        let centre = centres[Int(random.integer(below: 60))]
        x = centre.0 + 0.02 * random.normal()
        y = centre.1 + 0.02 * random.normal()
      }
      let day = DayNumber(Int32(20_089 + random.integer(below: 540)))
      let second = random.integer(below: 86_400)
      let time = Instant(Int64(day.number) * 86_400 + Int64(second)).formatted(offsetSeconds: 0)
      let place = [max(119.6, min(120.6, x)), max(26.5, min(27.2, y))].map {
        String(($0 * 1e6).rounded() / 1e6)
      }
      let kind = kinds[Int(random.integer(below: 8))]
      let town = towns[Int(random.integer(below: 8))]
      text += Array(
        "\(incident + 1),\(kind),\(1 + random.integer(below: 5)),\(time),\(town),\(place[0]),\(place[1])\n"
          .utf8)
      if text.count > 1 << 20 {
        try file.write(contentsOf: Data(text))
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: Data(text))
    try file.close()
    return path
  }
}

/// What a run of a program took.
struct Usage {
  var status: Int32
  var seconds: Double
  /// The most that lay in memory at once.
  var peakMegabytes: Int

  /// What it exited with.
  var exitCode: Int32 { (status >> 8) & 0xFF }

  static func of(_ program: URL, _ arguments: [String], output: URL? = nil) throws -> Usage {
    var pid: pid_t = 0
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let output {
      posix_spawn_file_actions_addopen(
        &actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var words: [UnsafeMutablePointer<CChar>?] =
      ([program.path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let clock = ContinuousClock()
    let start = clock.now
    guard posix_spawn(&pid, program.path, &actions, nil, &words, environ) == 0 else {
      throw Peer.Failure.ended(program.path, 127)
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    return Usage(
      status: status, seconds: (clock.now - start) / .seconds(1),
      peakMegabytes: usage.ru_maxrss / 1024)
  }
}
