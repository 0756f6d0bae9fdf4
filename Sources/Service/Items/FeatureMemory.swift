import Formats
import SimpleFeatures
import Storage
import Synchronization
import Workflows

/// The features of small layers as they were written for an audience, as of one revision of the
/// store: a box that was never asked before is answered by copying texts.
///
/// As with the incidents, a question does not wait for them: the store answers it, while they are
/// written behind its back.
final class FeatureMemory: Sendable {
  /// Those for whom it is the same get the same texts.
  struct Key: Hashable {
    var sight: String
    var layer: String
    var run: String
    var crs: CRS
    var isNorthFirst: Bool
  }

  private struct Entry {
    var revision: String
    /// `nil` for a layer that is too large, or could not be read.
    var features: WrittenFeatures?
    var lastUse: UInt64
  }

  private struct Shelf {
    var entries: [Key: Entry] = [:]
    /// Those that are being written.
    var awaited: Set<Key> = []
    var uses: UInt64 = 0
    var restsUntil = 0.0

    var bytes: Int { entries.values.reduce(0) { $0 + ($1.features?.size ?? 0) } }
  }

  private let shelf = Mutex(Shelf())

  /// Of one layer and of all of them, in memory.
  static let mostBytesOfOne = 16 << 20
  private static let mostBytes = 48 << 20
  private static let mostEntries = 256
  private let rest: Double

  /// - Parameter rest: after a writing, so many times as long.
  init(rest: Double) { self.rest = rest }

  /// How many layers there are, each for each audience and system by itself, and their bytes.
  var state: (layers: Int, bytes: Int) {
    shelf.withLock { shelf in
      (shelf.entries.values.count { $0.features != nil }, shelf.bytes)
    }
  }

  /// What is in memory, if it is of this revision.
  func features(_ key: Key, revision: String) -> WrittenFeatures? {
    shelf.withLock { shelf in
      guard let entry = shelf.entries[key], entry.revision == revision else { return nil }
      shelf.uses += 1
      shelf.entries[key]?.lastUse = shelf.uses
      return entry.features
    }
  }

  /// Whether whoever asks shall have them written behind a question's back, and `keep` what comes of
  /// it.
  func mayWrite(_ key: Key, revision: String, at seconds: Double) -> Bool {
    shelf.withLock { shelf in
      guard seconds >= shelf.restsUntil, shelf.awaited.isEmpty,
        shelf.entries[key]?.revision != revision
      else { return false }
      shelf.awaited.insert(key)
      return true
    }
  }

  /// - Parameters:
  ///   - features: `nil` where they cannot be kept; they are not written again at this revision.
  ///   - revision: of the store, asked before; `nil` keeps nothing.
  func keep(
    _ features: WrittenFeatures?, _ key: Key, revision: String?, from began: Double,
    to ended: Double
  ) {
    shelf.withLock { shelf in
      shelf.awaited.remove(key)
      shelf.restsUntil = ended + rest * (ended - began)
      guard let revision else { return }
      shelf.uses += 1
      shelf.entries[key] = Entry(revision: revision, features: features, lastUse: shelf.uses)
      while shelf.bytes > Self.mostBytes || shelf.entries.count > Self.mostEntries,
        let oldest = shelf.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        shelf.entries[oldest.key] = nil
      }
    }
  }
}

extension MapService {
  /// The layer's features in memory, where they are of this revision; else they will be soon.
  func writtenFeatures(
    _ layer: PublishedLayer, _ visitor: Visitor, _ system: SystemNames.System,
    _ revision: String?
  ) -> WrittenFeatures? {
    guard let revision, !isInColumns(layer) else { return nil }
    let key = FeatureMemory.Key(
      sight: visitor.sight, layer: layer.name, run: layer.run?.id ?? "", crs: system.crs,
      isNorthFirst: system.isNorthFirst)
    if let known = features.features(key, revision: revision) { return known }
    let began = configuration.clock.seconds()
    if features.mayWrite(key, revision: revision, at: began) {
      onOwnThread { [self] in write(layer, key, from: began) }
    }
    return nil
  }

  private func write(_ layer: PublishedLayer, _ key: FeatureMemory.Key, from began: Double) {
    let writer = GeoJSONText(
      schema: layer.schema, clock: layer.clock, isNorthFirst: key.isNorthFirst)
    var written: WrittenFeatures?
    var revision: String?
    // Where it fails, the store itself goes on answering, and says why.
    try? pool.withStore { store in
      guard let now = contentRevision.content(of: try store.revision()) else { return }
      written = try layer.written(
        in: key.crs, mostBytes: FeatureMemory.mostBytesOfOne, in: store
      ) { row in
        try writer.text(.stretch) { try $0(row) }
      }
      // The layer may be another by now, and its disclosure with it.
      guard contentRevision.content(of: try store.revision()) == now else { return }
      revision = now
    }
    features.keep(
      written, key, revision: revision, from: began, to: configuration.clock.seconds())
  }
}
