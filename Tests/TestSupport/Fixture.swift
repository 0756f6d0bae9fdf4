public import Foundation

/// The files under `Tests/Fixtures`, one folder a peer, each with its PROVENANCE.md.
public enum Fixture {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  public static func url(_ path: String) -> URL { root.appending(path: path) }

  public static func data(_ path: String) throws -> Data { try Data(contentsOf: url(path)) }

  public static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    try JSONDecoder().decode(type, from: data(path))
  }
}
