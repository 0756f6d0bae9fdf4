import Foundation
import SpatiaLiteStorage
import Storage
import Testing

/// A backup is the store of one moment, under its name only when it is whole.
@Suite struct BackupTests {
  private func withStore(_ body: (SpatiaLiteStore, URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let store = try SpatiaLiteStore.create(path: folder.appending(path: "s.sqlite").path)
      defer { try? store.close() }
      try StoreConformance.fill(store, incidents: 300)
      try body(store, folder)
    }
  }

  private func incidents(_ path: String) throws -> Int? {
    let store = try SpatiaLiteStore.open(path: path, readOnly: true)
    defer { try? store.close() }
    #expect(try store.faults() == [])
    return try store.answer(LayerCounts())["incidents"]
  }

  @Test func aBackupComesBack() throws {
    try withStore { store, folder in
      let backup = folder.appending(path: "b.sqlite").path
      try store.backup(to: backup)
      #expect(try incidents(backup) == 300)
      try store.write { transaction throws in
        _ = try transaction.load([StoreConformance.incident(999)], importID: 1)
      }
      #expect(try store.answer(LayerCounts())["incidents"] == 301)
      try store.close()
      #expect(throws: StorageError.self) {
        try SpatiaLiteStore.restore(from: backup, to: store.location)
      }
      #expect(try incidents(store.location) == 301, "nothing is overwritten unasked")
      try SpatiaLiteStore.restore(from: backup, to: store.location, replaces: true)
      #expect(try incidents(store.location) == 300)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["b.sqlite", "s.sqlite"])
    }
  }

  @Test func aBackupNeverOverwritesAndLeavesNothingHalf() throws {
    try withStore { store, folder in
      let taken = folder.appending(path: "taken").path
      try Data("mine".utf8).write(to: URL(filePath: taken))
      #expect(throws: StorageError.self) { try store.backup(to: taken) }
      #expect(try Data(contentsOf: URL(filePath: taken)) == Data("mine".utf8))
      let nowhere = folder.appending(path: "taken/below/b.sqlite").path
      #expect(throws: StorageError.self) { try store.backup(to: nowhere) }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["s.sqlite", "taken"])
    }
  }

  @Test func whatIsNoSoundStoreIsNotRestored() throws {
    try withStore { store, folder in
      let backup = folder.appending(path: "b.sqlite").path
      try store.backup(to: backup)
      let whole = try Data(contentsOf: URL(filePath: backup))
      try whole.prefix(whole.count / 2).write(to: URL(filePath: backup))
      #expect(throws: StorageError.self) {
        try SpatiaLiteStore.restore(
          from: backup, to: folder.appending(path: "n.sqlite").path)
      }
      try Data("no store".utf8).write(to: URL(filePath: backup))
      #expect(throws: StorageError.self) {
        try SpatiaLiteStore.restore(from: backup, to: store.location, replaces: true)
      }
      #expect(try store.answer(LayerCounts())["incidents"] == 300)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["b.sqlite", "s.sqlite"])
    }
  }
}
