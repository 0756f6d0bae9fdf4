import Foundation
import Testing

/// `anlan analyse` as a person types it.
@Suite struct AnalyseCommandTests {
  private struct Report: Decodable {
    struct Summary: Decodable {
      struct Row: Decodable {
        var statistic: String
        var value: Double?
        var p: Double?
        var `class`: String
      }
      var autocorrelation: [Row]?
      var classes: [String: Int]
      var refusal: String?
    }
    var run: String
    var kind: String
    var parameters: String
    var summary: String

    func said() throws -> Summary {
      try JSONDecoder().decode(Summary.self, from: Data(summary.utf8))
    }
  }

  private func analyse(_ program: Program, _ arguments: [String]) throws -> (Report, String) {
    let outcome = try program.run(
      ["analyse"] + arguments
        + ["--store", "s.sqlite", "--from", "2026-04-27", "--to", "2026-07-26", "--json"])
    try #require(outcome.status == 0, "\(arguments): \(outcome.speech)")
    return (
      try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)), outcome.speech
    )
  }

  @Test func everyWayToAskAnswersAndIsKept() throws {
    try withProgram { program in
      try program.laySample(incidents: 6_000)
      try program.copy("base.sqlite", to: "s.sqlite")
      try program.expect(Program.importing("s.sqlite"))
      let ways: [(arguments: [String], parameter: String)] = [
        (["--statistic", "gi"], #""statistic":"gi""#),
        (["--statistic", "moran", "--neighbours", "water"], #""neighbours":"water""#),
        (["--per", "population", "--smooth", "eb"], #""smooth":"eb""#),
        (["--per", "area", "--smooth", "local-eb"], #""exposure":"area""#),
        (["--per", "incidents"], #""exposure":"incidents""#),
        (["--with", "fraud"], #""with":["fraud"]"#),
        (["--support", "village", "--neighbours", "knn", "--knn", "6"], #""support":"village""#),
        (
          ["--neighbours", "water", "--bandwidth", "3000", "--crossing", "0"],
          #""neighbours":"water within 3000.0 crossing 0.0""#
        ),
      ]
      for (arguments, parameter) in ways {
        let (report, speech) = try analyse(
          program, ["hotspots", "--category", "theft"] + arguments)
        #expect(report.kind == "hotspots" && report.parameters.contains(parameter))
        let whole = try #require(try report.said().autocorrelation)
        #expect(whole.map(\.statistic).starts(with: ["moran", "geary"]))
        #expect(whole.allSatisfy { $0.value != nil && ($0.p ?? 2) <= 1 })
        #expect(speech.contains("over the whole study Moran's I"), "\(speech)")
        #expect(try program.count("hotspots") == report.said().classes.values.reduce(0, +))
        #expect(try program.count("autocorrelation") == whole.count)
      }
      let (emerging, speech) = try analyse(
        program, ["emerging", "--category", "theft", "--step", "7"])
      #expect(emerging.kind == "emerging" && speech.contains("13 bins of 7 days"))
      #expect(try program.count("emerging") == 496)
      #expect(try program.count("emerging_bins") == 496 * 13)
      for layer in ["hotspots", "emerging", "emerging_bins", "autocorrelation"] {
        try program.expect(["export", layer, "--store", "s.sqlite", "--to", "\(layer).csv"])
      }
      #expect(try program.text("emerging.csv").contains("opposite_bins,since,bin_count"))
      #expect(try program.run(["check", "--store", "s.sqlite"]).status == 0)
    }
  }

  /// What is asked for, and what the refusal says.
  static let misuses: [(arguments: [String], words: String)] = [
    (["hotspots", "--permutations=-5"], "--permutations -5: from 0 to 67108864"),
    (["hotspots", "--fdr", "2"], "--fdr 2.0: more than 0 and less than 1"),
    (["hotspots", "--threads", "0"], "--threads 0: from 1 to 256"),
    (["hotspots", "--neighbours", "knn", "--knn", "0"], "--knn 0: from 1 to 1000"),
    (["hotspots", "--neighbours", "knn"], "--neighbours knn needs --knn COUNT"),
    (["hotspots", "--neighbours", "distance", "--bandwidth=-3"], "--bandwidth -3.0"),
    (["hotspots", "--neighbours", "bridge"], "it is queen, rook, distance, knn or water"),
    (["hotspots", "--crossing", "5"], "--crossing belongs to --neighbours water"),
    (["hotspots", "--smooth", "eb"], "say with --per"),
    (["hotspots", "--statistic", "gi", "--with", "fire"], "leave --statistic gi out"),
    (["emerging", "--step", "0"], "--step 0: from 1 to 3660 days"),
  ]

  @Test func whatCannotBeMeantEndsWithTwoAndNamesTheRange() throws {
    try withProgram { program in
      try program.laySample(incidents: 300)
      try program.copy("base.sqlite", to: "s.sqlite")
      try program.expect(Program.importing("s.sqlite"))
      for (arguments, words) in Self.misuses {
        let outcome = try program.run(["analyse"] + arguments + ["--store", "s.sqlite"])
        #expect(outcome.status == 2, "\(arguments): \(outcome.speech)")
        #expect(outcome.speech.contains(words), "\(outcome.speech)")
      }
      #expect(
        try program.run(["runs", "--store", "s.sqlite", "--json"]).output.contains("id") == false)
      // A question that the data cannot answer is no misuse.
      let few = try program.run([
        "analyse", "emerging", "--store", "s.sqlite", "--from", "2026-07-01", "--to", "2026-07-26",
      ])
      #expect(few.status == 1 && few.speech.contains("too few to say: 3 time bins, at least 10"))
      let rare = try program.run([
        "analyse", "hotspots", "--store", "s.sqlite", "--category", "theft", "--from",
        "2026-07-26", "--to", "2026-07-26",
      ])
      #expect(rare.status == 0 && rare.speech.contains("too few to say: "))
    }
  }

  @Test func helpShowsAnExampleOfEach() throws {
    try withProgram { program in
      for kind in ["hotspots", "emerging"] {
        let help = try program.run(["help", "analyse", kind])
        #expect(help.status == 0 && help.output.contains("anlan analyse \(kind) --category theft"))
      }
    }
  }
}
