import Analysis

extension WorkflowError {
  /// Runs a kernel; a parameter that it refuses was asked for wrongly, all else is work that failed.
  static func translating<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as AnalysisError {
      if case .invalidParameter = error { throw WorkflowError.usage("\(error)") }
      if case .cancelled = error { throw WorkflowError.cancelled }
      throw WorkflowError.failed("\(error)")
    }
  }
}
