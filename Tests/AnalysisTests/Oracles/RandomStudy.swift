import Analysis

/// A square lattice of queen neighbours.
func squareLattice(_ side: Int32, rows: Int32? = nil) throws -> NeighbourGraph {
  let rows = rows ?? side
  let cells = (0..<rows).flatMap { row in (0..<side).map { ($0, row) } }
  return try .lattice(cells.map(\.0), cells.map(\.1))
}

/// A graph that need not be symmetric, some of its places islands.
func randomGraph(_ places: Int, using generator: inout ReplicateGenerator) throws
  -> NeighbourGraph
{
  var lists: [[Int]] = []
  for place in 0..<places {
    let degree = Int.random(in: 0...min(places - 1, 9), using: &generator)
    let others = (0..<places).filter { $0 != place }.shuffled(using: &generator)
    lists.append(Array(others.prefix(degree)))
  }
  return try NeighbourGraph(lists: lists)
}
