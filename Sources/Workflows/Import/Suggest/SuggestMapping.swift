public import Formats
import Foundation
public import SimpleFeatures
public import Storage

/// Writes a first mapping for a file: which of its columns is what, and why.
///
/// It goes by the columns' names, in both languages, and by the values of the first rows. What it
/// cannot know it asks in a comment; what is about people it lists as not read.
public struct SuggestMapping {
  public var layer: ImportLayer
  public var encoding: TextEncoding?
  /// What the caller knows of the coordinates.
  public var crs: CRS?
  /// Who issued the ids; half of an incident's identity.
  public var source: String?
  let home: ProductHome

  /// Rows that are looked at.
  public static let surveyedRows = 1000

  public init(layer: ImportLayer, home: ProductHome) {
    self.layer = layer
    self.home = home
  }

  /// - Parameter store: `nil` where there is none yet; with it, coordinates are compared with the
  ///   known outline.
  /// - Throws: `WorkflowError` for a file without rows.
  public func run(
    _ file: InputFile, store: (any SpatialStore)?
  ) throws -> MappingSuggestion {
    do {
      return try file.withRows(encoding: encoding ?? .auto) { rows, _ in
        var read: [SourceRow] = []
        reading: while read.count < Self.surveyedRows {
          switch try rows.next() {
          case .row(let row): read.append(row)
          case .fault: continue
          case .end: break reading
          }
        }
        guard !read.isEmpty else {
          throw WorkflowError.failed("\(file.name) has no row that can be read: nothing to go by")
        }
        let study = try store.map { try StudyKnowledge($0) }
        var draft = try MappingDraft(
          layer: layer, header: rows.header, rows: read, home: home, study: study)
        draft.fileName = file.name
        draft.encoding = rows.source.encoding
        draft.isEncodingSaid = file.format == .csv
        draft.crs = crs ?? rows.source.declaredCRS
        draft.isCRSDeclared = rows.source.declaredCRS != nil
        draft.source = self.source
        return draft.suggestion()
      }
    } catch let error as FormatError {
      throw WorkflowError.failed("\(file.name), \(error)")
    }
  }
}

/// A first mapping with what it rests on.
public struct MappingSuggestion: Sendable {
  /// The mapping file.
  public var text: String
  /// What a person has to settle before the file can be imported; empty: it imports as it is.
  public var questions: [BilingualText]
}

/// What a store knows that helps to judge a file.
struct StudyKnowledge {
  let box: BoundingBox?
  let metricCRS: CRS?
  let reference: DatumReference

  init(_ store: any SpatialStore) throws {
    metricCRS = try store.answer(Settings())[.metricCRS].flatMap { CRS($0) }
    let units = try store.answer(UnitAreas())
    let grids = try store.answer(GridSurfaces())
    let points = try store.answer(VillagePlaces())
    reference = try DatumReference(points: points, units: units, grids: grids)
    let boxes = (units.map(\.geometry) + grids.map(\.geometry)).compactMap(\.boundingBox)
    box = boxes.first.map { first in
      boxes.dropFirst().reduce(first) { $0.union($1) }.expanded(by: StudyArea.marginDegrees)
    }
  }
}
