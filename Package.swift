// swift-tools-version:6.2
import PackageDescription

// The manifest is the plan of the house: an arrow that is not written here does not compile.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  // What a room shows of another must be `public import`ed.
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "anlan",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: The C libraries: a module map and a shim each, imported by one room only.
    .systemLibrary(name: "CSpatiaLite", providers: [.apt(["libspatialite-dev"])]),

    // MARK: Ground floor: values and numbers, no imports.
    .target(name: "SimpleFeatures", swiftSettings: strict),

    // MARK: First floor: one engine or one family of formats each.
    .target(
      name: "SpatiaLite", dependencies: ["SimpleFeatures", "CSpatiaLite", grdb],
      swiftSettings: strict),
    .target(
      name: "Storage", dependencies: ["SimpleFeatures", crypto],
      resources: [.embedInCode("SQL")], swiftSettings: strict),

    // MARK: Second floor: the stores.
    .target(
      name: "SpatiaLiteStorage", dependencies: ["Storage", "SimpleFeatures", "SpatiaLite", grdb],
      resources: [.embedInCode("SQL")], swiftSettings: strict),

    // MARK: The roof: the one place that chooses.
    .executableTarget(
      name: "anlan",
      dependencies: ["Storage", "SpatiaLiteStorage", "SimpleFeatures", argumentParser],
      swiftSettings: strict),

    // MARK: Tests mirror Sources.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "SimpleFeaturesTests", dependencies: ["SimpleFeatures"], swiftSettings: strict),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Storage", "SpatiaLiteStorage", "SpatiaLite", "SimpleFeatures"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6])
