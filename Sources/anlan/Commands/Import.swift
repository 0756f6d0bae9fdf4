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

      anlan import incidents 110.csv --store xiapu.sqlite --suggest --mapping 110.yaml
      anlan import --list --store xiapu.sqlite
      anlan import --undo 7 --store xiapu.sqlite

      Good rows go in together or, when something breaks, not at all. Other rows go to the reject
      file with line, field, value and reason, and the exit status is 3.

      Layers, with the columns that each must have and [may have]; a mapping may name others for
      them, and say their units:
      \(ImportLayer.allCases.map { "  " + $0.help }.joined(separator: "\n"))
      """)

  @Argument(help: "\(ImportLayer.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layer: ImportLayer?

  @Argument(
    help: """
      A .csv, .geojson, .geojsonl or .kml file, packed with gzip or not, a .shp or a .zip with one, a \
      .gpkg, .xlsx or .xls; or - for standard input.
      """)
  var file: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "A YAML file that says which column is what.")
  var mapping: String?

  @Option(help: "Of the coordinates: EPSG:4326, EPSG:4490, EPSG:4549, GCJ-02, BD-09 …")
  var crs: CRS?

  @Option(help: "auto, utf-8 or gb18030.")
  var encoding: TextEncoding?

  @Option(help: "How the file is written, where its suffix does not say: csv, geojson, kml …")
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

  @Flag(help: "Write a first mapping, to standard output or to a new file that --mapping names.")
  var suggest = false

  @Option(help: "Take back the import of this number: its rows go, changed ones are restored.")
  var undo: Int64?

  @Flag(help: "List the imports with their numbers.")
  var list = false

  @Option(help: "The language of remarks on the data: zh or en; that of LANG when not given.")
  var lang: DrawWeeklySheet.SheetTongue?

  @Option(help: "Who issued the ids, for --suggest.")
  var source: String?

  func validate() throws {
    let actions = [suggest, undo != nil, list].count { $0 }
    guard actions <= 1 else {
      throw ValidationError("one of --suggest, --undo and --list at a time")
    }
    if undo != nil || list {
      guard layer == nil else {
        throw ValidationError("--undo and --list take no layer and no file")
      }
    } else if layer == nil || file == nil {
      throw ValidationError("say the layer and the file: anlan import incidents 110.csv")
    }
  }

  func run() throws {
    if let undo { return try takeBack(undo) }
    if list { return try listImports() }
    guard let layer, let file else { return }
    if suggest { return try suggestMapping(layer, file) }
    let home = try speech.productHome()
    var settings = ImportSettings(mapping: try importMapping(layer))
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

  private func importMapping(_ layer: ImportLayer) throws -> ImportMapping {
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

  private var isChinese: Bool {
    lang.map { $0 == .chinese } ?? Console.isChinese
  }

  private func tellOfTrust(_ report: ImportReport) {
    func say(_ text: BilingualText) { speech.note("  \(text.text(inChinese: isChinese))") }
    if !report.changedColumns.isEmpty {
      let list = report.changedColumns.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      say(BilingualText(en: "changed columns: \(list)", zh: "变更的列：\(list)"))
    }
    if let datum = report.datum { say(datum.sentence) }
    for remark in report.quality?.remarks ?? [] { say(remark) }
    if let same = report.sameEvents, same.notCompared > 0 {
      say(
        BilingualText(
          en: "whether another source told of them too was not looked for: the store has "
            + "\(same.notCompared) incidents in these days, and \(FindSameEvents.mostIncidents) "
            + "are compared at most",
          zh: "未查找重复来源：这些日期内已有 \(same.notCompared) 条事件，最多比较 "
            + "\(FindSameEvents.mostIncidents) 条"))
    }
    if let same = report.sameEvents, same.pairs > 0 {
      let number = "\(same.pairs)\(same.isCut ? "+" : "")"
      say(
        BilingualText(
          en: "\(number) pairs may be one event told by two sources; linked, not merged",
          zh: "\(number) 对记录可能是不同来源的同一事件，已标记关联，未合并"))
      for pair in same.examples.prefix(3) {
        speech.note("    \(pair.first) ~ \(pair.second): \(pair.metres) m, \(pair.minutes) min")
      }
    }
    if let id = report.importID {
      say(
        BilingualText(
          en: "this is import \(id): anlan import --undo \(id) takes it back",
          zh: "本次导入编号 \(id)，可用 anlan import --undo \(id) 撤销"))
    }
  }

  private func suggestMapping(_ layer: ImportLayer, _ file: String) throws {
    if let mapping, FileManager.default.fileExists(atPath: mapping) {
      throw WorkflowError.usage(
        "\(mapping) is there already; name a new file, or remove the old one first")
    }
    let input = try InputFile(path: file, format: format)
    try input.requireReadable()
    var suggest = SuggestMapping(layer: layer, home: try speech.productHome())
    suggest.encoding = encoding
    suggest.crs = crs
    suggest.source = source
    let hasStore =
      store.store != nil || ProcessInfo.processInfo.environment["ANLAN_STORE"]?.isEmpty == false
    let suggestion =
      hasStore
      ? try store.withStore(readOnly: true) { try suggest.run(input, store: $0) }
      : try suggest.run(input, store: nil)
    if let mapping {
      do {
        try suggestion.text.write(to: URL(filePath: mapping), atomically: true, encoding: .utf8)
      } catch {
        throw WorkflowError.failed("\(mapping) cannot be written: \(error.localizedDescription)")
      }
      speech.note("a first mapping is in \(mapping) / 映射草稿已写入 \(mapping)")
    } else {
      print(suggestion.text, terminator: "")
    }
    if suggestion.questions.isEmpty {
      speech.note("it imports as it is; read it first / 可直接导入，请先核对")
    }
    for question in suggestion.questions {
      speech.note("  ? \(question.zh)")
      speech.note("    \(question.en)")
    }
  }

  private func takeBack(_ id: Int64) throws {
    try store.requireWritable()
    let report = try store.withStore { try UndoImport(id: id).run(in: $0) }
    if speech.json { try Console.show(json: report) }
    speech.note(
      "import \(id) (\(report.file) into \(report.layer)) is taken back: \(report.removed) rows removed, "
        + "\(report.restored) restored, \(report.staleRuns) runs marked stale / 导入 \(id) 已撤销："
        + "删除 \(report.removed) 行，恢复 \(report.restored) 行，\(report.staleRuns) 个分析标记为过期")
  }

  private func listImports() throws {
    let entries = try store.withStore(readOnly: true) { try $0.answer(ImportEntries()) }
    guard !speech.json else { return try Console.show(json: entries) }
    Console.show(
      table: entries.map { entry in
        [
          String(entry.id), entry.isUndone ? "undone" : "", entry.layer, entry.source,
          String(entry.counts.inserted), String(entry.counts.updated),
          String(entry.counts.rejected), entry.file,
        ]
      },
      heading: ["import", "", "layer", "source", "new", "changed", "rejected", "file"])
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
    if report.nearGrids > 0 {
      speech.note(
        "  \(report.nearGrids) incidents lie in no grid and are counted in the nearest one: see "
          + "grid_distance_m")
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
    tellOfTrust(report)
    if let file = report.rejectFile { speech.note("  the rejected rows are in \(file)") }
  }
}

extension StoreOptions {
  fileprivate func requireWritable() throws {
    // A server says itself who may write.
    guard case .file(let path) = try address() else { return }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: path) else { return }
    for place in [path, folder] where !FileManager.default.isWritableFile(atPath: place) {
      throw WorkflowError.failed(
        "\(place) is read-only, and an import writes there: change its permissions, or import into a copy"
      )
    }
  }

  /// Opens a copy that is gone afterwards: a dry run leaves no byte of the store changed. A server
  /// takes its transaction back instead.
  fileprivate func withCopy<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    guard case .file(let original) = try address() else { return try withStore(body) }
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
