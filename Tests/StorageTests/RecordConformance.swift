import SimpleFeatures
import Storage
import Testing

/// Red, yellow and black records with what they rest on, on each store.
@Suite struct RecordConformance {
  private static let unit = "350921104"
  private static let number = "350921104/many/2024-10"

  private static let figures: LeagueFigures = {
    var figures = LeagueFigures()
    (figures.count, figures.exposure, figures.rate) = (90, 5000, 18)
    (figures.smoothedRate, figures.low, figures.high) = (17.5, 15, 20.5)
    (figures.rankLow, figures.rankHigh, figures.ranked) = (17, 18, 18)
    return figures
  }()

  private static func standing(_ unit: String, _ className: String) -> StandingRow {
    var row = StandingRow(
      unit: unit, name: "下浒镇", geometry: .multiPolygon([StoreConformance.square]))
    row.className = className
    row.standing.yellow = className == "yellow" ? 1 : 0
    row.awards.black = 1
    row.figures = figures
    return row
  }

  private static func record() -> RecordRow {
    var row = RecordRow(
      number: number, unit: unit, name: "下浒镇", month: "2024-10", rule: "many",
      chineseName: "盗窃偏高", englishName: "Many thefts", colour: "yellow",
      givenOn: DayNumber(20_027), lastHeld: "2024-12", expiresOn: DayNumber(20_208))
    row.figures = figures
    row.evidence = [
      RecordEvidenceRow(
        kind: "incident", category: "theft", reference: "s/1", day: DayNumber(20_010)),
      RecordEvidenceRow(kind: "register", reference: "hazards_open", value: 2.5),
    ]
    return row
  }

  private static let authority = RecordAuthority(
    decidedBy: "县委政法委", rules: "xiapu", version: 3, digest: "0123456789abcdef")

  @Test(arguments: StoreKind.allCases)
  func recordsAreReadBackWithWhatTheyRestOn(kind: StoreKind) throws {
    try kind.withStore { store throws in
      let run = Run(
        kind: "records", parameters: "{}", seed: 0, inputDigest: "d", version: "1",
        validFrom: DayNumber(20_058), validTo: DayNumber(20_087), summary: "{}")
      try store.keep(run) { transaction, id in
        // Against the order of the codes, in which they are read.
        for (unit, className) in [("350921105", "unknown"), (Self.unit, "yellow")] {
          try transaction.run(
            InsertStanding(run: id, level: "town", Self.standing(unit, className)))
        }
        for month in ["2024-12", "2024-11"] {
          var row = StandingMonthRow(unit: Self.unit, name: "下浒镇", month: month)
          row.className = "yellow"
          (row.standing.yellow, row.given) = (1, month == "2024-11" ? 1 : 0)
          row.figures = Self.figures
          try transaction.run(InsertStandingMonth(run: id, row))
        }
        let record = Self.record()
        try transaction.run(InsertRecord(run: id, by: Self.authority, record))
        for evidence in record.evidence {
          try transaction.run(
            InsertRecordEvidence(
              run: id, record: record.number, unit: record.unit, evidence))
        }
      }
      let board = try store.rows(of: "record_scoreboard", run: run)
      #expect(board.map { $0["unit"] } == [.text(Self.unit), .text("350921105")])
      #expect(board[0]["class"] == .text("yellow") && board[0]["award_black"] == .integer(1))
      #expect(board[0]["count"] == .integer(90) && board[0]["smoothed_rate"] == .real(17.5))
      #expect(board[0]["rank_low"] == .integer(17) && board[0]["ranked"] == .integer(18))
      #expect(board[0]["listed_until"] == .unknown && board[0]["too_few"] == .boolean(false))
      let months = try store.rows(of: "record_months", run: run)
      #expect(months.map { $0["month"] } == [.text("2024-11"), .text("2024-12")])
      #expect(months.map { $0["given"] } == [.integer(1), .integer(0)])
      let records = try store.rows(of: "records", run: run)
      #expect(records.count == 1 && records[0]["number"] == .text(Self.number))
      #expect(records[0]["given_on"] == .day(DayNumber(20_027)))
      #expect(records[0]["ended_on"] == .unknown && records[0]["renews"] == .unknown)
      #expect(records[0]["decided_by"] == .text("县委政法委"))
      #expect(records[0]["evidence"] == .integer(2) && records[0]["count"] == .real(90))
      let evidence = try store.rows(of: "record_evidence", run: run)
      #expect(evidence.map { $0["kind"] } == [.text("incident"), .text("register")])
      #expect(evidence[0]["day"] == .day(DayNumber(20_010)) && evidence[0]["value"] == .unknown)
      #expect(evidence[1]["value"] == .real(2.5) && evidence[1]["category"] == .unknown)
      let names = ["record_scoreboard", "record_months", "records", "record_evidence"]
      let counts = try store.answer(LayerCounts())
      #expect(names.map { counts[$0] } == [2, 2, 1, 2])
      #expect(try store.faults() == [])
      _ = try store.write { try $0.run(DeleteRun(id: run.id)) }
      let left = try store.answer(LayerCounts())
      #expect(names.allSatisfy { left[$0] == 0 }, "what rests on a run goes with it")
    }
  }

  /// What cannot be is refused by the schema: an end without a reason, a record that ends before it
  /// is given, a range of ranks the wrong way round, the same number twice.
  @Test(arguments: StoreKind.allCases)
  func recordsThatCannotBeAreRefused(kind: StoreKind) throws {
    try kind.withStore { store throws in
      let run = Run(
        kind: "records", parameters: "{}", seed: 0, inputDigest: "d", version: "1",
        validFrom: DayNumber(20_058), validTo: DayNumber(20_087), summary: "{}")
      _ = try store.write { transaction throws in
        try transaction.run(InsertRun(run))
        try transaction.run(InsertRecord(run: run.id, by: Self.authority, Self.record()))
      }
      let changes: [(inout RecordRow) -> Void] = [
        { _ in },
        {
          $0.number = "a"
          $0.endedOn = DayNumber(20_050)
        },
        {
          $0.number = "b"
          $0.expiresOn = DayNumber(20_027)
        },
        {
          $0.number = "c"
          $0.figures.rankHigh = 16
        },
        {
          $0.number = "d"
          $0.colour = "green"
        },
      ]
      for change in changes {
        var row = Self.record()
        change(&row)
        let wrong = row
        #expect(throws: StorageError.self, "\(wrong.number)") {
          try store.write {
            try $0.run(InsertRecord(run: run.id, by: Self.authority, wrong))
          }
        }
      }
    }
  }
}
