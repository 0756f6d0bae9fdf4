import Foundation

/// The PDF reader of freedesktop.org, as a second opinion on our files.
enum Poppler {
  static let isPresent = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")

  /// What a reader selects and searches.
  static func text(_ pdf: [UInt8]) throws -> String {
    String(decoding: try run("pdftotext", pdf, ["-layout", "INPUT", "-"]), as: UTF8.self)
  }

  static func fonts(_ pdf: [UInt8]) throws -> String {
    String(decoding: try run("pdffonts", pdf, ["INPUT"]), as: UTF8.self)
  }

  /// The first page, pixels of red, green and blue row by row.
  static func pixels(
    _ pdf: [UInt8], dotsPerInch: Double
  ) throws -> (width: Int, height: Int, bytes: [UInt8]) {
    let output = try run("pdftoppm", pdf, ["-r", "\(dotsPerInch)", "-f", "1", "-l", "1", "INPUT"])
    let header = output.prefix(64).split(separator: UInt8(ascii: "\n"), maxSplits: 3)
    let size = String(decoding: header[1], as: UTF8.self).split(separator: " ").compactMap {
      Int($0)
    }
    return (size[0], size[1], [UInt8](output.suffix(size[0] * size[1] * 3)))
  }

  private static func run(_ tool: String, _ pdf: [UInt8], _ arguments: [String]) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "sheet.pdf")
    try Data(pdf).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/\(tool)")
    process.arguments = arguments.map { $0 == "INPUT" ? file.path : $0 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return output
  }
}
