import Foundation
import Testing

/// The same input and seed give the same bytes, whatever the threads and the hour.
@Suite struct RepeatableOutputTests {
  /// Everything that leaves a store, made from the scenario's files.
  private func outputs(_ program: Program, threads: Int) throws -> [String: Data] {
    let store = "t\(threads).sqlite"
    let out = "out\(threads)"
    try program.copy("base.sqlite", to: store)
    try program.expect(Program.importing(store))
    let scope = ["--from", "2026-04-27", "--to", "2026-07-26", "--threads", "\(threads)"]
    try program.expect(
      ["analyse", "hotspots", "--store", store, "--seed", "7", "--category", "theft"] + scope)
    try program.expect(
      ["analyse", "clusters", "--store", store, "--eps", "300", "--min-points", "5"] + scope)
    try program.expect(
      ["analyse", "emerging", "--store", store, "--seed", "7", "--category", "theft"] + scope)
    let week = ["--store", store, "--threads", "\(threads)"]
    let first = try program.run(
      ["analyse", "clusters", "--eps", "600", "--min-points", "4", "--week", "2026-W29"] + week)
    try program.expect(
      [
        "analyse", "clusters", "--eps", "600", "--min-points", "4", "--week", "2026-W30",
        "--previous", first.output.trimmingCharacters(in: .whitespacesAndNewlines),
      ] + week)
    try program.expect(["analyse", "density", "--store", store, "--bandwidth", "cv"] + scope)
    try program.expect(
      ["analyse", "scan", "--store", store, "--prospective", "--max-days", "28"] + scope)
    try program.expect(
      ["analyse", "near-repeat", "--store", store, "--category", "theft"] + scope)
    for name in [
      "hotspots.geojson", "hotspots.csv", "autocorrelation.csv", "emerging.geojson",
      "emerging_bins.csv", "clusters.geojson", "cluster_members.csv",
      "density.geojson", "density_units.csv", "scan_clusters.geojson", "near_repeat_table.csv",
      "aoristic_hours.csv",
    ] {
      let layer = String(name.prefix { $0 != "." })
      try program.expect(["export", layer, "--store", store, "--to", "\(out)/\(name)"])
    }
    try program.expect(
      ["weekly", "--store", store, "--week", "2026-W30", "--out", out, "--category", "theft"])
    let folder = program.folder.appending(path: out)
    var outputs: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      outputs[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return outputs
  }

  @Test func oneThreadAndTwoWriteTheSameBytesAtAnotherTime() throws {
    try withProgram { program in
      try program.laySample(incidents: 4_000)
      let one = try outputs(program, threads: 1)
      // A clock that gives whole seconds would show.
      Thread.sleep(forTimeInterval: 1.1)
      let two = try outputs(program, threads: 2)
      #expect(one.keys.sorted() == two.keys.sorted())
      #expect(
        one.keys.contains { $0.hasSuffix(".pdf") } && one.keys.contains { $0.hasSuffix(".png") })
      for name in one.keys.sorted() {
        #expect(one[name] == two[name], "\(name) differs")
        #expect((one[name]?.count ?? 0) > 200, "\(name) is empty")
      }
      // The comparison can fail: another seed is another run.
      let other = try program.run([
        "analyse", "hotspots", "--store", "t1.sqlite", "--seed", "8", "--category", "theft",
        "--from", "2026-04-27", "--to", "2026-07-26", "--quiet",
      ])
      #expect(
        !String(decoding: one["hotspots.csv"] ?? Data(), as: UTF8.self)
          .contains(other.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
  }

  @Test func whatIsExportedCanBeImportedAndComesOutTheSame() throws {
    try withProgram { program in
      try program.laySample(incidents: 3_000)
      try program.copy("base.sqlite", to: "a.sqlite")
      try program.expect(Program.importing("a.sqlite"))
      try program.copy("base.sqlite", to: "b.sqlite")
      func export(_ store: String, _ file: String) throws -> [String] {
        try program.expect(["export", "incidents", "--store", store, "--to", file])
        return try program.text(file).split(whereSeparator: \.isNewline).map(String.init)
      }
      let first = try export("a.sqlite", "a.csv")
      try program.expect(["import", "incidents", "a.csv", "--store", "b.sqlite"])
      let second = try export("b.sqlite", "b.csv")
      #expect(first.count > 1_000 && first.count == second.count)
      let differing = zip(first, second).filter { $0 != $1 }
      #expect(
        differing.isEmpty, "\(differing.count) rows, first \(differing.first.map { "\($0)" } ?? "")"
      )
    }
  }

  @Test func gridsAfterIncidentsAreFoundAgain() throws {
    try withProgram { program in
      try program.laySample(incidents: 500)
      try program.expect(["init", "--store", "late.sqlite", "--crs", "EPSG:4549"])
      for layer in ["units", "villages"] {
        try program.expect(["import", layer, "scenario/\(layer).geojson", "--store", "late.sqlite"])
      }
      try program.expect(Program.importing("late.sqlite"))
      try program.expect(["import", "grids", "scenario/grids.geojson", "--store", "late.sqlite"])
      try program.copy("base.sqlite", to: "early.sqlite")
      try program.expect(Program.importing("early.sqlite"))
      for store in ["early", "late"] {
        try program.expect(
          ["export", "incidents", "--store", "\(store).sqlite", "--to", "\(store).csv"])
      }
      #expect(try program.text("early.csv") == program.text("late.csv"))
      #expect(try program.text("early.csv").contains("350921"))
    }
  }
}
