import Foundation
import Testing

/// A disk that is full, and one that nobody may write to: named plainly, and nothing half-done.
@Suite(.serialized, .enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
struct SmallDiskTests {
  @Test func aFullDiskLeavesTheStoreAsItWas() throws {
    try withProgram { program in
      try program.laySample(incidents: 20_000)
      let base = try program.bytes("base.sqlite")
      try SmallDisk.mounted(in: program.folder, bytes: base.count + (1 << 20)) { _ in
        try program.copy("base.sqlite", to: "disk/s.sqlite")
        let outcome = try program.run(Program.importing("disk/s.sqlite"))
        #expect(outcome.status == 1)
        #expect(outcome.speech.contains("the disk is full"), "\(outcome.speech)")
        #expect(try program.count("incidents", store: "disk/s.sqlite") == 0)
        #expect(try program.run(["check", "--store", "disk/s.sqlite"]).status == 0)
        #expect(try program.bytes("disk/s.sqlite") == base)
      }
    }
  }

  @Test(arguments: ["o.geojson", "o.csv", "o.xlsx", "o.gpkg", "o.shp"])
  func aFileThatDoesNotFitLeavesNone(name: String) throws {
    try withProgram { program in
      try program.laySample(incidents: 20_000)
      try program.copy("base.sqlite", to: "s.sqlite")
      try program.expect(Program.importing("s.sqlite"))
      try SmallDisk.mounted(in: program.folder, bytes: 256 << 10) { disk in
        let outcome = try program.run([
          "export", "incidents", "--store", "s.sqlite", "--to", "disk/\(name)",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.speech.contains("disk"), "\(outcome.speech)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
        let backup = try program.run(["backup", "disk/b.sqlite", "--store", "s.sqlite"])
        #expect(backup.status == 1, "\(backup.speech)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
      }
    }
  }

  @Test func aReadOnlyDiskIsReadAndNamed() throws {
    try withProgram { program in
      try program.laySample(incidents: 100)
      try SmallDisk.mounted(in: program.folder, bytes: 32 << 20) { disk in
        try program.copy("base.sqlite", to: "disk/s.sqlite")
        try SmallDisk.forbidWriting(disk)
        let outcome = try program.run(Program.importing("disk/s.sqlite"))
        #expect(outcome.status == 1)
        #expect(outcome.speech.contains("read-only"), "\(outcome.speech)")
        #expect(try program.count("grids", store: "disk/s.sqlite") > 0)
        try program.expect([
          "export", "grids", "--store", "disk/s.sqlite", "--to", "grids.geojson",
        ])
        let refused = try program.run([
          "export", "grids", "--store", "disk/s.sqlite", "--to", "disk/grids.geojson",
        ])
        #expect(refused.status == 1 && refused.speech.contains("read-only"), "\(refused.speech)")
      }
    }
  }
}

/// A file system of a few bytes, in memory.
enum SmallDisk {
  static let isPossible: Bool = {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return (try? mounted(in: folder, bytes: 1 << 20) { _ in true }) ?? false
  }()

  struct Refused: Error {}

  /// `disk` in a folder, gone afterwards.
  static func mounted<T>(in folder: URL, bytes: Int, _ body: (URL) throws -> T) throws -> T {
    let disk = folder.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    try run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", disk.path])
    defer { try? run("umount", [disk.path]) }
    return try body(disk)
  }

  static func forbidWriting(_ disk: URL) throws {
    try run("mount", ["-o", "remount,ro", disk.path])
  }

  private static func run(_ command: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused() }
  }
}
