import Foundation
import Projections
import SimpleFeatures
import TestSupport
import Testing

@Suite struct ChineseOffsetTests {
  private struct Vectors: Decodable {
    struct Published: Decodable {
      var wgs84: [Double]
      var gcj02: [Double]
    }
    struct Computed: Decodable {
      var name: String
      var wgs84: [Double]
      var gcj02: [Double]
      var bd09: [Double]
    }
    struct City: Decodable {
      var city: String
      var WGS84: [Double]
      var GCJ02: [Double]
      var BD09: [Double]
    }
    var published_eviltransform_lonlat: [Published]
    var computed_here_full_precision: [Computed]
    var gcoord_city_vectors_MIT: [City]

    static func load() throws -> Vectors {
      try Fixture.decode(Vectors.self, "domain-projections/gcj02_bd09_vectors.json")
    }
  }

  private func place(_ pair: [Double]) -> Coordinate { Coordinate(x: pair[0], y: pair[1]) }

  private func difference(_ a: Coordinate, _ b: Coordinate) -> Double {
    max((a.x - b.x).magnitude, (a.y - b.y).magnitude)
  }

  @Test func equalsTheFormulaInFullPrecision() throws {
    for vector in try Vectors.load().computed_here_full_precision {
      let wgs84 = place(vector.wgs84)
      #expect(difference(ChineseOffset.gcj02.applied(to: wgs84), place(vector.gcj02)) < 1e-12)
      #expect(difference(ChineseOffset.bd09.applied(to: wgs84), place(vector.bd09)) < 1e-12)
      #expect(difference(ChineseOffset.gcj02.removed(from: place(vector.gcj02)), wgs84) < 1e-11)
      #expect(difference(ChineseOffset.bd09.removed(from: place(vector.bd09)), wgs84) < 1e-11)
    }
  }

  /// googollee/eviltransform, in degrees.
  @Test func agreesWithPublishedNumbers() throws {
    for vector in try Vectors.load().published_eviltransform_lonlat {
      let moved = ChineseOffset.gcj02.applied(to: place(vector.wgs84))
      #expect(difference(moved, place(vector.gcj02)) < 1e-9)
    }
  }

  /// gcoord's answers of the services: the formula is 7.4e-6 degrees off at most over all cities;
  /// from GCJ-02 on, 1e-7, as the fixture has seven digits.
  @Test func agreesWithTheServicesToAMetre() throws {
    for city in try Vectors.load().gcoord_city_vectors_MIT {
      let wgs84 = place(city.WGS84)
      #expect(difference(ChineseOffset.gcj02.applied(to: wgs84), place(city.GCJ02)) < 7.5e-6)
      let fromGCJ02 = ChineseOffset.bd09.applied(
        to: ChineseOffset.gcj02.removed(from: place(city.GCJ02)))
      #expect(difference(fromGCJ02, place(city.BD09)) < 1.1e-7)
    }
  }

  @Test(arguments: [ChineseOffset.gcj02, .bd09])
  func comesBackToThreeMicrometres(offset: ChineseOffset) {
    // The box without its rim, where a position may be moved out of it.
    for longitude in stride(from: 72.1, through: 137.7, by: 0.37) {
      for latitude in stride(from: 0.9, through: 55.7, by: 0.53) {
        let position = Coordinate(x: longitude, y: latitude)
        let back = offset.removed(from: offset.applied(to: position))
        // 2.7e-11 degrees are 3 µm.
        #expect(difference(back, position) < 2.7e-11)
      }
    }
  }

  @Test func nothingMovesOutsideTheBox() {
    for (x, y) in [(-0.1276, 51.5072), (72.0, 30), (137.9, 35), (120, 0.8), (120, 55.9)] {
      let position = Coordinate(x: x, y: y)
      for offset in [ChineseOffset.gcj02, .bd09] {
        #expect(offset.applied(to: position) == position)
        #expect(offset.removed(from: position) == position)
      }
    }
  }

  @Test func columnsMoveAsPositionsDo() {
    var x = [120.0005, 2.35, .nan]
    var y = [26.882, 48.85, 26]
    var xs = x.mutableSpan
    var ys = y.mutableSpan
    ChineseOffset.bd09.apply(x: &xs, y: &ys)
    let moved = ChineseOffset.bd09.applied(to: Coordinate(x: 120.0005, y: 26.882))
    #expect(xs[0] == moved.x && ys[0] == moved.y)
    #expect(xs[1] == 2.35 && ys[1] == 48.85)
    #expect(xs[2].isNaN)
    ChineseOffset.bd09.remove(x: &xs, y: &ys)
    #expect((x[0] - 120.0005).magnitude < 1e-11 && (y[0] - 26.882).magnitude < 1e-11)
  }
}
