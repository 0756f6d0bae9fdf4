import Analysis
import Foundation

extension Benchmark {
  /// Time by size, on one thread: what a point or a place costs hardly grows.
  static func growth() throws {
    say("\n| points | DBSCAN | a point |\n| --- | --- | --- |")
    for count in [10_000, 31_623, 100_000, 316_228, 1_000_000, 3_162_278] {
      let (x, y, radius) = points(count)
      let search = try DBSCAN(radiusMetres: radius, minimumPoints: 10)
      let work = try timed(rounds: 5) { try search.clusters(x: x.span, y: y.span, threads: 1) }
      size(count, work.seconds)
    }
    say("\n| places | Gi*, 999 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth { graph, values, settings in
      _ = try GetisOrd(graph: graph).hotspots(of: values, settings: settings)
    }
    say("\n| places | LISA, 999 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth { graph, values, settings in
      _ = try LocalMoran(weights: .rowStandardised(graph)).clusters(of: values, settings: settings)
    }
    say("\n| places | global Moran, 99 permutations | a place |\n| --- | --- | --- |")
    try placesGrowth(permutations: 99) { graph, values, settings in
      _ = try GlobalAutocorrelation(weights: .rowStandardised(graph))
        .test(of: values, settings: settings)
    }
    try spaceTimeGrowth()
  }

  /// What grows with places, intervals and pairs.
  static func spaceTimeGrowth() throws {
    say("\n| points | ST-DBSCAN | a point |\n| --- | --- | --- |")
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, radius) = points(count)
      // As many days as leave each point as many neighbours within three of them.
      let days = times(count, span: 30)
      let search = try SpaceTimeDBSCAN(
        radiusMetres: radius * 2, days: 3, minimumPoints: 10)
      let work = try timed(rounds: 3) {
        try search.clusters(x: x.span, y: y.span, time: days.span, threads: 1)
      }
      size(count, work.seconds)
    }
    say("\n| points | HDBSCAN, size 50, samples 11 | a point |\n| --- | --- | --- |")
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, _) = points(count)
      let search = try HDBSCAN(minimumClusterSize: 50, minimumSamples: 11)
      size(
        count,
        try timed(rounds: 2) { try search.clusters(x: x.span, y: y.span, threads: 1) }.seconds)
    }
    say("\n| points | Gaussian density on 512² | a point |\n| --- | --- | --- |")
    let lattice = try DensityLattice(
      originX: 0, originY: 0, step: 100.0 / 511, columns: 512, rows: 512)
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, _) = points(count)
      var density = try KernelDensity(kernel: .gaussian, bandwidthMetres: 1)
      density.threads = 1
      size(
        count,
        try timed(rounds: 3) { try density.values(x: x.span, y: y.span, on: lattice) }.seconds)
    }
    say(
      "\n| places | permutation scan, 2,588 cases, 999 replicates | a place |\n| --- | --- | --- |")
    for count in [100, 1000, 10_000] { size(count, try scanTime(places: count)) }
    say("\n| points | near repeats, 99 permutations | a point |\n| --- | --- | --- |")
    let bands = try (
      DifferenceBand.between([0, 0.5, 1].map { $0 * 66 }), DifferenceBand.between([0, 7, 14])
    )
    for count in [10_000, 100_000, 1_000_000] {
      let (x, y, _) = points(count)
      // Metres in which a point has as many near ones whatever the count.
      let scale = Double(count).squareRoot()
      let (far, north) = (x.map { $0 * scale }, y.map { $0 * scale })
      var search = try NearRepeat(distanceBands: bands.0, timeBands: bands.1)
      search.permutations = 99
      search.threads = 1
      let days = times(count, span: 365)
      size(
        count,
        try timed(rounds: 1) {
          try search.table(x: far.span, y: north.span, days: days.span)
        }.seconds)
    }
    say(
      "\n| places × 24 bins | emerging hot spots, 999 permutations | a place |\n| --- | --- | --- |"
    )
    for side in [32, 100, 316] {
      let (values, graph) = try Self.lattice(side)
      let counts = (0..<24).flatMap { bin in
        values.map { ($0 * Double(1 + bin % 3)).rounded() }
      }
      var settings = HotspotSettings()
      settings.refines = false
      settings.threads = 1
      size(
        side * side,
        try timed(rounds: 1) {
          try EmergingHotspots(graph: graph).histories(
            counts: counts.span, binCount: 24, settings: settings)
        }.seconds)
    }
  }

  /// So many cases of the weekly scan, however many places they are in.
  private static func scanTime(places: Int) throws -> Double {
    var random = ReplicateGenerator(seed: 11, stream: 0)
    let side = Double(places).squareRoot() * 300
    let x = (0..<places).map { _ in random.uniform() * side }
    let y = (0..<places).map { _ in random.uniform() * side }
    var cases = [Int32](repeating: 0, count: places * 90)
    for _ in 0..<2588 {
      cases[Int(random.integer(below: UInt64(places))) * 90 + Int(random.integer(below: 90))] += 1
    }
    let study = try ScanStudy.spaceTimePermutation(cases: cases.span, intervals: 90)
    var settings = ScanSettings()
    settings.maximumRadiusMetres = 1500
    settings.maximumIntervals = 14
    settings.isProspective = true
    settings.replicates = 999
    settings.threads = 1
    return try timed(rounds: 1) {
      try SpatialScan(study, settings: settings).clusters(x: x.span, y: y.span)
    }.seconds
  }

  private static func times(_ count: Int, span: Double) -> [Double] {
    var random = ReplicateGenerator(seed: 3, stream: 1)
    return (0..<count).map { _ in random.uniform() * span }
  }

  private static func placesGrowth(
    permutations: Int = 999,
    _ work: (NeighbourGraph, PlaceColumn, HotspotSettings) throws -> Void
  ) throws {
    for side in [32, 100, 316, 1000] {
      let (values, graph) = try lattice(side)
      let column = try PlaceColumn(values: values.span)
      var settings = HotspotSettings()
      settings.permutations = permutations
      settings.refines = false
      settings.threads = 1
      size(side * side, try timed(rounds: 3) { try work(graph, column, settings) }.seconds)
    }
  }

  private static func size(_ count: Int, _ seconds: Double) {
    say(
      String(
        format: "| %ld | %.1f ms | %.0f ns |", count, seconds * 1e3, seconds * 1e9 / Double(count)))
  }
}
