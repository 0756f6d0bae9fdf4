import CPostgres
public import Storage

/// Where a server's database is, as libpq reads it: `postgresql://user@host:5432/name?sslmode=…`.
public struct ServerAddress: Sendable {
  /// The URL as it was given, with its password: for libpq alone.
  let connectionText: String
  /// The address without its password, for messages.
  public let location: String
  public let host: String?
  public let port: String?
  public let user: String?
  public let database: String
  /// What the address gives the server's session, such as its own search path.
  let options: String
  /// By libpq's names for them.
  let given: [String: String]

  /// - Throws: `StorageError.unreachable` where libpq cannot read the address.
  public init(_ url: String) throws(StorageError) {
    connectionText = url
    var complaint: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &complaint) else {
      // libpq's complaint quotes the address, and so perhaps the password.
      PQfreemem(complaint)
      throw .unreachable(
        location: "postgresql://…",
        reason: "the address cannot be read; write postgresql://USER@HOST:PORT/DATABASE")
    }
    defer { PQconninfoFree(options) }
    var given: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { given[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    self.given = given
    location = Self.location(of: given)
    self.options = given["options"] ?? ""
    host = given["host"] ?? given["hostaddr"]
    port = given["port"]
    user = given["user"]
    database = given["dbname"] ?? given["user"] ?? ""
  }

  /// The whole address for libpq, but for its password.
  var textWithoutPassword: String {
    given.filter { $0.key != "password" }.sorted { $0.key < $1.key }.map { key, value in
      let quoted = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
      return "\(key)='\(quoted)'"
    }.joined(separator: " ")
  }

  private static func location(of options: [String: String]) -> String {
    var text = "postgresql://"
    if let user = options["user"] { text += user + "@" }
    text += options["host"] ?? options["hostaddr"] ?? ""
    if let port = options["port"] { text += ":" + port }
    return text + "/" + (options["dbname"] ?? "")
  }
}

/// How long a store waits for its server, and how many connections it holds.
public struct ServerLimits: Sendable {
  /// For one attempt to connect.
  public var connectSeconds = 5
  /// For a server that restarts, over all attempts.
  public var reconnectSeconds = 10.0
  /// For one statement; 0 is for ever.
  public var statementSeconds = 0.0
  /// For a free connection of the pool.
  public var poolSeconds = 30.0
  /// Open at the same time, at most.
  public var connections = 4

  public init() {}
}
