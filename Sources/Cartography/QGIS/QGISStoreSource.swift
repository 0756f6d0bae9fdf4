import SimpleFeatures

/// Where the layers of a project are: a file below it, or a server's database.
public enum QGISStoreSource: Sendable, Hashable {
  /// A SpatiaLite store by its path from the project's folder, `xiapu.sqlite`.
  case file(String)
  /// A PostGIS store. A password is in no project: QGIS asks for it, or finds it where libpq does.
  case server(Server)

  public struct Server: Sendable, Hashable {
    /// What is `nil` libpq's own defaults say.
    public var host: String?
    public var port: String?
    public var user: String?
    public var database: String

    public init(host: String?, port: String?, user: String?, database: String) {
      self.host = host
      self.port = port
      self.user = user
      self.database = database
    }
  }

  /// As QGIS names who reads it.
  var provider: String {
    switch self {
    case .file: "spatialite"
    case .server: "postgres"
    }
  }

  /// A source as QGIS writes it: `dbname='./xiapu.sqlite' table="hotspots" (geom)`.
  func source(of layer: QGISProject.Layer) -> String {
    var parts: [String] = []
    switch self {
    case .file(let path): parts.append("dbname=\(Self.quoted("./" + path, "'"))")
    case .server(let server):
      parts.append("dbname=\(Self.quoted(server.database, "'"))")
      let places = [("host", server.host), ("port", server.port), ("user", server.user)]
      for case (let name, let value?) in places {
        parts.append("\(name)=\(Self.quoted(value, "'"))")
      }
      // A view says no key of its own.
      parts.append("key='fid'")
      if let kind = layer.schema.geometry {
        parts.append("srid=4326 type=\(kind.name)")
      }
    }
    parts.append("table=\(Self.quoted(layer.schema.name, "\""))")
    if layer.schema.geometry != nil { parts.append("(\(layer.geometryColumn))") }
    if let filter = layer.filter {
      let field = filter.field.replacing("\"", with: "\"\"")
      let value = filter.value.replacing("'", with: "''")
      parts.append("sql=\"\(field)\" = '\(value)'")
    }
    return parts.joined(separator: " ")
  }

  private static func quoted(_ text: String, _ mark: String) -> String {
    let inner = text.replacing("\\", with: "\\\\").replacing(mark, with: "\\\(mark)")
    return mark + inner + mark
  }
}
