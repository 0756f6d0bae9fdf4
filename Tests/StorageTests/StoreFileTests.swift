import Foundation
import GRDB
import SpatiaLiteStorage
import Storage
import Testing

/// The file of a store: whole under its name, plain when closed, untouched by reading.
@Suite struct StoreFileTests {
  private func withFile<T>(_ body: (String, URL) throws -> T) throws -> T {
    try withTemporaryFolder { folder in
      try body(folder.appending(path: "s.sqlite").path, folder)
    }
  }

  @Test func aClosedStoreIsOneFileWithItsRows() throws {
    try withFile { path, folder in
      let store = try SpatiaLiteStore.create(path: path)
      try StoreConformance.fill(store)
      try store.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.sqlite"])
      let again = try SpatiaLiteStore.open(path: path)
      defer { try? again.close() }
      #expect(try again.answer(LayerCounts())["incidents"] == 3)
    }
  }

  @Test func readingLeavesEveryByte() throws {
    try withFile { path, folder in
      let made = try SpatiaLiteStore.create(path: path)
      try StoreConformance.fill(made)
      try made.close()
      let before = try Data(contentsOf: URL(filePath: path))
      let store = try SpatiaLiteStore.open(path: path, readOnly: true)
      #expect(try store.answer(LayerCounts())["grids"] == 2)
      #expect(try store.faults() == [])
      #expect(throws: StorageError.self) {
        try store.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
      }
      try store.close()
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.sqlite"])
    }
  }

  /// Another program that writes holds the file: whoever asks is told so, whatever is asked.
  @Test func whileTheFileIsHeldEveryQuestionSaysSo() throws {
    try withFile { path, _ in
      let made = try SpatiaLiteStore.create(path: path)
      try StoreConformance.fill(made)
      try made.close()
      let query = LayerQuery(layer: try #require(Layer(named: "incidents")))
      let store = try SpatiaLiteStore.open(path: path, readOnly: true)
      defer { try? store.close() }
      let holder = try DatabaseQueue(path: path)
      defer { try? holder.close() }
      try holder.inTransaction(.exclusive) { _ in
        // Each waits some seconds for the file.
        #expect(throws: StorageError.busy(location: path)) {
          try store.forEachRow(of: query) { _ in }
        }
        #expect(throws: StorageError.busy(location: path)) {
          try store.forEachRow(of: FeaturePage(query)) { _ in }
        }
        return .rollback
      }
    }
  }

  @Test func whatIsNoStoreIsNamedAndLeftAlone() throws {
    try withFile { path, _ in
      #expect(throws: StorageError.noStore(location: path)) { try SpatiaLiteStore.open(path: path) }
      let junk = Data("id,category\n".utf8)
      try junk.write(to: URL(filePath: path))
      #expect(throws: StorageError.alreadyExists(location: path)) {
        try SpatiaLiteStore.create(path: path)
      }
      #expect(throws: StorageError.notAStore(location: path, reason: "it is not a SQLite file")) {
        try SpatiaLiteStore.open(path: path)
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == junk)
    }
  }

  /// A copy that broke off is never read as if it were whole.
  @Test(arguments: [1, 3, 7])
  func aStoreThatIsCutOffIsNotSound(eighths: Int) throws {
    try withFile { path, _ in
      let made = try SpatiaLiteStore.create(path: path)
      try StoreConformance.fill(made)
      try made.close()
      let whole = try Data(contentsOf: URL(filePath: path))
      try whole.prefix(whole.count * eighths / 8).write(to: URL(filePath: path))
      var isKnown = false
      do {
        let store = try SpatiaLiteStore.open(path: path)
        defer { try? store.close() }
        isKnown = try !store.faults().isEmpty
      } catch is StorageError {
        isKnown = true
      }
      #expect(isKnown)
    }
  }

  @Test func anInterruptedInitIsDoneAnew() throws {
    try withFile { path, folder in
      try Data("half".utf8).write(to: URL(filePath: path + ".unfinished"))
      let store = try SpatiaLiteStore.create(path: path)
      #expect(try store.faults() == [])
      try store.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.sqlite"])
    }
  }
}
