import Formats
import Foundation
import SimpleFeatures

/// The rows that were not imported, each with where it stood and why. It gets its name only when
/// the import is done, and holds no personal column.
final class RejectFile {
  private let destination: URL
  private let unfinished: URL
  private let columns: [Int]
  private let header: [String]
  private var writer: CSVWriter?
  private var handle: FileHandle?

  /// - Parameter personalColumns: left out.
  init(destination: URL, header: [String], personalColumns: Set<Int>) {
    self.destination = destination
    unfinished = destination.appendingPathExtension("unfinished")
    self.header = header
    // A reject file that is imported again brings these columns along.
    let own = header.starts(with: Self.ownColumns) ? Self.ownColumns.count : 0
    columns = header.indices.filter { $0 >= own && !personalColumns.contains($0) }
  }

  /// What stands before the file's own columns; whoever corrects a row need not take it away.
  static let ownColumns = ["line", "field", "value", "reason", "原因"]

  func append(_ fault: FormatError, _ source: SourceRow) throws {
    if writer == nil { try begin() }
    var row: [AttributeValue] = [
      fault.line.map { .integer(Int64($0)) } ?? .unknown,
      fault.field.map { .text($0) } ?? .unknown,
      fault.found.map { .text($0) } ?? .unknown,
      .text(
        (fault.record.map { "feature \($0): " } ?? "") + fault.message
          + (fault.expected.map { "; expected \($0)" } ?? "")),
      .text(RejectWords.chinese(fault)),
    ]
    for column in columns {
      row.append(
        source[column].map {
          .text(PersonalData.find(in: $0) == nil ? $0 : PersonalData.masked($0))
        } ?? .unknown)
    }
    try writer?.write(row: row)
  }

  /// Writes what is left: a full disk shows while the store can still be left as it was.
  func complete() throws {
    try writer?.finish()
    try handle?.close()
  }

  /// Gives the file its name, at once and whole; nothing is left where no row was rejected.
  func publish() throws(WorkflowError) -> URL? {
    guard handle != nil else { return nil }
    guard rename(unfinished.path, destination.path) == 0 else {
      throw .failed(
        "the reject file cannot be named \(destination.path) "
          + "(\(String(cString: strerror(errno)))); it is \(unfinished.path)")
    }
    return destination
  }

  /// Another import may write beside this one: only what this one began is removed.
  func discard() {
    guard handle != nil else { return }
    try? handle?.close()
    try? FileManager.default.removeItem(at: unfinished)
  }

  /// Refuses a place where the file would destroy something else.
  func requireOwnPlace(input: URL?, store: String) throws(WorkflowError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: destination.path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      throw .usage("--rejects \(destination.path) is a folder; name a file, such as rejects.csv")
    }
    let place = destination.resolvingSymlinksInPath().path
    for (what, other) in [("the input", input), ("the store", URL(filePath: store))] {
      guard let other, other.resolvingSymlinksInPath().path == place else { continue }
      throw .usage("--rejects \(destination.path) is \(what) itself; name another file")
    }
  }

  private func begin() throws {
    guard FileManager.default.createFile(atPath: unfinished.path, contents: nil) else {
      throw WorkflowError.failed(
        "the reject file \(destination.path) cannot be written; name another with --rejects")
    }
    let handle = try FileHandle(forWritingTo: unfinished)
    self.handle = handle
    var writer = CSVWriter(
      ByteSink { bytes in
        try bytes.withUnsafeBytes { try handle.write(contentsOf: $0) }
      })
    try writer.write(header: Self.ownColumns + columns.map { header[$0] })
    self.writer = consume writer
  }
}
