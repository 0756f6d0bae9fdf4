import Cartography
import PostGISStorage
import SpatiaLiteStorage
import Storage
import Workflows

/// What `--store` says, and so which engine: the one place that chooses.
enum StoreAddress {
  case file(path: String)
  case server(url: String)

  init(required text: String) throws {
    let schemes = ["postgresql://", "postgres://"]
    guard !schemes.contains(where: { text.hasPrefix($0) }) else {
      self = .server(url: text)
      return
    }
    if let scheme = text.firstRange(of: "://") {
      throw WorkflowError.usage(
        "\(text[..<scheme.lowerBound])://… is no store: name the path of a SpatiaLite file, or "
          + "postgresql://USER@HOST/DATABASE")
    }
    self = .file(path: text)
  }

  /// For messages: a URL stands there without its password.
  var name: String {
    switch self {
    case .file(let path): path
    case .server(let url): (try? ServerAddress(url).location) ?? "postgresql://…"
    }
  }

  /// - Parameter isOneOfMany: several that read are open at a time.
  func open(
    readOnly: Bool = false, isOneOfMany: Bool = false
  ) throws(StorageError) -> any SpatialStore {
    switch self {
    case .file(let path):
      try SpatiaLiteStore.open(path: path, readOnly: readOnly, isOneOfMany: isOneOfMany)
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

  /// What QGIS needs to find the store on a server.
  var desktopServer: QGISStoreSource.Server? {
    get throws {
      guard case .server(let url) = self else { return nil }
      let address = try ServerAddress(url)
      return QGISStoreSource.Server(
        host: address.host, port: address.port, user: address.user, database: address.database)
    }
  }
}
