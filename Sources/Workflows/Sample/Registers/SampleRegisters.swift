import Analysis
import Formats
import SimpleFeatures
import Topology

/// What a county keeps beside its incidents: stations and what they see and do, cover and claims.
/// All of it is made up, on the scenario's places and incidents, and says so in each row.
struct SampleRegisters {
  private let facilities: SampleFacilities
  private let rounds: SampleRounds
  private let cases: SampleCases
  private let cover: SampleCover
  private let schemes: SampleSchemes
  private let claimFile: [UInt8]
  /// What the land scheme owes, and what two schemes paid for.
  let owed: [SampleOwed]
  let paidTwice: [Int]

  init(
    _ geography: SampleGeography, _ scenario: SampleScenario, _ topology: TopologyContext
  ) throws {
    facilities = try SampleFacilities(scenario, in: topology)
    rounds = SampleRounds(scenario, facilities)
    cases = SampleCases(scenario, facilities)
    cover = SampleCover(scenario)
    schemes = geography.schemes
    (claimFile, owed, paidTwice) = try cover.claimFile(schemes)
  }

  /// The files in the order in which they can be imported.
  func files() throws -> [(name: String, bytes: [UInt8])] {
    [
      ("stations.geojson", try facilities.stationFile()),
      ("service_areas.geojson", try facilities.areaFile()),
      ("sea_cells.geojson", try facilities.cellFile()),
      ("cameras.csv", try facilities.cameraFile()),
      ("dossiers.csv", try rounds.dossierFile()), ("hazards.geojson", try rounds.hazardFile()),
      ("inspections.csv", try rounds.inspectionFile()), ("visits.csv", try rounds.visitFile()),
      ("patrols.geojson", try rounds.patrolFile()), ("awards.csv", try rounds.awardFile()),
      ("tasks.csv", try rounds.taskFile()), ("evidence.csv", try cases.evidenceFile()),
      ("links.csv", try cases.linkFile()), ("resolutions.csv", try cases.resolutionFile()),
      ("zone_values.csv", try cover.valueFile()), ("schemes.csv", try cover.schemeFile()),
      ("policies.csv", try cover.policyFile()), ("claims.csv", claimFile),
    ] + schemes.files.map { ($0.name, [UInt8]($0.text.utf8)) }
  }
}

/// Rows as a file that `anlan import` reads without a mapping.
enum SampleTable {
  /// - Parameter rows: without the last column, `synthetic`, which is true in every row.
  static func csv(_ header: [String], _ rows: [[AttributeValue]]) throws -> [UInt8] {
    try SampleBytes.collect { sink in
      var options = CSVWriter.Options()
      options.guardsFormulas = false
      var writer = CSVWriter(sink, options: options)
      try writer.write(header: header + ["synthetic"])
      for row in rows { try writer.write(row: row + [.boolean(true)]) }
      try writer.finish()
    }
  }

  static func geoJSON(
    _ fields: [String], _ rows: [(Geometry, [AttributeValue])]
  ) throws -> [UInt8] {
    try SampleBytes.collect { sink in
      var writer = GeoJSONWriter(fields: fields + ["synthetic"], to: sink)
      for (geometry, values) in rows {
        try writer.write(geometry, values: values + [.boolean(true)])
      }
      try writer.finish()
    }
  }
}

extension ReplicateGenerator {
  mutating func element<T>(of elements: [T]) -> T? {
    elements.isEmpty ? nil : elements[Int(integer(below: UInt64(elements.count)))]
  }

  mutating func whole(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(integer(below: UInt64(range.count)))
  }

  /// A place inside a surface, in degrees.
  mutating func place(in region: SampleRegion) -> Coordinate {
    var place = region.box.centre
    for _ in 0..<200 {
      place = Coordinate(
        x: region.box.minX + uniform() * region.box.width,
        y: region.box.minY + uniform() * region.box.height)
      if region.contains(place, margin: 2e-6) { break }
    }
    return SamplePlane.degrees(SamplePlane.metres(place))
  }
}
