import Foundation
import GRDB

/// A GeoPackage on the disk, before SQLite opens it.
struct GeoPackageFile {
  let path: String

  var name: String { URL(filePath: path).lastPathComponent }

  /// As SQLite opens a file that nobody changes: without locks, and without looking for a journal.
  var immutableLocation: String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    let absolute = URL(filePath: path).path
    let escaped = absolute.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return plain.contains(byte)
        ? String(UnicodeScalar(byte)) : "%\(digits.count == 1 ? "0" : "")\(digits)"
    }
    return "file:\(escaped.joined())?mode=ro&immutable=1"
  }

  /// Refuses what is no SQLite file, and one with changes beside it: they would be left out without
  /// a word.
  func requireGeoPackage() throws(ArchiveError) {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ArchiveError(.noFile, file: name, "\(path) cannot be read")
    }
    defer { try? handle.close() }
    let head = (try? handle.read(upToCount: 16)) ?? Data()
    guard head == Data("SQLite format 3\0".utf8) else {
      throw ArchiveError(
        .form, file: name, "it is no GeoPackage: it does not begin as a SQLite file does")
    }
    for suffix in ["-wal", "-journal"] {
      let size = try? FileManager.default.attributesOfItem(atPath: path + suffix)[.size] as? UInt64
      guard let size, size > 0 else { continue }
      throw ArchiveError(
        .form, file: name,
        "\(name)\(suffix) holds changes that are not in the file yet: another program has it open, "
          + "or was killed",
        expected: "the file alone: close it in QGIS, or open and close it there once")
    }
  }

  /// SQLite's words about a file.
  func damaged(_ error: any Error, table: String? = nil, name: String? = nil) -> ArchiveError {
    if let error = error as? ArchiveError { return error }
    let words = (error as? DatabaseError)?.message ?? "\(error)"
    return ArchiveError(
      .form, file: name ?? self.name, "the GeoPackage cannot be read: \(words)", table: table,
      expected: "a sound file: open it in the program that made it and save it again")
  }
}
