import Foundation
import TestSupport
import Testing

@testable import Archives

/// Files that something went wrong with, read in the child: each ends in rows or in one error with
/// the file's name, in bounded time, and the parent goes on.
@Suite(.serialized) struct MutatedFilesTortureTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["ANLAN_TORTURE"] == nil ? 20 : 300

  @Test func workbooks() throws {
    let outcomes = try outcomes(
      of: [UInt8](try Fixture.data("xls/county.xls")), format: .xls, seed: 1)
    #expect(outcomes.read + outcomes.failed == Self.rounds)
    #expect(outcomes.read > 0 && outcomes.failed > 0)
  }

  @Test func geoPackages() throws {
    try withFolder { folder throws in
      let whole = folder.appending(path: "whole.gpkg")
      try Example.write(to: whole.path)
      let outcomes = try outcomes(
        of: [UInt8](try Data(contentsOf: whole)), format: .gpkg, seed: 2)
      #expect(outcomes.read + outcomes.failed == Self.rounds)
      #expect(outcomes.read > 0 && outcomes.failed > 0)
    }
  }

  private func outcomes(
    of bytes: [UInt8], format: ForeignFile.Format, seed: Int
  ) throws -> (read: Int, failed: Int) {
    var bounded = decoder
    bounded.bounds.memoryBytes = 1 << 30
    bounded.bounds.processorSeconds = 10
    bounded.bounds.silenceSeconds = 20
    var generator = Seeded(seed)
    var outcomes = (read: 0, failed: 0)
    try withFolder { folder throws in
      let url = folder.appending(path: "m.\(format.rawValue)")
      let file = ForeignFile(path: url.path, format: format, decoder: bounded)
      for _ in 0..<Self.rounds {
        try Data(mutated(bytes, &generator)).write(to: url)
        do {
          let table = try file.tables().first?.name
          let rows = try file.rows(of: table)
          var isDone = false
          while !isDone { if case .end = try rows.next() { isDone = true } }
          outcomes.read += 1
        } catch let error as ArchiveError {
          #expect(error.file == url.lastPathComponent)
          outcomes.failed += 1
        }
      }
      // Nothing is left beside the file.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }
    return outcomes
  }

  /// Mostly a few bytes, so that most of the form stands; at times a piece lost.
  private func mutated(_ bytes: [UInt8], _ generator: inout Seeded) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...30, using: &generator) {
      // The beginning holds the tables that say where all else is.
      let end = Bool.random(using: &generator) ? bytes.count : min(4096, bytes.count)
      bytes[Int.random(in: 0..<end, using: &generator)] =
        [0, 0xFF, 0x7F, 0x80, UInt8.random(in: 0...255, using: &generator)]
        .randomElement(using: &generator) ?? 0
    }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: bytes.removeSubrange(Int.random(in: 1..<bytes.count, using: &generator)...)
    case 1: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &generator))
    default: break
    }
    return bytes
  }
}
