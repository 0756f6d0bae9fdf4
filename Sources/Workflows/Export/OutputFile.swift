import Formats
import Foundation

/// A file that gets its name only when it is whole: what was there before stays until then, and an
/// interrupted write leaves nothing under the name.
struct OutputFile {
  let destination: URL

  init(_ destination: URL) { self.destination = destination }

  /// - Parameter body: writes all bytes to the sink.
  func write(_ body: (ByteSink) throws -> Void) throws {
    try Self.writeTogether([destination]) { try body($0[0].sink) }
  }

  func write(_ bytes: [UInt8]) throws {
    try Self.writeTogether([destination]) { try $0[0].append(bytes.span) }
  }

  /// Lets `body` make the file under another name beside it.
  func write(through body: (URL) throws -> Void) throws {
    let unfinished = try Self.unfinished(destination)
    do {
      try body(unfinished)
      try Self.take(unfinished, to: destination)
    } catch {
      try? FileManager.default.removeItem(at: unfinished)
      throw error
    }
  }

  /// Files that belong together get their names when the last byte of all is written, the first of
  /// them last.
  @discardableResult
  static func writeTogether<T>(
    _ destinations: [URL], _ body: ([UnfinishedFile]) throws -> T
  ) throws -> T {
    var files: [UnfinishedFile] = []
    do {
      for destination in destinations {
        files.append(try UnfinishedFile(at: unfinished(destination), for: destination))
      }
      let answer = try body(files)
      for file in files { try file.close() }
      for file in files.reversed() { try take(file.place, to: file.destination) }
      return answer
    } catch {
      for file in files {
        try? file.close()
        try? FileManager.default.removeItem(at: file.place)
      }
      throw error
    }
  }

  private static func unfinished(_ destination: URL) throws -> URL {
    let folder = destination.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw WorkflowError.failed("\(folder.path) cannot be made: \(error.localizedDescription)")
    }
    let unfinished = destination.appendingPathExtension("unfinished")
    try? FileManager.default.removeItem(at: unfinished)
    return unfinished
  }

  private static func take(_ unfinished: URL, to destination: URL) throws(WorkflowError) {
    guard rename(unfinished.path, destination.path) == 0 else {
      throw .failed("\(destination.path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}

/// A file on its way to its name.
final class UnfinishedFile {
  let place: URL
  let destination: URL
  private let handle: FileHandle

  fileprivate init(at place: URL, for destination: URL) throws {
    self.place = place
    self.destination = destination
    guard FileManager.default.createFile(atPath: place.path, contents: nil) else {
      throw WorkflowError.failed("\(destination.path) cannot be written: is the folder read-only?")
    }
    handle = try FileHandle(forWritingTo: place)
  }

  func append(_ bytes: Span<UInt8>) throws {
    do {
      try bytes.withUnsafeBytes { try handle.write(contentsOf: $0) }
    } catch {
      throw WorkflowError.failed(
        "\(destination.path) cannot be written: \(error.localizedDescription)")
    }
  }

  var sink: ByteSink { ByteSink { try self.append($0) } }

  /// Whose first bytes may be written again at the end.
  var patchable: PatchableSink {
    PatchableSink(
      append: { try self.append($0) },
      patch: { offset, bytes in
        let end = try self.handle.offset()
        try self.handle.seek(toOffset: UInt64(offset))
        try self.append(bytes)
        try self.handle.seek(toOffset: end)
      })
  }

  fileprivate func close() throws { try handle.close() }
}
