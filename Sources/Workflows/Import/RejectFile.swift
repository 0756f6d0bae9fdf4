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
    columns = header.indices.filter { !personalColumns.contains($0) }
  }

  func append(_ fault: FormatError, cells: [String?]) throws {
    if writer == nil { try begin() }
    var row: [AttributeValue] = [
      fault.line.map { .integer(Int64($0)) } ?? .unknown,
      fault.field.map { .text($0) } ?? .unknown,
      fault.found.map { .text($0) } ?? .unknown,
      .text(fault.expected.map { "\(fault.message); expected \($0)" } ?? fault.message),
    ]
    for column in columns {
      let cell = column < cells.count ? cells[column] : nil
      row.append(
        cell.map { .text(PersonalData.find(in: $0) == nil ? $0 : PersonalData.masked($0)) }
          ?? .unknown)
    }
    try writer?.write(row: row)
  }

  /// Gives the file its name; nothing is left where no row was rejected.
  func finish() throws -> URL? {
    guard writer != nil else { return nil }
    try writer?.finish()
    try handle?.close()
    _ = try FileManager.default.replaceItemAt(destination, withItemAt: unfinished)
    return destination
  }

  func discard() {
    try? handle?.close()
    try? FileManager.default.removeItem(at: unfinished)
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
    try writer.write(header: ["line", "field", "value", "reason"] + columns.map { header[$0] })
    self.writer = consume writer
  }
}
