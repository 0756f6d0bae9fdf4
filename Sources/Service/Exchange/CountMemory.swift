import SimpleFeatures
import Storage
import Synchronization
import Workflows

/// How many features match, for as long as nothing is written: each further page of a list, and its
/// download, would count the same rows again.
final class CountMemory: Sendable {
  struct Key: Hashable {
    /// What the visitor may see.
    var sight: String
    var layer: String
    var run: String
    /// Without what chooses the page.
    var ask: PublishedLayer.Ask

    init(sight: String, layer: PublishedLayer, ask: PublishedLayer.Ask) {
      self.sight = sight
      self.layer = layer.name
      run = layer.run?.id ?? ""
      self.ask = ask
      self.ask.after = nil
      self.ask.limit = 0
      self.ask.crs = .wgs84
    }
  }

  private struct Shelf {
    var revision = ""
    var counts: [Key: Int?] = [:]
  }

  /// Some hundred bytes each.
  private static let most = 4096

  private let shelf = Mutex(Shelf())

  /// - Parameter revision: of the store before it is asked; `nil` keeps nothing.
  func count(_ key: Key, revision: String?, _ ask: () throws -> Int?) rethrows -> Int? {
    guard let revision else { return try ask() }
    let known = shelf.withLock { shelf -> Int?? in
      shelf.revision == revision ? shelf.counts[key] : nil
    }
    if let known { return known }
    let count = try ask()
    shelf.withLock { shelf in
      if shelf.revision != revision || shelf.counts.count >= Self.most {
        shelf.revision = revision
        shelf.counts.removeAll(keepingCapacity: true)
      }
      shelf.counts[key] = .some(count)
    }
    return count
  }
}
