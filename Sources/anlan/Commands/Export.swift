import ArgumentParser
import Foundation
import SimpleFeatures
import Storage
import Workflows

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a layer to a .geojson, .geojsonl, .csv, .xlsx, .gpkg, .shp, .pmtiles or .mbtiles "
      + "file.",
    discussion: """
      Example: anlan export hotspots --store xiapu.sqlite --to hotspots.geojson

      Of .pmtiles and .mbtiles, which hold vector tiles: above the last zoom points stand together
      with their number n, the number of each kind (n_theft) and the worst severity, so that the sum
      of n over a zoom's tiles is the number of points; surfaces too small to be seen stand together
      as one, with how many it is (merged). The layer …_labels has a point in each surface.
      """)

  @Argument(help: "\(Layer.all.map(\.name).joined(separator: ", ")).")
  var layer: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The file; its suffix says the format.")
  var to: String

  @Option(name: .customLong("run"), help: "A run's id; by default the one that the layer shows.")
  var runID: String?

  @Option(help: "Of the coordinates; GeoJSON is always WGS 84.")
  var crs = CRS.wgs84

  @Option(help: "The first digits of a code.")
  var area = ""

  @Option(help: "A category of incidents; may be given several times.")
  var category: [String] = []

  @Option(help: "First day of incidents.")
  var from: DayNumber?

  @Option(name: .customLong("until"), help: "Last day of incidents, included.")
  var until: DayNumber?

  @Option(help: "public, meeting or analyst: who will see the file.")
  var audience = Audience.analyst

  @Option(help: "Of tiles: the first zoom.")
  var minZoom = 5

  @Option(help: "Of tiles: the last zoom, which has every feature with all its attributes.")
  var maxZoom = 14

  func validate() throws {
    guard minZoom <= maxZoom else {
      throw ValidationError("--min-zoom \(minZoom) lies behind --max-zoom \(maxZoom)")
    }
  }

  func run() throws {
    let layer = try Layer.required(named: layer)
    var export = ExportLayer(layer: layer, home: try speech.productHome())
    export.audience = audience
    export.run = runID
    export.crs = crs
    export.area = area
    export.categories = category
    export.from = from
    export.to = until
    export.zooms = minZoom...maxZoom
    let file = URL(filePath: to)
    let report = try store.withStore(holding: area, readOnly: true) { store in
      try export.run(from: store, to: file)
    }
    if speech.json { try Console.show(json: report) }
    var sentence = "\(to): \(report.features) features of \(report.layer) for \(report.audience)"
    if report.suppressed > 0 { sentence += ", small numbers taken out of \(report.suppressed)" }
    if report.withheld > 0 {
      sentence += ", \(report.withheld) points of categories that leave as counts alone held back"
    }
    speech.note(sentence)
    for note in report.notes { speech.note("  \(note)") }
  }
}

extension Layer {
  static func required(named name: String) throws -> Layer {
    guard let layer = Layer(named: name) else {
      throw WorkflowError.usage(
        "there is no layer \(name); there are \(Layer.all.map(\.name).joined(separator: ", "))")
    }
    return layer
  }
}
