import Foundation
import Storage
import Testing

@testable import Workflows

/// A bad row goes to the reject file with line, field, value and reason; the others go in.
@Suite struct ImportRejectTests {
  static let header =
    "id,category,time,lon,lat,loss_yuan,deaths,place_code,severity,occurred_to,reported_at"
  static let good = ",theft,2026-07-01 10:00,120.0056,26.8850,,,,,,"

  /// The bad row, then the field, the value and some words of the reason.
  static let faults: [(row: String, field: String, value: String, reason: String)] = [
    ("b,theft,2026-02-30,120.1,26.9,,,,,,", "time", "2026-02-30", "does not exist"),
    ("b,theft,0026-07-01,120.1,26.9,,,,,,", "time", "0026-07-01", "1900 to 2100"),
    ("b,theft,9999-12-31,120.1,26.9,,,,,,", "time", "9999-12-31", "1900 to 2100"),
    ("b,theft,yesterday,120.1,26.9,,,,,,", "time", "yesterday", "date"),
    ("b,theft,,120.1,26.9,,,,,,", "time", "", "missing"),
    (",theft,2026-07-01,120.1,26.9,,,,,,", "id", "", "missing"),
    ("b,,2026-07-01,120.1,26.9,,,,,,", "category", "", "missing"),
    ("b,theft,2026-07-01,x,26.9,,,,,,", "lon", "x", "not a number"),
    ("b,theft,2026-07-01,,26.9,,,,,,", "lon", "", "half a position"),
    ("b,theft,2026-07-01,,,,,,,,", "lon", "", "no place"),
    ("b,theft,2026-07-01,0,0,,,,,,", "lon, lat", "0.0, 0.0", "no place"),
    ("b,theft,2026-07-01,26.9,120.1,,,,,,", "lon, lat", "26.9, 120.1", "exchanged"),
    ("b,theft,2026-07-01,139.7,35.6,,,,,,", "lon, lat", "139.7, 35.6", "outside the study area"),
    ("b,theft,2026-07-01,120.1,26.9,3万元,,,,,", "loss_yuan", "3万元", "万元"),
    ("b,theft,2026-07-01,120.1,26.9,-3,,,,,", "loss_yuan", "-3", "negative"),
    ("b,theft,2026-07-01,120.1,26.9,,-1,,,,", "deaths", "-1", "negative"),
    ("b,theft,2026-07-01,120.1,26.9,,1.5,,,,", "deaths", "1.5", "whole number"),
    ("b,theft,2026-07-01,,,,,3.50921E+11,,,", "place_code", "3.50921E+11", "spreadsheet"),
    ("b,theft,2026-07-01,,,,,350921104201.0,,,", "place_code", "350921104201.0", "spreadsheet"),
    ("3.50921E+11,theft,2026-07-01,120.1,26.9,,,,,,", "id", "3.50921E+11", "spreadsheet"),
    ("b,theft,2026-07-01,,,,,35092,,,", "place_code", "35092", "code of a place"),
    ("b,theft,2026-07-01,120.1,26.9,,,,9,,", "severity", "9", "out of range"),
    ("b,theft,2026-07-02,120.1,26.9,,,,,2026-07-01,", "occurred_to", "2026-07-01", "ends before"),
    (
      "b,theft,2026-07-02,120.1,26.9,,,,,,2026-07-01", "reported_at", "2026-07-01",
      "before it happened"
    ),
    ("b,theft,2026-07-01,120.1,26.9,,,,,", "", "", "10 fields"),
    ("b,\"theft\"s,2026-07-01,120.1,26.9,,,,,,", "category", "", "closing quote"),
    ("b,th\0eft,2026-07-01,120.1,26.9,,,,,,", "", "", "zero bytes"),
    (
      "b,\(String(repeating: "t", count: 1_000_000)),2026-07-01,120.1,26.9,,,,,,", "category", "",
      "1000000 bytes"
    ),
  ]

  @Test func aBadRowIsNamedAndTheOthersGoIn() throws {
    try ImportScene.run { scene in
      for (index, fault) in Self.faults.enumerated() {
        let report = try scene.load(
          rows: ["x\(index)\(Self.good)", fault.row, "y\(index)\(Self.good)"],
          header: Self.header)
        #expect(report.counts.inserted == 2 && report.counts.rejected == 1, "\(fault)")
        #expect(report.counts.read == 3)
        let line = try #require(scene.rejects.split(whereSeparator: \.isNewline).dropFirst().first)
        #expect(line.hasPrefix("3,\(fault.field),\(fault.value)"), "\(line.prefix(200))")
        #expect(line.contains(fault.reason), "\(line.prefix(200))")
        #expect(report.firstRejects.first?.utf8.count ?? 0 < 1_000)
      }
      #expect(try scene.count() == 2 * Self.faults.count)
    }
  }

  @Test func brokenTextIsARowOfItsOwnAndKeepsItsOtherCells() throws {
    try ImportScene.run { scene in
      let rows = ["a1,盗窃,2026-07-01,120.1,26.9\n", "a2,", ",2026-07-01,120.1,26.9\n"]
      let bytes =
        Array("\(ImportScene.header)\n\(rows[0])\(rows[1])".utf8) + [0xFF, 0xFE]
        + Array("\(rows[2])a3,盗窃,2026-07-01,120.1,26.9\n".utf8)
      let report = try scene.load(bytes)
      #expect(report.counts.inserted == 2 && report.counts.rejected == 1)
      #expect(scene.rejects.contains("3,category,0xFF,"))
      #expect(scene.rejects.contains("a2,"))
    }
  }

  /// Marks, encodings and line ends that are no fault.
  @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n"])
  func aFileOfExcelIsRead(mark: String, lineEnd: String) throws {
    try ImportScene.run { scene in
      let rows = [ImportScene.header, "a1,盗窃,2026/7/1 8:05,120.1,26.9"]
      let report = try scene.load((mark + rows.joined(separator: lineEnd)).utf8)
      #expect(report.counts.inserted == 1)
      #expect(try scene.column("category") == ["text(\"盗窃\")"])
    }
  }

  @Test func anIdTwiceInAFileIsRejectedTheSecondTimeTheFileComesToo() throws {
    try ImportScene.run { scene in
      let row = "a1,theft,2026-07-01,120.1,26.9"
      let rows = [row, row, row.replacingOccurrences(of: "theft", with: "fire")]
      for time in 1...2 {
        let counts = try scene.load(rows: rows).counts
        #expect(counts.rejected == 2 && counts.updated == 0, "time \(time)")
        #expect(counts.inserted == (time == 1 ? 1 : 0) && counts.unchanged == time - 1)
        #expect(scene.rejects.contains("3,id,a1,the id stands twice"))
        #expect(try scene.column("category") == ["text(\"theft\")"])
      }
    }
  }

  @Test func aLaterFileUpdatesTheStatusAndCountsIt() throws {
    try ImportScene.run { scene in
      let header = "\(ImportScene.header),status,status_at,filed_at"
      let row = "a1,theft,2026-07-01,120.1,26.9"
      _ = try scene.load(
        rows: ["\(row),reported,,", "a2,theft,2026-07-01,120.1,26.9,,,"], header: header)
      let later = try scene.load(
        rows: ["\(row),solved,2026-07-05,", "a2,theft,2026-07-01,120.1,26.9,,,2026-07-04"],
        header: header)
      #expect(later.counts.updated == 2, "a step of the history alone is a change too")
      #expect(later.counts.unchanged == 0)
      #expect(try scene.column("status") == ["text(\"solved\")", "unknown"])
      let again = try scene.load(
        rows: ["\(row),solved,2026-07-05,", "a2,theft,2026-07-01,120.1,26.9,,,2026-07-04"],
        header: header)
      #expect(again.counts.unchanged == 2)
    }
  }

  @Test func theCountsAddUpOverBatches() throws {
    try ImportScene.run { scene in
      let rows = (0..<10_000).map { number in
        let time = number % 10 == 3 ? "2026-02-30" : "2026-07-01"
        let position = number % 10 == 4 ? "0,0" : "120.1,26.9"
        let id = number % 10 == 5 ? number - 5 : number
        return "n\(id),theft,\(time),\(position)"
      }
      let first = try scene.load(rows: rows).counts
      #expect(first.inserted == 7_000 && first.rejected == 3_000 && first.read == 10_000)
      let second = try scene.load(rows: rows).counts
      #expect(second.unchanged == 7_000 && second.rejected == 3_000)
      #expect(try scene.count() == 7_000)
    }
  }

  @Test func strictRejectsAnUnknownKindWithItsNearMiss() throws {
    try ImportScene.run { scene in
      let rows = ["a1,thefft,2026-07-01,120.1,26.9", "a2,theft,2026-07-01,120.1,26.9"]
      let kept = try scene.load(rows: rows) { $0.isDryRun = true }
      #expect(kept.unknownCategories == ["thefft"] && kept.counts.rejected == 0)
      let strict = try scene.load(rows: rows) { $0.isStrict = true }
      #expect(strict.counts.rejected == 1)
      #expect(scene.rejects.contains("did you mean theft?"))
    }
  }

  @Test func aCodeWithPointsThatIsNoNumberIsACode() throws {
    try ImportScene.run { scene in
      let report = try scene.load(rows: ["2026.07.001,theft,2026-07-01,120.1,26.9"])
      #expect(report.counts.inserted == 1)
    }
  }

  @Test func aDryRunWritesNothing() throws {
    try ImportScene.run { scene in
      let report = try scene.load(
        rows: ["a1,theft,2026-07-01,120.1,26.9", "a2,theft,2026-02-30,120.1,26.9"]
      ) { $0.isDryRun = true }
      #expect(report.dryRun && report.counts.inserted == 1 && report.counts.rejected == 1)
      #expect(try scene.count() == 0)
      #expect(scene.rejects == "" && report.rejectFile == nil)
    }
  }

  @Test func aFolderIsNotReplacedByTheRejectFile() throws {
    try ImportScene.run { scene in
      let refusal = try scene.refusal {
        try $0.load(rows: ["a1,theft,2026-02-30,120.1,26.9"]) { $0.rejects = scene.folder }
      }
      #expect(refusal.isUsage && refusal.words.contains("is a folder"))
      #expect(FileManager.default.fileExists(atPath: scene.folder.appending(path: "a.csv").path))
    }
  }
}
