import Formats
import Foundation

/// A file that gets its name only when it is whole: what was there before stays until then, and an
/// interrupted write leaves nothing under the name.
struct OutputFile {
  let destination: URL

  init(_ destination: URL) { self.destination = destination }

  /// - Parameter body: writes all bytes to the sink.
  func write(_ body: (ByteSink) throws -> Void) throws {
    try withHandle { handle in
      try body(
        ByteSink { bytes in
          try bytes.withUnsafeBytes { try handle.write(contentsOf: $0) }
        })
    }
  }

  func write(_ bytes: [UInt8]) throws {
    try withHandle { try $0.write(contentsOf: bytes) }
  }

  private func withHandle(_ body: (FileHandle) throws -> Void) throws {
    let folder = destination.deletingLastPathComponent()
    let unfinished = destination.appendingPathExtension("unfinished")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw WorkflowError.failed("\(folder.path) cannot be made: \(error.localizedDescription)")
    }
    guard FileManager.default.createFile(atPath: unfinished.path, contents: nil) else {
      throw WorkflowError.failed("\(destination.path) cannot be written: is the folder read-only?")
    }
    let handle = try FileHandle(forWritingTo: unfinished)
    do {
      try body(handle)
      try handle.close()
      guard rename(unfinished.path, destination.path) == 0 else {
        throw WorkflowError.failed(
          "\(destination.path) cannot be written: \(String(cString: strerror(errno)))")
      }
    } catch {
      try? handle.close()
      try? FileManager.default.removeItem(at: unfinished)
      throw error
    }
  }
}
