import SimpleFeatures
import Testing

@testable import Workflows

@Suite struct PlaceNamesTests {
  private static func village(_ code: String, _ name: String) -> PlaceNames.Place {
    .init(code: code, name: name, position: Coordinate(x: 120, y: 26.9))
  }

  private let names = PlaceNames(
    places: [
      village("350921104201", "台江村民委员会"), village("350921104202", "溪南村委会"),
      village("350921105201", "南屏村委会"), village("350921106201", "南屏村民委员会"),
      village("350921001001", "太康社区居委会"), village("350921107203", "东关"),
    ],
    units: [
      .init(code: "350921000000", name: "霞浦县", position: nil),
      .init(code: "350921104000", name: "溪南镇", position: nil),
      .init(code: "350921105000", name: "沙江镇", position: nil),
      .init(code: "350921106000", name: "下浒镇", position: nil),
    ])

  private func code(_ text: String, within unit: String = "") -> String? {
    guard case .place(let place) = names.find(text, within: unit) else { return nil }
    return place.code
  }

  @Test func aNameIsFoundAsItIsAndWithoutItsOffice() {
    for text in ["台江村民委员会", "台江村", "台江", "台江村委会", " 台江　村 ", "台江村（原大队）"] {
      #expect(code(text) == "350921104201", "\(text)")
    }
    #expect(code("太康社区") == "350921001001")
    #expect(code("太康居委会") == "350921001001")
  }

  @Test func unitsBeforeANameNarrowIt() {
    #expect(code("霞浦县沙江镇南屏村") == "350921105201")
    #expect(code("下浒镇南屏") == "350921106201")
    #expect(code("霞浦县溪南镇台江村") == "350921104201")
    #expect(code("南屏村", within: "350921106") == "350921106201")
  }

  @Test func whatTwoPlacesAnswerToIsNotGuessed() {
    guard case .ambiguous(let found) = names.find("南屏村", within: "") else {
      Issue.record("南屏 is in two towns")
      return
    }
    #expect(found.map(\.code) == ["350921105201", "350921106201"])
  }

  @Test func aUnitAloneIsAnAreaWithoutPoint() {
    guard case .place(let place) = names.find("霞浦县溪南镇", within: "") else {
      Issue.record("the town is known")
      return
    }
    #expect(place.code == "350921104000" && place.position == nil)
  }

  @Test(arguments: ["", "不知何处", "台江路12号", "南", "沙江镇台江村"])
  func theRestIsUnknown(text: String) { #expect(names.find(text, within: "") == .unknown) }
}
