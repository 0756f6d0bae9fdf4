public import Foundation
import Formats

/// Where the files lie that the product needs to run: `styles/`, `geodata/`.
public struct ProductHome: Sendable, Hashable {
  public let folder: URL

  public init(_ folder: URL) { self.folder = folder }

  public var styles: URL { folder.appending(path: "styles") }
  public var geodata: URL { folder.appending(path: "geodata") }

  /// The folder of `--home` or `ANLAN_HOME`; else the nearest above the executable that holds
  /// `styles/`; else `/usr/share/anlan`.
  ///
  /// - Throws: a usage error that names the places that were tried.
  public static func find(named: String?, executable: URL?) throws(WorkflowError) -> ProductHome {
    func isHome(_ folder: URL) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: "styles/ramps.json").path)
    }
    if let named {
      let folder = URL(filePath: named)
      guard isHome(folder) else {
        throw .usage("\(named) holds no styles/ramps.json; --home names Anlan's own folder")
      }
      return ProductHome(folder)
    }
    if let executable {
      var folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
      while folder.path != "/" {
        if isHome(folder) { return ProductHome(folder) }
        folder = folder.deletingLastPathComponent()
      }
    }
    let installed = URL(filePath: "/usr/share/anlan")
    guard isHome(installed) else {
      throw .usage(
        "Anlan's own files (styles/, geodata/) were not found above the program nor in "
          + "/usr/share/anlan; name their folder with --home or ANLAN_HOME")
    }
    return ProductHome(installed)
  }

  func text(_ path: String) throws(WorkflowError) -> String {
    let url = folder.appending(path: path)
    do {
      return try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw .failed("\(url.path) cannot be read: \(error.localizedDescription)")
    }
  }
}
