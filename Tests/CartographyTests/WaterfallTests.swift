import SimpleFeatures
import Testing

@testable import Cartography

/// Bars that add up.
@Suite struct WaterfallTests {
  private static func sheet(_ losses: [Double]) -> WaterfallSheet {
    WaterfallSheet(
      title: "城关：72.0 分", subtitle: "2026-06", whole: ("满分", 100),
      bars: losses.enumerated().map {
        .init(label: "指标 \($0)", detail: "3 / 1200", loss: $1, value: "−\($1)")
      }, rest: ("得分", "72.0"), range: 68...76, marks: [.init(place: 50, label: "50")],
      notes: ["说明"], footer: "运行", language: .chinese, date: DayNumber(20_600))
  }

  /// Each bar begins where the one before ends, and the last is what is left.
  @Test func eachBarBeginsWhereTheLastEnds() throws {
    let losses = [12.5, 8, 0, 7.5]
    let page = try #require(try Self.sheet(losses).composed(Styles.sheet()).pages.first)
    let style = try Styles.sheet().bars
    var bars: [Rectangle] = []
    for element in page.elements {
      if case .box(let box, let fill, _) = element, fill == style.whole || fill == style.loss {
        bars.append(box)
      }
    }
    #expect(bars.count == 6)
    let step = bars[0].width / 100
    #expect(abs(bars[1].maxX - bars[0].maxX) < 1e-9)
    #expect(abs(bars[1].width - 12.5 * step) < 1e-9)
    #expect(abs(bars[2].maxX - bars[1].x) < 1e-9)
    #expect(abs(bars[4].maxX - bars[2].x) < 1e-9)
    #expect(abs(bars[5].width - 72 * step) < 1e-9 && bars[5].x == bars[0].x)
    for (number, block) in page.blocks.enumerated() {
      let paper = Rectangle(x: 0, y: 0, width: page.size.width, height: page.size.height)
      #expect(paper.contains(block.box, slack: 0.01), "\(block)")
      for other in page.blocks[(number + 1)...] {
        #expect(!block.box.inset(by: 1e-6).overlaps(other.box), "\(block) / \(other)")
      }
    }
  }

  @Test func whatCannotBeDrawnIsSaid() throws {
    let style = try Styles.sheet()
    #expect(throws: CartographyError.self) { try Self.sheet([-1]).composed(style) }
    do {
      _ = try Self.sheet(.init(repeating: 0.1, count: 90)).composed(style)
      Issue.record("nothing was refused")
    } catch {
      #expect(error.message.contains("show fewer"), "\(error)")
    }
  }
}
