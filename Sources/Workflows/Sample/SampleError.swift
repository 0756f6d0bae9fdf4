/// Why the scenario could not be made: a file of `geodata/` that is not what it should be.
public struct SampleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file's name, without its folder.
  public var file: String
  public var message: String

  public init(file: String, message: String) {
    self.file = file
    self.message = message
  }

  public var description: String { "\(file): \(message)" }
}
