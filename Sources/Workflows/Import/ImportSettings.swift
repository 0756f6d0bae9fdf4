public import Formats
public import Foundation
public import SimpleFeatures

/// What an import is told besides its file.
public struct ImportSettings: Sendable {
  public var mapping: ImportMapping
  /// Overrides the mapping.
  public var crs: CRS?
  /// Overrides the mapping.
  public var encoding: TextEncoding?
  /// Where rejected rows go; `nil`: beside the store.
  public var rejects: URL?
  /// Tells all and writes nothing.
  public var isDryRun = false
  /// Rejects rows of categories that are not known.
  public var isStrict = false
  /// Of incidents: with one row outside of this area nothing is imported; the first digits of a
  /// code, empty for anywhere.
  public var area = ""

  public init(mapping: ImportMapping) { self.mapping = mapping }
}
