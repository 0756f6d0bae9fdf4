import Formats
import Projections
import SimpleFeatures
import Topology

/// The layers of the scenario as GeoJSON, WGS 84 with seven decimals.
struct SampleLayers {
  let geography: SampleGeography
  let scenario: SampleScenario

  private var layout: SampleGridLayout { geography.layout }

  /// Nine digits: what the codes of its villages and grids begin with.
  private func townCode(_ town: Int) -> String { SampleCode.town(layout.area.towns[town].code) }

  /// County and towns: unions of the grids on land. Approximate; no authority's line.
  func units(_ topology: TopologyContext) throws -> [UInt8] {
    func shape(_ grids: [SampleGrid]) throws -> Geometry {
      try topology.union(grids.map { $0.geometry })
    }
    let land = layout.grids.filter { !$0.isSea }
    let county = SampleSources.county
    return try collection(["code", "name", "level", "parent", "boundary", "synthetic"]) { add in
      try add(
        try shape(land),
        [
          .text(county), .text(geography.sources.countyPlace?.name ?? county), .text("county"),
          .unknown, .text("derived"), .boolean(false),
        ])
      for (town, place) in layout.area.towns.enumerated() {
        try add(
          try shape(land.filter { $0.town == town }),
          [
            .text(townCode(town)), .text(place.name), .text("town"), .text(county),
            .text("derived"), .boolean(false),
          ])
      }
    }
  }

  func grids() throws -> [UInt8] {
    try collection([
      "code", "name", "kind", "population", "households", "workers", "staff", "boundary",
      "synthetic",
    ]) { add in
      for (grid, people) in zip(layout.grids, scenario.people) {
        try add(
          grid.geometry,
          [
            .text(grid.code), .text(grid.name), .text(people.kind.rawValue),
            .integer(Int64(people.population)), .integer(Int64(people.households)),
            .integer(Int64(people.workers)), .integer(Int64(people.staff)), .text("derived"),
            .boolean(true),
          ])
      }
    }
  }

  /// Population and households are the sums of the village's grids.
  func villages() throws -> [UInt8] {
    var population = layout.villages.map { _ in 0 }
    var households = population
    for (grid, people) in zip(layout.grids, scenario.people) {
      guard let village = grid.village else { continue }
      population[village] += people.population
      households[village] += people.households
    }
    return try collection([
      "code", "name", "town", "urban_rural", "population", "households", "position", "synthetic",
    ]) { add in
      for (index, village) in layout.villages.enumerated() {
        try add(
          .point(SamplePlane.degrees(village.position)),
          [
            .text(village.code), .text(village.name), .text(townCode(village.town)),
            .text(village.urbanRural), .integer(Int64(population[index])),
            .integer(Int64(households[index])),
            .text(village.isPositionKnown ? "gazetteer" : "made_up"), .boolean(true),
          ])
      }
    }
  }

  func coastline() throws -> [UInt8] {
    guard let zone = CRS.cgcs2000Zone(atLongitude: SamplePlane.originLongitude) else { return [] }
    let metric = try Transformation(from: .wgs84, to: zone)
    return try collection([
      "code", "kind", "town", "length_m", "fetch_km", "exposure_class", "boundary", "synthetic",
    ]) { add in
      for segment in geography.coast.segments {
        let line = metric.forward(segment.line).compactMap { $0 }
        let metres = zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        try add(
          .lineString(segment.line),
          [
            .text(segment.code), .text(segment.isMainland ? "mainland" : "island"),
            .text(townCode(segment.town)), .real((metres * 10).rounded() / 10),
            .real((segment.fetchKilometres * 10).rounded() / 10),
            .text(segment.exposure.rawValue), .text("derived"), .boolean(false),
          ])
      }
    }
  }

  func zones() throws -> [UInt8] {
    try collection([
      "code", "name", "grid", "species", "unit", "quantity", "workers", "licence",
      "licence_area_mu", "prohibited", "unit_value_yuan", "synthetic",
    ]) { add in
      for zone in scenario.zones {
        try add(
          .polygon(zone.polygon),
          [
            .text(zone.code), .text(zone.name), .text(layout.grids[zone.grid].code),
            .text(zone.species.name), .text(zone.species.unit.rawValue),
            .integer(Int64(zone.quantity)), .integer(Int64(zone.workers)),
            .text(zone.licence.rawValue), .real(zone.licenceArea), .boolean(zone.isProhibited),
            .integer(Int64(zone.unitValue)), .boolean(true),
          ])
      }
    }
  }

  private func collection(
    _ fields: [String], _ body: ((Geometry, [AttributeValue]) throws -> Void) throws -> Void
  ) throws -> [UInt8] {
    var rows: [(Geometry, [AttributeValue])] = []
    try body { rows.append(($0, $1)) }
    return try SampleBytes.collect { sink in
      var writer = GeoJSONWriter(fields: fields, to: sink)
      for (geometry, values) in rows { try writer.write(geometry, values: values) }
      try writer.finish()
    }
  }
}

extension SampleGrid {
  var geometry: Geometry {
    polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(polygons)
  }
}

/// What a writer of `Formats` writes, in memory.
enum SampleBytes {
  static func collect(_ body: (ByteSink) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try body(
      ByteSink { page in
        page.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      })
    return bytes
  }
}
