// swift-tools-version:6.2
import PackageDescription

// The manifest is the plan of the house: an arrow that is not written here does not compile.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),  // what a room shows of another must be `public import`ed
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "anlan",
  targets: [
    // MARK: Ground floor: values and numbers, no imports.
    .target(name: "SimpleFeatures", swiftSettings: strict),

    // MARK: Tests mirror Sources.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "SimpleFeaturesTests", dependencies: ["SimpleFeatures"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6])
