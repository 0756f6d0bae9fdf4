import Cartography
import Foundation
import SimpleFeatures
import Testing

@Suite struct SheetTests {
  @Test func theSameSheetHasTheSameBytes() throws {
    func draw() throws -> (pdf: [UInt8], png: [UInt8], svg: [UInt8]) {
      var example = ExampleSheet(seed: 7)
      let sheet = try example.sheet().composed(Styles.sheet())
      return try (sheet.pdf(), sheet.png(dotsPerInch: 60), sheet.svg())
    }
    let (first, second) = (try draw(), try draw())
    #expect(first.pdf == second.pdf)
    #expect(first.png == second.png)
    #expect(first.svg == second.svg)
    #expect(first.pdf.starts(with: Array("%PDF".utf8)))
    #expect(Data(first.pdf).range(of: Data("CreationDate (20260726".utf8)) != nil)
    #expect(String(decoding: first.svg.prefix(200), as: UTF8.self).contains("<svg"))
  }

  @Test func aPhonePageHasItsPixelsAndStaysSmall() throws {
    var example = ExampleSheet(seed: 3)
    let sheet = try example.sheet(paper: .phone, cells: 4000, notes: 2, insets: 0)
      .composed(Styles.sheet())
    let png = try sheet.png(dotsPerInch: Paper.phoneDotsPerInch)
    #expect(png.count < 1_000_000)
    func number(_ offset: Int) -> Int {
      png[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(number(16) == 1080 && number(20) == 1440)
    #expect(!String(decoding: png, as: Unicode.ASCII.self).contains("tIME"))
  }

  @Test(.enabled(if: Poppler.isPresent)) func textIsFoundBySearch() throws {
    var example = ExampleSheet(seed: 5)
    let pdf = try example.sheet().composed(Styles.sheet()).pdf()
    let text = try Poppler.text(pdf)
    for words in [ExampleSheet.title, "内部资料", "热点（99%）", "千米", "四礵列岛 0", "安澜", "图"] {
      #expect(text.contains(words), "\(words)")
    }
    let fonts = try Poppler.fonts(pdf)
    // The Simplified Chinese face of the font, by the names in the file.
    #expect(fonts.contains("NotoSansCJKsc"))
    #expect(!fonts.contains("NotoSansCJKjp") && !fonts.contains("NotoSansCJKkr"))
  }

  private static let papers: [Paper] = [
    .a3(.automatic), .a3(.portrait), .a4(.landscape), .a4(.portrait), .phone,
  ]

  @Test(arguments: 0..<60)
  func noPartCoversAnotherAndNoneLeavesThePage(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let paper = Self.papers[seed % Self.papers.count]
    var example = ExampleSheet(
      seed: seed, width: Double.random(in: 500...200_000, using: &random),
      height: Double.random(in: 500...200_000, using: &random))
    let sheet = try example.sheet(
      paper: paper, language: Bool.random(using: &random) ? .chinese : .english, cells: 60,
      notes: Int.random(in: 0...30, using: &random),
      insets: Int.random(in: 0...4, using: &random),
      figures: Int.random(in: 0...4, using: &random)
    ).composed(Styles.sheet())
    for page in sheet.pages {
      let paper = Rectangle(x: 0, y: 0, width: page.size.width, height: page.size.height)
      for (i, block) in page.blocks.enumerated() {
        #expect(paper.inset(by: 3).contains(block.box, slack: 1e-6), "\(block)")
        for other in page.blocks[..<i] {
          #expect(!block.box.inset(by: 1e-6).overlaps(other.box), "\(block) / \(other)")
        }
      }
    }
    let map = try #require(sheet.pages[0].blocks.first { $0.kind == .map })
    #expect(map.box.width > 60 && map.box.height > 40)
    let view = MapView(
      rectangle: map.box, centre: example.extent.centre, scale: try #require(sheet.scale))
    #expect(map.box.contains(view.paper(example.extent)))
  }

  @Test(.enabled(if: Poppler.isPresent)) func wordsWithoutRoomGoToAnotherPage() throws {
    var example = ExampleSheet(seed: 9)
    let sheet = try example.sheet(notes: 60).composed(Styles.sheet())
    #expect(sheet.pages.count > 1)
    let text = try Poppler.text(sheet.pdf())
    for index in 0..<60 { #expect(text.contains("说明 \(index)：")) }
  }

  /// A ring of one direction with a hole, and a second place over it of the other direction.
  @Test(.enabled(if: Poppler.isPresent)) func placesHaveTheColourOfTheirClass() throws {
    let ramps = try Styles.ramps()
    var example = ExampleSheet(seed: 1, width: 40_000, height: 40_000)
    var map = try example.sheet(cells: 0, insets: 0)
    let centre = example.extent.centre
    func ring(_ side: Double, at x: Double) -> [Coordinate] {
      Polygon(
        BoundingBox(
          minX: centre.x + x - side / 2, minY: centre.y - side / 2,
          maxX: centre.x + x + side / 2, maxY: centre.y + side / 2)
      ).exterior
    }
    let holed = Polygon(exterior: ring(12_000, at: -8000), holes: [ring(4000, at: -8000)])
    let over = Polygon(exterior: ring(6000, at: -2000).reversed())
    map.labels = []
    map.layers = [
      MapLayer(
        ramp: try ramps.ramp("hotspots"),
        features: [holed, over].map {
          MapFeature(geometry: .polygon($0), value: .text("hot_99"))
        } + [MapFeature(geometry: .polygon(over), value: .text("no such class"))])
    ]
    let sheet = try map.composed(Styles.sheet())
    #expect(sheet.featuresWithoutClass == 1)
    let box = try #require(sheet.pages[0].blocks.first { $0.kind == .map }).box
    let view = MapView(rectangle: box, centre: centre, scale: try #require(sheet.scale))
    let image = try Poppler.pixels(sheet.pdf(), dotsPerInch: 101.6)  // four pixels a millimetre
    func colour(x: Double, y: Double = 0) -> String {
      let point = view.paper(Coordinate(x: centre.x + x, y: centre.y + y))
      let offset = (Int(point.y * 4) * image.width + Int(point.x * 4)) * 3
      return "#"
        + image.bytes[offset..<offset + 3].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        .joined()
    }
    let hot = try #require(ramps["hotspots"]?.classes[0].fill).text
    let sea = try #require(ramps["sea"]?.classes[0].fill).text
    #expect(colour(x: -12_500) == hot)
    #expect(colour(x: -8000) == sea, "the hole is open")
    #expect(colour(x: -3500) == hot, "where two places overlap")
    #expect(colour(x: 0) == hot)
    #expect(colour(x: 5000) == sea)
    #expect(colour(x: -8000, y: 9000) == sea)
  }

  @Test func whatCannotBeDrawnIsSaid() throws {
    var example = ExampleSheet(seed: 2)
    let sheet = try example.sheet().composed(Styles.sheet())
    let missing = #expect(throws: CartographyError.self) { try sheet.png(page: 9, dotsPerInch: 90) }
    #expect(missing?.description.contains("page 9") == true)
    #expect(throws: CartographyError.self) { try sheet.png(dotsPerInch: 0) }
  }

  @Test func anUnknownKeyOfTheStyleIsNamed() throws {
    let text = String(decoding: try Styles.bytes("sheet.json"), as: UTF8.self)
    let typo = text.replacing("\"paper\": ", with: "\"papper\": 1, \"paper\": ")
    let error = #expect(throws: CartographyError.self) { try SheetStyle(json: Array(typo.utf8)) }
    #expect(error?.place == "fills.papper")
    #expect(error?.message == "unknown key “papper”; did you mean “paper”?")
    let short = text.replacing("\"zebra\"", with: "\"zebr\"")
    let missing = #expect(throws: CartographyError.self) { try SheetStyle(json: Array(short.utf8)) }
    #expect(missing?.description == "fills.zebra: the key is missing")
  }

  @Test func namesWithoutRoomAreCounted() throws {
    var example = ExampleSheet(seed: 4)
    var map = try example.sheet(insets: 0)
    map.labels = (0..<5).map {
      MapLabel(text: "同一地点\($0)", position: map.extent.centre, kind: .town, priority: $0)
    }
    let dropped = try map.composed(Styles.sheet()).droppedLabels
    #expect(dropped == ["同一地点0", "同一地点1", "同一地点2", "同一地点3"])
  }
}
