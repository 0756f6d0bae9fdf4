import Foundation
import Testing

/// 0 done; 1 the work failed; 2 bad usage; 3 done, but rows were rejected.
@Suite struct ExitStatusTests {
  static let good = """
    id,category,time,lon,lat
    a1,theft,2026-07-01 10:00,120.0056,26.8850
    a2,theft,2026-07-02 10:00,120.0066,26.8860

    """
  static let bad = good + "a3,theft,2026-02-30,120.0056,26.8850\n"

  private func importing(_ name: String, _ more: String...) -> [String] {
    ["import", "incidents", name, "--store", "s.sqlite"] + more
  }

  @Test func aCleanFileEndsWithZeroAndTheSecondTimeChangesNothing() throws {
    try withStore { program in
      try program.write(Self.good, to: "a.csv")
      let first = try program.run(importing("a.csv", "--json", "--quiet"))
      #expect(first.status == 0 && first.speech == "")
      let counts = try Report(first).counts
      #expect(counts.read == 2 && counts.inserted == 2)
      let again = try Report(program.run(importing("a.csv", "--json", "--quiet"))).counts
      #expect(again.unchanged == 2 && again.inserted == 0 && again.updated == 0)
      #expect(try program.files() == ["a.csv", "s.sqlite"])
    }
  }

  @Test func aBadRowEndsWithThreeAndStandsInTheRejectFile() throws {
    try withStore { program in
      try program.write(Self.bad, to: "a.csv")
      let outcome = try program.run(importing("a.csv", "--quiet"))
      #expect(outcome.status == 3 && outcome.speech == "" && outcome.output == "")
      #expect(try program.count("incidents") == 2)
      let rejects = try program.text("a.rejects.csv")
      for word in ["line,field,value,reason", "4,time,2026-02-30,", "a3"] {
        #expect(rejects.contains(word), "\(rejects)")
      }
      #expect(try program.files() == ["a.csv", "a.rejects.csv", "s.sqlite"])
    }
  }

  @Test func aRejectFileReplacesTheOneBefore() throws {
    try withStore { program in
      try program.write(Self.bad, to: "a.csv")
      try program.write("old", to: "r.csv")
      #expect(try program.run(importing("a.csv", "--rejects", "r.csv")).status == 3)
      #expect(
        try program.text("r.csv").hasPrefix("\u{FEFF}line,")
          || program.text("r.csv").hasPrefix("line,"))
    }
  }

  @Test func whenNoRowFitsTheStatusIsThreeAndTheStoreIsAsBefore() throws {
    try withStore { program in
      try program.write(
        "id,category,time,lon,lat\na1,theft,2026-02-30,120,26.9\na2,theft,2026-07-01,0,0\n",
        to: "a.csv")
      let outcome = try program.run(importing("a.csv"))
      #expect(outcome.status == 3)
      #expect(outcome.speech.contains("no row could be used; the store is as before"))
      #expect(try program.count("incidents") == 0)
      #expect(try program.text("a.rejects.csv").contains("3,\"lon, lat\",\"0.0, 0.0\",\"0, 0 is"))
    }
  }

  /// What is wrong, and what its sentence names.
  static let failures: [(file: String, content: String?, words: [String])] = [
    ("none.csv", nil, ["none.csv", "no such file"]),
    ("empty.csv", "", ["empty.csv", "the file is empty"]),
    (
      "row.csv", bad + "a4,theft,2026-07-0",
      ["row.csv", "line 5", "cut off", "Nothing was imported"]
    ),
    (
      "quote.csv", good + "a4,\"thef",
      ["quote.csv", "line 4", "never closed", "Nothing was imported"]
    ),
    (
      "cut.geojson",
      #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"a1","properties":{"#,
      ["cut.geojson", "Nothing was imported"]
    ),
    (
      "metres.csv", "id,category,time,lon,lat\na1,theft,2026-07-01,40401123,2974000\n",
      ["metres.csv", "zone 40", "--crs EPSG:4528"]
    ),
  ]

  @Test(arguments: failures)
  func aFileThatCannotBeReadEndsWithOneAndChangesNothing(
    file: String, content: String?, words: [String]
  ) throws {
    try withStore { program in
      if let content { try program.write(content, to: file) }
      let before = try program.files()
      let outcome = try program.run(importing(file))
      #expect(outcome.status == 1)
      for word in words { #expect(outcome.speech.contains(word), "\(outcome.speech)") }
      #expect(!outcome.speech.contains("Error Domain"), "\(outcome.speech)")
      #expect(try program.count("incidents") == 0)
      #expect(try program.files() == before)
      #expect(try program.run(["check", "--store", "s.sqlite"]).status == 0)
    }
  }

  static let misuses: [(arguments: [String], word: String)] = [
    (["import", "incident", "a.csv", "--store", "s.sqlite"], "incidents"),
    (["import", "incidents", "a.csv"], "ANLAN_STORE"),
    (["import", "incidents", "-", "--store", "s.sqlite"], "--format"),
    (["import", "incidents", "a.docx", "--store", "s.sqlite"], ".docx"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--crs", "EPSG:x"], "EPSG:x"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--crs", "EPSG:999999"], "999999"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--mapping", "no.yaml"], "no.yaml"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--mapping", "m.yaml"], "“columns”"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--rejects", "d"], "folder"),
    (["import", "incidents", "a.csv", "--store", "s.sqlite", "--rejects", "a.csv"], "the input"),
    (
      ["import", "incidents", "a.csv", "--store", "s.sqlite", "--rejects", "s.sqlite"], "the store"
    ),
  ]

  @Test(arguments: misuses)
  func badUsageEndsWithTwoAndSaysWhatIsMeant(arguments: [String], word: String) throws {
    try withStore { program in
      try program.write(Self.bad, to: "a.csv")
      try program.write("colums: {id: id}", to: "m.yaml")
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "d"), withIntermediateDirectories: true)
      let before = try program.files()
      let outcome = try program.run(arguments)
      #expect(outcome.status == 2)
      let speech = outcome.speech.replacingOccurrences(of: "\"columns\"", with: "“columns”")
      #expect(speech.contains(word), "\(outcome.speech)")
      #expect(try program.files() == before)
      #expect(try program.text("a.csv") == Self.bad)
      #expect(try program.count("incidents") == 0)
    }
  }

  @Test func aStoreThatIsNoneEndsWithOne() throws {
    try withProgram { program in
      try program.write(Self.good, to: "a.csv")
      try program.write("junk", to: "s.sqlite")
      let outcome = try program.run(importing("a.csv"))
      #expect(outcome.status == 1 && outcome.speech.contains("is not an Anlan store"))
      #expect(try program.text("s.sqlite") == "junk")
    }
  }

  @Test func theStoreMayComeFromTheEnvironmentAndTheFileFromStandardInput() throws {
    try withStore { program in
      var program = program
      program.environment["ANLAN_STORE"] = "s.sqlite"
      let outcome = try program.run(
        ["import", "incidents", "-", "--format", "csv"], input: Self.bad)
      #expect(outcome.status == 3, "\(outcome.speech)")
      #expect(try program.count("incidents") == 2)
      #expect(program.has("standard-input.rejects.csv"))
    }
  }

  @Test func aDryRunTellsAllAndLeavesEveryByte() throws {
    try withStore { program in
      try program.write(Self.bad, to: "a.csv")
      let files = try program.files()
      let before = try program.bytes("s.sqlite")
      let outcome = try program.run(importing("a.csv", "--dry-run", "--json", "--quiet"))
      #expect(outcome.status == 3)
      let report = try Report(outcome)
      #expect(report.dryRun && report.counts.inserted == 2 && report.counts.rejected == 1)
      #expect(try program.bytes("s.sqlite") == before)
      #expect(try program.files() == files)
    }
  }

  /// What `--json` gives.
  private struct Report: Decodable {
    struct Counts: Decodable { var read, inserted, updated, unchanged, rejected: Int }
    var counts: Counts
    var dryRun: Bool

    init(_ outcome: Program.Outcome) throws {
      self = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }
  }
}
