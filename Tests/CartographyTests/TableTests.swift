import Cartography
import Testing

@Suite struct TableTests {
  private func table(rows: Int, words: String = "无明显变化") -> Table {
    Table(
      title: "各乡镇情况",
      columns: [
        .init(title: "乡镇"), .init(title: "本周件数", alignment: .trailing, group: "事件"),
        .init(title: "上周件数", alignment: .trailing, group: "事件"), .init(title: "说明"),
      ],
      rows: [.group("沿海")] + (0..<rows).map { .cells(["第\($0)镇", "\($0)", "1", words]) }
        + [.total(["合计", "9", "8"])],
      notes: ["注：少于 5 起不公布。"])
  }

  @Test(.enabled(if: Poppler.isPresent)) func aLongTableRepeatsItsHeaderAndLosesNoRow() throws {
    var example = ExampleSheet(seed: 1)
    let sheet = try example.sheet(tables: [table(rows: 100)]).composed(Styles.sheet())
    let pages = sheet.pages.filter { $0.blocks.contains { $0.kind == .table } }.count
    #expect(pages > 2)
    let text = try Poppler.text(sheet.pdf())
    #expect(text.split(separator: "本周件数").count - 1 == pages)
    #expect(text.split(separator: "（续）").count - 1 == pages - 1)
    for index in 0..<100 { #expect(text.contains("第\(index)镇")) }
    #expect(text.contains("合计"))
  }

  @Test(arguments: [1, 3, 12, 40, 90], [5, 60, 400])
  func aTableStaysOnItsPage(rows: Int, letters: Int) throws {
    var example = ExampleSheet(seed: rows)
    let words = String(repeating: "聚集区扩大", count: letters / 5)
    let sheet = try example.sheet(
      paper: .a4(.portrait), tables: [table(rows: rows, words: words), table(rows: 2)]
    ).composed(Styles.sheet())
    for page in sheet.pages {
      let paper = Rectangle(x: 0, y: 0, width: page.size.width, height: page.size.height)
      for (i, block) in page.blocks.enumerated() {
        #expect(paper.inset(by: 9.9).contains(block.box, slack: 1e-6))
        for other in page.blocks[..<i] {
          #expect(!block.box.inset(by: 1e-6).overlaps(other.box))
        }
      }
    }
  }
}
