// swift-tools-version:6.2
import PackageDescription

let package = Package(
  name: "anlan-benchmarks",
  dependencies: [.package(name: "anlan", path: "../..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "Analysis", package: "anlan"),
        .product(name: "Formats", package: "anlan"),
        .product(name: "PostGISStorage", package: "anlan"),
        .product(name: "Schemes", package: "anlan"),
        .product(name: "SimpleFeatures", package: "anlan"),
        .product(name: "Storage", package: "anlan"),
        .product(name: "Topology", package: "anlan"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  ],
  swiftLanguageModes: [.v6])
