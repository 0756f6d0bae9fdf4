import Formats

/// The rows of a CSV file.
final class CSVRows: RowSource {
  // Asked for every row by one thread.
  @exclusivity(unchecked) private var reader: CSVReader
  let header: [String]

  init(_ bytes: ByteSource, encoding: TextEncoding) throws(FormatError) {
    var options = CSVOptions()
    options.encoding = encoding
    let reader = try CSVReader(bytes, options: options)
    header = reader.header
    self.reader = consume reader
  }

  var encoding: TextEncoding {
    let read = reader.encodingVerdict.readAs
    return read == .auto ? .utf8 : read
  }

  var encodingObjection: String? { reader.encodingVerdict.objection }

  func next(into page: RowPage) throws(FormatError) -> RowSourceStep {
    switch try reader.next() {
    case .end: return .end
    case .row:
      reader.appendFields(to: page)
      return .row(line: reader.line)
    case .fault(let fault):
      let isCut =
        reader.columns == header.count && reader.encodingVerdict.readAs != .gb18030
      if fault.kind == .encoding && isCut {
        reader.appendFields(to: page)
      } else {
        page.append(reader.rowText)
      }
      return .fault(fault, hasTooFewCells: reader.columns < header.count)
    }
  }
}
