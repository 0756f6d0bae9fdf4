import Formats
import Foundation
import Projections
import SimpleFeatures
import Testing
import Topology

@testable import Workflows

@Suite struct SampleXiapuTests {
  private func bytes(_ folder: URL, _ names: [String]) throws -> [Data] {
    try names.map { try Data(contentsOf: folder.appending(path: $0)) }
  }

  /// Once by the public way, which makes the shapes anew.
  @Test func sameSeedSameBytesAndAnotherSeedOthers() throws {
    let one = try SampleScene.written(seed: 7, incidents: 800) { folder, report in
      try bytes(folder, report.files)
    }
    let again = try SampleScene.written(seed: 7, incidents: 800) { folder, report in
      let anew = try SampleXiapu(geodata: SampleScene.geodata, seed: 7, incidents: 800)
        .write(to: folder)
      #expect(anew == report)
      return try bytes(folder, report.files)
    }
    let other = try SampleScene.written(seed: 8, incidents: 800) { folder, report in
      #expect(report.files.count == 32)
      return Dictionary(
        uniqueKeysWithValues: zip(report.files, try bytes(folder, report.files)))
    }
    #expect(one == again)
    #expect(other["incidents.csv"] != one[6])
    #expect(other["units.geojson"] == one[0], "shapes do not depend on the seed")
  }

  /// Incident k has its own stream: a longer series holds the shorter one.
  @Test func aLongerSeriesHoldsTheShorterOne() throws {
    func key(_ incident: SampleIncident) -> [Double] {
      [incident.longitude, incident.latitude, Double(incident.reportedAt)]
    }
    let short = try SampleScene.scenario(seed: 5, incidents: 300).incidents.map(key)
    let long = try SampleScene.scenario(seed: 5, incidents: 900).incidents.map(key)
    #expect(Set(short).isSubset(of: Set(long)))
  }

  @Test func everyRowSaysWhetherItIsSynthetic() throws {
    try SampleScene.written(seed: 1, incidents: 50) { folder, _ in
      let made: [(String, Bool)] = [
        ("grids", true), ("villages", true), ("aquaculture_zones", true), ("units", false),
        ("coastline", false),
      ]
      for (layer, isSynthetic) in made {
        let data = try Data(contentsOf: folder.appending(path: "\(layer).geojson"))
        var reader = GeoJSONReader(ByteSource([UInt8](data)))
        var rows = 0
        while case .feature(let feature) = try reader.next() {
          rows += 1
          #expect(feature["synthetic"] == .boolean(isSynthetic))
          if !isSynthetic { #expect(feature["boundary"] == .text("derived")) }
        }
        #expect(rows >= 15)
      }
      let truth = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appending(path: "truth.json")))
      let top = try #require(truth as? [String: Any])
      #expect(top["synthetic"] as? Bool == true)
      #expect((top["readme"] as? String)?.hasPrefix("SYNTHETIC") == true)
    }
  }

  /// The file as the import sees it: GB18030, Chinese headers, GCJ-02.
  @Test func theExportReadsBackInsideTheStudyArea() throws {
    let topology = try TopologyContext()
    let grids = try SampleScene.geography().layout.grids
    let index = try PolygonIndex(grids.map(\.geometry))
    try SampleScene.written(seed: 2, incidents: 3_000) { folder, _ in
      _ = topology
      var options = CSVOptions()
      options.encoding = .gb18030
      let data = try Data(contentsOf: folder.appending(path: "incidents.csv"))
      var reader = try CSVReader(ByteSource([UInt8](data)), options: options)
      let lon = try reader.column("经度")
      let lat = try reader.column("纬度")
      let place = try reader.column("地点代码")
      let precision = try reader.column("位置精度")
      let synthetic = try reader.column("合成")
      var rows = 0
      var withoutPoint = 0
      while true {
        let step = try reader.next()
        if case .end = step { break }
        guard case .row = step else {
          Issue.record("a row that cannot be read")
          break
        }
        rows += 1
        #expect(reader.text(synthetic) == "是")
        let code = reader.text(place)
        guard let x = try reader.real(lon), let y = try reader.real(lat) else {
          withoutPoint += 1
          #expect(code.count == (reader.text(precision) == "区域" ? 9 : code.count))
          continue
        }
        let point = ChineseOffset.gcj02.removed(from: Coordinate(x: x, y: y))
        let grid = try #require(index.owner(of: point))
        #expect(grids[grid].code.hasPrefix(code))
      }
      #expect(rows == 3_000)
      #expect((60...160).contains(withoutPoint), "about 3.5 % have no point")
    }
  }

  @Test func timesComeInOrderAndEndWithThePeriod() throws {
    let scenario = try SampleScene.scenario(seed: 4, incidents: 5_000)
    let period = scenario.period
    #expect(period.first.description == "2024-07-29" && period.last.description == "2026-07-26")
    var last = 0
    for incident in scenario.incidents {
      #expect(incident.occurredFrom >= Int(period.first.number) * 1440)
      #expect(incident.occurredFrom <= incident.occurredTo ?? .max)
      #expect(incident.occurredTo ?? incident.occurredFrom <= incident.reportedAt)
      #expect(incident.reportedAt <= incident.statusAt)
      #expect(incident.statusAt < period.endMinute)
      #expect(incident.reportedAt >= last)
      last = incident.reportedAt
    }
  }

  @Test func disputesOfEveryAgeAreOpen() throws {
    let scenario = try SampleScene.scenario(seed: 4, incidents: 20_000)
    let open = scenario.incidents.filter { incident in
      SampleCategory.all[incident.category].key == "dispute"
        && (incident.status == .reported || incident.status == .accepted)
    }
    let ages = open.map { (scenario.period.endMinute - $0.reportedAt) / 1440 }
    for range in [0..<7, 7..<30, 30..<90, 90..<365, 365..<730] {
      #expect(ages.contains { range.contains($0) }, "\(range) days")
    }
  }

  @Test func refusesANegativeNumberOfIncidents() {
    #expect(throws: WorkflowError.self) {
      try SampleScene.written(seed: 1, incidents: -1) { _, _ in }
    }
  }

  @Test func namesTheFolderThatIsMissing() {
    let nowhere = FileManager.default.temporaryDirectory.appending(path: "no-geodata-here")
    #expect {
      try SampleXiapu(geodata: nowhere).write(to: nowhere.appending(path: "out"))
    } throws: { error in
      "\(error)".contains("land.geojson") && "\(error)".contains("--home")
    }
  }
}
