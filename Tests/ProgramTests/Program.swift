import Foundation
import Testing

/// The program as it was built, run as a person runs it.
struct Program {
  struct Outcome {
    var status: Int32
    var isKilled: Bool
    var output: String
    var speech: String
  }

  /// Where it runs; names of files are relative to it.
  var folder: URL
  var environment: [String: String] = [:]

  /// Beside the test bundle; else where the package's build puts it.
  static let executable: URL = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let beside = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "anlan")
    let isBeside = FileManager.default.isExecutableFile(atPath: beside.path)
    return isBeside ? beside : package.appending(path: ".build/release/anlan")
  }()

  static func home() -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  /// - Parameters:
  ///   - input: what the standard input gives.
  ///   - killAfter: seconds after which the program is killed, as `kill -9` does.
  @discardableResult
  func run(
    _ arguments: [String], input: String? = nil, killAfter: Double? = nil
  ) throws -> Outcome {
    let process = try start(arguments, input: input, name: UUID().uuidString)
    if let killAfter {
      Thread.sleep(forTimeInterval: killAfter)
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    return try end(process)
  }

  /// Starts without waiting; `end` waits.
  func start(_ arguments: [String], input: String? = nil, name: String) throws -> Started {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    variables["ANLAN_STORE"] = nil
    variables["ANLAN_HOME"] = Self.home()
    process.environment = variables.merging(environment) { $1 }
    // Files, because a pipe that nobody empties would stop the program.
    let streams = FileManager.default.temporaryDirectory.appending(path: "anlan-\(name)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    for stream in ["out", "err", "in"] {
      let content = stream == "in" ? Data((input ?? "").utf8) : Data()
      try content.write(to: streams.appending(path: stream))
    }
    process.standardInput = try FileHandle(forReadingFrom: streams.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: streams.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: streams.appending(path: "err"))
    try process.run()
    return Started(process: process, streams: streams)
  }

  struct Started {
    let process: Process
    let streams: URL

    var isRunning: Bool { process.isRunning }
    var processIdentifier: Int32 { process.processIdentifier }
  }

  func end(_ started: Started) throws -> Outcome {
    started.process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: started.streams) }
    func text(_ stream: String) throws -> String {
      try String(contentsOf: started.streams.appending(path: stream), encoding: .utf8)
    }
    return Outcome(
      status: started.process.terminationStatus,
      isKilled: started.process.terminationReason == .uncaughtSignal,
      output: try text("out"), speech: try text("err"))
  }

  // MARK: Files

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// How many features each layer has.
  func count(_ layer: String, store: String = "s.sqlite") throws -> Int {
    let outcome = try run(["layers", "--store", store, "--json"])
    struct Row: Decodable {
      var name: String
      var features: Int
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    return try #require(rows.first { $0.name == layer }).features
  }
}

/// A folder with the program in it, gone afterwards.
func withProgram<T>(_ body: (Program) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "anlan-program-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(Program(folder: folder))
}

/// Like `withProgram`, with an empty store `s.sqlite` in EPSG:4549.
func withStore<T>(_ body: (Program) throws -> T) throws -> T {
  try withProgram { program in
    let made = try program.run(["init", "--store", "s.sqlite", "--crs", "EPSG:4549", "--quiet"])
    try #require(made.status == 0, "\(made.speech)")
    return try body(program)
  }
}
