import Formats
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Every layer: a good file goes in and, a second time, changes nothing; a bad cell is named; a row
/// that names nothing is refused or listed; what is exported can be imported again.
@Suite struct ImportLayerTests {
  @Test func everyLayerHasADescriptionOfItsOwn() {
    #expect(Set(LayerFiles.order) == Set(ImportLayer.allCases))
    for layer in ImportLayer.allCases {
      #expect(layer.definition.name == layer.rawValue)
      let columns = layer.columns
      #expect(Set(columns.map(\.name)).count == columns.count, "\(layer)")
      let names = columns.flatMap { Set([$0.name] + $0.aliases).sorted() }
      let twice = names.filter { name in names.count { $0 == name } > 1 }
      #expect(twice == [], "\(layer)")
      for key in layer.definition.key {
        #expect(layer.definition.columns.contains { $0.name == key }, "\(layer): \(key)")
      }
      #expect(layer.help.contains(layer.definition.schema.chineseName))
      // A layer's words are in both languages, and its key columns are asked for.
      #expect(columns.allSatisfy { $0.chineseName.unicodeScalars.contains { $0.value > 0x2E80 } })
    }
  }

  @Test(arguments: LayerFiles.order)
  func aGoodFileGoesInOnceAndForAll(layer: ImportLayer) throws {
    try ImportScene.run { scene in
      try scene.loadNeeded(by: layer)
      let before = try scene.count(layer.rawValue)
      let rows = [LayerFiles.row(layer, number: 3), LayerFiles.row(layer, number: 4)]
      try addNamed(layer, scene)
      let file = LayerFiles.bytes(layer, rows: rows)
      let report = try scene.load(file.bytes, as: file.name, into: layer)
      #expect(report.counts.inserted == 2, "\(report.firstRejects)")
      #expect(report.unmappedColumns == [])
      #expect(try scene.count(layer.rawValue) >= before + 2)
      let again = try scene.load(file.bytes, as: file.name, into: layer)
      #expect(again.counts.unchanged == 2 && again.counts.updated == 0)
      let faults = try scene.store.faults()
      #expect(faults == [])
    }
  }

  /// The rows that rows 3 and 4 name.
  private func addNamed(_ layer: ImportLayer, _ scene: ImportScene) throws {
    for needed in LayerFiles.needed(by: layer) {
      let file = LayerFiles.bytes(
        needed, rows: (3...5).map { LayerFiles.row(needed, number: $0) })
      _ = try scene.load(file.bytes, as: file.name, into: needed)
    }
  }

  /// A cell that its kind cannot hold; `nil` for kinds that hold any text.
  private func broken(_ column: LayerColumn) -> String? {
    switch column.kind {
    case .label: nil
    case .code, .placeCode: "3.50921E+11"
    case .word: "no such word"
    case .count, .amount, .yuan: "-1"
    case .integer: "99"
    case .positive: "0"
    case .real: "1e12"
    case .day, .instant: "2026-02-30"
    case .boolean: "maybe"
    }
  }

  @Test(arguments: LayerFiles.order)
  func aBadCellIsNamedWithItsColumnAndTheOtherRowGoesIn(layer: ImportLayer) throws {
    try ImportScene.run { scene in
      try scene.loadNeeded(by: layer)
      try addNamed(layer, scene)
      let good = LayerFiles.row(layer, number: 3)
      var rows = [good]
      var expected: [String] = []
      for (position, cell) in good.enumerated() {
        guard let text = broken(cell.column) else { continue }
        var row = LayerFiles.row(layer, number: 4)
        row[position].text = text
        rows.append(row)
        expected.append(cell.column.name)
      }
      let file = LayerFiles.bytes(layer, rows: rows)
      let report = try scene.load(file.bytes, as: file.name, into: layer)
      #expect(report.counts.inserted == 1, "\(report.firstRejects)")
      #expect(report.counts.rejected == expected.count)
      let fields = scene.rejects.split(whereSeparator: \.isNewline).dropFirst().map {
        String($0.split(separator: ",", omittingEmptySubsequences: false)[1])
      }
      #expect(fields == expected)
    }
  }

  @Test(arguments: LayerFiles.order)
  func aRowWithoutWhatItMustHaveIsNamed(layer: ImportLayer) throws {
    try ImportScene.run { scene in
      try scene.loadNeeded(by: layer)
      try addNamed(layer, scene)
      let required = layer.columns.filter { $0.isRequired && $0.missing == .unknown }
      #expect(!required.isEmpty)
      for column in required {
        var row = LayerFiles.row(layer, number: 3)
        let position = try #require(row.firstIndex { $0.column.name == column.name })
        row[position].text = ""
        let file = LayerFiles.bytes(layer, rows: [row])
        let report = try scene.load(file.bytes, as: file.name, into: layer)
        #expect(report.counts.rejected == 1)
        let first = report.firstRejects.first ?? ""
        #expect(first.contains(column.name) && first.contains("missing"), "\(first)")
      }
    }
  }

  @Test func aRowThatNamesNothingIsRefusedOrListed() throws {
    try ImportScene.run { scene in
      var refused = 0
      var listed = 0
      for layer in LayerFiles.order where layer != .incidents {
        let references = layer.definition.columns.compactMap(\.reference)
        guard !references.isEmpty else { continue }
        let number = references.contains(where: \.isRequired) ? 8 : 9
        let file = LayerFiles.bytes(layer, rows: [LayerFiles.row(layer, number: number)])
        let report = try scene.load(file.bytes, as: file.name, into: layer)
        if references.contains(where: \.isRequired) {
          refused += 1
          #expect(report.counts.rejected == 1, "\(layer)")
          #expect(report.firstRejects.first?.contains("import ") == true, "\(report.firstRejects)")
        } else {
          listed += 1
          #expect(report.counts.inserted == 1, "\(layer): \(report.firstRejects)")
          #expect(report.warnings.contains { $0.reason.contains("kept as it is") }, "\(layer)")
        }
      }
      #expect(refused == 8 && listed >= 4)
    }
  }

  @Test(arguments: LayerFiles.order.filter { $0 != .incidents && $0 != .codeChanges })
  func whatIsExportedCanBeImportedAgainAndChangesNothing(layer: ImportLayer) throws {
    try ImportScene.run { scene in
      try scene.loadNeeded(by: layer)
      try addNamed(layer, scene)
      let file = LayerFiles.bytes(layer, rows: [LayerFiles.row(layer, number: 3)])
      _ = try scene.load(file.bytes, as: file.name, into: layer)
      let suffix = layer.definition.schema.geometry == nil ? "csv" : "geojson"
      let url = scene.folder.appending(path: "out.\(suffix)")
      let exported = try ExportLayer(layer: layer.definition, home: ImportScene.home)
        .run(from: scene.store, to: url)
      #expect(exported.features >= 1)
      let again = try scene.load(try Data(contentsOf: url), as: "again.\(suffix)", into: layer)
      #expect(again.counts.unchanged == exported.features, "\(again.firstRejects)")
    }
  }

  @Test func aChineseHeaderNeedsNoMapping() throws {
    try ImportScene.run { scene in
      let text = """
        站所代码,名称,类型,所在地代码,经度,纬度
        S1,松城派出所,police,350921001,120.01,26.88

        """
      let report = try scene.load(text.utf8, as: "s.csv", into: .stations)
      #expect(report.counts.inserted == 1 && report.unmappedColumns == [])
      #expect(try scene.column("place_code", of: "stations") == ["text(\"350921001\")"])
    }
  }

  @Test func aPeriodThatIsReversedIsRefused() throws {
    try ImportScene.run { scene in
      let text = """
        number,insured_kind,unit,period_from,period_to
        P1,household,household,2026-01-01,2025-12-31
        P2,household,household,2026-01-01,2026-12-31

        """
      let report = try scene.load(text.utf8, as: "p.csv", into: .policies)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      #expect(scene.rejects.contains("2,period_to,2025-12-31,it ends before it begins"))
    }
  }

  @Test func thatTwoReportsAreOneIsSaidOnce() throws {
    try ImportScene.run { scene in
      try scene.loadNeeded(by: .links)
      func link(_ one: Int, _ other: Int, _ kind: String) -> String {
        "110,incidents-\(one),110,incidents-\(other),\(kind)\n"
      }
      let header = "source,incident,other_source,other_incident,kind\n"
      let text = header + link(2, 1, "same_event") + link(2, 1, "cause_of") + link(1, 1, "cause_of")
      let first = try scene.load(text.utf8, as: "l.csv", into: .links)
      #expect(first.counts.inserted == 2 && first.counts.rejected == 1)
      let turned = header + link(1, 2, "same_event")
      #expect(try scene.load(turned.utf8, as: "l.csv", into: .links).counts.unchanged == 1)
      let both = header + link(1, 2, "same_event") + link(2, 1, "same_event")
      #expect(try scene.load(both.utf8, as: "l.csv", into: .links).counts.rejected == 1)
    }
  }

  @Test func aTaskKeepsEveryStepThatAFileBrought() throws {
    try ImportScene.run { scene in
      func file(_ status: String, _ at: String) -> String {
        "number,kind,lead_unit,issued_on,status,status_at\nT1,patrol,S1,2026-07-01,\(status),\(at)\n"
      }
      for (status, at) in [("issued", "2026-07-01 08:00"), ("done", "2026-07-02 09:00")] {
        _ = try scene.load(file(status, at).utf8, as: "t.csv", into: .tasks)
      }
      #expect(try scene.column("status", of: "tasks") == ["text(\"done\")"])
      #expect(
        try scene.column("status", of: "task_history") == ["text(\"issued\")", "text(\"done\")"])
    }
  }
}
