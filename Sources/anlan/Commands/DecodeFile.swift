import Archives
import ArgumentParser
import Foundation

/// The inside of `ForeignDecoder`: reads a file that C code decodes, in a process that may die.
struct DecodeFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode-file", abstract: "Reads a foreign file for another Anlan.",
    shouldDisplay: false)

  @Argument(help: "A request as JSON.")
  var request: String

  func run() throws {
    guard let request = DecodeRequest(json: request) else {
      throw ValidationError("not a request; this command is for Anlan itself")
    }
    guard request.answer(on: STDOUT_FILENO) else { throw ExitCode(Failure.work) }
  }
}

extension ForeignDecoder {
  /// This program, run again.
  static var thisProgram: ForeignDecoder {
    ForeignDecoder(
      executable: Bundle.main.executablePath ?? CommandLine.arguments[0],
      arguments: [DecodeFile.configuration.commandName ?? ""])
  }
}
