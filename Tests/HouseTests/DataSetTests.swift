import Foundation
import Testing

/// Data that we ship or test with says where it came from, and is what it says.
@Suite struct DataSetTests {
  @Test func everySetIsWhatItsSourceSays() throws {
    let folders = House.folders(in: "geodata")
    #expect(!folders.isEmpty)
    for folder in folders {
      let path = "geodata/\(folder)"
      guard House.exists("\(path)/SOURCE.md") else {
        expectNone([Finding(place: path, message: "has no SOURCE.md")])
        continue
      }
      let files = House.paths(under: path).map { String($0.dropFirst(path.count + 1)) }
      expectNone(
        try DataSet.findings(
          place: "\(path)/SOURCE.md", source: House.text("\(path)/SOURCE.md"),
          sums: DataSet.sums(of: files, in: House.root.appending(path: path))))
    }
  }

  /// A clone must stay quick.
  @Test func theSetsAreSmall() throws {
    let bytes = try House.paths(under: "geodata").reduce(0) { sum, path in
      let url = House.root.appending(path: path)
      return try sum + (url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
    }
    #expect(bytes > 0)
    #expect(bytes <= 10_000_000)
  }

  @Test func everyFixtureSaysWhereItCameFrom() {
    let loose = House.fileNames(in: "Tests/Fixtures").map { "Tests/Fixtures/\($0)" }
    expectNone(loose.map { Finding(place: $0, message: "belongs in a folder with PROVENANCE.md") })
    let silent = House.folders(in: "Tests/Fixtures").map { "Tests/Fixtures/\($0)" }
      .filter { !House.exists("\($0)/PROVENANCE.md") }
    expectNone(silent.map { Finding(place: $0, message: "has no PROVENANCE.md") })
  }

  /// "abc", FIPS 180-2, appendix B.1.
  private let sumOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func findsEachFault() {
    let wrong = String(repeating: "0", count: 64)
    let source = """
      | file | sha256 |
      | --- | --- |
      | a.csv | \(sumOfABC) |
      | b.csv | 3 rows | `\(wrong)` |
      | gone.csv | \(wrong) |
      """
    let sums = ["SOURCE.md": wrong, "a.csv": sumOfABC, "b.csv": sumOfABC, "new.csv": sumOfABC]
    #expect(
      DataSet.findings(place: "S", source: source, sums: sums).map(\.message) == [
        "b.csv is not the file that was listed", "gone.csv is listed and not there",
        "new.csv is not listed",
      ])
  }

  @Test func sumsAsTheStandardSays() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("abc".utf8).write(to: folder.appending(path: "岸 段.csv"))
    #expect(try DataSet.sums(of: ["岸 段.csv"], in: folder) == ["岸 段.csv": sumOfABC])
  }
}

enum DataSet {
  /// Compares the rows `| file | … | sha256 |` of a SOURCE.md with the files beside it.
  static func findings(place: String, source: String, sums: [String: String]) -> [Finding] {
    var listed: [String: String] = [:]
    for match in row.matches(in: source) { listed[match.groups[1]] = match.groups[2].lowercased() }
    let names = Set(listed.keys).union(sums.keys).subtracting(["SOURCE.md"]).sorted()
    return names.compactMap { name in
      switch (listed[name], sums[name]) {
      case (nil, _): Finding(place: place, message: "\(name) is not listed")
      case (_, nil): Finding(place: place, message: "\(name) is listed and not there")
      case (let listed, let found) where listed != found:
        Finding(place: place, message: "\(name) is not the file that was listed")
      default: nil
      }
    }
  }

  /// The SHA-256 of each file, by `sha256sum`, so that these tests link no cryptography.
  static func sums(of files: [String], in folder: URL) throws -> [String: String] {
    guard !files.isEmpty else { return [:] }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum", "--zero", "--"] + files
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    var sums: [String: String] = [:]
    // Each is 64 digits, two characters, the name and a zero byte.
    for line in bytes.split(separator: 0) {
      let text = String(decoding: line, as: UTF8.self)
      sums[String(text.dropFirst(66))] = String(text.prefix(64))
    }
    return sums
  }

  private static let row = Pattern(#"^\|\s*`?([^|`]+?)`?\s*\|.*?\b([0-9a-fA-F]{64})\b.*\|\s*$"#)
}
