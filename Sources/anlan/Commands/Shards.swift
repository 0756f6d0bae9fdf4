import ArgumentParser
import PostGISStorage
import Storage
import Workflows

struct Shards: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Spread the incidents, policies and claims of a store over many servers, by county.",
    discussion: """
      Example:
        anlan init --store postgresql://planner@db0.example/fujian --crs EPSG:4549
        anlan shards init --store postgresql://planner@db0.example/fujian \\
          --shard postgresql://planner@db1.example/fujian1 \\
          --shard postgresql://planner@db2.example/fujian2
        anlan import incidents 110.csv --store postgresql://planner@db0.example/fujian

      The first store is their coordinator: every command takes it as any store. Units, grids and
      villages are on all servers. A county comes to the shard with the fewest when its first row
      does. With --area of one county, analyses, exports and sheets are made on its own shard, and
      their runs stay there.
      """,
    subcommands: [Begin.self, Add.self, Move.self, Status.self])

  struct Begin: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Make an empty store the coordinator of shards.",
      discussion: "Example: anlan shards init --store URL --shard URL --shard URL")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "A database that is empty or holds an empty store; once for each.")
    var shard: [String]

    func run() throws {
      guard !shard.isEmpty, Set(shard).count == shard.count else {
        throw WorkflowError.usage("name each shard once: --shard postgresql://USER@HOST/DATABASE")
      }
      try store.withServer { try $0.beginShards(urls: shard) }
      speech.note(
        "\(try store.address().name) is the coordinator of \(shard.count) shards")
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a shard.",
      discussion: "Example: anlan shards add --store URL --shard postgresql://planner@db3/fujian3")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "A database that is empty or holds an empty store.")
    var shard: String

    func run() throws {
      try store.withServer { try $0.addShard(url: shard) }
      speech.note("\(try StoreAddress(required: shard).name) is a shard")
    }
  }

  struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Carry a county to another shard, whole or not at all.",
      discussion: "Example: anlan shards move 350921 --to 2 --store URL")

    @Argument(help: "The county's first six digits.")
    var area: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "The shard's number, as anlan shards status shows it.")
    var to: Int

    func run() throws {
      let move = try store.withServer { try $0.moveArea(area, to: to) }
      if speech.json { try Console.show(json: move) }
      speech.note(
        "\(area) went from shard \(move.from) to shard \(move.to): "
          + "\(move.rows["incident"] ?? 0) incidents, \(move.rows["policy"] ?? 0) policies, "
          + "\(move.rows["claim"] ?? 0) claims")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what each shard holds, and end what was left half-way there.",
      discussion: "Exit status 1 when a shard cannot be reached.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let shards = try store.withServer { try $0.shardStatus() }
      if speech.json {
        try Console.show(json: shards)
      } else {
        Console.show(
          table: shards.flatMap { shard -> [[String]] in
            let head = [String(shard.number), shard.location]
            guard shard.fault == nil, !shard.areas.isEmpty else {
              return [head + ["", "", "", ""]]
            }
            return shard.areas.map { area in
              head + [
                area.code.isEmpty ? "–" : area.code, String(area.incidents),
                String(area.policies), String(area.claims),
              ]
            }
          }, heading: ["shard", "address", "area", "incidents", "policies", "claims"])
      }
      for shard in shards {
        if let fault = shard.fault { Console.note("shard \(shard.number): \(fault)") }
        if shard.resolved > 0 {
          speech.note(
            "shard \(shard.number): \(shard.resolved) transactions left half-way are ended")
        }
      }
      if shards.contains(where: { $0.fault != nil }) { throw ExitCode(Failure.work) }
    }
  }
}

extension StoreOptions {
  /// Opens a store that must be on a server.
  fileprivate func withServer<T>(_ body: (PostGISStore) throws -> T) throws -> T {
    try withStore { store in
      guard let server = store as? PostGISStore else {
        throw WorkflowError.usage(
          "\(store.location) is a file, and shards are servers: "
            + "--store postgresql://USER@HOST/DATABASE")
      }
      return try body(server)
    }
  }

  /// Opens the store that holds an area: of one on shards, the shard that its county lies on.
  func withStore<T>(
    holding area: String, readOnly: Bool = false, _ body: (any SpatialStore) throws -> T
  ) throws -> T {
    guard case .server = try address() else { return try withStore(readOnly: readOnly, body) }
    var options = self
    try withStore(readOnly: true) { store in
      guard let address = try (store as? PostGISStore)?.shardAddress(ofArea: area) else { return }
      options.store = address
    }
    guard let address = options.store, address != store else {
      return try withStore(readOnly: readOnly, body)
    }
    let shard = try PostGISStore.open(url: address, readOnly: readOnly)
    defer { try? shard.close() }
    return try body(shard)
  }
}
