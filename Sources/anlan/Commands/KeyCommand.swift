import Access
import ArgumentParser
import Foundation
import Service
import SimpleFeatures
import Storage
import Workflows

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Keys of the service: who may ask it, for which area, until when.",
    discussion: """
      A key is shown once, when it is made; the store keeps a digest of it. Send it as
      Authorization: Bearer KEY, or as the password of any user name.

      viewer   runs that `anlan runs publish` names, small counts suppressed
      analyst  points, free filters, processes
      editor   brings incidents, too: POST /collections/incidents/items
      admin    sees /metrics, too
      """,
    subcommands: [Create.self, List.self, Revoke.self, Audit.self], defaultSubcommand: List.self)

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key and show it, this once.",
      discussion: """
        Example: anlan key create --role viewer --area 350921104 --expires 2027-01-01 \\
          --note "town hall screen" --store xiapu.sqlite
        """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: "viewer, analyst, editor or admin.")
    var role: Role

    @Option(help: "The first digits of the codes that it may see; all without.")
    var area = ""

    @Option(help: "The day at whose beginning, in UTC, it ends; never without.")
    var expires: DayNumber?

    @Option(help: "What it is for: a post or a machine, never a person.")
    var note = ""

    private struct Made: Encodable {
      var id: String
      var key: String
      var role: String
      var area: String
      var expires: String?
    }

    func validate() throws {
      guard area.count <= 20, area.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw ValidationError("--area \(area): the first digits of a code, such as 350921104")
      }
    }

    func run() throws {
      let key = AccessKey()
      let now = ServiceClock.system.instant()
      let end = expires.map { Instant(Int64($0.number) * 86_400) }
      if let end, end <= now {
        throw WorkflowError.usage("--expires \(expires?.description ?? ""): is not in the future")
      }
      _ = try store.withStore { store in
        try store.write { transaction in
          try transaction.run(
            InsertAccessKey(
              AccessKeyRecord(
                id: key.id, digest: key.digest, role: role.rawValue, area: area, note: note,
                created: now, expires: end)))
        }
      }
      guard !speech.json else {
        return try Console.show(
          json: Made(
            id: key.id, key: key.text, role: role.rawValue, area: area,
            expires: expires?.description))
      }
      Console.show(key.text)
      speech.note("key \(key.id) is made; it is not shown again")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the keys, never as they are.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    private struct Row: Encodable {
      var id: String
      var role: String
      var area: String
      var note: String
      var created: String
      var expires: String?
      var revoked: String?
    }

    func run() throws {
      let rows = try store.withStore(readOnly: true) { store in
        try store.answer(AccessKeys()).map { key in
          Row(
            id: key.id, role: key.role, area: key.area, note: key.note,
            created: key.created.formatted(offsetSeconds: 0),
            expires: key.expires?.formatted(offsetSeconds: 0),
            revoked: key.revoked?.formatted(offsetSeconds: 0))
        }
      }
      guard !speech.json else { return try Console.show(json: rows) }
      Console.show(
        table: rows.map {
          [
            $0.id, $0.role, $0.area.isEmpty ? "all" : $0.area, $0.note, $0.created,
            $0.revoked.map { "revoked \($0)" } ?? $0.expires.map { "until \($0)" } ?? "",
          ]
        }, heading: ["key", "role", "area", "note", "made", "ends"])
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a key; a service that runs turns it away at once.")

    @Argument(help: "The key's public part, as `anlan key list` shows it.")
    var id: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    func run() throws {
      let changed = try store.withStore { store in
        try store.write {
          try $0.run(RevokeAccessKey(id: id, at: ServiceClock.system.instant()))
        }
      }
      guard changed > 0 else {
        throw WorkflowError.usage("\(id): no such key is in force; `anlan key list` shows them")
      }
      speech.note("key \(id) is revoked")
    }
  }

  struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List when points were seen: by which key, of which layer and place.")

    @Argument(help: "A key's public part; all without.")
    var id = ""

    @OptionGroup var store: StoreOptions
    @OptionGroup var speech: SpeechOptions

    private struct Row: Encodable {
      var time: String
      var key: String
      var role: String
      var area: String
      var action: String
      var layer: String
      var run: String?
      var bbox: [Double]?
      var features: Int
    }

    func run() throws {
      let rows = try store.withStore(readOnly: true) { store in
        try store.answer(AuditRecords(key: id)).map { record in
          Row(
            time: record.time.formatted(offsetSeconds: 0), key: record.key, role: record.role,
            area: record.area, action: record.action, layer: record.layer, run: record.run,
            bbox: record.box.map { [$0.minX, $0.minY, $0.maxX, $0.maxY] },
            features: record.features)
        }
      }
      guard !speech.json else { return try Console.show(json: rows) }
      Console.show(
        table: rows.map {
          [$0.time, $0.key, $0.role, $0.area, $0.action, $0.layer, "\($0.features)"]
        }, heading: ["time", "key", "role", "area", "action", "layer", "features"])
    }
  }
}
