import Synchronization
import Tiles

/// The layers whose tiles were asked for lately, ready to be cut; each is made once, however many
/// ask for it at a time.
final class TileLayers: Sendable {
  private final class Slot: Sendable {
    let layer = Mutex<(any VectorTileLayer)?>(nil)
  }

  private struct Shelf {
    var slots: [String: (slot: Slot, lastUse: UInt64)] = [:]
    var uses: UInt64 = 0
  }

  private let most: Int

  /// - Parameter most: layers at a time.
  init(most: Int) { self.most = most }

  private let shelf = Mutex(Shelf())

  /// - Parameter key: names the layer, the choice of features and the store's revision.
  func layer(
    _ key: String, make: () throws -> any VectorTileLayer
  ) throws -> any VectorTileLayer {
    let slot = shelf.withLock { shelf -> Slot in
      shelf.uses += 1
      if let known = shelf.slots[key] {
        shelf.slots[key]?.lastUse = shelf.uses
        return known.slot
      }
      if shelf.slots.count >= most,
        let oldest = shelf.slots.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        shelf.slots[oldest.key] = nil
      }
      let slot = Slot()
      shelf.slots[key] = (slot, shelf.uses)
      return slot
    }
    return try slot.layer.withLock { layer in
      if let layer { return layer }
      let made = try make()
      layer = made
      return made
    }
  }
}
