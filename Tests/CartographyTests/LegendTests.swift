import Cartography
import Testing

@Suite struct LegendTests {
  private static let words = ["热点（99%）", "不显著", "Cold spot (95%)", "数量过少，不作判断，待下周合并后再行计算", "海岸线"]

  private func randomLegend(_ random: inout SeededGenerator) throws -> Legend {
    let ramps = try Styles.ramps()
    let looks = try ramps.ramp("hotspots").classes
    let point = try #require(ramps["incidents"]?.classes.first)
    let groups = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      Legend.Group(
        title: Bool.random(using: &random) ? "聚集区 Clusters" : "",
        items: (0..<Int.random(in: 1...12, using: &random)).map { _ in
          let symbol: Legend.Symbol =
            switch Int.random(in: 0...3, using: &random) {
            case 0: .circle(point, diameter: Double.random(in: 1...9, using: &random))
            case 1: .point(point)
            default: .area(looks[Int.random(in: 0..<looks.count, using: &random)])
            }
          return .init(
            symbol: symbol,
            label: Self.words[Int.random(in: 0..<Self.words.count, using: &random)])
        })
    }
    return Legend(groups: groups)
  }

  @Test(arguments: 0..<60)
  func nothingStandsOutsideTheBoxAndNothingIsLost(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let legend = try randomLegend(&random)
    let size = PaperSize(
      width: Double.random(in: 20...250, using: &random),
      height: Double.random(in: 2...150, using: &random))
    let style = try Styles.sheet()
    let arranged = try legend.arranged(
      in: size, style: style, language: .chinese,
      textScale: [0.8, 1, 1.28].randomElement(using: &random) ?? 1,
      mostColumns: Int.random(in: 1...4, using: &random))
    let box = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
    for (i, row) in arranged.boxes.enumerated() {
      #expect(box.contains(row, slack: 1e-6))
      for other in arranged.boxes[..<i] { #expect(!row.inset(by: 1e-6).overlaps(other)) }
    }
    #expect(arranged.size.height <= size.height + 1e-6)
    #expect(arranged.size.width <= size.width + 1e-6)
    #expect(arranged.scale >= style.legend.leastScale - 1e-9)
    let items = legend.groups.reduce(0) { $0 + $1.items.count }
    let left = arranged.remaining.groups.reduce(0) { $0 + $1.items.count }
    #expect(arranged.itemCount + left == items)
  }

  @Test func aRoomyBoxLeavesTheSizeAlone() throws {
    var random = SeededGenerator(seed: 1)
    let legend = try randomLegend(&random)
    let arranged = try legend.arranged(
      in: PaperSize(width: 80, height: 1000), style: Styles.sheet(), language: .english)
    #expect(arranged.scale == 1 && arranged.columns == 1 && arranged.remaining.groups.isEmpty)
  }

  @Test func aGroupHoldsThePresentClassesOnly() throws {
    let ramp = try Styles.ramps().ramp("hotspots")
    let group = Legend.Group(ramp: ramp, classes: [0, 4], language: .chinese)
    #expect(group.title == "热点与冷点")
    #expect(group.items.map(\.label) == ["热点（99%）", "冷点（99%）"])
  }
}
