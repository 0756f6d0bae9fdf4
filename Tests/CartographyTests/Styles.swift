import Cartography
import Foundation

/// The styles of the product, as the tests use them.
enum Styles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "styles")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  static func ramps() throws -> Ramps { try Ramps(json: bytes("ramps.json")) }

  static func sheet() throws -> SheetStyle { try SheetStyle(json: bytes("sheet.json")) }
}
