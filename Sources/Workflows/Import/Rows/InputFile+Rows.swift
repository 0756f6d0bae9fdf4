import Archives
import Formats
import Foundation

extension InputFile {
  /// Opens the file, hands its rows to `body` and closes it.
  ///
  /// - Parameter encoding: of formats that do not say their own.
  func withRows<T>(
    encoding: TextEncoding, _ body: (SourceRows, DigestTap) throws -> T
  ) throws -> T {
    let tap = DigestTap()
    guard format.isStream else {
      guard let url else { throw WorkflowError.usage("\(name) must be a file") }
      let opened = try OpenedFiles(self, at: url, tap: tap)
      return try body(SourceRows(try opened.rows(encoding: encoding)), tap)
    }
    let file = try SequentialFile(url, name: name)
    let tail = Tail()
    let bytes = ByteSource { buffer in
      let count = try file.read(into: buffer)
      tap.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      return count
    }.decompressed()
    let watched = ByteSource { buffer in
      let count = try bytes.fill(buffer)
      if count > 0 { tail.lastByte = buffer[count - 1] }
      return count
    }
    let rows: any RowSource =
      switch format {
      case .csv: try CSVRows(watched, encoding: encoding)
      case .kml: try FeatureRows(KMLReader(watched))
      default:
        try FeatureRows(watched.decoded(as: encoding), isSequence: format == .geojsonl)
      }
    return try body(SourceRows(rows, lastByte: { tail.lastByte }), tap)
  }

  private final class Tail { var lastByte: UInt8? }
}

/// A file of several tables or members, read where its parts lie.
private struct OpenedFiles {
  private let input: InputFile
  private let url: URL
  private let tap: DigestTap

  init(_ input: InputFile, at url: URL, tap: DigestTap) throws {
    self.input = input
    self.url = url
    self.tap = tap
  }

  func rows(encoding: TextEncoding) throws -> any RowSource {
    switch input.format {
    case .shp: return try ShapefileRows(shapefile(encoding))
    case .zip:
      let archive = try ShapefileArchive(ZIPReader(try bytes()))
      return try ShapefileRows(archive.reader(layer(of: archive), options: options(encoding)))
    case .kmz: return try FeatureRows(KMLReader(kmz: ZIPReader(try bytes())))
    case .xlsx:
      var options = XLSXOptions()
      if let table = input.part.table {
        options.sheet = Int(table).map { .number($0) } ?? .named(table)
      }
      options.headerRow = input.part.headerRow
      return SheetRows(try XLSXReader(try bytes(), options: options))
    default:
      guard let decoder = input.decoder,
        let format = ForeignFile.Format(rawValue: input.format.rawValue)
      else {
        throw WorkflowError.failed("\(input.name): this program cannot read .\(input.format)")
      }
      try digest(url)
      do {
        let file = ForeignFile(path: url.path, format: format, decoder: decoder)
        return ForeignTableRows(
          try file.rows(of: input.part.table, headerRow: input.part.headerRow))
      } catch {
        throw WorkflowError.failed("\(error)")
      }
    }
  }

  // MARK: Shapefiles

  private func options(_ encoding: TextEncoding) -> ShapefileOptions {
    var options = ShapefileOptions()
    options.table.encoding = encoding
    return options
  }

  private func shapefile(_ encoding: TextEncoding) throws -> ShapefileReader {
    let folder = url.deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let members = ShapefileMembers(of: url.lastPathComponent, among: names)
    guard members.dbf != nil else {
      throw WorkflowError.failed(
        "\(input.name): its .dbf, which holds the columns, is not beside it; copy all files of the "
          + "shapefile")
    }
    func source(_ member: String?) throws -> ByteSource? {
      guard let member else { return nil }
      let file = try SequentialFile(folder.appending(path: member), name: member)
      let tap = tap
      return ByteSource { buffer in
        let count = try file.read(into: buffer)
        tap.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        return count
      }
    }
    func text(_ member: String?) throws -> String? {
      guard let member else { return nil }
      let data = try Data(contentsOf: folder.appending(path: member))
      return String(decoding: data, as: UTF8.self)
    }
    guard let shp = try source(members.shp) else {
      throw WorkflowError.failed("\(input.name): there is no such file")
    }
    return try ShapefileReader(
      shp: shp, dbf: try source(members.dbf), shx: try source(members.shx),
      cpg: try text(members.cpg), prj: try text(members.prj), options: options(encoding))
  }

  private func layer(of archive: ShapefileArchive) throws -> ShapefileMembers {
    func name(_ layer: ShapefileMembers) -> String {
      URL(filePath: layer.shp).deletingPathExtension().lastPathComponent
    }
    if let table = input.part.table {
      guard let layer = archive.layers.first(where: { name($0) == table }) else {
        throw WorkflowError.usage(
          "\(input.name) has no shapefile \(table); it has "
            + archive.layers.map(name).joined(separator: ", "))
      }
      return layer
    }
    guard archive.layers.count == 1 else {
      throw WorkflowError.usage(
        "\(input.name) holds \(archive.layers.count) shapefiles: choose with --table "
          + archive.layers.map(name).joined(separator: ", "))
    }
    return archive.layers[0]
  }

  // MARK: Bytes

  /// The file's bytes, mapped where the system can, and digested.
  private func bytes() throws -> RandomAccessBytes {
    try digest(url)
    let data = try Data(contentsOf: url, options: .alwaysMapped)
    return RandomAccessBytes(count: data.count) { offset, buffer in
      let count = min(buffer.count, data.count - offset)
      data.copyBytes(to: buffer, from: offset..<offset + count)
      return count
    }
  }

  private func digest(_ url: URL) throws {
    let file = try SequentialFile(url, name: input.name)
    try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
      while true {
        let count = try file.read(into: buffer)
        guard count > 0 else { return }
        tap.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      }
    }
  }
}
