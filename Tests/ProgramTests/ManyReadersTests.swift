import Foundation
import Testing

/// A store that is written and read at the same time: readers see it before or after, never between.
@Suite struct ManyReadersTests {
  @Test func tenReadersReadWhileAnImportWrites() throws {
    try withProgram { program in
      try program.laySample(incidents: 20_000)
      try program.copy("base.sqlite", to: "s.sqlite")
      let importing = try program.start(Program.importing("s.sqlite"), name: UUID().uuidString)
      var readers: [Program.Started] = []
      for number in 0..<10 {
        let export = [
          "export", "incidents", "--store", "s.sqlite", "--to", "r\(number).csv", "--quiet",
        ]
        readers.append(try program.start(export, name: UUID().uuidString))
        Thread.sleep(forTimeInterval: 0.05)
      }
      func rows(_ name: String) throws -> Int {
        try program.text(name).split(separator: "\r\n").count - 1
      }
      var seen: [Int] = []
      for (number, reader) in readers.enumerated() {
        let outcome = try program.end(reader)
        #expect(outcome.status == 0, "\(outcome.speech)")
        seen.append(try rows("r\(number).csv"))
      }
      let outcome = try program.end(importing)
      #expect(outcome.status == 0, "\(outcome.speech)")
      // Some kinds never leave as points.
      try program.expect(["export", "incidents", "--store", "s.sqlite", "--to", "all.csv"])
      let all = try rows("all.csv")
      #expect(all > 10_000)
      #expect(seen.allSatisfy { $0 == 0 || $0 == all }, "\(seen), of \(all)")
      #expect(try program.count("incidents") == 20_000)
      #expect(try program.run(["check", "--store", "s.sqlite"]).status == 0)
    }
  }
}
