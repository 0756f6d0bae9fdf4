import Access
import SimpleFeatures
import Storage
import Synchronization

/// Writes down that points were seen, some accesses at a time.
final class AuditLog: Sendable {
  private struct Waiting {
    var records: [AuditRecord] = []
    var since: Double?
  }

  private let writer: (any SpatialStore)?
  private let clock: ServiceClock
  private let revision: ContentRevision
  private let waiting = Mutex(Waiting())

  private static let most = 200
  private static let seconds = 10.0

  init(_ writer: (any SpatialStore)?, _ clock: ServiceClock, _ revision: ContentRevision) {
    self.writer = writer
    self.clock = clock
    self.revision = revision
  }

  /// - Parameter layer: one whose rows are points, or tell where is watched.
  func add(
    _ visitor: Visitor, _ action: String, _ layer: String, run: String? = nil,
    box: BoundingBox? = nil, features: Int
  ) throws {
    guard !visitor.isOwner else { return }
    let record = AuditRecord(
      time: clock.instant(), key: visitor.key, role: visitor.role.rawValue, area: visitor.area,
      action: action, layer: layer, run: run, box: box, features: features)
    let now = clock.seconds()
    let isDue = waiting.withLock { waiting in
      waiting.records.append(record)
      let since = waiting.since ?? now
      waiting.since = since
      return waiting.records.count >= Self.most || now - since >= Self.seconds
    }
    if isDue { try flush() }
  }

  /// What waits longer than it should goes with the next question, whatever it is.
  func flushIfDue() throws {
    let now = clock.seconds()
    let isDue = waiting.withLock { $0.since.map { now - $0 >= Self.seconds } ?? false }
    if isDue { try flush() }
  }

  /// - Throws: `StorageError`; what could not be written waits on.
  func flush() throws {
    guard let writer else { return }
    let records = waiting.withLock { waiting in
      defer { waiting = Waiting() }
      return waiting.records
    }
    guard !records.isEmpty else { return }
    do {
      let earlier = try writer.revision()
      try writer.write { transaction in
        for record in records { try transaction.run(InsertAudit(record)) }
      }
      revision.audited(from: earlier, to: try? writer.revision())
    } catch {
      waiting.withLock { waiting in
        waiting.records = records + waiting.records
        waiting.since = waiting.since ?? clock.seconds()
      }
      throw error
    }
  }
}
