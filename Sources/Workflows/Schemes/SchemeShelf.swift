public import Schemes
import SimpleFeatures
public import Storage

/// Schemes that an analysis is asked about: those that the store keeps, or a file of the home.
public struct SchemeShelf: Sendable {
  public let schemes: [Scheme]
  /// As they were read, in the order of the schemes.
  let texts: [String]

  /// - Parameter name: a scheme's key, the path of a `.yaml` file, or `all`: every scheme of the store.
  /// - Throws: a usage error where there is none, or where a file has faults.
  public init(
    _ name: String, in store: any SpatialStore, home: ProductHome
  ) throws {
    let catalogue = try CategoryCatalogue(home: home)
    let kept = try store.answer(SchemeFiles())
    if name == "all" {
      guard !kept.isEmpty else {
        throw WorkflowError.usage(
          "the store keeps no scheme; add one with `anlan scheme add FILE --store "
            + "\(store.location)`")
      }
      texts = kept.map(\.text)
      schemes = try kept.map {
        try SchemeFile(text: $0.text, catalogue: catalogue).sound($0.scheme)
      }
    } else {
      let file =
        try kept.first { $0.scheme == name }.map { SchemeFile(text: $0.text, catalogue: catalogue) }
        ?? SchemeFile.named(name, home: home, catalogue: catalogue)
      texts = [file.text]
      schemes = [try file.sound(name)]
    }
  }
}

/// Keeps a scheme's file in a store, and lists its versions among the schemes.
public struct AddScheme: Sendable {
  public var file: SchemeFile

  public init(_ file: SchemeFile) { self.file = file }

  /// - Parameter name: of the file, for errors.
  /// - Throws: a usage error with every fault of the file.
  public func run(in store: any SpatialStore, name: String) throws -> Scheme {
    let scheme = try file.sound(name)
    try store.write { transaction in
      try transaction.run(UpsertSchemeFile(scheme: scheme.key, text: file.text))
      for version in scheme.versions {
        let sources = scheme.sources.sorted { $0.key < $1.key }.map(\.value)
        try transaction.run(
          AddSchemeVersion(
            scheme: scheme.key, version: version.key, name: scheme.chineseName,
            reference: sources.joined(separator: "; "),
            from: version.validFrom.value.map { .init($0) },
            to: version.validTo.value.flatMap { $0 == .max ? nil : .init($0) },
            isSynthetic: scheme.fields.contains { $0.provenance == .synthetic }))
      }
    }
    return scheme
  }
}
