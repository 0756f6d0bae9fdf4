import SimpleFeatures

/// The rows of a foreign table, one after the other, in the memory of one.
public final class ForeignRows {
  public enum Step: Sendable {
    case row(ForeignRow)
    /// A row whose geometry cannot be read; the next one can.
    case fault(ArchiveError, cells: [String?])
    case end
  }

  public let table: ForeignTable
  /// How many geometries so far lost their heights, and their measures.
  public private(set) var droppedHeights = 0
  public private(set) var droppedMeasures = 0

  private let frames: ForeignFrames
  private let fileName: String

  init(_ request: DecodeRequest, decoder: ForeignDecoder) throws(ArchiveError) {
    frames = try ForeignFrames(request, decoder: decoder)
    fileName = request.fileName
    guard case .header(let table) = try frames.next() else { throw frames.disorder() }
    self.table = table
  }

  /// The child's process, for tests.
  var processIdentifier: Int32 { frames.processIdentifier }

  /// - Throws: where the file, or the process that reads it, breaks off. What came before is then
  ///   a part of the rows only.
  public func next() throws(ArchiveError) -> Step {
    switch try frames.next() {
    case .end: return .end
    case .row(let raw):
      guard raw.cells.count == table.columns.count else { throw frames.disorder() }
      var row = ForeignRow(number: raw.number, cells: raw.cells)
      guard let bytes = raw.geometry else { return .row(row) }
      do {
        let blob = try GeoPackageBlob.decode(bytes)
        if blob.hasZ { droppedHeights += 1 }
        if blob.hasM { droppedMeasures += 1 }
        row.geometry = blob.geometry
        return .row(row)
      } catch {
        let fault = ArchiveError(
          .value, file: fileName, error.message, table: table.name, row: raw.number,
          field: table.geometryColumn,
          expected: "a geometry of straight lines, as ogr2ogr -nlt CONVERT_TO_LINEAR makes them")
        return .fault(fault, cells: raw.cells)
      }
    case .tables, .header, .failure: throw frames.disorder()
    }
  }
}
