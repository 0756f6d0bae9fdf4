public import Archives
import Formats
import Foundation

/// A file, or the standard input, that rows are read from.
public struct InputFile: Sendable {
  /// How the rows are written.
  public enum Format: String, Sendable, CaseIterable {
    case csv, geojson, geojsonl, shp, kml, kmz, gpkg, xlsx, xls, zip

    /// Can be read from its beginning to its end, as a pipe gives it.
    var isStream: Bool {
      switch self {
      case .csv, .geojson, .geojsonl, .kml: true
      case .shp, .kmz, .gpkg, .xlsx, .xls, .zip: false
      }
    }
  }

  /// Which part of a file with several tables is read.
  public struct Part: Sendable {
    /// A sheet or layer by name, a sheet also by its number; `nil` where there is one, or for the
    /// first sheet with rows.
    public var table: String?
    /// The row of a sheet that holds the names, from 1; `nil` to find it.
    public var headerRow: Int?

    public init(table: String? = nil, headerRow: Int? = nil) {
      self.table = table
      self.headerRow = headerRow
    }
  }

  public let name: String
  public let format: Format
  /// `nil` for the standard input.
  let url: URL?
  let part: Part
  let decoder: ForeignDecoder?

  private static let suffixes = "." + Format.allCases.map(\.rawValue).joined(separator: ", .")

  /// - Parameters:
  ///   - path: `-` for the standard input.
  ///   - format: `nil` to go by the suffix; a `.gz` behind it is passed over.
  ///   - decoder: how files are opened that C code reads: .gpkg and .xls.
  public init(
    path: String, format: Format?, part: Part = Part(), decoder: ForeignDecoder? = nil
  ) throws(WorkflowError) {
    self.part = part
    self.decoder = decoder
    if path == "-" {
      guard let format, format.isStream else {
        throw .usage(
          "standard input has no suffix: say its --format, csv, geojson, geojsonl or kml; other "
            + "formats must be files")
      }
      (name, self.format, url) = ("standard input", format, nil)
      return
    }
    let url = URL(filePath: path)
    let plain = url.pathExtension.lowercased() == "gz" ? url.deletingPathExtension() : url
    let suffix = plain.pathExtension.lowercased()
    let usual = ["json": "geojson", "txt": "csv", "ndjson": "geojsonl"][suffix] ?? suffix
    guard let format = format ?? Format(rawValue: usual) else {
      throw .usage(
        "\(path): files of the suffix “.\(suffix)” are not read; \(Self.suffixes) are"
          + " (or say the --format)")
    }
    (name, self.format, self.url) = (url.lastPathComponent, format, url)
  }

  /// In bytes; `nil` for the standard input.
  var size: Int? {
    guard let url else { return nil }
    return try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize
  }

  /// Asked before the store is opened, so that a missing file leaves no trace in it.
  public func requireReadable() throws(WorkflowError) {
    guard let url else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw .failed("\(url.path): there is no such file")
    }
    guard !isFolder.boolValue else { throw .failed("\(url.path) is a folder; name the file in it") }
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw .failed("\(url.path) may not be read: its permissions forbid it")
    }
  }
}
