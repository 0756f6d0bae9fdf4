import Foundation
import SimpleFeatures
import Topology

/// A stretch of the county's shore of about five kilometres.
struct SampleCoastSegment: Sendable {
  enum Exposure: String, Sendable { case open, semi, sheltered }

  /// Nine digits of the town, `H`, three digits.
  var code: String
  var town: Int
  var isMainland: Bool
  /// In degrees.
  var line: [Coordinate]
  /// The mean free water over 24 directions, each cut at 30 km, in kilometres.
  var fetchKilometres: Double
  var exposure: Exposure
}

/// The shore of the grids, cut where the town changes and into stretches of equal length.
struct SampleCoast: Sendable {
  static let longestMetres = 5500.0
  /// Islands with less shore than this have no segment, in metres.
  static let shortestIslandShore = 1000.0

  private(set) var segments: [SampleCoastSegment] = []
  private(set) var leftOutMetres = 0.0

  private let layout: SampleGridLayout

  init(_ layout: SampleGridLayout) throws {
    self.layout = layout
    var numbers: [Int: Int] = [:]
    let chains = chained()
    let mainland = chains.max { $0.shoreMetres < $1.shoreMetres }?.landmass
    for chain in chains {
      let isMainland = chain.landmass == mainland
      guard isMainland || chain.shoreMetres >= Self.shortestIslandShore else {
        leftOutMetres += chain.shoreMetres
        continue
      }
      for piece in try MeasuredLine(chain.line).pieces(notLongerThan: Self.longestMetres) {
        let number = numbers[chain.town, default: 0] + 1
        numbers[chain.town] = number
        let (fetch, exposure) = fetch(from: piece[piece.count / 2])
        segments.append(
          SampleCoastSegment(
            code: SampleCode.town(layout.area.towns[chain.town].code) + "H"
              + SampleCode.padded(number, to: 3),
            town: chain.town, isMainland: isMainland,
            line: piece.map { SamplePlane.degrees($0) }, fetchKilometres: fetch,
            exposure: exposure))
      }
    }
    segments.sort { $0.code < $1.code }
  }

  private struct Chain {
    var line: [Coordinate]
    var town: Int
    /// The piece of the study area, and how much shore all of it has.
    var landmass: Int
    var shoreMetres: Double
  }

  /// Shore edges end to end, broken where the town changes.
  private func chained() -> [Chain] {
    let edges = layout.shoreEdges.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    var leaving: [SamplePoint: [Int]] = [:]
    var arriving: [SamplePoint: Int] = [:]
    for (index, edge) in edges.enumerated() {
      leaving[edge.start, default: []].append(index)
      arriving[edge.end] = index
    }
    var isUsed = Array(repeating: false, count: edges.count)
    let owners = layout.area.pieces.enumerated().flatMap { index, piece in
      piece.polygon.exterior.map { _ in index }
    }
    let shores = SamplePositions(layout.area.pieces.flatMap(\.polygon.exterior))
    func landmass(of place: Coordinate) -> Int {
      shores.nearest(to: place).map { owners[$0.index] } ?? 0
    }
    func town(_ edge: Int) -> Int { layout.grids[edges[edge].grid].town }
    func isStart(_ edge: Int) -> Bool {
      arriving[edges[edge].start].map { town($0) != town(edge) } ?? true
    }
    var chains: [Chain] = []
    for start in edges.indices.filter(isStart) + Array(edges.indices) where !isUsed[start] {
      var line = [edges[start].start.metres]
      var current: Int? = start
      while let edge = current {
        isUsed[edge] = true
        line.append(edges[edge].end.metres)
        current = leaving[edges[edge].end]?.first { !isUsed[$0] && town($0) == town(start) }
      }
      chains.append(
        Chain(line: line, town: town(start), landmass: landmass(of: line[0]), shoreMetres: 0))
    }
    var metres: [Int: Double] = [:]
    for chain in chains { metres[chain.landmass, default: 0] += Self.length(chain.line) }
    for index in chains.indices { chains[index].shoreMetres = metres[chains[index].landmass] ?? 0 }
    return chains
  }

  private static func length(_ line: [Coordinate]) -> Double {
    zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
  }

  // MARK: Exposure

  private static let directions = 24
  private static let step = 400.0
  private static let farthest = 30_000.0

  /// Open where a quarter of a circle looks on 30 km of water, sheltered where the mean is below
  /// 3 km.
  private func fetch(from place: Coordinate) -> (kilometres: Double, SampleCoastSegment.Exposure) {
    var sum = 0.0
    var free = 0
    for direction in 0..<Self.directions {
      let angle = 2 * Double.pi * Double(direction) / Double(Self.directions)
      var metres = Self.step
      while metres < Self.farthest {
        let seen = place.moved(east: metres * cos(angle), north: metres * sin(angle))
        if layout.area.landRegion.contains(seen) { break }
        metres += Self.step
      }
      if metres > Self.step { sum += min(metres, Self.farthest) }
      if metres >= Self.farthest { free += 1 }
    }
    let mean = sum / Double(Self.directions) / 1000
    return (mean, free >= Self.directions / 4 ? .open : mean < 3 ? .sheltered : .semi)
  }
}
