import Foundation
import SimpleFeatures
public import Storage

/// What an analysis made: the run, whether it was there already, and a sentence about it.
public struct AnalysisOutcome: Sendable {
  public var run: Run
  /// The same question had been asked of the same data before.
  public var wasKept: Bool
  public var sentence: String
}

/// Parameters and summaries of runs as JSON with sorted keys, so that the same ones are the same
/// text.
enum CanonicalJSON {
  static func text(_ value: some Encodable) throws(WorkflowError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .failed("the run's parameters cannot be written: \(error)")
    }
  }

  static func value<T: Decodable>(_ type: T.Type, of text: String) -> T? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}

extension SpatialStore {
  /// Keeps a run with its rows, or finds it kept, and lets the layers of its kind show it: all in
  /// one transaction.
  func keep(
    _ run: Run, rows: (any StoreTransaction) throws -> Void
  ) throws -> Bool {
    try write { transaction in
      let wasKept = try !transaction.answer(Runs(id: run.id)).isEmpty
      if !wasKept {
        try transaction.run(InsertRun(run))
        try rows(transaction)
      }
      try transaction.run(SetCurrentRun(kind: run.kind, run: run.id))
      return wasKept
    }
  }
}
