import Testing

/// The plan of the house: floors, folders, and who may call which C library.
@Suite struct PlanTests {
  private let manifest: Manifest

  init() throws { manifest = Manifest(try House.text("Package.swift")) }

  @Test func noArrowRunsUp() { expectNone(Plan.arrows(manifest)) }

  @Test func everyTargetHasItsFolder() {
    #expect(manifest.targets.count > 5)
    let missing = manifest.targets.filter { !House.exists($0.path) }
    expectNone(missing.map { Finding(place: "Package.swift", message: "no folder \($0.path)") })
  }

  @Test func everyFolderIsATarget() {
    let built = Set(manifest.targets.map(\.path))
    let folders = House.folders(in: "Sources").map { "Sources/\($0)" }
    let forgotten = folders.filter { !built.contains($0) }
    expectNone(forgotten.map { Finding(place: $0, message: "no target builds this folder") })
  }

  @Test func everyLibraryHasOneRoom() {
    expectNone(Plan.libraries(manifest, files: House.sources))
  }

  @Test func makeInstallsWhatTheManifestNames() throws {
    expectNone(Plan.packages(manifest, makefile: try House.text("Makefile")))
  }
}

enum Plan {
  /// From the ground up. A target may call those on lower floors only; C lies below the ground.
  static let floors: [[String]] = [
    ["SimpleFeatures", "Analysis", "Schemes", "Compression"],
    ["Topology", "Projections", "Formats", "Tiles", "Cartography", "Storage", "SpatiaLite"],
    ["Archives", "SpatiaLiteStorage", "PostGISStorage"],
    ["Workflows", "Access"],
    ["Service"],
    ["anlan"],
  ]

  static func arrows(_ manifest: Manifest) -> [Finding] {
    let cellar = manifest.targets.filter(\.isSystemLibrary).map(\.name)
    var floor: [String: Int] = [:]
    for (height, names) in ([cellar] + floors).enumerated() {
      for name in names { floor[name] = height }
    }
    return manifest.targets.filter(\.isSource).flatMap { target -> [Finding] in
      guard let height = floor[target.name] else {
        return [Finding(place: target.path, message: "the plan has no floor for \(target.name)")]
      }
      return target.dependencies.compactMap { name in
        if let below = floor[name], below < height { return nil }
        return Finding(
          place: "Package.swift", message: "\(target.name) -> \(name) does not run down")
      }
    }
  }

  /// Each C library is imported by one room, and the manifest gives it to that room alone.
  static func libraries(_ manifest: Manifest, files: [SourceFile]) -> [Finding] {
    var rooms: [String: Set<String>] = [:]
    for file in files where file.suffix == "swift" {
      for match in imported.matches(in: file.swift.code) {
        rooms[match.groups[1], default: []].insert(file.room)
      }
    }
    let targets = manifest.targets
    let named = targets.filter(\.isSystemLibrary).map(\.name)
    let onDisk = files.filter { $0.name == "module.modulemap" }.map(\.room)
    return Set(named + onDisk).sorted().flatMap { library -> [Finding] in
      let importers = (rooms[library] ?? []).sorted()
      let holders = targets.filter { $0.isSource && $0.dependencies.contains(library) }.map(\.name)
      var findings: [Finding] = []
      if importers.count != 1 {
        findings.append(
          Finding(place: "Sources/\(library)", message: "imported by \(list(importers))"))
      }
      if holders.count > 1 {
        findings.append(
          Finding(place: "Package.swift", message: "\(library) is given to \(list(holders))"))
      }
      return findings
    }
  }

  /// `make` installs each Debian package that the manifest says it needs.
  static func packages(_ manifest: Manifest, makefile: String) -> [Finding] {
    let words = Set(makefile.split { $0.isWhitespace }.map(String.init))
    return manifest.debianPackages.filter { !words.contains($0) }.map {
      Finding(place: "Makefile", message: "does not install \($0)")
    }
  }

  private static func list(_ rooms: [String]) -> String {
    rooms.isEmpty ? "no room" : rooms.joined(separator: ", ")
  }

  private static let imported = Pattern(
    #"^[ \t]*(?:@\w+\s+)*(?:\w+[ \t]+)?import[ \t]+(?:(?:struct|class|enum|protocol|func|let|var|typealias)[ \t]+)?(\w+)"#
  )
}

/// The checks themselves can fail.
@Suite struct PlanSelfTests {
  private let crooked = Manifest(
    """
    let package = Package(
      name: "a", dependencies: [.package(url: "b", from: "1.0.0")],
      targets: [
        // .target(name: "Ghost"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
          name: "Storage", dependencies: ["SimpleFeatures", .product(name: "P", package: "p"), q]),
        .target(name: "SimpleFeatures", dependencies: [.target(name: "Storage"), "CZlib"]),
        .target(name: "Compression", dependencies: ["CZlib"], path: "Sources/Other"),
        .target(name: "Shed"),
        .testTarget(name: "StorageTests", dependencies: ["Storage"]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
      ])
    """)

  @Test func readsTheManifest() {
    #expect(
      crooked.targets.map(\.path) == [
        "Sources/CZlib", "Sources/Storage", "Sources/SimpleFeatures", "Sources/Other",
        "Sources/Shed", "Tests/StorageTests", "Tests/TestSupport",
      ])
    #expect(crooked.targets[1].dependencies == ["SimpleFeatures"])
    #expect(crooked.targets[2].dependencies == ["Storage", "CZlib"])
    #expect(crooked.debianPackages == ["zlib1g-dev"])
  }

  @Test func findsAnArrowThatRunsUp() {
    #expect(
      Plan.arrows(crooked).map(\.message) == [
        "SimpleFeatures -> Storage does not run down", "the plan has no floor for Shed",
      ])
  }

  @Test func findsALibraryWithTwoRooms() {
    let files = [
      SourceFile(path: "Sources/CZlib/module.modulemap", text: "module CZlib {}"),
      SourceFile(path: "Sources/CGEOS/module.modulemap", text: "module CGEOS {}"),
      SourceFile(
        path: "Sources/Compression/Gzip.swift",
        text: "private import CZlib\n\npublic struct Gzip {}"),
      SourceFile(path: "Sources/Tiles/Tile.swift", text: "import func CZlib.deflate"),
    ]
    #expect(
      Plan.libraries(crooked, files: files).map(\.message) == [
        "imported by no room", "imported by Compression, Tiles",
        "CZlib is given to SimpleFeatures, Compression",
      ])
  }

  @Test func findsAPackageThatMakeForgets() {
    #expect(Plan.packages(crooked, makefile: "PACKAGES = zlib1g-dev").isEmpty)
    #expect(Plan.packages(crooked, makefile: "PACKAGES = zlib1g").count == 1)
  }
}
