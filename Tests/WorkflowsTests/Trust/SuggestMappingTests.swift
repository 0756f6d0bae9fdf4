import Formats
import Foundation
import Glibc
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// First mappings for files as counties send them; each is imported with as it stands.
@Suite struct SuggestMappingTests {
  /// By the system's converter.
  private static func gbk(_ text: String) -> Data {
    guard let handle = iconv_open("GB18030", "UTF-8"), Int(bitPattern: handle) != -1 else {
      return Data()
    }
    defer { iconv_close(handle) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2 + 16)
    var left = input.count
    var room = output.count
    let whole = room
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        _ = iconv(handle, &from, &left, &to, &room)
      }
    }
    return Data(output.prefix(whole - room).map { UInt8(bitPattern: $0) })
  }

  private func suggest(
    _ bytes: Data, as name: String = "110.csv", layer: ImportLayer = .incidents,
    in scene: ImportScene, withStore: Bool = false
  ) throws -> MappingSuggestion {
    let file = scene.folder.appending(path: name)
    try bytes.write(to: file)
    return try SuggestMapping(layer: layer, home: ImportScene.home)
      .run(InputFile(path: file.path, format: nil), store: withStore ? scene.store : nil)
  }

  /// A day's export of a 110 desk.
  static let desk: String = {
    let header =
      "接警单编号,报警时间,案发时间,案由,报警人姓名,联系电话,所属社区,经度,纬度,案值（万元）,处理状态,备注"
    let kinds = ["盗窃", "入室盗窃", "电信诈骗", "盗窃电动车", "家庭矛盾", "扒切"]
    let rows = (0..<120).map { row in
      "J2026\(1000 + row),2026/7/\(1 + row % 28) 9:\(10 + row % 50),2026/7/\(1 + row % 28) 8:05,"
        + "\(kinds[row % 6]),张三,\(row % 7 == 0 ? "" : "见底单"),台江村,"
        + "\(120.0 + Double(row) * 0.0007),\(26.8 + Double(row % 11) * 0.0013),"
        + "\(row % 5 == 0 ? "" : "0.\(row % 90 + 10)"),\(row % 3 == 0 ? "已立案" : "办结"),无"
    }
    return ([header] + rows).joined(separator: "\r\n") + "\r\n"
  }()

  @Test func aDesksExportIsUnderstoodAndImportsAsItIs() throws {
    try ImportScene.run { scene in
      let bytes = Self.gbk(Self.desk)
      let suggestion = try suggest(bytes, in: scene)
      let text = suggestion.text
      for line in [
        "encoding: gb18030", "  id: \"接警单编号\"", "  occurred_from: \"案发时间\"",
        "  reported_at: \"报警时间\"", "  category: \"案由\"", "  lon: \"经度\"", "  lat: \"纬度\"",
        "  loss_yuan: \"案值（万元）\"", "  loss_yuan: 万元", "  status: \"处理状态\"",
        "  \"盗窃\": theft", "  \"入室盗窃\": burglary", "  \"电信诈骗\": fraud", "  \"已立案\": filed",
        "  \"办结\": closed", "  # \"扒切\": theft",
      ] { #expect(text.contains(line + "  #") || text.contains(line + "\n"), "\(line)\n\(text)") }
      #expect(text.contains("报警人姓名, 联系电话"), "personal columns are listed: \(text)")
      #expect(text.contains("not read: 备注") || text.contains("不读：备注"))
      #expect(suggestion.questions.isEmpty, "\(suggestion.questions)")
      let report = try scene.load(bytes, mapping: text)
      #expect(report.counts.inserted == 120 && report.counts.rejected == 0)
      let left = ["家庭矛盾", "扒切", "盗窃电动车"].filter { text.contains("# \"\($0)\"") }
      #expect(report.unknownCategories == left)
      let losses = Set(try scene.column("loss_yuan"))
      #expect(losses.contains("real(1100.0)"), "0.11 万元 is 1,100 yuan: \(losses)")
    }
  }

  @Test func anAmbiguousDateIsAskedFor() throws {
    try ImportScene.run { scene in
      let rows = (1...9).map { "\($0),theft,\($0)/\($0)/2026,120.0\($0),26.85" }
      let text = ([ImportScene.header] + rows).joined(separator: "\n") + "\n"
      let suggestion = try suggest(Data(text.utf8), in: scene)
      #expect(suggestion.questions.contains { $0.en.contains("day first or month first") })
      #expect(suggestion.text.contains("# date_formats: [\"d/M/yyyy\"]"))
    }
  }

  @Test func damagedCodesAreSaidWithTheWayOut() throws {
    try ImportScene.run { scene in
      let rows = (1...9).map { "a\($0),theft,2026-07-0\($0),3.50921E+11" }
      let text = (["编号,类别,日期,区划代码"] + rows).joined(separator: "\n") + "\n"
      let suggestion = try suggest(Data(text.utf8), in: scene)
      #expect(
        suggestion.questions.contains {
          $0.en.contains("3.50921E+11") && $0.en.contains("Format the column as text")
        }, "\(suggestion.text)")
      let report = try scene.load(Data(text.utf8), mapping: suggestion.text)
      #expect(report.counts.rejected == 9 && scene.rejects.contains("spreadsheet"))
    }
  }

  @Test func metresWithXInTheNorthAreTurned() throws {
    try ImportScene.run { scene in
      let rows = (0..<30).map {
        "b\($0),盗窃,2026-07-1\($0 % 10),\(2_976_000 + $0 * 37),\(40_500_000 + $0 * 53)"
      }
      let text = (["事件编号,事件类别,发生时间,X坐标,Y坐标"] + rows).joined(separator: "\n") + "\n"
      let suggestion = try suggest(Data(text.utf8), in: scene)
      #expect(suggestion.text.contains("crs: EPSG:4528"), "\(suggestion.text)")
      #expect(suggestion.text.contains("  lon: \"Y坐标\""), "\(suggestion.text)")
      let report = try scene.load(Data(text.utf8), mapping: suggestion.text)
      #expect(report.counts.inserted == 30)
    }
  }

  @Test func metresWithoutZoneAreAskedForUnlessTheStoreKnows() throws {
    try ImportScene.run { scene in
      let rows = (0..<30).map {
        "b\($0),盗窃,2026-07-1\($0 % 10),\(500_000 + $0 * 53),\(2_976_000 + $0 * 37)"
      }
      let text = (["事件编号,事件类别,发生时间,x,y"] + rows).joined(separator: "\n") + "\n"
      let asked = try suggest(Data(text.utf8), in: scene)
      #expect(asked.questions.contains { $0.en.contains("central meridian") }, "\(asked.text)")
      try scene.load("\(ImportPlacesTests.good)\n".utf8, as: "g.geojsonl", into: .grids)
      let known = try suggest(Data(text.utf8), in: scene, withStore: true)
      #expect(known.text.contains("crs: EPSG:4549") && known.questions.isEmpty, "\(known.text)")
    }
  }

  @Test func aTableOfBoundaryPointsBecomesAMapping() throws {
    try ImportScene.run { scene in
      let rows = ["A1", "A2"].enumerated().flatMap { index, zone in
        [
          "119°59′30″,26°5\(index)′00″", "120°00′30″,26°5\(index)′00″",
          "120°00′30″,26°5\(index)′30″",
        ]
        .enumerated().map { "\(zone),J\($0.offset + 1),\($0.element),大黄鱼" }
      }
      let text = (["宗海编号,界址点号,经度,纬度,养殖品种"] + rows).joined(separator: "\n") + "\n"
      let suggestion = try suggest(Data(text.utf8), layer: .aquacultureZones, in: scene)
      for line in [
        "    zone: \"宗海编号\"", "    number: \"界址点号\"", "    x: \"经度\"", "    y: \"纬度\"",
      ] {
        #expect(suggestion.text.contains(line), "\(suggestion.text)")
      }
      #expect(suggestion.questions.isEmpty, "\(suggestion.questions)")
      let report = try scene.load(
        Data(text.utf8), into: .aquacultureZones, mapping: suggestion.text)
      #expect(report.counts.inserted == 2 && report.counts.rejected == 0)
    }
  }

  @Test func aFileOfHostileNamesGivesAMappingThatCanBeRead() throws {
    try ImportScene.run { scene in
      let header = #""a: b",category,time,"lon""x",'lat,#c,{d},"e\f""#
      let text = header + "\n" + #"1,theft,2026-07-01,120.05,26.85,x,y,z"# + "\n"
      let suggestion = try suggest(Data(text.utf8), in: scene)
      #expect(throws: Never.self) {
        var mapping = suggestion.text
        if !mapping.contains("  id:") {
          mapping = mapping.replacingOccurrences(
            of: "columns:\n", with: "columns:\n  id: \"a: b\"\n")
        }
        _ = try ImportMapping(text: mapping, layer: .incidents)
      }
    }
  }
}
