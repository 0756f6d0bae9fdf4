import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Near repeats through files, store and layers.
@Suite struct NearRepeatRunTests {
  private typealias Event = StudyScene.Event

  /// Every second incident is followed by another within 80 m and 5 days.
  private static func chains(_ count: Int, days: Int, seed: UInt64) -> [StudyScene.Event] {
    var random = ReplicateGenerator(seed: seed, stream: 2)
    return StudyScene.background(count, days: 0..<days, seed: seed).flatMap { event in
      guard random.uniform() < 0.5 else { return [event] }
      var next = event
      next.x += 55 * (2 * random.uniform() - 1)
      next.y += 55 * (2 * random.uniform() - 1)
      next.day = min(days - 1, event.day + 1 + Int(random.integer(below: 5)))
      return [event, next]
    }
  }

  private func find(_ change: (inout FindNearRepeats) -> Void = { _ in }) -> FindNearRepeats {
    var find = FindNearRepeats(scope: AnalysisScope(), home: ImportScene.home)
    change(&find)
    return find
  }

  @Test func aPlantedNearRepeatRaisesZonesAroundTheLast() throws {
    try StudyScene.run(Self.chains(250, days: 120, seed: 31)) { study in
      let outcome = try study.sameWithOneThreadAndTwo(["near_repeat", "near_repeat_table"]) {
        threads in
        try find { $0.threads = threads }.run(in: study.store)
      }
      let table = try study.rows("near_repeat_table", run: outcome.run.id)
      #expect(table.count == 20)
      #expect(
        table.filter { $0["time_band"] == .integer(1) }.compactMap { $0["distance"]?.word }
          == ["d = 0 m", "0 < d < 100 m", "100 ≤ d < 200 m", "200 ≤ d < 400 m", "400 ≤ d < 800 m"])
      let near = try #require(
        table.first { $0["distance_band"] == .integer(2) && $0["time_band"] == .integer(1) })
      #expect(near["time"] == .text("0 ≤ t < 7 d") && near["p"] == .real(0.001))
      #expect((near["factor"]?.number ?? 0) > 4)
      let far = table.filter { ($0["distance_band"]?.number ?? 0) > 3 }
      #expect(far.count { ($0["p"]?.number ?? 0) <= 0.05 } <= 2)

      let zones = try study.rows("near_repeat", run: outcome.run.id)
      #expect(!zones.isEmpty)
      for zone in zones {
        // At risk on the day after the last, or later; nothing of what is over.
        let until = try #require(zone["until"]?.dayNumber)
        #expect(until.number > StudyScene.day(119).number)
        let from = try #require(zone["from"]?.dayNumber)
        #expect(until.number - from.number == 6, "half-open: seven days")
        #expect((zone["factor"]?.number ?? 0) >= 1.2 && (zone["p"]?.number ?? 1) <= 0.05)
      }
      #expect(outcome.sentence.contains("0 < d < 100 m, 0 ≤ t < 7 d"), "\(outcome.sentence)")
      let summary = CanonicalJSON.value(FindNearRepeats.Summary.self, of: outcome.run.summary)
      #expect((summary?.mantelP ?? 1) <= 0.01 && summary?.asOf == StudyScene.day(120).description)
    }
  }

  @Test func withoutARepeatNothingIsRaised() throws {
    var hits = 0
    for seed in 0..<8 {
      try StudyScene.run(StudyScene.background(200, days: 0..<90, seed: 100 + UInt64(seed))) {
        study in
        let run = try find { $0.permutations = 199 }.run(in: study.store).run
        hits += try study.rows("near_repeat_table", run: run.id)
          .count { ($0["p"]?.number ?? 0) <= 0.05 }
      }
    }
    // Of 160 cells 8 by chance; 4.5 standard errors.
    #expect(hits <= 20, "\(hits)")
  }

  @Test func stretchesAreSpreadOverTheirBands() throws {
    var rows: [String] = []
    for (number, event) in Self.chains(200, days: 120, seed: 33).enumerated() {
      let day = StudyScene.day(event.day)
      // Every third is known to lie between one evening and a morning three days later.
      let to = number % 3 == 0 ? DayNumber(day.number + 3) : day
      let hours = number % 3 == 0 ? ("18:00", "07:00") : ("09:00", "09:00")
      rows.append(
        "s\(number),theft,\(day) \(hours.0),\(to) \(hours.1),"
          + StudyScene.position(event.x, event.y))
    }
    try StudyScene.run([]) { study in
      try study.scene.load(rows: rows, header: "id,category,occurred_from,occurred_to,lon,lat")
      let outcome = try study.sameWithOneThreadAndTwo(["near_repeat_table"]) { threads in
        try find {
          $0.times = .stretches
          $0.stepDays = 4
          $0.threads = threads
        }.run(in: study.store)
      }
      let near = try #require(
        try study.rows("near_repeat_table", run: outcome.run.id)
          .first { $0["distance_band"] == .integer(2) && $0["time_band"] == .integer(1) })
      let observed = try #require(near["observed"]?.number)
      #expect(observed.rounded() != observed, "parts of pairs")
      #expect((near["p"]?.number ?? 1) <= 0.01 && near["poisson_p"] == .unknown)
      // Every incident falls somewhere in the week, those of a weekend over all its hours.
      let hours = try study.rows("aoristic_hours", run: outcome.run.id)
      let sum = hours.reduce(0) { $0 + ($1["weight"]?.number ?? 0) }
      #expect(hours.count == 168 && abs(sum - Double(rows.count)) < 1e-6)
      let night = hours.filter { $0["hour"] == .integer(3) }
        .reduce(0) { $0 + ($1["weight"]?.number ?? 0) }
      // Three nights of the 61 hours of a third.
      let third = Double((rows.count + 2) / 3)
      #expect(abs(night - third * 3 / 61) < 1e-6, "\(night)")
      #expect(throws: WorkflowError.self) {
        var find = find { $0.times = .stretches }
        find.scope.basis = .reported
        _ = try find.run(in: study.store)
      }
    }
  }

  @Test func aMallAndOneDayAreAnswered() throws {
    let mall = (0..<2280).map { Event(x: 2000, y: 2000, day: $0 % 60) }
    try StudyScene.run(mall, withGrids: false) { study in
      let outcome = try find { $0.permutations = 99 }.run(in: study.store)
      let rows = try study.rows("near_repeat_table", run: outcome.run.id)
      #expect(
        rows.allSatisfy { $0["p"] == .real(1) }, "all pairs are at one place whatever the times")
      #expect(outcome.sentence.contains("one distance for all pairs"), "\(outcome.sentence)")
      func words(_ change: (inout FindNearRepeats) -> Void) -> String {
        do {
          return try find(change).run(in: study.store).sentence
        } catch {
          return "\(error)"
        }
      }
      #expect(
        words { $0.scope = StudyScene.scope(0...0) }.contains("one time difference for all pairs")
          || words { $0.scope = StudyScene.scope(0...0) }.contains("one distance for all pairs"))
      #expect(words { $0.edges = [0, 200, 100] }.contains("--bands: from 1 to 32 ascending"))
      #expect(words { $0.stepDays = 0 }.contains("--step 0: from 1 to 3,650 days"))
      #expect(words { $0.permutations = 5 }.contains("--permutations 5: from 19"))
      #expect(words { $0.significance = 0 }.contains("--significance 0"))
      #expect(words { $0.scope = StudyScene.scope(90...91) }.contains("too few to say: 0"))
    }
  }
}
