import Analysis
import Cartography
import Projections
import SimpleFeatures
import Storage
import Topology

/// The layers of a weekly sheet's map, in metres.
struct WeeklyMap {
  let ramps: Ramps
  let toMetres: Transformation
  let topology: TopologyContext
  let store: any SpatialStore
  let area: String

  init(ramps: Ramps, metricCRS: CRS, store: any SpatialStore, area: String) throws {
    self.ramps = ramps
    toMetres = try Transformation(from: .wgs84, to: metricCRS)
    topology = try TopologyContext()
    self.store = store
    self.area = area
  }

  /// A layer of the store as it is, all its features in one class.
  func places(_ name: String, inLegend: Bool = true) throws -> MapLayer? {
    guard let layer = Layer(named: name), let ramp = ramps[name] else { return nil }
    var query = LayerQuery(layer: layer)
    query.area = area
    var features: [MapFeature] = []
    try store.forEachFeature(of: query) { feature in
      guard let geometry = feature.geometry else { return }
      features.append(MapFeature(geometry: try toMetres.forward(geometry)))
    }
    guard !features.isEmpty else { return nil }
    return MapLayer(ramp: ramp, features: features, inLegend: inLegend)
  }

  /// The ground under everything: the counties' areas, else nothing.
  func land() throws -> MapLayer? {
    guard let ramp = ramps["land"], let layer = Layer(named: "units") else { return nil }
    var features: [MapFeature] = []
    try store.forEachFeature(of: LayerQuery(layer: layer)) { feature in
      guard feature.values[1] == .text("county"), let geometry = feature.geometry else { return }
      features.append(MapFeature(geometry: try toMetres.forward(geometry)))
    }
    guard !features.isEmpty else { return nil }
    return MapLayer(ramp: ramp, features: features, inLegend: false)
  }

  func hotspots(_ result: FindHotspots.Result) throws -> MapLayer {
    let ramp = try ramps.ramp("hotspots")
    var features: [MapFeature] = []
    for (unit, hotspotClass) in zip(result.places.units, result.table.classes) {
      features.append(
        MapFeature(
          geometry: try toMetres.forward(unit.geometry), value: .text(hotspotClass.rawValue)))
    }
    return MapLayer(ramp: ramp, features: features)
  }

  func clusters(_ result: FindClusters.Result, disclosure: Disclosure) throws -> MapLayer? {
    var features: [MapFeature] = []
    for outline in result.outlines {
      let told = try disclosure.outline(
        outline.geometry, incidents: outline.members.count, topology)
      if let told { features.append(MapFeature(geometry: try toMetres.forward(told))) }
    }
    guard !features.isEmpty else { return nil }
    return MapLayer(ramp: try ramps.ramp("clusters"), features: features)
  }

  /// Points for an analyst; for others a circle a unit whose count may be told.
  func incidents(
    _ entries: [LedgerEntry], in places: AnalysisPlaces, disclosure: Disclosure
  ) throws -> MapLayer? {
    let ramp = try ramps.ramp(
      disclosure.audience.seesPoints ? "incidents" : "incident_counts")
    var features: [MapFeature] = []
    if disclosure.audience.seesPoints {
      let withheld = disclosure.withheldCategories
      for entry in entries where !withheld.contains(entry.category) {
        guard let position = entry.metric, entry.precision != .area else { continue }
        features.append(MapFeature(geometry: .point(position)))
      }
    } else {
      let units = places.units
      var counts = [Int](repeating: 0, count: units.count)
      for entry in entries {
        if let unit = places.unit(of: entry) { counts[unit] += 1 }
      }
      let hidden = try disclosure.suppressed(counts: counts, codes: units.map(\.code))
      for index in units.indices where !hidden[index] && counts[index] > 0 {
        features.append(
          MapFeature(geometry: .point(units[index].label), count: Double(counts[index])))
      }
    }
    return features.isEmpty ? nil : MapLayer(ramp: ramp, features: features)
  }

  /// The names of the towns, inside their areas.
  func townLabels() throws -> [MapLabel] {
    guard let layer = Layer(named: "units") else { return [] }
    var query = LayerQuery(layer: layer)
    query.area = area
    var labels: [MapLabel] = []
    try store.forEachFeature(of: query) { feature in
      guard feature.values[1] == .text("town"), case .text(let name) = feature.values[2],
        let geometry = feature.geometry
      else { return }
      let metric = try toMetres.forward(geometry)
      guard let position = try topology.pointOnSurface(of: metric) else { return }
      labels.append(MapLabel(text: name, position: position, kind: .town, priority: 1))
    }
    return labels
  }

  /// Groups of units far from all others, the largest group first: what lies away from it goes
  /// into an inset.
  static func groups(of units: [AnalysisUnit], apartMetres: Double) throws -> [BoundingBox] {
    let x = units.map(\.label.x)
    let y = units.map(\.label.y)
    let groups = try DBSCAN(radiusMetres: apartMetres, minimumPoints: 1)
      .clusters(x: x.span, y: y.span)
    var boxes = [BoundingBox?](repeating: nil, count: groups.clusterCount)
    var sizes = [Int](repeating: 0, count: groups.clusterCount)
    for (unit, label) in groups.labels.enumerated() where label >= 0 {
      let box = BoundingBox(units[unit].label)
      boxes[Int(label)] = boxes[Int(label)]?.union(box) ?? box
      sizes[Int(label)] += 1
    }
    return boxes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.compactMap { boxes[$0] }
  }
}
