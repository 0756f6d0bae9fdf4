import Dispatch
import Storage
import Synchronization
import Workflows

/// The incidents in columns, as of one revision of the store: questions of place, time and kind are
/// answered from them, and tiles are made of them.
///
/// Reading a million takes a second, so a question for features does not wait for them: the store
/// answers it, while they are read behind its back.
final class IncidentMemory: Sendable {
  private struct Shelf {
    var revision: String?
    var table: IncidentTable?
    /// Seconds before which they are not read again behind a question's back.
    var restsUntil = 0.0
    var isAwaited = false
    /// Seconds at which somebody wanted them last.
    var lastUse = 0.0
  }

  private let shelf = Mutex(Shelf())
  private let reading = Mutex(())

  private let rest: Double

  /// - Parameter rest: after a reading, so many times as long.
  init(rest: Double) { self.rest = rest }

  /// What is in memory, if it is of this revision.
  func table(of revision: String?) -> IncidentTable? {
    guard let revision else { return nil }
    return shelf.withLock { $0.revision == revision ? $0.table : nil }
  }

  /// Reads them where they are not in memory; one at a time does.
  ///
  /// - Parameter revision: of the store, asked before; what is read may be newer, never older.
  func read(
    _ revision: String, in store: any SpatialStore, clock: ServiceClock
  ) throws -> IncidentTable {
    try reading.withLock { _ in
      if let table = table(of: revision) { return table }
      // Two of them are never in memory together.
      shelf.withLock { shelf in
        shelf.revision = nil
        shelf.table = nil
      }
      let began = clock.seconds()
      var table = try store.answer(IncidentsInColumns())
      table.indexPoints()
      let ended = clock.seconds()
      shelf.withLock { shelf in
        shelf.revision = revision
        shelf.table = table
        shelf.restsUntil = ended + rest * (ended - began)
      }
      return table
    }
  }

  /// Whether whoever asks shall read them behind a question's back, and say when that is done.
  func mayRead(at seconds: Double) -> Bool {
    shelf.withLock { shelf in
      guard !shelf.isAwaited, seconds >= shelf.restsUntil else { return false }
      shelf.isAwaited = true
      return true
    }
  }

  func isDone() { shelf.withLock { $0.isAwaited = false } }

  func isWanted(at seconds: Double) { shelf.withLock { $0.lastUse = seconds } }

  /// Whether somebody wanted them so lately that the next, too, will want the newest.
  func areWanted(at seconds: Double) -> Bool {
    shelf.withLock { seconds - $0.lastUse < Self.interest }
  }

  /// Seconds.
  private static let interest = 3600.0
}

extension MapService {
  /// Whoever runs the service calls it every now and then: where the store has changed, the incidents
  /// are read again behind everybody's back, as long as somebody has asked for them within the hour.
  public func freshen() {
    let now = configuration.clock.seconds()
    guard incidents.areWanted(at: now), let revision = try? pool.revision(),
      let content = contentRevision.content(of: revision),
      incidents.table(of: content) == nil, incidents.mayRead(at: now)
    else { return }
    onOwnThread { [self] in
      defer { incidents.isDone() }
      warmUp()
    }
  }

  /// Waits until what was set going is done.
  public func settle() { openJobs.wait() }

  /// Makes ready what the first to ask for the incidents' tiles would wait for.
  func warmUp() {
    let visitor = Visitor.owner(configuration.needsKeys ? .analyst : configuration.audience)
    let layer = try? pool.withStore { store in
      try publish(for: visitor).open("incidents", in: store)
    }
    if let layer { _ = try? tiles(of: layer, .init(), visitor) }
  }

  /// Whether columns tell what of the layer is asked for: they do not tell where areas end.
  func isInColumns(_ layer: PublishedLayer) -> Bool {
    layer.name == "incidents" && layer.area.isEmpty
  }

  /// The incidents in memory, where they are of this revision; else they will be soon.
  func incidentTable(_ layer: PublishedLayer, _ revision: String?) -> IncidentTable? {
    guard isInColumns(layer), let revision else { return nil }
    incidents.isWanted(at: configuration.clock.seconds())
    if let table = incidents.table(of: revision) { return table }
    if incidents.mayRead(at: configuration.clock.seconds()) {
      onOwnThread { [self] in
        defer { incidents.isDone() }
        // Where it fails, the store itself goes on answering, and says why.
        try? pool.withStore { store in
          guard let now = contentRevision.content(of: try store.revision()) else { return }
          _ = try incidents.read(now, in: store, clock: configuration.clock)
        }
      }
    }
    return nil
  }
}
