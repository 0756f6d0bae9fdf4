import Foundation

/// A program that does the same work: it reads and writes columns as files, and prints its name
/// and the seconds of the work alone.
struct Peer {
  struct Answer {
    var name: String
    var seconds: Double
  }

  enum Failure: Error {
    case ended(String, Int32)
    case unreadable(String)
  }

  static let scripts = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "peers")

  /// The Python that has scikit-learn and esda: `ANLAN_PEER_PYTHON`, else `python3`.
  static var python: String {
    ProcessInfo.processInfo.environment["ANLAN_PEER_PYTHON"] ?? "python3"
  }

  @discardableResult
  static func run(_ script: String, _ arguments: [String]) throws -> Answer? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let program = script.hasSuffix(".R") ? "Rscript" : python
    process.arguments = [program, scripts.appending(path: script).path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure.ended(script, process.terminationStatus)
    }
    let text = String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty { return nil }
    let fields = text.split(separator: "\t")
    guard fields.count == 2, let seconds = Double(fields[1]) else { throw Failure.unreadable(text) }
    return Answer(name: String(fields[0]), seconds: seconds)
  }

  static func column<T: BitwiseCopyable>(_ type: T.Type, _ path: String) throws -> [T] {
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { Array($0.bindMemory(to: T.self)) }
  }
}

/// The least time of some rounds, and what the last of them gave.
func timed<T>(rounds: Int, _ work: () throws -> T) rethrows -> (seconds: Double, result: T) {
  let clock = ContinuousClock()
  var start = clock.now
  var result = try work()
  var least = clock.now - start
  for _ in 1..<max(1, rounds) {
    start = clock.now
    result = try work()
    least = min(least, clock.now - start)
  }
  return (least / .seconds(1), result)
}
