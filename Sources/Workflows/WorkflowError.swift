/// Why a verb could not be done, in words for the person who asked.
public struct WorkflowError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// What was asked cannot be meant: a wrong option, mapping or name.
    case usage
    /// What was asked could not be done.
    case failed
    /// It is not for whoever asked.
    case forbidden
    /// Whoever asked has gone, or the time was up.
    case cancelled
  }

  public var kind: Kind
  public var description: String

  public static func usage(_ message: String) -> WorkflowError {
    WorkflowError(kind: .usage, description: message)
  }

  public static func forbidden(_ message: String) -> WorkflowError {
    WorkflowError(kind: .forbidden, description: message)
  }

  public static let cancelled = WorkflowError(kind: .cancelled, description: "the work was ended")

  public static func failed(_ message: String) -> WorkflowError {
    WorkflowError(kind: .failed, description: message)
  }
}
