import Foundation
import TestSupport
import Testing

@testable import Archives

/// Through the child process. county.xls is of xlwt 1.3.0; see its make.py for what it holds.
@Suite struct XLSReaderTests {
  private func file(_ url: URL = Fixture.url("xls/county.xls")) -> ForeignFile {
    ForeignFile(path: url.path, format: .xls, decoder: decoder)
  }

  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func readsASheetUnderATitle() throws {
    let rows = try file().rows()
    #expect(rows.table.name == "报案")
    #expect(
      rows.table.columns.map(\.name) == [
        "网格代码", "名称", "日期", "时刻", "报案时间", "金额", "比例", "已结", "合计", "编号", "到期",
      ])
    let all = try rows.all()
    // The row of the sheet, of which one between is empty.
    #expect(all.map(\.number) == [3, 4, 5, 7, 8])
    #expect(
      all[1].cells == [
        "350921104202", "安澜“3”号𠮷", "2026-07-03", "13:05:03", "2026-07-03 13:05:09", "37.5", "0.25",
        "0",
        // Results of formulas: a number, a text, a day.
        "75", "编3", "2026-07-04",
      ])
    // A format in Chinese is one of days too.
    #expect(all[0].cells[2] == "2026-07-02")
  }

  @Test func sheetsGoByNameOrNumber() throws {
    #expect(try file().tables().map(\.name) == ["报案", "二 表"])
    for sheet in ["二 表", "2"] {
      let rows = try file().rows(of: sheet)
      #expect(rows.table.columns.map(\.name) == ["a", "a", "C", "5"])
      let all = try rows.all()
      // A code that Excel has cut is not made to look whole.
      #expect(all[0].cells == ["3.5092119900101126e+17", "0.1", nil, nil])
      #expect(all[1].cells == [nil, nil, "-5", "1073741829"])
      #expect(all[2].cells == ["45000", nil, nil, nil])
    }
    let text = words { _ = try file().rows(of: "三") }
    #expect(text == "county.xls: there is no such sheet; read \"三\", expected one of 报案, 二 表, 空")
    #expect(words { _ = try file().rows(of: "4") }.contains("no such sheet"))
    #expect(words { _ = try file().rows(of: "空") }.contains("空: the sheet is empty"))
  }

  @Test func theRowOfTheNamesCanBeSaid() throws {
    let rows = try file().rows(of: "1", headerRow: 1)
    #expect(rows.table.columns.map(\.name) == ["霞浦县2026年7月报案清单"])
    #expect(words { _ = try file().rows(headerRow: 90) }.contains("row 90: no row of names"))
  }

  @Test func saysWhatAFileIsThatIsNoWorkbook() throws {
    try withFolder { folder throws in
      let url = folder.appending(path: "a'b.xls")
      #expect(words { _ = try file(url).rows() }.contains("No such file or directory"))
      for (content, expected) in [
        ("", "it is empty"), ("PK\u{3}\u{4}", "give it the suffix .xlsx"),
        ("\n<html><table>", "it is a web page that bears the suffix .xls"),
        ("代码,名称\n", "if it is a text, give it the suffix .csv"),
      ] {
        try Data(content.utf8).write(to: url)
        #expect(words { _ = try file(url).rows() }.contains(expected))
      }
      // Cut short, it is an error and not an empty sheet; and a name may hold a quote.
      let whole = try Fixture.data("xls/county.xls")
      try whole.prefix(3000).write(to: url)
      #expect(words { _ = try file(url).rows() }.hasPrefix("a'b.xls: the workbook cannot be read"))
      try whole.write(to: url)
      #expect(try file(url).rows().all().count == 5)
    }
  }
}
