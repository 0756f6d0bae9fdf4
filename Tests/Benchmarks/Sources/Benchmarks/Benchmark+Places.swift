import Analysis
import SimpleFeatures
import Topology

extension Benchmark {
  /// A million points, most of them in towns, into the Voronoi cells of 10,333 sites.
  static func places(_ folder: String) throws {
    var random = ReplicateGenerator(seed: 4, stream: 0)
    let box = BoundingBox(minX: 460_000, minY: 2_930_000, maxX: 560_000, maxY: 3_008_000)
    func anywhere() -> Coordinate {
      Coordinate(
        x: box.minX + random.uniform() * box.width, y: box.minY + random.uniform() * box.height)
    }
    let sites = (0..<10_333).map { _ in anywhere() }
    let cells = try TopologyContext().voronoiCells(of: sites, in: box).compactMap { $0 }
    let towns = (0..<60).map { _ in anywhere() }
    var x: [Double] = []
    var y: [Double] = []
    for point in 0..<1_000_000 {
      var position = anywhere()
      if point % 10 < 7 {
        let town = towns[point % 60]
        position = Coordinate(
          x: town.x + 2000 * random.normal(), y: town.y + 2000 * random.normal())
      }
      x.append(max(box.minX, min(box.maxX, position.x)))
      y.append(max(box.minY, min(box.maxY, position.y)))
    }
    let geometries = cells.map(Geometry.polygon)
    let search = try timed(rounds: 5) { try PolygonIndex(geometries).locate(x: x, y: y) }

    let files = ["points", "rings", "lengths", "owners"].map { "\(folder)/\($0).bin" }
    try Peer.write(zip(x, y).flatMap { [$0, $1] }, files[0])
    try Peer.write(cells.flatMap { $0.exterior.flatMap { [$0.x, $0.y] } }, files[1])
    try Peer.write(cells.map { Int32($0.exterior.count) }, files[2])
    let work = "1,000,000 points into \(cells.count) polygons, the index built anew"
    guard let peer = try Peer.run("places.py", files) else {
      return row(work, search.seconds, nil)
    }
    // Each with the first of its owners and their number: a point on a border has several.
    let theirs = try Peer.column(Int32.self, files[3])
    var shared = 0
    for point in x.indices {
      if theirs[2 * point + 1] > 1 {
        shared += 1
      } else if theirs[2 * point] != search.result[point] {
        throw Disagreement.owner(point: point)
      }
    }
    row(
      work, search.seconds, nil, peer, "every owner, but of \(shared) points on a border")
  }
}
