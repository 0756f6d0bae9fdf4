import Foundation
import Testing

/// `kill -9` in the middle of an import: all or nothing, and the next import goes on.
@Suite struct KilledImportTortureTests {
  static let kills = ProcessInfo.processInfo.environment["ANLAN_TORTURE"] == "1" ? 50 : 5
  static let rows = 20_000

  @Test func aKilledImportLeavesAllOrNothingAndCanBeRepeated() throws {
    try withProgram { program in
      try program.laySample(incidents: Self.rows)
      let bad = Data("XP-bad,theft,2026-02-30 00:00,,,,0,0,,,,,,,,,\n".utf8)
      try (program.bytes("scenario/incidents.csv") + bad)
        .write(to: program.folder.appending(path: "scenario/incidents.csv"))
      try program.copy("base.sqlite", to: "s.sqlite")
      let began = ContinuousClock.now
      try program.expect(Program.importing("s.sqlite"), status: 3)
      let whole = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
      #expect(try program.count("incidents") == Self.rows)
      let rejects = try program.bytes("incidents.rejects.csv")
      #expect(rejects.count > 100)

      var random = SystemRandomNumberGenerator()
      var (killed, inside) = (0, 0)
      for kill in 0..<Self.kills {
        // One in each part of the import's time, the last parts around its commit.
        let share = (Double(kill) + .random(in: 0..<1, using: &random)) / Double(Self.kills)
        try program.copy("base.sqlite", to: "s.sqlite")
        try program.remove("incidents.rejects.csv")
        let outcome = try program.run(Program.importing("s.sqlite"), killAfter: whole * share)
        killed += outcome.isKilled ? 1 : 0
        // A journal that a killed program left: it was within its transaction.
        inside += outcome.isKilled && program.has("s.sqlite-journal") ? 1 : 0
        let check = try program.run(["check", "--store", "s.sqlite"])
        #expect(check.status == 0, "killed after \(share): \(check.speech)")
        let count = try program.count("incidents")
        #expect(count == 0 || count == Self.rows, "killed after \(share)")
        if program.has("incidents.rejects.csv") {
          #expect(try program.bytes("incidents.rejects.csv") == rejects)
        }
        try program.expect(Program.importing("s.sqlite"), status: 3)
        #expect(try program.count("incidents") == Self.rows)
        #expect(try program.bytes("incidents.rejects.csv") == rejects)
        let left = try program.files().filter { $0.hasSuffix("unfinished") }
        #expect(left == [], "killed after \(share)")
      }
      #expect(killed * 2 >= Self.kills, "the import was over before most kills")
      #expect(inside * 10 >= Self.kills * 3, "only \(inside) of \(killed) within a transaction")
    }
  }

  /// What has the final name is whole, and the store is as it was.
  @Test(arguments: [
    ["export", "incidents", "--to", "out.geojson"], ["export", "incidents", "--to", "out.xlsx"],
    ["export", "incidents", "--to", "out.gpkg"], ["backup", "out.sqlite"],
  ])
  func aKilledExportOrBackupLeavesNoHalfFile(command: [String]) throws {
    try withProgram { program in
      try program.laySample(incidents: Self.rows / 4)
      try program.copy("base.sqlite", to: "s.sqlite")
      try program.expect(Program.importing("s.sqlite"), status: 0)
      let arguments = command + ["--store", "s.sqlite"]
      let out = try #require(command.last)
      let began = ContinuousClock.now
      try program.expect(arguments, status: 0)
      let whole = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
      let bytes = try program.bytes(out)
      let before = try program.bytes("s.sqlite")
      for kill in 0..<max(2, Self.kills / 4) {
        try program.remove(out)
        let share = (Double(kill) + 0.5) / Double(max(2, Self.kills / 4))
        _ = try program.run(arguments, killAfter: whole * share)
        if program.has(out) {
          #expect(try program.bytes(out) == bytes, "\(command), killed after \(share)")
        }
        #expect(try program.bytes("s.sqlite") == before, "\(command), killed after \(share)")
      }
      try program.remove(out)
      try program.expect(arguments, status: 0)
      #expect(try program.bytes(out) == bytes)
    }
  }

  /// A store of an older program is brought up to date whole, or stays one of that program.
  @Test func aKilledMigrationLeavesTheOldStoreOrTheNew() throws {
    try withProgram { program in
      try OlderStore.lay(
        at: program.folder.appending(path: "old.sqlite").path, upTo: "0005_views",
        incidents: Self.rows)
      let arguments = ["init", "--store", "s.sqlite"]
      try program.copy("old.sqlite", to: "s.sqlite")
      let began = ContinuousClock.now
      try program.expect(arguments)
      let whole = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
      let kills = max(2, Self.kills / 2)
      for kill in 0..<kills {
        try program.copy("old.sqlite", to: "s.sqlite")
        let share = (Double(kill) + 0.5) / Double(kills)
        _ = try program.run(arguments, killAfter: whole * share)
        // Any command brings it up to date, or finds that it is.
        try program.expect(["check", "--store", "s.sqlite"])
        #expect(try program.count("incidents") == Self.rows, "killed after \(share)")
        try program.expect(arguments)
      }
    }
  }

  @Test func twoImportsAtOnceDoNotDisturbEachOther() throws {
    try withProgram { program in
      try program.laySample(incidents: 3_000)
      let text = """
        id,category,time,lon,lat
        b1,theft,2026-07-01,120.0056,26.8850
        b2,theft,2026-02-30,120.0056,26.8850

        """
      try program.write(text, to: "b.csv")
      try program.copy("base.sqlite", to: "s.sqlite")
      let one = try program.start(Program.importing("s.sqlite"), name: UUID().uuidString)
      let other = try program.run(["import", "incidents", "b.csv", "--store", "s.sqlite"])
      let first = try program.end(one)
      #expect(first.status == 0, "\(first.speech)")
      #expect(other.status == 3, "\(other.speech)")
      #expect(try program.count("incidents") == 3_001)
      #expect(program.has("b.rejects.csv"))
      #expect(try program.run(["check", "--store", "s.sqlite"]).status == 0)
    }
  }
}
