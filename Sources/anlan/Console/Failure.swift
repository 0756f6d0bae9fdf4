import ArgumentParser
import Foundation
import Storage
import Workflows

/// Errors as sentences on standard error, and as exit codes: the one place that makes them.
enum Failure {
  static let work: Int32 = 1
  static let usage: Int32 = 2
  static let rejectedRows: Int32 = 3

  static func end(_ code: ExitCode) -> Never { exit(code.rawValue) }

  static func report(_ error: any Error) -> Never {
    switch error {
    case let error as WorkflowError:
      Console.note("anlan: \(error)")
      exit(error.kind == .usage ? usage : work)
    case let error as StorageError:
      Console.note("anlan: \(error)")
      exit(work)
    default:
      let code = Anlan.exitCode(for: error)
      // Help and version that were asked for are no failure.
      if code == .success {
        print(Anlan.fullMessage(for: error))
        exit(0)
      }
      if Anlan.message(for: error).isEmpty || code == .failure {
        Console.note("anlan: \(error)")
        exit(work)
      }
      Console.note(Anlan.fullMessage(for: error))
      exit(usage)
    }
  }
}
