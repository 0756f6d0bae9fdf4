import Foundation

/// A program that does the same work: it reads and writes columns as files, and prints its name
/// and the seconds of the work alone. It ends with 77 if a library of its own is not installed.
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

  /// - Returns: `nil` if the program or its library is not here.
  static func run(_ script: String, _ arguments: [String]) throws -> Answer? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let program = script.hasSuffix(".R") ? "Rscript" : script.hasSuffix(".sh") ? "sh" : python
    process.arguments = [program, scripts.appending(path: script).path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127 is what env says of a program that is not there.
    if [77, 127].contains(process.terminationStatus) { return nil }
    guard process.terminationStatus == 0 else {
      throw Failure.ended(script, process.terminationStatus)
    }
    let text = String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let fields = text.split(separator: "\t")
    guard fields.count == 2, let seconds = Double(fields[1]) else { throw Failure.unreadable(text) }
    return Answer(name: String(fields[0]), seconds: seconds)
  }

  static func write<T: BitwiseCopyable>(_ column: [T], _ path: String) throws {
    try column.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
  }

  static func column<T: BitwiseCopyable>(_ type: T.Type, _ path: String) throws -> [T] {
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes { Array($0.bindMemory(to: T.self)) }
  }
}
