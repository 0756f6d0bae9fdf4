import Foundation

/// How foreign files are opened: in a process of their own, because C code reads them that a broken
/// or hostile file may bring down.
///
/// The process is this program again, under a hidden command that answers a `DecodeRequest`.
public struct ForeignDecoder: Sendable {
  /// What a file may cost.
  public struct Bounds: Sendable, Hashable, Codable {
    /// Address space of the process, in bytes.
    public var memoryBytes = 2 << 30
    /// Processor time of the process.
    public var processorSeconds = 1800
    /// How long the process may say nothing.
    public var silenceSeconds = 120
    /// The longest row, in bytes.
    public var rowBytes = 256 << 20

    public init() {}
  }

  /// The path of the program.
  public var executable: String
  /// What it is told before the request, such as `["decode-file"]`.
  public var arguments: [String]
  public var bounds: Bounds

  public init(executable: String, arguments: [String], bounds: Bounds = Bounds()) {
    self.executable = executable
    self.arguments = arguments
    self.bounds = bounds
  }

  func start(_ request: DecodeRequest) throws(ArchiveError) -> ChildProcess {
    // SpatiaLite opens more doors where this is set.
    let environment = ProcessInfo.processInfo.environment.filter { $0.key != "SPATIALITE_SECURITY" }
    do {
      return try ChildProcess(
        executable: executable, arguments: arguments + [request.json], environment: environment)
    } catch {
      throw ArchiveError(
        .died, file: request.fileName,
        "the program that reads it (\(executable)) cannot be started: "
          + String(cString: strerror(error.code.rawValue)))
    }
  }
}
