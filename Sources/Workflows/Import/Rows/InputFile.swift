import Formats
import Foundation
import Storage

/// A file, or the standard input, that rows are read from.
public struct InputFile: Sendable {
  /// How the rows are written.
  public enum Format: String, Sendable, CaseIterable {
    case csv, geojson, geojsonl
  }

  public let name: String
  public let format: Format
  /// `nil` for the standard input.
  let url: URL?

  /// - Parameters:
  ///   - path: `-` for the standard input.
  ///   - format: `nil` to go by the suffix.
  public init(path: String, format: Format?) throws(WorkflowError) {
    if path == "-" {
      guard let format else {
        throw .usage("standard input has no suffix: say its --format, csv, geojson or geojsonl")
      }
      (name, self.format, url) = ("standard input", format, nil)
      return
    }
    let url = URL(filePath: path)
    let suffix = url.pathExtension.lowercased()
    guard let format = format ?? Format(rawValue: suffix == "json" ? "geojson" : suffix) else {
      throw .usage(
        "\(path): files of the suffix “.\(suffix)” are not read; .csv, .geojson and .geojsonl are"
          + " (or say the --format)")
    }
    (name, self.format, self.url) = (url.lastPathComponent, format, url)
  }

  /// In bytes; `nil` for the standard input.
  var size: Int? {
    guard let url else { return nil }
    return try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize
  }

  /// Asked before the store is opened, so that a missing file leaves no trace in it.
  public func requireReadable() throws(WorkflowError) {
    guard let url else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw .failed("\(url.path): there is no such file")
    }
    guard !isFolder.boolValue else { throw .failed("\(url.path) is a folder; name the file in it") }
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw .failed("\(url.path) may not be read: its permissions forbid it")
    }
  }

  /// Opens the file, hands its bytes to `body` and closes it.
  func withSource<T>(_ body: (ByteSource, DigestTap) throws -> T) throws -> T {
    let tap = DigestTap()
    let descriptor: Int32
    if let url {
      descriptor = open(url.path, O_RDONLY)
      guard descriptor >= 0 else {
        throw WorkflowError.failed("\(url.path): \(String(cString: strerror(errno)))")
      }
    } else {
      descriptor = 0
    }
    defer { if url != nil { close(descriptor) } }
    let name = name
    let source = ByteSource { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else {
          throw WorkflowError.failed("\(name): \(String(cString: strerror(errno)))")
        }
        tap.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        return count
      }
    }
    return try body(source, tap)
  }
}

/// Digests and counts the bytes that pass.
final class DigestTap {
  private var digest = ContentDigest()
  private(set) var count = 0

  func update(_ bytes: UnsafeRawBufferPointer) {
    digest.updateStream(bytes)
    count += bytes.count
  }

  var hexadecimal: String { digest.hexadecimal() }
}
