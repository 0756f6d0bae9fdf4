import Formats
import SimpleFeatures
import TestSupport

/// The files of a shapefile in memory, and the bytes of broken ones.
struct ShapefileBytes {
  var shp: [UInt8] = []
  var shx: [UInt8] = []
  var dbf: [UInt8] = []
  var cpg: String?
  var prj: String?

  init() {}

  init(fixture name: String) throws {
    func bytes(_ suffix: String) -> [UInt8]? {
      (try? Fixture.data("domain-gbk/\(name).\(suffix)")).map { [UInt8]($0) }
    }
    shp = [UInt8](try Fixture.data("domain-gbk/\(name).shp"))
    shx = [UInt8](try Fixture.data("domain-gbk/\(name).shx"))
    dbf = [UInt8](try Fixture.data("domain-gbk/\(name).dbf"))
    cpg = bytes("cpg").map { String(decoding: $0, as: UTF8.self) }
    prj = bytes("prj").map { String(decoding: $0, as: UTF8.self) }
  }

  /// What the writer makes of some features.
  init(
    _ schema: FeatureSchema, _ features: [Feature],
    options: ShapefileWriter.Options = ShapefileWriter.Options(),
    report: (ShapefileReport) -> Void = { _ in }
  ) throws {
    let files = (0..<3).map { _ in Collected() }
    let (cpg, prj) = (Collected(), Collected())
    let writer = try ShapefileWriter(
      schema: schema,
      to: ShapefileSinks(
        shp: files[0].patchable, shx: files[1].patchable, dbf: files[2].patchable, cpg: cpg.sink,
        prj: prj.sink), options: options)
    for feature in features { try writer.write(feature) }
    report(try writer.finish())
    (shp, shx, dbf) = (files[0].bytes, files[1].bytes, files[2].bytes)
    (self.cpg, self.prj) = (cpg.text, prj.text.isEmpty ? nil : prj.text)
  }

  func reader(
    _ options: ShapefileOptions = ShapefileOptions(), chunk: Int = .max, hasTable: Bool = true
  ) throws(FormatError) -> ShapefileReader {
    try ShapefileReader(
      shp: ByteSource(shp, chunk: chunk), dbf: hasTable ? ByteSource(dbf, chunk: chunk) : nil,
      shx: ByteSource(shx, chunk: chunk), cpg: cpg, prj: prj, options: options)
  }

  /// Every step as text; the last one `end` or the error.
  func steps(
    _ options: ShapefileOptions = ShapefileOptions(), chunk: Int = .max, hasTable: Bool = true
  ) -> [String] {
    var steps: [String] = []
    do throws(FormatError) {
      let reader = try reader(options, chunk: chunk, hasTable: hasTable)
      while true {
        switch try reader.next() {
        case .row:
          let cells = (0..<reader.columns).map { reader.text($0) ?? "-" }
          let place = reader.geometry.map { "\($0)" } ?? "nowhere"
          steps.append("\(reader.record) \(cells.joined(separator: "|")) \(place)")
        case .fault(let fault): steps.append("fault \(fault)")
        case .end:
          return steps + ["end \(reader.notes.sentences + reader.tableNotes.sentences)"]
        }
      }
    } catch {
      return steps + ["thrown \(error)"]
    }
  }

  func geometries() throws -> [Geometry?] {
    let reader = try reader()
    var all: [Geometry?] = []
    while true {
      switch try reader.next() {
      case .row: all.append(reader.geometry)
      case .fault(let fault): throw fault
      case .end: return all
      }
    }
  }

  /// A `.shp` of one record after the other, by the bytes behind their headers.
  init(type: Int32, records: [[UInt8]]) {
    for (index, record) in records.enumerated() {
      shp += Self.big(index + 1) + Self.big(record.count / 2) + record
    }
    shp = Self.header(type: type, bytes: shp.count + 100) + shp
  }

  static func header(type: Int32, bytes: Int) -> [UInt8] {
    big(9994) + [UInt8](repeating: 0, count: 20) + big(bytes / 2) + little(1000)
      + little(Int(type)) + [UInt8](repeating: 0, count: 64)
  }

  /// A record of parts, as lines and polygons are.
  static func record(type: Int32, _ parts: [[(Double, Double)]], tail: [UInt8] = []) -> [UInt8] {
    var bytes = little(Int(type)) + [UInt8](repeating: 0, count: 32)
    bytes += little(parts.count) + little(parts.reduce(0) { $0 + $1.count })
    var start = 0
    for part in parts {
      bytes += little(start)
      start += part.count
    }
    for (x, y) in parts.joined() { bytes += double(x) + double(y) }
    return bytes + tail
  }

  static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func little(_ value: Int) -> [UInt8] { big(value).reversed() }

  static func double(_ value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64($0 * 8)) }
  }

  /// A table by its columns (name, type, width) and the bytes of its rows.
  static func table(
    _ columns: [(name: [UInt8], type: Character, width: Int)], _ rows: [[UInt8]],
    declared: Int? = nil, driver: UInt8 = 0, version: UInt8 = 3
  ) -> [UInt8] {
    let length = 33 + 32 * columns.count
    let width = 1 + columns.reduce(0) { $0 + $1.width }
    var bytes: [UInt8] = [version, 126, 7, 3] + little(declared ?? rows.count)
    bytes += [UInt8(length & 255), UInt8(length >> 8), UInt8(width & 255), UInt8(width >> 8)]
    bytes += [UInt8](repeating: 0, count: 17) + [driver, 0, 0]
    for column in columns {
      bytes += column.name + [UInt8](repeating: 0, count: 11 - column.name.count)
      bytes += [column.type.asciiValue ?? 0, 0, 0, 0, 0, UInt8(column.width)]
      bytes += [UInt8](repeating: 0, count: 15)
    }
    return bytes + [13] + rows.joined() + [0x1A]
  }
}

extension Collected {
  var patchable: PatchableSink {
    PatchableSink(
      append: { span in span.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) } },
      patch: { offset, span in
        span.withUnsafeBufferPointer {
          self.bytes.replaceSubrange(offset..<offset + $0.count, with: $0)
        }
      })
  }
}

/// The steps of a table alone; the last one `end` or the error.
func tableSteps(
  _ dbf: [UInt8], cpg: String? = nil, options: DBFOptions = DBFOptions(), chunk: Int = .max
) -> [String] {
  var steps: [String] = []
  do throws(FormatError) {
    let reader = try DBFReader(ByteSource(dbf, chunk: chunk), cpg: cpg, options: options)
    steps.append(reader.header.joined(separator: "|"))
    while true {
      switch try reader.next() {
      case .row:
        let cells = (0..<reader.columns).map { reader.text($0) ?? "-" }
        steps.append("\(reader.record) \(cells.joined(separator: "|"))")
      case .fault(let fault): steps.append("fault \(fault)")
      case .end:
        let notes = reader.notes.sentences
        return steps + ["end \(reader.encodingVerdict.objection ?? "") \(notes)"]
      }
    }
  } catch {
    return steps + ["thrown \(error)"]
  }
}
