import Foundation
import Testing
import Topology

@testable import Workflows

/// The scenario that the tests of `SampleXiapu` look at; the shapes are made once.
enum SampleScene {
  static let geodata = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "geodata")

  private static let made = Result {
    try SampleGeography(geodata: geodata, in: TopologyContext())
  }

  static func geography() throws -> SampleGeography { try made.get() }

  static func scenario(seed: UInt64, incidents: Int) throws -> SampleScenario {
    try SampleScenario(
      geography().layout, seed: seed, incidents: incidents, in: TopologyContext())
  }

  private static let twenty = Result {
    try (UInt64(1)...20).map { try scenario(seed: $0, incidents: 20_000) }
  }

  /// The scenarios of seeds 1 to 20 as they are by default.
  static func twentyScenarios() throws -> [SampleScenario] { try twenty.get() }

  /// Writes into a folder of its own, which is gone afterwards.
  static func written<R>(
    seed: UInt64, incidents: Int, _ body: (URL, SampleReport) throws -> R
  ) throws -> R {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-sample-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try SampleXiapu(geodata: geodata, seed: seed, incidents: incidents)
      .write(geography(), to: folder, TopologyContext())
    return try body(folder, report)
  }
}
