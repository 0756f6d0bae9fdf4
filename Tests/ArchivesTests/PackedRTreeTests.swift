import Foundation
import GRDB
import SimpleFeatures
import SpatiaLite
import Testing

@Suite struct PackedRTreeTests {
  /// SQLite itself says whether the tree is sound, and finds in it what a loop finds.
  @Test(arguments: [0, 1, 2, 50, 51, 52, 102, 2601, 2602, 20_000])
  func sqliteFindsWhatTheObviousLoopFinds(count: Int) throws {
    var generator = Seeded(count)
    let boxes = (0..<count).map { index in
      let corner = generator.position()
      return (
        id: Int64(index * 3 + 1),
        box: BoundingBox(
          minX: corner.x, minY: corner.y, maxX: corner.x + .random(in: 0...0.1, using: &generator),
          maxY: corner.y)
      )
    }
    let tree = PackedRTree(boxes.shuffled(using: &generator).map { .init(id: $0.id, box: $0.box) })
    let queue = try DatabaseQueue()
    try queue.write { connection in
      try connection.execute(
        sql: "CREATE VIRTUAL TABLE t USING rtree(id, minx, maxx, miny, maxy); DELETE FROM t_node")
      for node in tree.nodes {
        try connection.execute(
          sql: "INSERT INTO t_node VALUES (?, ?)", arguments: [node.number, Data(node.bytes)])
      }
      for (index, parent) in tree.parents.enumerated() {
        try connection.execute(
          sql: "INSERT INTO t_parent VALUES (?, ?)", arguments: [index + 2, parent])
      }
      for leaf in tree.leaves {
        try connection.execute(
          sql: "INSERT INTO t_rowid VALUES (?, ?)", arguments: [leaf.id, leaf.node])
      }
      #expect(try String.fetchOne(connection, sql: "SELECT rtreecheck('t')") == "ok")
      #expect(try Int.fetchOne(connection, sql: "SELECT count(*) FROM t") == count)
      for _ in 0..<20 {
        let window = BoundingBox(generator.position()).expanded(by: 0.2)
        let found = try Int64.fetchAll(
          connection,
          sql: """
            SELECT id FROM t WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? ORDER BY id
            """, arguments: [window.minX, window.maxX, window.minY, window.maxY])
        // The tree rounds outwards: it may find more by 32-bit rounding, never less.
        let exact = boxes.filter { $0.box.intersects(window) }.map(\.id)
        let wide = boxes.filter { $0.box.intersects(window.expanded(by: 1e-4)) }.map(\.id)
        #expect(Set(exact).subtracting(found).isEmpty)
        #expect(Set(found).subtracting(wide).isEmpty)
      }
      // It takes what comes later.
      try connection.execute(sql: "INSERT INTO t VALUES (900000, 1, 2, 3, 4)")
      try connection.execute(sql: "DELETE FROM t WHERE id % 2 = 0")
      #expect(try String.fetchOne(connection, sql: "SELECT rtreecheck('t')") == "ok")
    }
  }
}
