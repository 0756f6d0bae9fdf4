import SimpleFeatures
import Testing

@testable import Archives

@Suite struct GeoPackageBlobTests {
  @Test(arguments: 0..<200)
  func decodesWhatItEncodes(seed: Int) throws {
    var generator = Seeded(seed)
    let geometries: [Geometry] = [
      .point(generator.position()), .lineString([generator.position(), generator.position()]),
      .polygon(generator.square()), .multiPoint([generator.position(), generator.position()]),
      .multiLineString([[generator.position(), generator.position()]]),
      .multiPolygon([generator.square(), generator.square()]),
      .geometryCollection([.point(generator.position()), .polygon(generator.square())]),
    ]
    for geometry in geometries {
      let box = try #require(geometry.boundingBox)
      let blob = GeoPackageBlob.encode(geometry, box: box, referenceID: -1)
      #expect(
        try GeoPackageBlob.decode(blob)
          == .init(geometry: geometry, referenceID: -1, hasZ: false, hasM: false))
      // Every cut is an error, never a trap.
      for end in 0..<blob.count {
        #expect(throws: WKBError.self) { try GeoPackageBlob.decode(Array(blob[..<end])) }
      }
    }
  }

  /// ogr2ogr -f GPKG of GDAL 3.6.2, of the GeoJSON point [120.1, 26.9, 5.0].
  @Test func readsThePointWithAHeightThatGDALWrites() throws {
    let blob = bytes("475000017313000001e90300006666666666065e406666666666e63a400000000000001440")
    let decoded = try GeoPackageBlob.decode(blob)
    #expect(decoded.geometry == .point(Coordinate(x: 120.1, y: 26.9)))
    #expect(decoded.referenceID == 4979)
    #expect(decoded.hasZ && !decoded.hasM)
  }

  /// Envelopes of each kind, a big-endian header, big-endian well-known binary.
  @Test(arguments: [(0, 0), (1, 4), (2, 6), (3, 6), (4, 8)])
  func passesOverAnEnvelope(kind: Int, numbers: Int) throws {
    for isBig in [false, true] {
      var blob: [UInt8] = [0x47, 0x50, 0, UInt8(kind << 1) | (isBig ? 0 : 1)]
      blob += isBig ? [0, 0, 0x10, 0xE6] : [0xE6, 0x10, 0, 0]
      blob += Array(repeating: 0x55, count: 8 * numbers)
      // A point with a measure: (1, 2, 3).
      blob += bytes("00000007d13ff000000000000040000000000000004008000000000000")
      let decoded = try GeoPackageBlob.decode(blob)
      #expect(decoded.geometry == .point(Coordinate(x: 1, y: 2)))
      #expect(decoded.referenceID == 4326)
      #expect(decoded.hasM && !decoded.hasZ)
    }
  }

  @Test func anEmptyGeometryIsNone() throws {
    // The flag; and NaN as positions, which is how a point says so.
    let flagged = bytes("4750001100000000" + "010300000000000000")
    #expect(try GeoPackageBlob.decode(flagged).geometry == nil)
    let point = bytes("4750000100000000" + "0101000000000000000000f87f000000000000f87f")
    #expect(try GeoPackageBlob.decode(point).geometry == nil)
  }

  @Test func namesWhatItDoesNotRead() {
    let cases = [
      ("4750000100000000" + "010a00000000000000", "geometry type 10 (CurvePolygon)"),
      ("4750000100000000" + "01f003000000000000", "geometry type 1008 (CircularString)"),
      ("4750002100000000" + "45534b4900", "a geometry of the extension “ESKI”, which is not known"),
      ("4750000b00000000" + "00", "an envelope of kind 5, which is not known"),
      ("4750010100000000" + "00", "a geometry of version 1, which is not known"),
      ("000100000000", "not a geometry of a GeoPackage"),
    ]
    for (hexadecimal, message) in cases {
      #expect { try GeoPackageBlob.decode(bytes(hexadecimal)) } throws: { error in
        (error as? WKBError)?.message == message
      }
    }
  }

  /// Heights inside every kind of list.
  @Test func dropsHeightsAndMeasuresEverywhere() throws {
    // MULTIPOLYGON ZM (((0 0 1 2, 4 0 1 2, 4 4 1 2, 0 0 1 2))), as shapely 2.0 writes ISO WKB.
    func number(_ value: Double) -> [UInt8] { withUnsafeBytes(of: value.bitPattern) { Array($0) } }
    var wkb = bytes("01be0b000001000000" + "01bb0b000001000000" + "04000000")
    for (x, y) in [(0.0, 0.0), (4, 0), (4, 4), (0, 0)] {
      wkb += number(x) + number(y) + number(1) + number(2)
    }
    let flat = try WKB.decodeFlattened(wkb)
    let ring = [(0.0, 0.0), (4, 0), (4, 4), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
    #expect(flat.geometry == .multiPolygon([Polygon(exterior: ring)]))
    #expect(flat.hasZ && flat.hasM)
    // The plain reader still refuses them: a store holds two dimensions.
    #expect(throws: WKBError.self) { try WKB.decode(wkb) }
  }

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }
}
