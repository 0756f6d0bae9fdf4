import Archives
import ArgumentParser
import Formats
import Foundation
import SimpleFeatures
import Storage
import Workflows

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring a file into a layer of a store.",
    discussion: """
      Example: anlan import incidents 110.csv --store xiapu.sqlite --mapping 110.yaml

      Good rows go in together or, when something breaks, not at all. Other rows go to the reject
      file with line, field, value and reason, and the exit status is 3.

      Layers, with the columns that each must have and [may have]; a mapping may name others for
      them, and say their units:
      \(ImportLayer.allCases.map { "  " + $0.help }.joined(separator: "\n"))
      """)

  @Argument(help: "\(ImportLayer.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layer: ImportLayer

  @Argument(
    help: """
      A .csv, .geojson, .geojsonl or .kml file, packed with gzip or not, a .shp or a .zip with one, a \
      .gpkg, .xlsx or .xls; or - for standard input.
      """)
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "A YAML file that says which column is what.")
  var mapping: String?

  @Option(help: "Of the coordinates: EPSG:4326, EPSG:4490, EPSG:4549, GCJ-02, BD-09 …")
  var crs: CRS?

  @Option(help: "auto, utf-8 or gb18030.")
  var encoding: TextEncoding?

  @Option(help: "How the file is written, where its suffix does not say: csv, geojson, geojsonl, kml …")
  var format: InputFile.Format?

  @Option(help: "The sheet of a workbook, by name or number; the layer of a .gpkg or a .zip.")
  var table: String?

  @Option(help: "The row of a sheet that holds the columns' names; by default it is found.")
  var headerRow: Int?

  @Option(help: "Where rejected rows go; by default beside the store.")
  var rejects: String?

  @Flag(help: "Tell all, write nothing.")
  var dryRun = false

  @Flag(help: "Reject rows of categories that are not known.")
  var strict = false

  func run() throws {
    let home = try speech.productHome()
    var settings = ImportSettings(mapping: try importMapping())
    settings.crs = crs
    settings.encoding = encoding
    settings.rejects = rejects.map { URL(filePath: $0) }
    settings.isDryRun = dryRun
    settings.isStrict = strict
    let input = try InputFile(
      path: file, format: format, part: InputFile.Part(table: table, headerRow: headerRow),
      decoder: .thisProgram)
    try input.requireReadable()
    let progress = Progress("import \(layer.rawValue)", isQuiet: speech.quiet)
    if !dryRun { try store.requireWritable() }
    let work = ImportFile(settings: settings, home: home)
    let report =
      dryRun
      ? try store.withCopy { try work.run(input, into: $0) { progress.rows($0) } }
      : try store.withStore { try work.run(input, into: $0) { progress.rows($0) } }
    progress.finish()
    if speech.json { try Console.show(json: report) }
    tell(report)
    if report.counts.rejected > 0 { throw ExitCode(Failure.rejectedRows) }
  }

  private func importMapping() throws -> ImportMapping {
    guard let mapping else { return ImportMapping(layer: layer) }
    do {
      return try ImportMapping(
        text: try String(contentsOf: URL(filePath: mapping), encoding: .utf8), layer: layer)
    } catch let error as WorkflowError {
      throw WorkflowError.usage("\(mapping): \(error)")
    } catch {
      throw WorkflowError.usage("\(mapping) cannot be read: \(error.localizedDescription)")
    }
  }

  private func tell(_ report: ImportReport) {
    let counts = report.counts
    speech.note(
      "\(report.dryRun ? "would import" : "imported") \(report.file) into \(report.layer): "
        + "\(counts.read) rows, \(counts.inserted) new, \(counts.updated) changed, "
        + "\(counts.unchanged) as before, \(counts.rejected) rejected (\(report.crs))")
    if counts.rejected > 0, counts.rejected == counts.read {
      speech.note("  no row could be used; the store is as before")
    }
    if report.skipped > 0 { speech.note("  \(report.skipped) rows passed over by `where`") }
    if !report.droppedPersonalColumns.isEmpty {
      speech.note(
        "  personal columns, not read: \(report.droppedPersonalColumns.joined(separator: ", "))")
    }
    if !report.unmappedColumns.isEmpty {
      speech.note(
        "  columns without a meaning here: \(report.unmappedColumns.joined(separator: ", "))")
    }
    for note in report.notes { speech.note("  \(note)") }
    if !report.unknownCategories.isEmpty {
      speech.note(
        "  categories that are not known, kept as they are: "
          + report.unknownCategories.joined(separator: ", "))
    }
    if report.outsideGrids > 0 { speech.note("  \(report.outsideGrids) incidents lie in no grid") }
    if report.withoutPoint > 0 {
      speech.note("  \(report.withoutPoint) incidents have no point, only a code")
    }
    for warning in report.warnings { speech.note("  \(warning.rows) rows: \(warning.reason)") }
    for reason in report.reasons {
      speech.note("  rejected \(reason.rows): \(reason.reason)")
    }
    for reject in report.firstRejects.prefix(5) { speech.note("    \(reject)") }
    if let file = report.rejectFile { speech.note("  the rejected rows are in \(file)") }
  }
}

extension StoreOptions {
  fileprivate func requireWritable() throws {
    let path = try location()
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: path) else { return }
    for place in [path, folder] where !FileManager.default.isWritableFile(atPath: place) {
      throw WorkflowError.failed(
        "\(place) is read-only, and an import writes there: change its permissions, or import into a copy"
      )
    }
  }

  /// Opens a copy that is gone afterwards: a dry run leaves no byte of the store changed.
  fileprivate func withCopy<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    let original = try location()
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-\(UUID().uuidString)")
    guard FileManager.default.fileExists(atPath: original) else {
      throw StorageError.noStore(location: original)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: URL(filePath: original).lastPathComponent).path
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: original + suffix) {
      try FileManager.default.copyItem(atPath: original + suffix, toPath: copy + suffix)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy + suffix)
    }
    var options = self
    options.store = copy
    return try options.withStore(body)
  }
}
