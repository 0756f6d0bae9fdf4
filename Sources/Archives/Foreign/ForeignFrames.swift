import Foundation

/// The frames of one child, and what became of it.
final class ForeignFrames {
  private let request: DecodeRequest
  private let child: ChildProcess
  private var reader: RowFrameReader
  private var rows: UInt64 = 0
  private var isDone = false
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

  init(_ request: DecodeRequest, decoder: ForeignDecoder) throws(ArchiveError) {
    self.request = request
    // A pipe or a device could keep the child waiting for ever.
    try request.requireFile()
    reader = RowFrameReader(longestFrame: request.bounds.rowBytes)
    child = try decoder.start(request)
  }

  deinit { chunk.deallocate() }

  /// The child's process, for tests.
  var processIdentifier: pid_t { child.identifier }

  /// The next frame; `.end` comes once, and only after as many rows as the child says it wrote.
  func next() throws(ArchiveError) -> RowFrameReader.Frame {
    guard !isDone else { return .end(rows: rows) }
    while true {
      let frame: RowFrameReader.Frame?
      do {
        frame = try reader.next()
      } catch {
        finish()
        throw died("sent what is no row (\(error.message))")
      }
      switch frame {
      case nil: try fill()
      case .row(let row):
        rows += 1
        return .row(row)
      case .failure(let error):
        finish()
        throw error
      case .end(let count):
        finish()
        guard count == rows else { throw died("lost \(count) rows of which \(rows) came") }
        return .end(rows: rows)
      case .some(let other): return other
      }
    }
  }

  /// The error for a frame that is out of order.
  func disorder() -> ArchiveError {
    finish()
    return died("answered something else")
  }

  private func fill() throws(ArchiveError) {
    switch child.read(into: chunk, patienceSeconds: request.bounds.silenceSeconds) {
    case .bytes(let count): reader.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    case .silence:
      finish()
      throw ArchiveError(
        .limit, file: request.fileName,
        "reading it came to nothing for \(request.bounds.silenceSeconds) seconds, and was ended",
        expected: Self.wayOut)
    case .end:
      isDone = true
      switch child.waitForExit() {
      case .signal(SIGXCPU):
        throw ArchiveError(
          .limit, file: request.fileName,
          "reading it took more than \(request.bounds.processorSeconds) seconds of processor time",
          expected: Self.wayOut)
      case .signal(let signal):
        throw died("ended by signal \(signal), \(String(cString: strsignal(signal)))")
      case .status(let status): throw died("broke off (status \(status))")
      }
    }
  }

  private func finish() {
    isDone = true
    child.end()
  }

  private func died(_ how: String) -> ArchiveError {
    ArchiveError(
      .died, file: request.fileName,
      "the file is damaged: the process that read it \(how), after \(rows) rows",
      expected: Self.wayOut)
  }

  private static let wayOut =
    "a sound file: open it in the program that made it, and save it again or as CSV"
}
