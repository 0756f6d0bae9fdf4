import ArgumentParser
import PostGISStorage
import SimpleFeatures
import Storage
import Workflows

struct Initialise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a store, or bring an older one up to date.",
    discussion: """
      Example: anlan init --store xiapu.sqlite --crs EPSG:4549

      The CRS is the metric one that distances use. Without it the first import chooses the zone
      of its data: CGCS2000 three-degree in China, UTM elsewhere.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(help: "The metric CRS, such as EPSG:4549.")
  var crs: CRS?

  @Option(help: "The study area's time zone; Asia/Shanghai in a new store.")
  var timeZone: String?

  @Option(help: "How many digits number the grids of a village; 3 in a new store.")
  var gridSequence: Int?

  @Option(
    help: "Metres from a grid within which a point in none is counted in it; 200 in a new store.")
  var gridReach: Double?

  func validate() throws {
    guard gridReach.map({ (0...5000).contains($0) }) ?? true else {
      throw ValidationError("--grid-reach: from 0 to 5000 metres")
    }
    guard gridSequence.map({ (1...6).contains($0) }) ?? true else {
      throw ValidationError("--grid-sequence: from 1 to 6 digits")
    }
  }

  func run() throws {
    let address = try store.address()
    let home = try speech.productHome()
    let made = try address.create()
    do {
      try PrepareStore(
        metricCRS: crs, timeZone: timeZone, gridSequenceDigits: gridSequence,
        gridReach: gridReach, home: home
      ).run(in: made)
    } catch {
      try? made.close()
      throw error
    }
    let missing = try (made as? PostGISStore)?.missingRoles() ?? []
    try made.close()
    speech.note("\(address.name) is ready.")
    if !missing.isEmpty {
      speech.note(
        "  this user may not make roles: let an administrator run createuser --no-login for "
          + "\(missing.joined(separator: " and ")), then anlan init again")
    }
  }
}
