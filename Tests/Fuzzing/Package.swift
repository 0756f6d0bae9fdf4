// swift-tools-version:6.2
import PackageDescription

// Built by `run.sh` with libFuzzer and the address sanitizer in every module.
let package = Package(
  name: "anlan-fuzzing",
  dependencies: [.package(name: "anlan", path: "../..")],
  targets: [
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        .product(name: "Compression", package: "anlan"),
        .product(name: "Formats", package: "anlan"),
        .product(name: "SimpleFeatures", package: "anlan"),
        .product(name: "SpatiaLite", package: "anlan"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  ],
  swiftLanguageModes: [.v6])
