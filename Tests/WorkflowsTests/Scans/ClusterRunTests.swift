import Analysis
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Clusters through files, store and layer, and their identities from week to week.
@Suite struct ClusterRunTests {
  private typealias Event = StudyScene.Event

  private func crowd(_ count: Int, _ x: Double, _ y: Double, week: Int, seed: UInt64) -> [Event] {
    StudyScene.crowd(
      count, x: x, y: y, spread: 150, days: week * 7..<(week + 1) * 7,
      seed: seed &* 1000 &+ UInt64(week))
  }

  private func find(_ week: Int, previous: String? = nil, threads: Int = 2) -> FindClusters {
    var find = FindClusters(
      scope: StudyScene.scope(week * 7...week * 7 + 6), home: ImportScene.home)
    find.epsMetres = 150
    find.minimumPoints = 5
    find.previous = previous
    find.threads = threads
    return find
  }

  private func fates(_ study: StudyScene, _ run: String) throws -> [Int: String] {
    Dictionary(
      uniqueKeysWithValues: try study.rows("clusters", run: run).compactMap { row in
        guard let number = row["cluster"]?.number else { return nil }
        return (Int(number), row["change"]?.word ?? "")
      })
  }

  /// Week 0: A, B, C. Week 1: A grew, B stays, C is gone, D is new. Week 2: B and D are joined, E
  /// is new. Week 3: what B and D were is two again.
  @Test func identitiesPersistOverFourWeeks() throws {
    let a = (1000.0, 1000.0)
    let b = (3000.0, 1000.0)
    let d = (3000.0, 1700.0)
    var events = crowd(30, a.0, a.1, week: 0, seed: 1) + crowd(30, b.0, b.1, week: 0, seed: 2)
    events += crowd(20, 1000, 4000, week: 0, seed: 3)
    events += crowd(60, a.0, a.1, week: 1, seed: 1) + crowd(30, b.0, b.1, week: 1, seed: 2)
    events += crowd(20, d.0, d.1, week: 1, seed: 4)
    events += crowd(60, a.0, a.1, week: 2, seed: 1) + crowd(30, b.0, b.1, week: 2, seed: 2)
    events += crowd(20, d.0, d.1, week: 2, seed: 4) + crowd(20, 5000, 4000, week: 2, seed: 5)
    // A bridge between B and D.
    events += (0..<20).map { Event(x: 3000, y: 1150 + 20 * Double($0), day: 15) }
    events += crowd(60, a.0, a.1, week: 3, seed: 1) + crowd(30, b.0, b.1, week: 3, seed: 2)
    events += crowd(20, d.0, d.1, week: 3, seed: 4) + crowd(20, 5000, 4000, week: 3, seed: 5)
    try StudyScene.run(events) { study in
      let runs = try (0..<4).reduce(into: [AnalysisOutcome]()) { runs, week in
        runs.append(try find(week, previous: runs.last?.run.id).run(in: study.store))
      }
      let first = try fates(study, runs[0].run.id)
      #expect(first == [1: "", 2: "", 3: ""], "without an earlier run nothing is said of change")
      #expect(
        try fates(study, runs[1].run.id) == [1: "grown", 2: "same", 3: "gone", 4: "new"],
        "\(runs[1].sentence)")
      let third = try fates(study, runs[2].run.id)
      // What lies where both lay bears the number of the one that it shares more with.
      let heir = third[2] == "merged" ? 2 : 4
      let other = 6 - heir
      #expect(third == [1: "same", heir: "merged", other: "gone", 5: "new"], "\(third)")
      let fourth = try fates(study, runs[3].run.id)
      #expect(fourth == [1: "same", heir: "split", 5: "same", 6: "split"], "\(fourth)")

      let rows = try study.rows("clusters", run: runs[2].run.id)
      let gone = try #require(rows.first { $0["cluster"] == .integer(Int64(other)) })
      #expect(gone["n"] == .integer(0) && gone["n_before"] == .integer(other == 2 ? 30 : 20))
      #expect(gone["merged_into"] == .integer(Int64(heir)))
      let merged = try #require(rows.first { $0["cluster"] == .integer(Int64(heir)) })
      #expect(merged["origins"] == .text("2 4"))
      // Since when: the days of the first week, weeks later.
      let since = try study.rows("clusters", run: runs[3].run.id)
        .first { $0["cluster"] == .integer(1) }?["since"]?.dayNumber
      #expect(try #require(since) <= StudyScene.day(6))
      #expect(try study.store.faults() == [])
      // The members say which cluster they are of, by its identity.
      let members = try study.rows("cluster_members", run: runs[3].run.id)
      #expect(
        Set(members.compactMap { $0["cluster"]?.number.map { Int($0) } }) == [1, heir, 5, 6],
        "the number that is gone is not given twice")
    }
  }

  @Test func theEarlierRunIsPartOfTheRun() throws {
    let events =
      crowd(20, 1000, 1000, week: 0, seed: 1) + crowd(20, 1000, 1000, week: 1, seed: 1)
    try StudyScene.run(events) { study in
      let before = try find(0).run(in: study.store).run
      let alone = try find(1).run(in: study.store).run
      let after = try study.sameWithOneThreadAndTwo(["clusters", "cluster_members"]) {
        try find(1, previous: before.id, threads: $0).run(in: study.store)
      }
      #expect(after.run.id != alone.id && after.run.parameters.contains(before.id))
      func refusal(_ find: FindClusters) -> String {
        do {
          _ = try find.run(in: study.store)
          return ""
        } catch {
          return "\(error)"
        }
      }
      #expect(refusal(find(1, previous: "0123")).contains("there is no such run"))
      #expect(refusal(find(0, previous: alone.id)).contains("name an earlier run"))
      var other = find(1, previous: before.id)
      other.scope.categories = ["theft"]
      #expect(refusal(other).contains("it counts the categories all, this one theft"))
    }
  }

  /// A mall to which all incidents are geocoded, and nothing else.
  @Test func aMallIsOneCluster() throws {
    let events = (0..<2280).map { Event(x: 2000, y: 2000, day: $0 % 60) }
    try StudyScene.run(events, withGrids: false) { study in
      for method in FindClusters.Method.allCases {
        var find = FindClusters(scope: AnalysisScope(), home: ImportScene.home)
        find.method = method
        let run = try find.run(in: study.store).run
        let rows = try study.rows("clusters", run: run.id)
        // HDBSCAN never answers with the whole: there is nothing to tell a cluster from.
        #expect(rows.map { $0["n"] } == (method == .hierarchy ? [] : [.integer(2280)]))
      }
    }
  }

  @Test func spaceTimeTellsWeeksApartAndHierarchyNeedsNoRadius() throws {
    // The same corner twice, 30 days apart; and two crowds of different density.
    let events =
      crowd(30, 1000, 1000, week: 0, seed: 1) + crowd(30, 1000, 1000, week: 5, seed: 1)
      + StudyScene.crowd(60, x: 4500, y: 4500, spread: 800, days: 0..<42, seed: 9)
    try StudyScene.run(events) { study in
      var find = FindClusters(scope: AnalysisScope(), home: ImportScene.home)
      find.epsMetres = 150
      find.minimumPoints = 6
      func corners(_ run: String) throws -> [[String: AttributeValue]] {
        try study.rows("clusters", run: run).filter { ($0["n"]?.number ?? 0) >= 25 }
      }
      #expect(try corners(find.run(in: study.store).run.id).map { $0["n"] } == [.integer(60)])
      find.method = .spaceTime
      find.days = 7
      let both = try study.sameWithOneThreadAndTwo(["clusters"]) {
        find.threads = $0
        return try find.run(in: study.store)
      }
      let rows = try corners(both.run.id)
      #expect(rows.map { $0["n"] } == [.integer(30), .integer(30)])
      let dates = rows.map { ($0["first"]?.dayNumber, $0["last"]?.dayNumber) }
      #expect(dates.allSatisfy { ($0.1?.number ?? 99) - ($0.0?.number ?? 0) <= 6 })
      find.method = .hierarchy
      find.minimumPoints = 15
      let found = try study.sameWithOneThreadAndTwo(["clusters", "cluster_members"]) {
        find.threads = $0
        return try find.run(in: study.store)
      }
      #expect(try study.rows("clusters", run: found.run.id).count == 2)
      let sure = try study.rows("cluster_members", run: found.run.id)
        .compactMap { $0["probability"]?.number }
      #expect(sure.count == 120 && sure.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func whatCannotBeSaidIsRefusedInWords() throws {
    try StudyScene.run([Event(x: 10, y: 10, day: 0), Event(x: 20, y: 10, day: 1)]) { study in
      func words(_ change: (inout FindClusters) -> Void) -> String {
        var find = FindClusters(scope: AnalysisScope(), home: ImportScene.home)
        change(&find)
        do {
          return try find.run(in: study.store).sentence
        } catch {
          return "\(error)"
        }
      }
      #expect(words { _ in } == "too few to say: 2 incidents, at least 10")
      #expect(words { $0.epsMetres = 0 }.contains("--eps 0: a radius is above 0"))
      #expect(words { $0.epsMetres = .nan }.contains("at most 100,000 metres"))
      #expect(words { $0.minimumPoints = 0 }.contains("--min-points 0: a core has from 1 to"))
      #expect(
        words {
          $0.method = .spaceTime
          $0.days = -1
        }.contains("--days -1: above 0 and at most 36,500"))
      #expect(
        words {
          $0.method = .hierarchy
          $0.samples = 2000
        }.contains("--samples 2000"))
    }
  }
}
