import Foundation
import PostGISStorage
import SpatiaLiteStorage
import Storage

/// What `--store` says, and so which engine: the one place that chooses.
enum StoreAddress {
  case file(path: String)
  case server(url: String)

  init(_ text: String) {
    let schemes = ["postgresql://", "postgres://"]
    self =
      schemes.contains { text.lowercased().hasPrefix($0) } ? .server(url: text) : .file(path: text)
  }

  /// For messages: a URL stands there without its password.
  var name: String {
    switch self {
    case .file(let path): path
    case .server(let url): (try? ServerAddress(url).location) ?? "postgresql://…"
    }
  }

  func open(readOnly: Bool = false) throws(StorageError) -> any SpatialStore {
    switch self {
    case .file(let path): try SpatiaLiteStore.open(path: path, readOnly: readOnly)
    case .server(let url): try PostGISStore.open(url: url, readOnly: readOnly)
    }
  }

  /// Makes a store, or opens the one that is there.
  func create() throws(StorageError) -> any SpatialStore {
    switch self {
    case .file(let path): try SpatiaLiteStore.create(path: path)
    case .server(let url): try PostGISStore.create(url: url)
    }
  }
}
