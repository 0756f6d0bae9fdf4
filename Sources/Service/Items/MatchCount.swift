import SimpleFeatures
import Storage
import Workflows

/// Which features are counted, and for whom: each further page of a list, and its download, would
/// count the same rows again.
struct MatchCount: Hashable {
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
