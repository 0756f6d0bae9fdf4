import Access
import Foundation
import SimpleFeatures
import Storage
import Synchronization
import Workflows

extension MapService {
  /// `POST /collections/incidents/items`: one feature or thousands, as GeoJSON or CSV, through the
  /// same import as a file.
  func postIncidents(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(["f"])
    try asked.visitor.require(.editor, for: "Bringing incidents")
    guard let writer else {
      throw Problem(
        status: 409, title: "Read only", detail: "This service was started without a way to write.")
    }
    let name = try Self.idempotencyKey(asked.headers["idempotency-key"])
    let format = try Self.format(asked)
    guard !asked.body.isEmpty else {
      throw Problem.badRequest("The body is empty; it holds incidents.")
    }
    var digest = ContentDigest()
    digest.update(bytes: asked.body)
    digest.update(format.rawValue)
    let content = digest.hexadecimal()
    return try posting.withLock { _ in
      if let name, let before = try writer.answer(PostedImports(key: asked.visitor.key, name: name))
      {
        guard before.digest == content else {
          throw Problem(
            status: 422, title: "Another body",
            detail: "This Idempotency-Key came with another body before.")
        }
        return Self.answer(before.status, before.report, wasKept: true)
      }
      let posted = configuration.clock.instant()
      func keep(_ told: Told, _ transaction: any StoreTransaction) throws {
        guard let name else { return }
        try transaction.run(
          InsertPostedImport(
            PostedImport(
              key: asked.visitor.key, name: name, digest: content, status: told.status,
              report: told.report, posted: posted)))
      }
      let told = try bring(asked, format, writer, keep: keep)
      return Self.answer(told.status, told.report, wasKept: false)
    }
  }

  /// What an answer says, now and whenever the same is brought again.
  private struct Told {
    var status: Int
    var report: String
  }

  private static func answer(_ status: Int, _ report: String, wasKept: Bool) -> ServiceAnswer {
    var answer = ServiceAnswer(type: MediaType.json.rawValue, Array(report.utf8))
    answer.status = status
    if wasKept { answer.headers.append(("Idempotency-Replayed", "true")) }
    return answer
  }

  private static func idempotencyKey(_ header: String?) throws(Problem) -> String? {
    guard let header else { return nil }
    guard (1...200).contains(header.utf8.count) else {
      throw .badRequest("The Idempotency-Key has from 1 to 200 bytes.")
    }
    return header
  }

  private static func format(_ asked: Question) throws(Problem) -> InputFile.Format {
    let type = asked.bodyType.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
    switch type.lowercased() {
    case "application/geo+json", "application/json": return .geojson
    case "application/geo+json-seq": return .geojsonl
    case "text/csv": return .csv
    default:
      throw Problem(
        status: 415, title: "Not read here",
        detail: "The Content-Type is \(type.prefix(60)); application/geo+json, "
          + "application/geo+json-seq and text/csv are read.")
    }
  }

  /// What became of the rows.
  private struct Outcome: Encodable {
    var read: Int
    var inserted: Int
    var updated: Int
    var unchanged: Int
    var rejected: Int
    var importID: Int64?
    var rejects: [String]
    var reasons: [ImportReport.Reason]
    var warnings: [ImportReport.Reason]
    var outsideGrids: Int
    var unknownCategories: [String]
  }

  /// 201 where all rows went in, 207 where some were rejected, 422 where all were.
  ///
  /// - Parameter keep: writes down what is told, in the transaction that brings the rows: ended at
  ///   any point, the store has both or neither, so that nothing is ever brought twice.
  private func bring(
    _ asked: Question, _ format: InputFile.Format, _ writer: any SpatialStore,
    keep: (Told, any StoreTransaction) throws -> Void
  ) throws -> Told {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-post-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "incidents.\(format.rawValue)")
    try Data(asked.body).write(to: file)
    var mapping = ImportMapping(layer: .incidents)
    mapping.source = mapping.source ?? "service"
    var settings = ImportSettings(mapping: mapping)
    settings.area = asked.visitor.area
    settings.rejects = folder.appending(path: "rejects.csv")
    var kept: Told?
    let report: ImportReport
    do {
      report = try ImportFile(settings: settings, home: configuration.home)
        .run(
          InputFile(path: file.path, format: format), into: writer,
          beside: { transaction, report in
            let told = try Self.told(report)
            try keep(told, transaction)
            kept = told
          })
    } catch let error as WorkflowError where error.kind == .failed {
      throw Problem(status: 422, title: "Cannot be read", detail: "\(error.description).")
    }
    let told = try kept ?? Self.told(report)
    // Nothing was imported.
    if kept == nil { try writer.write { try keep(told, $0) } }
    try audit.add(
      asked.visitor, "import", "incidents",
      features: report.counts.read - report.counts.rejected)
    return told
  }

  private static func told(_ report: ImportReport) throws -> Told {
    let counts = report.counts
    let outcome = Outcome(
      read: counts.read, inserted: counts.inserted, updated: counts.updated,
      unchanged: counts.unchanged, rejected: counts.rejected, importID: report.importID,
      rejects: report.firstRejects, reasons: report.reasons, warnings: report.warnings,
      outsideGrids: report.outsideGrids, unknownCategories: report.unknownCategories)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Told(
      status: counts.rejected == 0 ? 201 : counts.rejected < counts.read ? 207 : 422,
      report: String(decoding: try encoder.encode(outcome), as: UTF8.self))
  }
}
