import Formats
import TestSupport
import Testing

/// Bytes that something went wrong with: each must end in rows, faults or an error, never in a
/// trap or a loop, and the windows must agree.
@Suite struct ShapefileMutationTests {
  private static let telling: [UInt8] = [0, 1, 5, 0x1A, 0x2A, 0x20, 0x7F, 0x80, 0xFF, 0xCB, 13]

  @Test(arguments: 0..<20)
  func points(seed: Int) throws {
    var random = Randomness(seed)
    let names = ["towns_350921_gbk", "towns_350921_gbk_nocpg", "towns_350921_gk_cm120"]
    let whole = try names.map { try ShapefileBytes(fixture: $0) }
    for round in 0..<500 {
      var files = whole[round % 3]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: files.shp = random.mutated(files.shp, telling: Self.telling)
      case 1: files.dbf = random.mutated(files.dbf, telling: Self.telling)
      case 2:
        // The headers, where it hurts.
        let front = random.mutated(Array(files.dbf.prefix(100)), telling: Self.telling)
        files.dbf = front + files.dbf.dropFirst(100)
      default: files.shx = random.mutated(files.shx, telling: Self.telling)
      }
      let steps = files.steps()
      #expect(steps.count <= files.shp.count)
      if round.isMultiple(of: 5) {
        var options = ShapefileOptions()
        options.windowBytes = 8
        #expect(files.steps(options, chunk: 3) == steps)
      }
    }
  }

  @Test(arguments: 0..<20)
  func rings(seed: Int) {
    var random = Randomness(seed)
    let square = [(0.0, 0.0), (0.0, 8.0), (8.0, 8.0), (8.0, 0.0), (0.0, 0.0)]
    let hole = square.reversed().map { ($0.0 / 2 + 1, $0.1 / 2 + 1) }
    let whole = ShapefileBytes(
      type: 5,
      records: (0..<3).map { _ in ShapefileBytes.record(type: 5, [square, hole, square]) })
    for _ in 0..<500 {
      var files = whole
      files.shp = random.mutated(files.shp, telling: Self.telling)
      #expect(files.steps(hasTable: false).count <= files.shp.count + 1)
    }
  }

  @Test(arguments: 0..<20)
  func kml(seed: Int) {
    var random = Randomness(seed)
    let telling = Array("<>/&;\"' ,.0123456789-eE![]\n".utf8) + [0, 0xFF, 0xE6]
    let bytes = Array(KMLReaderTests.file.utf8)
    for round in 0..<150 {
      let mutated = random.mutated(bytes, telling: telling)
      let steps = kmlSteps(ByteSource(mutated))
      #expect(steps.count <= mutated.count + 1)
      if round.isMultiple(of: 10) {
        #expect(kmlSteps(ByteSource(mutated, chunk: 7)).dropLast() == steps.dropLast())
      }
    }
  }
}
