import Foundation
import SimpleFeatures
import Storage
import SpatiaLiteStorage
import Synchronization
import Testing
import Workflows

@testable import Service

@Suite struct ProcessTests {
  static let kinds = ["hotspots", "clusters", "density", "scan", "coverage-gaps", "exposure"]

  @Test func eachIsDescribedWithItsInputs() throws {
    try ServiceScene.with(incidents: 200) { scene throws in
      let listed = try #require(scene.document("/processes")["processes"] as? [[String: Any]])
      #expect(listed.compactMap { $0["id"] as? String } == Self.kinds)
      for kind in Self.kinds {
        let told = try scene.document("/processes/\(kind)")
        let inputs = try #require(told["inputs"] as? [String: [String: Any]])
        #expect(inputs.count > 5)
        for (name, input) in inputs {
          #expect(input["title"] is String && input["schema"] is [String: Any], "\(kind) \(name)")
        }
      }
      let conformance = try #require(scene.document("/conformance")["conformsTo"] as? [String])
      #expect(conformance.contains { $0.hasSuffix("ogcapi-processes-1/1.0/conf/core") })
      #expect(conformance.contains { $0.hasSuffix("cql2/1.0/conf/cql2-json") })
    }
  }

  /// What is computed on demand is what a run that is kept shows, to the last number.
  @Test func findsWhatARunWouldKeep() throws {
    try ServiceScene.with(incidents: 2500) { scene throws in
      let home = ServiceScene.home
      let asked: [(layer: String, process: String, inputs: String)] = [
        ("hotspots", "hotspots", #"{"category":["theft"]}"#),
        ("clusters", "clusters", #"{"category":["theft"],"eps":400,"min-points":6}"#),
        ("density", "density", #"{"category":["theft"],"bandwidth":900}"#),
        ("scan_clusters", "scan", #"{"category":["theft"],"interval":28,"replicates":99}"#),
      ]
      var answers: [String: [String: Any]] = [:]
      for (layer, process, inputs) in asked {
        answers[layer] = try scene.execution(process, inputs)
      }
      let store = try SpatiaLiteStore.open(path: scene.path)
      var scope = AnalysisScope()
      scope.categories = ["theft"]
      _ = try FindHotspots(scope: scope, home: home).run(in: store)
      var clusters = FindClusters(scope: scope, home: home)
      clusters.epsMetres = 400
      clusters.minimumPoints = 6
      _ = try clusters.run(in: store)
      var density = MapDensity(scope: scope, home: home)
      density.bandwidth = .metres(900)
      _ = try density.run(in: store)
      var scan = ScanForClusters(scope: scope, home: home)
      scan.intervalDays = 28
      scan.replicates = 99
      _ = try scan.run(in: store)
      try store.close()
      for (layer, _, _) in asked {
        let found = try #require(answers[layer]?["features"] as? [[String: Any]])
        let kept = try scene.features("/collections/\(layer)/items?limit=10000")
        try #require(found.count == kept.count && !kept.isEmpty, "\(layer)")
        for (one, other) in zip(found, kept) {
          let own = try #require(one["properties"] as? NSDictionary)
          let its = try #require(other["properties"] as? NSDictionary)
          #expect(own == its, "\(layer): \(own) \(its)")
          #expect(one["geometry"] as? NSDictionary == other["geometry"] as? NSDictionary)
        }
      }
    }
  }

  @Test func nothingInTheStoreChanges() throws {
    try ServiceScene.with(incidents: 1500) { scene throws in
      let before = try scene.reader.revision()
      let runs = try scene.reader.answer(Runs(currentOf: "hotspots")).map(\.id)
      _ = try scene.execution("hotspots", #"{"category":["fire","theft"],"permutations":99}"#)
      _ = try scene.execution("clusters", #"{"eps":500}"#)
      #expect(try scene.reader.revision() == before)
      #expect(try scene.reader.answer(Runs(currentOf: "hotspots")).map(\.id) == runs)
    }
  }

  /// The units of a box, each with all its incidents; points in the box alone.
  @Test func aBoxAndAFilterChoose() throws {
    try ServiceScene.with(incidents: 3000) { scene throws in
      let all = try scene.execution("hotspots", #"{"permutations":99}"#)
      let features = try #require(all["features"] as? [[String: Any]])
      let incidents = try scene.all("incidents").compactMap(\.geometry?.boundingBox)
      let middle = try #require(
        incidents.map(\.minX).sorted().dropFirst(incidents.count / 2).first)
      let box = "[\(middle - 0.05),26.5,\(middle + 0.05),27.5]"
      let part = try scene.execution("hotspots", #"{"permutations":99,"bbox":\#(box)}"#)
      let inBox = try #require(part["features"] as? [[String: Any]])
      #expect(!inBox.isEmpty && inBox.count < features.count)
      func counts(_ list: [[String: Any]]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for feature in list {
          let own = feature["properties"] as? [String: Any]
          if let unit = own?["unit"] as? String { counts[unit] = own?["count"] as? Int }
        }
        return counts
      }
      let whole = counts(features)
      for (unit, count) in counts(inBox) { #expect(whole[unit] == count) }

      let clusters = try scene.execution(
        "clusters",
        #"{"eps":600,"min-points":5,"bbox":\#(box),"filter":"severity >= 2 AND category <> 'x'"}"#)
      let summary = try #require(clusters["summary"] as? [String: Any])
      let numbers = try scene.document(
        "/collections/incidents/items?bbox=\(box.dropFirst().dropLast())"
          + "&filter=severity%20%3E%3D%202&limit=1")
      let told = try #require(summary["incidents"] as? Int)
      let matched = try #require(numbers["numberMatched"] as? Int)
      // Categories that leave as counts alone are no items, and are counted here.
      #expect(told >= matched && told > 0)
      let json = #"{"op":">=","args":[{"property":"severity"},2]}"#
      let again = try scene.execution(
        "clusters", #"{"eps":600,"min-points":5,"bbox":\#(box),"filter":\#(json)}"#)
      #expect((again["summary"] as? [String: Any])?["incidents"] as? Int == told)
    }
  }

  @Test func faultsNameTheInput() throws {
    try ServiceScene.with(incidents: 400) { scene throws in
      let faults: [(process: String, inputs: String, input: String)] = [
        ("hotspots", #"{"permutations":-1}"#, "permutations"),
        ("hotspots", #"{"permutation":99}"#, "permutation"),
        ("hotspots", #"{"bbox":[1,2,3]}"#, "bbox"),
        ("hotspots", #"{"bbox":[200,2,300,4]}"#, "bbox"),
        ("hotspots", #"{"datetime":"yesterday"}"#, "datetime"),
        ("hotspots", #"{"statistic":"best"}"#, "statistic"),
        ("hotspots", #"{"smooth":"eb"}"#, "smooth"),
        ("hotspots", #"{"with":["fire"],"statistic":"gi"}"#, "with"),
        ("hotspots", #"{"filter":"nothing = 1"}"#, "filter"),
        ("hotspots", #"{"filter":{"op":"?","args":[]}}"#, "filter"),
        ("clusters", #"{"eps":"far"}"#, "eps"),
        ("clusters", #"{"min-points":0}"#, "min-points"),
        ("density", #"{"shares":"0.5,x"}"#, "shares"),
        ("scan", #"{"model":"poisson"}"#, "model"),
        ("scan", #"{"max-days":3,"interval":2}"#, "max-days"),
        ("coverage-gaps", #"{"on":"2026-07-26"}"#, "scheme"),
        ("coverage-gaps", #"{"scheme":"none","on":"2026-07-26"}"#, "scheme"),
        ("exposure", "{}", "footprint"),
        ("exposure", #"{"footprint":{"type":"Point","coordinates":[120,27]}}"#, "footprint"),
      ]
      for (process, inputs, input) in faults {
        let answer = scene.post("/processes/\(process)/execution", #"{"inputs":\#(inputs)}"#)
        #expect(answer.status == 400, "\(inputs)")
        #expect(answer["Content-Type"] == "application/problem+json")
        let told = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        #expect(told?["parameter"] as? String == input, "\(inputs): \(told ?? [:])")
      }
      for body in [
        "", "[]", "{", #"{"inputs":[]}"#, #"{"inputs":{"seed":1e99}}"#, #"{"x":1}"#,
        #"{"inputs":{"seed":null}}"#,
      ] {
        let status = scene.post("/processes/hotspots/execution", body).status
        #expect(status == (body.isEmpty ? 200 : 400), "\(body)")
      }
      #expect(scene.post("/processes/nothing/execution", "{}").status == 404)
      #expect(scene.get("/processes/hotspots/execution").status == 405)
      #expect(scene.post("/processes/hotspots", "{}").status == 405)
    }
  }

  /// A footprint that holds everything holds every grid; one elsewhere holds none.
  @Test func exposureOfASurface() throws {
    try ServiceScene.with(incidents: 300) { scene throws in
      let grids = try scene.all("grids")
      let ring = "[[[110,20],[130,20],[130,35],[110,35],[110,20]]]"
      let all = try scene.execution(
        "exposure", #"{"footprint":{"type":"Polygon","coordinates":\#(ring)}}"#)
      let found = try #require(all["features"] as? [[String: Any]])
      #expect(found.count > grids.count / 2)
      let far = "[[[1,1],[2,1],[2,2],[1,2],[1,1]]]"
      let none = try scene.execution(
        "exposure", #"{"footprint":{"type":"Polygon","coordinates":\#(far)}}"#)
      #expect((none["features"] as? [Any])?.isEmpty == true)
    }
  }

  // MARK: Jobs

  @Test func aJobIsDoneAndForgotten() throws {
    try ServiceScene.with(incidents: 1000) { scene throws in
      let body = #"{"inputs":{"category":["theft"],"permutations":99}}"#
      let accepted = scene.post(
        "/processes/hotspots/execution", body, ["prefer": "respond-async; wait=5"])
      try #require(accepted.status == 201)
      let place = try #require(accepted["Location"])
      let job = String(place.dropFirst("http://example.org:8080".count))
      var status: [String: Any] = [:]
      for _ in 0..<600 {
        status = try scene.document(job)
        if ["successful", "failed"].contains(status["status"] as? String) { break }
        Thread.sleep(forTimeInterval: 0.05)
      }
      #expect(status["status"] as? String == "successful" && status["progress"] as? Int == 100)
      let result = try scene.document(job + "/results")
      let now = try scene.execution("hotspots", #"{"category":["theft"],"permutations":99}"#)
      #expect(result as NSDictionary == now as NSDictionary)
      let jobs = try #require(scene.document("/jobs")["jobs"] as? [[String: Any]])
      #expect(jobs.count == 1)
      #expect(scene.get(job, method: "DELETE").status == 200)
      #expect(scene.get(job).status == 404 && scene.get(job + "/results").status == 404)
      #expect(scene.get("/jobs/0000000000000000").status == 404)
    }
  }

  /// Draws without end, which only a dismissal ends.
  static let endless = #"{"inputs":{"permutations":99999,"fdr":0.000001}}"#

  @Test func aJobEndsWhenItIsDismissed() throws {
    try ServiceScene.with(incidents: 3000) { scene throws in
      let accepted = scene.post(
        "/processes/scan/execution", #"{"inputs":{"replicates":9999}}"#,
        ["prefer": "respond-async"])
      try #require(accepted.status == 201)
      let place = try #require(accepted["Location"]).dropFirst("http://example.org:8080".count)
      for _ in 0..<200 where scene.service.processGate.count == 0 {
        Thread.sleep(forTimeInterval: 0.01)
      }
      #expect(scene.service.processGate.count == 1)
      let told = scene.get(String(place), method: "DELETE")
      #expect(told.status == 200)
      for _ in 0..<600 where scene.service.processGate.count > 0 {
        Thread.sleep(forTimeInterval: 0.05)
      }
      #expect(scene.service.processGate.count == 0)
      #expect(try scene.document(String(place))["status"] as? String == "dismissed")
      #expect(scene.get(String(place) + "/results").status == 404)
    }
  }

  @Test func workEndsWhenTheClientLeavesOrTheTimeIsUp() throws {
    try ServiceScene.with(incidents: 3000, change: { $0.processSeconds = 0.3 }) { scene throws in
      let long = scene.post("/processes/scan/execution", #"{"inputs":{"replicates":9999}}"#)
      #expect(long.status == 422)
      let asked = Atomic<Int>(0)
      let left = scene.service.respond(
        to: ServiceRequest(
          method: "POST", path: "/processes/scan/execution", headers: ["host": "example.org"],
          body: Array(#"{"inputs":{"replicates":9999}}"#.utf8),
          isCancelled: { asked.add(1, ordering: .relaxed).newValue > 3 }))
      #expect(left.status == 499 && scene.service.processGate.count == 0)
    }
  }

  /// Each has somewhere where it looks whether it is still wanted.
  @Test func gapsAndExposureEndToo() throws {
    try ServiceScene.with(incidents: 300) { scene throws in
      let square = Geometry.polygon(
        Polygon(BoundingBox(minX: 119.9, minY: 26.8, maxX: 120.2, maxY: 27)))
      #expect(throws: WorkflowError.cancelled) {
        _ = try AssessExposure(.surface(square, name: "square"), home: ServiceScene.home)
          .find(in: scene.reader, isCancelled: { true })
      }
      #expect(throws: WorkflowError.cancelled) {
        _ = try FindCoverageGaps(scheme: "x", day: DayNumber(20_600), home: ServiceScene.home)
          .find(in: scene.reader, isCancelled: { true })
      }
    }
  }

  @Test(arguments: [Audience.public, .meeting])
  func othersThanAnalystsComputeNothing(audience: Audience) throws {
    try ServiceScene.with(audience, incidents: 300) { scene throws in
      for path in ["/processes", "/processes/hotspots", "/jobs"] {
        #expect(scene.get(path).status == 404)
      }
      #expect(scene.post("/processes/hotspots/execution", "{}").status == 404)
      let paths = try #require(scene.document("/api")["paths"] as? [String: Any])
      #expect(!paths.keys.contains { $0.hasPrefix("/processes") })
    }
  }
}

extension ServiceScene {
  func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) -> ServiceAnswer {
    service.respond(
      to: ServiceRequest(
        method: "POST", path: path,
        headers: ["host": "example.org:8080", "content-type": "application/json"]
          .merging(headers) { $1 },
        body: Array(body.utf8)))
  }

  /// The result of an execution that must succeed.
  func execution(_ process: String, _ inputs: String) throws -> [String: Any] {
    let answer = post("/processes/\(process)/execution", #"{"inputs":\#(inputs)}"#)
    try #require(
      answer.status == 200, "\(process): \(String(decoding: answer.body, as: UTF8.self))")
    return try #require(
      JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any], "\(process)")
  }
}
