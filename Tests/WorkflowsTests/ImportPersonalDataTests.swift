import Storage
import Testing

@testable import Workflows

/// Places, never people: no personal column is read, no personal number is kept or shown.
@Suite struct ImportPersonalDataTests {
  static let columns = [
    "姓名", "报案人姓名", "身份证", "身份证号码", "公民身份号码", "电话", "联系电话", "手机号", "报警人电话", "当事人",
    "嫌疑人", "受害人", "户主", "出生日期", "性别", "家庭住址", "户籍地址", "年龄", "银行卡号", "车牌号", "微信号",
    "邮箱", "证件号码", "驾驶员", "phone", "caller_phone", "Phone Number", "mobile", "MobilePhone",
    "id_card", "id_number", "ID No", "victim_name", "full name", "FirstName", "dob", "gender",
    "email", "passport_no", "victim_age",
  ]

  @Test func aPersonalColumnIsRefusedInAMappingAndDroppedWithout() throws {
    try ImportScene.run { scene in
      for column in Self.columns { try refuseAndDrop(column, scene) }
      #expect(try scene.count() == 1)
    }
  }

  private func refuseAndDrop(_ column: String, _ scene: ImportScene) throws {
    let header = "\(ImportScene.header),\(column)"
    let rows = ["a1,theft,2026-07-01,120.1,26.9,SECRET", "a2,theft,2026-02-30,120.1,26.9,SECRET"]
    let report = try scene.load(rows: rows, header: header)
    #expect(report.droppedPersonalColumns == [column] && report.unmappedColumns == [])
    #expect(report.counts.rejected == 1 && !scene.rejects.contains("SECRET"))
    let columns = "{id: id, category: category, occurred_from: time, lon: lon, lat: lat"
    for mapping in [
      "columns: \(columns), subcategory: \(column)}", "where: {\(column): SECRET}",
    ] {
      let refusal = try scene.refusal { try $0.load(rows: rows, header: header, mapping: mapping) }
      #expect(refusal.isUsage && refusal.words.contains("personal column “\(column)”"))
      #expect(!refusal.words.contains("SECRET"))
    }
  }

  @Test(
    arguments: [
      "id", "地址", "地点", "网格员数", "类别", "severity", "cellular_site", "grid", "人口", "telemetry",
      "automobile_theft", "单位名称", "location", "description", "page",
    ])
  func aColumnAboutAPlaceIsNone(column: String) {
    #expect(!PersonalData.isPersonal(column: column))
  }

  /// The check digits are right; nobody has these numbers.
  static let numbers = [
    "350921199001011230", "350921199001011239", "11010519491231002X", "11010519491231002x",
    "13812345678",
    "8613812345678", "+86 138-1234-5678", "138 1234 5678", "１３８１２３４５６７８",
    "350921-19900101-1230", "13812345678.0",
  ]

  @Test func aPersonalNumberInAnyTextRejectsTheRowAndIsNeverShown() throws {
    try ImportScene.run { scene in
      var rows = ["a1,theft,2026-07-01,120.1,26.9,松港街道"]
      for (index, number) in Self.numbers.enumerated() {
        for place in [0, 1, 5] {
          var cells = ["b\(index)x\(place)", "theft", "2026-07-01", "120.1", "26.9", "松港街道"]
          cells[place] += "联系\(number)"
          rows.append(cells.joined(separator: ","))
        }
      }
      let report = try scene.load(rows: rows, header: "\(ImportScene.header),address")
      #expect(report.counts.inserted == 1)
      let lines = Set(
        scene.rejects.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "," } })
      let passed = rows.indices.dropFirst().filter { !lines.contains("\($0 + 2)") }.map { rows[$0] }
      #expect(passed == [])
      for number in Self.numbers {
        let digits = number.filter(\.isNumber).suffix(4)
        for text in [scene.rejects, report.firstRejects.joined()] {
          #expect(!text.contains(number) && !text.contains(digits), "\(number)")
        }
      }
    }
  }

  @Test(
    arguments: [
      "350921202607010001", "350921104201001", "2026-07-01 12:30:45", "120.13812345678",
      "12812345678", "138123456789", "1785888000000", "0593-8891234",
    ])
  func aNumberOfAnotherKindIsNone(text: String) {
    #expect(PersonalData.find(in: text) == nil)
  }

  /// A row that cannot be cut into columns does not bring its names along.
  @Test(arguments: [
    "SECRET,a1,theft,2026-07-01,120.1", "SECRET,a1,\"theft\"x,2026-07-01,120.1,26.9",
    "SECRET,a1,theft,2026-07-01,120.1,26.9,SECRET",
  ])
  func aRowThatCannotBeReadShowsNoPersonalColumn(row: String) throws {
    try ImportScene.run { scene in
      let report = try scene.load(
        rows: [row, "n,a2,theft,2026-07-01,120.1,26.9"], header: "姓名,\(ImportScene.header)")
      #expect(report.counts.rejected == 1 && report.counts.inserted == 1)
      #expect(scene.rejects.contains("\n2,") && !scene.rejects.contains("SECRET"))
      #expect(!report.firstRejects.joined().contains("SECRET"))
    }
  }

  @Test func aRowThatCannotBeReadShowsNoNumber() throws {
    try ImportScene.run { scene in
      let report = try scene.load(
        rows: ["a1,theft,13812345678", "a2,theft,2026-07-01,120.1,26.9"])
      #expect(report.counts.rejected == 1)
      #expect(!scene.rejects.contains("13812345678") && scene.rejects.contains("***********"))
      #expect(!report.firstRejects.joined().contains("13812345678"))
    }
  }
}
