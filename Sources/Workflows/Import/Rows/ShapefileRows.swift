import Formats
import Projections
import SimpleFeatures

/// The records of a shapefile.
final class ShapefileRows: RowSource {
  private let reader: ShapefileReader
  let declaredCRS: CRS?
  let unknownCRS: String?

  init(_ reader: ShapefileReader) throws(FormatError) {
    self.reader = reader
    guard let projection = reader.projection, !projection.isEmpty else {
      declaredCRS = nil
      unknownCRS = nil
      return
    }
    do {
      declaredCRS = try CRS(projectionFile: projection)
    } catch {
      throw FormatError(.transfer, "the .prj could not be judged", cause: error)
    }
    // PROJCS["name",…: what stands between the first quotes.
    let name = projection.split(separator: "\"", omittingEmptySubsequences: false)
    unknownCRS = declaredCRS == nil ? String(name.count > 1 ? name[1] : Substring(projection)) : nil
  }

  var header: [String] { reader.header }
  var givesGeometry: Bool { true }
  var notes: [String] { reader.notes.sentences + reader.tableNotes.sentences }

  var encoding: TextEncoding {
    let read = reader.encodingVerdict?.readAs ?? .utf8
    return read == .auto ? .utf8 : read
  }

  var encodingObjection: String? { reader.encodingVerdict?.objection }

  func next(into page: RowPage) throws(FormatError) -> RowSourceStep {
    let step = try reader.next()
    switch step {
    case .end: return .end
    case .row:
      for column in header.indices { page.append(reader.text(column)) }
      return .row(line: reader.record, geometry: reader.geometry, feature: reader.record)
    case .fault(let fault):
      for column in header.indices { page.append(reader.text(column)) }
      return .fault(fault.placed(line: reader.record))
    }
  }
}
