import Formats
import Foundation
public import Schemes

/// A scheme's file: what it says where it can be read, and everything that is wrong with it.
public struct SchemeFile: Sendable {
  /// `nil` where a fault leaves no scheme to speak of.
  public let scheme: Scheme?
  /// By line, each with its key and the near miss of a word that is not known.
  public let faults: [String]
  /// As it was read: a run's digest and the store hold it.
  public let text: String

  static let folder = "geodata/schemes"

  /// Reads a text.
  public init(text: String, catalogue: CategoryCatalogue) {
    self.text = text
    var reader = SchemeReader(catalogue: catalogue)
    var found = (scheme: Scheme?.none, faults: [FormatError]())
    do {
      found.scheme = try reader.read(try YAMLNode(text))
    } catch {
      found.faults = [error]
    }
    scheme = found.scheme
    faults = (reader.faults + found.faults)
      .sorted { ($0.line ?? 0, $0.field ?? "") < ($1.line ?? 0, $1.field ?? "") }
      .map(\.description)
  }

  /// `geodata/schemes/NAME.yaml`, or the file at a path that ends in `.yaml`.
  public static func named(
    _ name: String, home: ProductHome, catalogue: CategoryCatalogue
  ) throws(WorkflowError) -> SchemeFile {
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
      let known = try names(home: home)
      guard known.contains(name) else {
        let meant = NearMiss.best(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
        throw .usage(
          "there is no scheme \(name)\(meant): \(known.joined(separator: ", ")), or the path of a "
            + ".yaml file")
      }
      return SchemeFile(text: try home.text("\(folder)/\(name).yaml"), catalogue: catalogue)
    }
    do {
      return SchemeFile(
        text: try String(contentsOf: URL(filePath: name), encoding: .utf8), catalogue: catalogue)
    } catch {
      throw .usage("\(name) cannot be read: \(error.localizedDescription)")
    }
  }

  /// The schemes of `geodata/schemes`, sorted.
  public static func names(home: ProductHome) throws(WorkflowError) -> [String] {
    let place = home.geodata.appending(path: "schemes")
    do {
      return try FileManager.default.contentsOfDirectory(atPath: place.path)
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    } catch {
      throw .failed("\(place.path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// The scheme, or every fault in one error.
  ///
  /// - Parameter name: of the file, for the error.
  public func sound(_ name: String) throws(WorkflowError) -> Scheme {
    guard let scheme, faults.isEmpty else {
      throw .usage(faults.map { "\(name): \($0)" }.joined(separator: "\n"))
    }
    return scheme
  }
}
