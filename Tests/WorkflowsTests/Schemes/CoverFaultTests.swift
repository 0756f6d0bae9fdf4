import Foundation
import Schemes
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Doubtful policies and claims are listed by number; sound ones are not.
@Suite struct CoverFaultTests {
  private static let header =
    "number,scheme,insured_kind,unit,units,sum_insured_yuan,premium_yuan,paid_by,period_from,"
    + "period_to,zone"
  private static let claimHeader =
    "number,policy,source,incident,peril,occurred_on,notified_on,paid_yuan,paid_on"

  private func faults(
    policies: [String], claims: [String] = [], incidents: [String] = []
  ) throws -> [CoverFault] {
    try ImportScene.run { scene in
      func lines(_ header: String, _ rows: [String]) -> [UInt8] {
        Array(([header] + rows).map { $0 + "\n" }.joined().utf8)
      }
      if !incidents.isEmpty {
        try scene.load(
          lines("id,source,category,time,lon,lat", incidents), as: "i.csv", into: .incidents)
      }
      let path = SampleScene.geodata.appending(path: "schemes/sample/xiapu-land.yaml").path
      let catalogue = try CategoryCatalogue(home: ImportScene.home)
      let file = try SchemeFile.named(path, home: ImportScene.home, catalogue: catalogue)
      _ = try AddScheme(file).run(in: scene.store, name: path)
      let read = try scene.load(lines(Self.header, policies), as: "p.csv", into: .policies)
      #expect(read.counts.rejected == 0, "\(read.firstRejects)")
      if !claims.isEmpty {
        let read = try scene.load(lines(Self.claimHeader, claims), as: "c.csv", into: .claims)
        #expect(read.counts.rejected == 0, "\(read.firstRejects)")
      }
      return try CheckCover(home: ImportScene.home).run(in: scene.store)
    }
  }

  private static let sound =
    "L1,xiapu-land,residents,person,560000,1500000,300000,government,2025-07-01,2026-06-30,"

  @Test func aSoundPolicyHasNoFault() throws {
    let claim = "C1,L1,s,1,盗抢,2026-01-05,2026-01-20,3000,2026-01-25"
    #expect(
      try faults(
        policies: [Self.sound], claims: [claim],
        incidents: ["1,s,theft,2026-01-05T03:00:00+08:00,120.1,26.9"]) == [])
  }

  @Test func policiesThatShareADayAreListed() throws {
    let found = try faults(
      policies: [
        Self.sound,
        "L2,xiapu-land,residents,person,560000,1500000,300000,government,2026-06-30,2027-06-29,",
      ])
    #expect(found.map(\.kind) == [.overlap])
    #expect(found[0].number == "L2" && found[0].message.contains("2026-06-30 to 2026-06-30"))
    #expect(
      try faults(
        policies: [
          Self.sound,
          "L2,xiapu-land,residents,person,560000,1500000,300000,government,2026-07-01,2027-06-30,",
        ]) == [])
  }

  /// What the row of a policy says, and the kind of fault.
  @Test(arguments: [
    // 150 of 万元 where 1 500 000 yuan are meant.
    (
      "L1,xiapu-land,residents,person,560000,150,,government,2025-07-01,2026-06-30,",
      CoverFault.Kind.wrongUnit
    ),
    (
      "L1,xiapu-land,residents,person,560000,200,300,government,2025-07-01,2026-06-30,", .wrongUnit
    ),
    (
      "L1,nowhere,residents,person,560000,1500000,300000,government,2025-07-01,2026-06-30,",
      .unknownScheme
    ),
    (
      "L1,xiapu-land,raft,kou,5,1500000,300000,government,2025-07-01,2026-06-30,Z99", .outsideZone
    ),
  ])
  func aDoubtfulPolicyIsListed(row: String, kind: CoverFault.Kind) throws {
    let found = try faults(policies: [row])
    #expect(found.map(\.kind) == [kind] && found.first?.number == "L1")
  }

  /// What the row of a claim says, and the kind of fault.
  @Test(arguments: [
    ("C1,L1,s,1,盗抢,2026-01-05,2026-01-20,3000.01,2026-01-25", CoverFault.Kind.overLimit),
    ("C1,L1,s,1,盗抢,,2026-01-04,100,2026-01-25", .beforeIncident),
    ("C1,L1,s,1,盗抢,2025-06-30,2026-01-20,100,2026-01-25", .outsidePeriod),
    ("C1,L1,s,9,盗抢,2026-01-05,2026-01-20,100,2026-01-25", .unknownIncident),
  ])
  func aDoubtfulClaimIsListed(row: String, kind: CoverFault.Kind) throws {
    let found = try faults(
      policies: [Self.sound], claims: [row],
      incidents: ["1,s,theft,2026-01-05T03:00:00+08:00,120.1,26.9"])
    #expect(found.map(\.kind) == [kind] && found.first?.number == "C1", "\(found)")
  }

  /// What is doubtful is counted as it stands, and each analysis says how much of it there is.
  @Test func theAnalysesSayHowManyAreDoubtful() throws {
    try RecordScene.run([5000]) { scene in
      func load(_ header: String, _ rows: [String], _ name: String, _ layer: ImportLayer) throws {
        let read = try scene.scene.load(
          ([header] + rows).map { $0 + "\n" }.joined().utf8, as: name, into: layer)
        #expect(read.counts.rejected == 0, "\(read.firstRejects)")
      }
      try load(
        "id,source,category,time,lon,lat",
        ["1,s,theft,2026-01-05T03:00:00+08:00,120.005,26.85"], "i.csv", .incidents)
      let path = SampleScene.geodata.appending(path: "schemes/sample/xiapu-land.yaml").path
      let catalogue = try CategoryCatalogue(home: ImportScene.home)
      let file = try SchemeFile.named(path, home: ImportScene.home, catalogue: catalogue)
      _ = try AddScheme(file).run(in: scene.scene.store, name: path)
      func sentences() throws -> [String] {
        let shelf = try SchemeShelf("xiapu-land", in: scene.scene.store, home: ImportScene.home)
        let day = try #require(DayNumber("2026-06-30"))
        var assess = AssessEligibility(shelf, on: day)
        assess.level = .grid
        return [
          try assess.run(in: scene.scene.store).sentence,
          try ReviewClaims(shelf, on: day).run(in: scene.scene.store).sentence,
        ]
      }
      let claim = "C0,L1,s,1,盗抢,2026-01-05,2026-01-20,3000,2026-01-25"
      try load(Self.header, [Self.sound], "p.csv", .policies)
      try load(Self.claimHeader, [claim], "c.csv", .claims)
      for sentence in try sentences() { #expect(!sentence.contains("doubtful"), "\(sentence)") }
      try load(
        Self.header,
        [
          Self.sound,
          "L2,xiapu-land,residents,person,560000,1500000,300000,government,2026-06-30,2027-06-29,",
        ], "p.csv", .policies)
      try load(
        Self.claimHeader,
        [
          claim, "C1,L1,s,1,盗抢,2026-01-05,2026-01-20,3000.01,2026-01-25",
          "C2,L1,s,1,盗抢,,2026-01-04,100,2026-01-25",
        ], "c.csv", .claims)
      for sentence in try sentences() {
        #expect(sentence.contains("3 doubtful policies and claims"), "\(sentence)")
      }
    }
  }

  /// A negative sum never reaches the store: the import lists its line.
  @Test func aNegativeSumIsRejected() throws {
    try ImportScene.run { scene in
      let rows = Self.header + "\n" + Self.sound.replacing("1500000", with: "-1500000") + "\n"
      let report = try scene.load(rows.utf8, as: "p.csv", into: .policies)
      #expect(report.counts.rejected == 1 && report.counts.inserted == 0)
    }
  }
}
