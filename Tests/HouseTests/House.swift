import Foundation
import Testing

/// The tree that the laws are about: the folder that holds `Package.swift`.
enum House {
  /// Found from this file, so that the tests need no working directory; links are resolved, so
  /// that they may also be built from a package elsewhere.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every text file under `Sources`.
  static let sources = files(under: "Sources")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
  }

  /// The names of the folders right under a folder; none if there is no such folder.
  static func folders(in path: String) -> [String] {
    entries(in: path).filter(\.isFolder).map(\.name)
  }

  /// The names of the files right under a folder.
  static func fileNames(in path: String) -> [String] {
    entries(in: path).filter { !$0.isFolder }.map(\.name)
  }

  /// The paths of all files under a folder, without hidden ones.
  static func paths(under path: String) -> [String] {
    entries(in: path).flatMap { entry in
      entry.isFolder ? paths(under: "\(path)/\(entry.name)") : ["\(path)/\(entry.name)"]
    }
  }

  /// The text files under a folder; what is not UTF-8 is an image or an archive and is left out.
  static func files(under path: String) -> [SourceFile] {
    paths(under: path).compactMap { path in
      (try? text(path)).map { SourceFile(path: path, text: $0) }
    }
  }

  private static func entries(in path: String) -> [(name: String, isFolder: Bool)] {
    let found = try? FileManager.default.contentsOfDirectory(
      at: root.appending(path: path), includingPropertiesForKeys: [.isDirectoryKey],
      options: .skipsHiddenFiles)
    return (found ?? []).map { url in
      let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
      return (url.lastPathComponent, isFolder)
    }.sorted { $0.name < $1.name }
  }
}

/// A file with its path from the root, real or made up by a self-test.
struct SourceFile: Sendable {
  let path: String
  let text: String
  /// The text told apart, once for all laws; empty if the file is not Swift.
  let swift: SwiftText

  init(path: String, text: String) {
    self.path = path
    self.text = text
    swift = SwiftText(path.hasSuffix(".swift") ? text : "")
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  var stem: String { name.split(separator: ".").first.map(String.init) ?? name }
  var suffix: String { name.split(separator: ".").last.map(String.init) ?? "" }

  /// The target whose folder the file is in: `Storage` of `Sources/Storage/SQLValue.swift`.
  var room: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }
}

/// One breach of a law.
struct Finding: CustomStringConvertible, Equatable {
  /// A path, with `:line` where there is one.
  let place: String
  let message: String

  var description: String { "\(place): \(message)" }
}

/// Records each finding as a failure of its own.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
  for finding in findings { Issue.record("\(finding)", sourceLocation: sourceLocation) }
}
