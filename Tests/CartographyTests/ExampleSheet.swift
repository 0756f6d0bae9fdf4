import Cartography
import SimpleFeatures
import Testing

/// A made-up county: square cells on an island, three clusters, towns.
struct ExampleSheet {
  static let title = "霞浦县风险热点周报图"
  static let classes = [
    "hot_99", "hot_95", "none", "cold_95", "cold_99", "too_few", "unresolved",
  ]

  var random: SeededGenerator
  let extent: BoundingBox

  init(seed: Int = 0, width: Double = 60_000, height: Double = 50_000) {
    random = SeededGenerator(seed: seed)
    extent = BoundingBox(
      minX: 450_000, minY: 2_930_000, maxX: 450_000 + width, maxY: 2_930_000 + height)
  }

  mutating func position() -> Coordinate {
    Coordinate(
      x: Double.random(in: extent.minX...extent.maxX, using: &random),
      y: Double.random(in: extent.minY...extent.maxY, using: &random))
  }

  static func square(_ centre: Coordinate, side: Double) -> Geometry {
    .polygon(
      Polygon(
        BoundingBox(
          minX: centre.x - side / 2, minY: centre.y - side / 2, maxX: centre.x + side / 2,
          maxY: centre.y + side / 2)))
  }

  mutating func sheet(
    paper: Paper = .a4(.landscape), language: SheetLanguage = .chinese, cells: Int = 300,
    notes: Int = 4, insets: Int = 1, figures: Int = 4, tables: [Table] = []
  ) throws -> MapSheet {
    let ramps = try Styles.ramps()
    let side = (extent.width + extent.height) / 40
    let cells = (0..<cells).map { _ in
      MapFeature(
        geometry: Self.square(position(), side: side),
        value: .text(Self.classes.randomElement(using: &random) ?? "none"))
    }
    let clusters = (0..<3).map { index in
      MapFeature(
        geometry: Self.square(position(), side: side * 3),
        value: .text(["new", "grown", "gone"][index]))
    }
    let labels = (0..<40).map { index in
      MapLabel(
        text: "第\(index)镇", position: position(), kind: index % 4 == 0 ? .village : .town,
        priority: index % 7)
    }
    let far = BoundingBox(
      minX: extent.maxX, minY: extent.minY, maxX: extent.maxX + 8000, maxY: extent.minY + 8000)
    return MapSheet(
      title: Self.title, subtitle: "2026 年第 30 周 · 全部类别", marking: "内部资料 · 示意图",
      background: ramps["sea"],
      layers: [
        MapLayer(
          ramp: try ramps.ramp("land"), features: [MapFeature(geometry: .polygon(Polygon(extent)))]),
        MapLayer(ramp: try ramps.ramp("hotspots"), features: cells),
        MapLayer(ramp: try ramps.ramp("clusters"), features: clusters),
      ],
      labels: labels, extent: extent,
      insets: (0..<insets).map { .init(title: "四礵列岛 \($0)", extent: far) },
      figures: (0..<figures).map { .init(value: "\($0)12", label: "本周事件（起）") },
      legend: [.init(title: "", items: [.init(symbol: .mark(.town), label: "乡镇驻地")])],
      baseMapTitle: "基础要素",
      notes: (0..<notes).map { "说明 \($0)：统计口径按发生时间，数据截至 2026-07-27 06:00，与其他口径的数字不可比较。" },
      tables: tables, footer: "安澜 · 合成数据", language: language, paper: paper,
      date: try #require(DayNumber(year: 2026, month: 7, day: 26)))
  }
}
