import Foundation
import GRDB
public import Storage

extension SpatiaLiteStore {
  /// Copies the store as it is at one moment into a file of its own, while others go on reading.
  /// The file gets its name when it is whole and was found sound.
  ///
  /// - Throws: `alreadyExists` where something bears the name, `damaged` where the copy is not sound:
  ///   then the store is not either.
  /// - Complexity: O(size of the file).
  public func backup(to path: String) throws(StorageError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw .engine(
        statement: "backup",
        message: "\(path) exists; a backup never overwrites: choose another name")
    }
    try Self.make(path, "backup") { unfinished in
      let copy = try DatabaseQueue(path: unfinished)
      try database.backup(to: copy)
      try copy.close()
    }
  }

  /// Puts a backup in the place of a store. What stood there stays until the backup is there whole.
  ///
  /// - Parameter replaces: whether a store that is there may go.
  public static func restore(
    from backup: String, to path: String, replaces: Bool = false
  ) throws(StorageError) {
    guard backup != path else {
      throw .engine(statement: "restore", message: "\(path) is the backup itself")
    }
    let exists = FileManager.default.fileExists(atPath: path)
    guard !exists || replaces else {
      throw .engine(
        statement: "restore",
        message: "\(path) exists; say --replace to have the backup in its place, or another name")
    }
    // Finds what is no store, or one of a later program, before anything is touched.
    let source = try open(path: backup, readOnly: true)
    do {
      try make(path, "restore") { unfinished in
        let copy = try DatabaseQueue(path: unfinished)
        try source.database.backup(to: copy)
        try copy.close()
        // A journal of the old store would be rolled back into the new one.
        if exists, FileManager.default.fileExists(atPath: path + "-journal") {
          try open(path: path).close()
        }
      }
    } catch {
      try? source.close()
      throw error
    }
    try source.close()
  }

  /// Makes a file beside its place, looks whether it is a sound store, and gives it its name.
  private static func make(
    _ path: String, _ statement: String, _ body: (String) throws -> Void
  ) throws(StorageError) {
    let unfinished = path + ".unfinished"
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for suffix in ["", "-journal"] {
        try? FileManager.default.removeItem(atPath: unfinished + suffix)
      }
      try body(unfinished)
      let made = try open(path: unfinished, readOnly: true)
      let faults = try made.faults()
      try made.close()
      if let first = faults.first { throw StorageError.damaged(first) }
      guard rename(unfinished, path) == 0 else {
        throw StorageError.engine(
          statement: statement, message: "\(path): \(String(cString: strerror(errno)))")
      }
    } catch {
      for suffix in ["", "-journal"] {
        try? FileManager.default.removeItem(atPath: unfinished + suffix)
      }
      switch error {
      case let error as StorageError: throw error
      case let error as DatabaseError:
        throw StorageError(error, statement: statement, location: path)
      default: throw .engine(statement: statement, message: error.localizedDescription)
      }
    }
  }
}
