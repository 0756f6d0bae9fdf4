import Foundation
import Storage

/// A file read from its beginning to its end; closed when nobody holds it.
final class SequentialFile {
  private let descriptor: Int32
  private let isOurs: Bool
  private let name: String

  /// - Parameter url: `nil` for the standard input.
  init(_ url: URL?, name: String) throws(WorkflowError) {
    self.name = name
    isOurs = url != nil
    guard let url else {
      descriptor = 0
      return
    }
    descriptor = open(url.path, O_RDONLY)
    guard descriptor >= 0 else { throw .failed("\(url.path): \(String(cString: strerror(errno)))") }
  }

  deinit { if isOurs { close(descriptor) } }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(WorkflowError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .failed("\(name): \(String(cString: strerror(errno)))") }
      return count
    }
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
