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
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "anlan",
  products: [
    .library(name: "Analysis", targets: ["Analysis"]),
    // These for Tests/Benchmarks and Tests/Fuzzing, which are packages of their own.
    .library(name: "Compression", targets: ["Compression"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "PostGISStorage", targets: ["PostGISStorage"]),
    .library(name: "Schemes", targets: ["Schemes"]),
    .library(name: "SimpleFeatures", targets: ["SimpleFeatures"]),
    .library(name: "SpatiaLite", targets: ["SpatiaLite"]),
    .library(name: "Storage", targets: ["Storage"]),
    .library(name: "Tiles", targets: ["Tiles"]),
    .library(name: "Topology", targets: ["Topology"]),
    .executable(name: "anlan", targets: ["anlan"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Without what it can also do: read settings from elsewhere.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // MARK: The C libraries: a module map and a shim each, imported by one room only.
    .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CGEOS", providers: [.apt(["libgeos-dev"])]),
    .systemLibrary(name: "CPROJ", providers: [.apt(["libproj-dev"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CSpatiaLite", providers: [.apt(["libspatialite-dev"])]),
    .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

    // MARK: Ground floor: values and numbers, no imports.
    .target(
      name: "SimpleFeatures", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Analysis", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Schemes", swiftSettings: strict),
    .target(
      name: "Compression", dependencies: ["CZlib", "CDeflate"], swiftSettings: strict),

    // MARK: First floor: one engine or one family of formats each.
    .target(
      name: "Topology", dependencies: ["SimpleFeatures", "CGEOS"], swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Projections", dependencies: ["SimpleFeatures", "CPROJ"], swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Formats", dependencies: ["SimpleFeatures", "Compression", "CXML", yams],
      swiftSettings: strict),
    .target(
      name: "Cartography", dependencies: ["SimpleFeatures", "CPango"], swiftSettings: strict),
    .target(
      name: "Tiles", dependencies: ["SimpleFeatures", "Compression"], swiftSettings: strict),
    .target(
      name: "SpatiaLite", dependencies: ["SimpleFeatures", "CSpatiaLite", grdb],
      swiftSettings: strict),
    // swift-crypto for the digests that name runs and imported files.
    .target(
      name: "Storage", dependencies: ["SimpleFeatures", crypto],
      resources: [.embedInCode("SQL")], swiftSettings: strict),

    // MARK: Second floor: the stores.
    .target(
      name: "SpatiaLiteStorage", dependencies: ["Storage", "SimpleFeatures", "SpatiaLite", grdb],
      resources: [.embedInCode("SQL")], swiftSettings: strict),
    .target(
      name: "PostGISStorage", dependencies: ["Storage", "SimpleFeatures", "CPostgres"],
      resources: [.embedInCode("SQL")], swiftSettings: strict),

    // GRDB for statements; what C code reads is read in a process of its own. swift-crypto for the
    // digests by which tiles with the same bytes are kept once.
    .target(
      name: "Archives",
      dependencies: ["SpatiaLite", "Tiles", "Compression", "SimpleFeatures", grdb, crypto],
      resources: [.embedInCode("SQL")], swiftSettings: strict),

    // MARK: Third floor: what one does.
    .target(
      name: "Workflows",
      dependencies: [
        "Archives", "Cartography", "Storage", "Formats", "Projections", "Tiles", "Topology",
        "Analysis", "Schemes", "SimpleFeatures",
      ],
      swiftSettings: strict),

    // Keys and roles. swift-crypto for the digests that keys are kept as, jwt-kit for tokens that
    // another has signed.
    .target(
      name: "Access", dependencies: ["Storage", "SimpleFeatures", crypto, jwt],
      swiftSettings: strict),

    // MARK: Fourth floor: answers over HTTP.
    .target(
      name: "Service",
      dependencies: [
        "Access", "Workflows", "Storage", "Tiles", "Formats", "Compression", "SimpleFeatures",
        hummingbird,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      resources: [.embedInCode("Page")], swiftSettings: strict),

    // MARK: The roof: the one place that chooses.
    .executableTarget(
      name: "anlan",
      dependencies: [
        "Service", "Access", "Workflows", "Archives", "Cartography", "Storage",
        "SpatiaLiteStorage", "PostGISStorage", "Schemes", "SimpleFeatures", "Formats",
        argumentParser,
      ],
      swiftSettings: strict),

    // MARK: Tests mirror Sources.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "SimpleFeaturesTests", dependencies: ["SimpleFeatures"], swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(name: "SchemesTests", dependencies: ["Schemes"], swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TopologyTests", dependencies: ["Topology", "SimpleFeatures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ProjectionsTests", dependencies: ["Projections", "SimpleFeatures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "CompressionTests", dependencies: ["Compression"], swiftSettings: strict),
    .testTarget(
      name: "TilesTests", dependencies: ["Tiles", "SimpleFeatures", "Compression"],
      swiftSettings: strict),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "SimpleFeatures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CartographyTests", dependencies: ["Cartography", "SimpleFeatures", "TestSupport"],
      swiftSettings: strict),
    // Runs the program as it was built, as the reader of foreign files.
    .testTarget(
      name: "ArchivesTests",
      dependencies: [
        "Archives", "SpatiaLite", "Tiles", "Compression", "SimpleFeatures", "TestSupport", "anlan",
        grdb,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WorkflowsTests",
      dependencies: [
        "Workflows", "SimpleFeatures", "Topology", "Analysis", "Schemes", "Formats", "Projections",
        "Storage", "SpatiaLiteStorage", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "Service", "Access", "Workflows", "Storage", "SpatiaLiteStorage", "SimpleFeatures",
        "Compression", "Tiles", jwt, .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    // Runs the program as it was built.
    .testTarget(
      name: "ProgramTests",
      // GRDB to make a store as an older program did, which is killed while it is brought up to date.
      dependencies: ["anlan", "SpatiaLiteStorage", "SpatiaLite", "TestSupport", grdb],
      swiftSettings: strict),
    .testTarget(
      name: "StorageTests",
      // GRDB to make a store as an older program did.
      dependencies: [
        "Storage", "SpatiaLiteStorage", "PostGISStorage", "SpatiaLite", "SimpleFeatures",
        "TestSupport", grdb,
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6])
