import Projections
import SimpleFeatures
import Storage

/// Where a store's study area lies, in metres of its metric CRS: around its governance grids, else
/// its units, else the lattice, else the incidents.
struct MetricExtent {
  let crs: CRS
  let box: BoundingBox

  init(of store: any SpatialStore) throws {
    let crs = try store.metricCRS()
    self.crs = crs
    let toMetres = try Transformation(from: .wgs84, to: crs)
    for name in ["grids", "units", "lattice", "incidents"] {
      guard let layer = Layer(named: name) else { continue }
      var box: BoundingBox?
      try store.forEachFeature(of: LayerQuery(layer: layer)) { feature in
        guard let found = try feature.geometry.flatMap({ try toMetres.forward($0).boundingBox })
        else { return }
        box = box?.union(found) ?? found
      }
      if let box {
        self.box = box
        return
      }
    }
    throw WorkflowError.failed("the store has no data yet; import some first")
  }
}
