import ArgumentParser
import Foundation
import SimpleFeatures
import Service
import Storage
import Workflows

struct Layers: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the layers of a store.",
    discussion: "Example: anlan layers --store xiapu.sqlite")

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  private struct Row: Encodable {
    var name: String
    var title: String
    var features: Int
    var run: String?
  }

  func run() throws {
    let rows = try store.withStore(readOnly: true) { store in
      let counts = try store.answer(LayerCounts())
      return try Layer.all.map { layer in
        Row(
          name: layer.name, title: layer.schema.chineseName, features: counts[layer.name] ?? 0,
          run: try layer.runKind.flatMap { try store.answer(Runs(currentOf: $0)).first?.id })
      }
    }
    guard !speech.json else { return try Console.show(json: rows) }
    Console.show(
      table: rows.map { [$0.name, $0.title, String($0.features), $0.run ?? ""] },
      heading: ["layer", "图层", "features", "run"])
  }
}

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List, publish or delete analyses.",
    subcommands: [List.self, Publish.self, Withdraw.self, Delete.self],
    defaultSubcommand: List.self)

  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let viewers of the service see a run, its small counts suppressed.",
      discussion: """
        What is published binds what comes after it: two tables of counts whose days overlap would
        tell their difference. So publish disjoint weeks, or the same days with the same incidents;
        one of them that is withdrawn still counts, since it was told.
        """)

    @Argument(help: "The run's id.")
    var id: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let home = try speech.productHome()
      try store.withStore {
        try PublishRun(id, home: home).run(in: $0, at: ServiceClock.system.instant())
      }
      speech.note("run \(id) is published")
    }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let viewers of the service see a run no longer.")

    @Argument(help: "The run's id.")
    var id: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let home = try speech.productHome()
      try store.withStore {
        try PublishRun(id, home: home).withdraw(in: $0, at: ServiceClock.system.instant())
      }
      speech.note("run \(id) is withdrawn")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the runs, the oldest first.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    private struct Row: Encodable {
      var id: String
      var kind: String
      var current: Bool
      var published: Bool
      var stale: Bool
      var validFrom: String
      var validTo: String
      var seed: Int64
      var version: String
      var input: String
      var parameters: String
      var summary: String
    }

    func run() throws {
      let rows = try store.withStore(readOnly: true) { store in
        let published = Set(
          try store.answer(Publications()).filter { $0.withdrawn == nil }.map(\.run))
        return try store.answer(Runs()).map { run in
          Row(
            id: run.id, kind: run.kind,
            current: try store.answer(Runs(currentOf: run.kind)).first?.id == run.id,
            published: published.contains(run.id), stale: run.isStale,
            validFrom: run.validFrom.description, validTo: run.validTo.description,
            seed: run.seed, version: run.version, input: run.inputDigest,
            parameters: run.parameters, summary: run.summary)
        }
      }
      guard !speech.json else { return try Console.show(json: rows) }
      Console.show(
        table: rows.map {
          [
            $0.id, $0.kind,
            ($0.current ? "*" : "") + ($0.published ? "P" : "") + ($0.stale ? "!" : ""),
            "\($0.validFrom) – \($0.validTo)", $0.parameters,
          ]
        }, heading: ["run", "kind", "now", "days", "parameters"])
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Delete a run with all its rows.")

    @Argument(help: "The run's id.")
    var id: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      try store.withStore { store in try RemoveRun(id: id).run(in: store) }
      speech.note("run \(id) is deleted")
    }
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for damage in a store, faults between its grids, and doubtful data.",
    discussion: """
      Example: anlan check --store xiapu.sqlite. Exit status 1 when there is any damage.
      With --grids: overlaps, gaps and slivers, kept as the layer grid_faults.
      With --quality: what is doubtful by grid, kept as the layer data_quality.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Flag(help: "Compare the grids with their neighbours; exit status 1 when any overlap or gap.")
  var grids = false

  @Option(help: "What is narrower is a sliver, in metres.")
  var sliver = 2.0

  @Flag(help: "Count by grid what the incidents lack, and what they have too much of.")
  var quality = false

  @Option(help: "Days after this one lie in the future; today when not given.")
  var asOf: DayNumber?

  private struct Report: Encodable { var faults: [String] }

  func validate() throws {
    guard sliver > 0, sliver <= 1000 else {
      throw ValidationError("--sliver is a width in metres, more than 0 and at most 1000")
    }
  }

  func run() throws {
    if grids { return try checkGrids() }
    if quality { return try measure() }
    let faults = try store.withStore(readOnly: true) { try $0.faults() }
    if speech.json { try Console.show(json: Report(faults: faults)) }
    guard faults.isEmpty else {
      for fault in faults { Console.note(fault) }
      throw ExitCode(Failure.work)
    }
    speech.note("\(try store.address().name) is sound")
  }

  private func checkGrids() throws {
    var find = FindGridFaults()
    find.sliverMetres = sliver
    let report = try store.withStore { try find.run(in: $0) }
    if speech.json { try Console.show(json: report) }
    speech.note(
      "\(report.grids) grids: \(report.overlaps) overlaps, \(report.gaps) gaps, "
        + "\(report.slivers) slivers, \(report.invalid) invalid / "
        + "\(report.grids) 个网格：重叠 \(report.overlaps)、缝隙 \(report.gaps)、"
        + "狭长碎面 \(report.slivers)、无效 \(report.invalid)")
    for fault in report.faults.prefix(10) {
      let area = (fault.areaSquareMetres * 10).rounded() / 10
      let width = (fault.widthMetres * 100).rounded() / 100
      let grids = fault.grids.joined(separator: ", ")
      speech.note("  \(fault.kind) \(area) m², \(width) m wide: \(grids)")
    }
    if report.faults.count > 10 {
      speech.note("  and \(report.faults.count - 10) more; all are in the layer grid_faults")
    }
    if report.overlaps + report.gaps + report.invalid > 0 { throw ExitCode(Failure.work) }
  }

  private func measure() throws {
    var measure = MeasureDataQuality()
    measure.asOf = asOf ?? DayNumber(Int32(Date().timeIntervalSince1970 / 86_400))
    let report = try store.withStore { try measure.run(in: $0) }
    if speech.json { try Console.show(json: report) }
    let exact = Int((report.exactShare * 100).rounded())
    let midnight = Int((report.midnightShare * 100).rounded())
    speech.note(
      "\(report.inGrids) of \(report.incidents) incidents in \(report.grids) grids: \(exact) % exact, "
        + "\(report.spikeRows) on a default's coordinate, \(midnight) % at midnight, "
        + "\(report.futureRows) in the future / \(report.incidents) 起中 \(report.inGrids) 起落入 "
        + "\(report.grids) 个网格：精确 \(exact)%，默认点位 \(report.spikeRows) 行，零点 \(midnight)%，"
        + "未来日期 \(report.futureRows) 行")
    speech.note("  by grid: the layer data_quality / 分网格见图层 data_quality")
  }
}

struct Project: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a QGIS project that opens the store beside it.",
    discussion: "Example: anlan project --store xiapu.sqlite, which writes xiapu.qgz")

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The project's title.")
  var title: String?

  func run() throws {
    let file = try projectFile()
    let name = title ?? file.deletingPathExtension().lastPathComponent
    let styles = DesktopStyles(home: try speech.productHome())
    try store.withStore(readOnly: true) { store in
      try styles.writeProject(
        for: store, on: try self.store.address().desktopServer, title: name, to: file)
    }
    speech.note("\(file.path) opens the store in QGIS")
  }

  /// Beside a file; of a server's database, here.
  private func projectFile() throws -> URL {
    let address = try store.address()
    return switch address {
    case .file(let path):
      URL(filePath: path).deletingPathExtension().appendingPathExtension("qgz")
    case .server:
      URL(filePath: (address.name.split(separator: "/").last.map(String.init) ?? "anlan") + ".qgz")
    }
  }
}

struct LatticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lattice", abstract: "Lay square cells over the study area.",
    discussion: "Example: anlan lattice --store portland.sqlite --cell 250")

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The side of a cell, in metres.")
  var cell: Int

  @Option(help: "Only over the unit of this code.")
  var area = ""

  func run() throws {
    var lay = try LayLattice(cellMetres: cell)
    lay.area = area
    let report = try store.withStore { try lay.run(in: $0) }
    if speech.json { try Console.show(json: report) }
    speech.note("\(report.cells) cells of \(report.cellMetres) m over \(report.cover)")
  }
}
