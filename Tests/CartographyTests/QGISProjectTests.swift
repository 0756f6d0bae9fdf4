import Foundation
import SimpleFeatures
import Testing

@testable import Cartography

@Suite struct QGISProjectTests {
  private let extent = BoundingBox(minX: 490_000, minY: 2_963_000, maxX: 510_500, maxY: 2_988_000)

  private func project(
    title: String = "霞浦县", store: String = "xiapu.sqlite", layers: [QGISProject.Layer]? = nil,
    crs: CRS = .epsg(4549), language: SheetLanguage = .chinese, place: QGISStoreSource? = nil
  ) throws -> QGISProject {
    let ramps = try QGISCase.ramps()
    return try QGISProject(
      title: title, store: place ?? .file(store),
      layers: layers
        ?? [QGISCase.hotspots, QGISCase.villages, QGISCase.members].map {
          QGISProject.Layer(schema: $0, ramp: ramps[$0.name])
        },
      crs: crs, extent: extent, settings: try QGISCase.settings(), language: language)
  }

  private func read(_ project: QGISProject) throws -> QGISElement {
    try #require(QGISElement.parse(project.qgs), "not well-formed")
  }

  @Test func layersAreFoundBesideTheProject() throws {
    let document = try read(try project())
    let sources = document.all("datasource").map(\.text)
    #expect(sources.contains(#"dbname='./xiapu.sqlite' table="hotspots" (geom)"#))
    #expect(sources.count == 3)
    #expect(sources.allSatisfy { $0.hasPrefix("dbname='./xiapu.sqlite' ") })
    #expect(document.all("layer-tree-layer").compactMap { $0["source"] } == sources)
    #expect(document.all("provider").allSatisfy { $0.text == "spatialite" })
    let paths = document.first("Paths")?.first("Absolute")
    #expect(paths?.text == "false")
  }

  @Test func layersOfAServerAreViewsWithAKey() throws {
    let server = QGISStoreSource.Server(
      host: "db.example", port: "5433", user: "o'neil", database: "xiapu")
    let document = try read(try project(place: .server(server)))
    let sources = document.all("datasource").map(\.text)
    #expect(
      sources.contains(
        "dbname='xiapu' host='db.example' port='5433' user='o\\'neil' key='fid' srid=4326 "
          + #"type=MultiPolygon table="hotspots" (geom)"#))
    #expect(document.all("provider").allSatisfy { $0.text == "postgres" })
    #expect(document.all("layer-tree-layer").allSatisfy { $0["providerKey"] == "postgres" })
  }

  @Test(arguments: [
    "/home/me/xiapu.sqlite", "../xiapu.sqlite", "a/../../x.sqlite", "C:\\x.sqlite", "C:/x.sqlite",
    "\\\\server\\x.sqlite", "", "a//b.sqlite", "file:x.sqlite",
  ])
  func aStoreElsewhereIsRefused(path: String) {
    let error = #expect(throws: CartographyError.self) { try project(store: path) }
    #expect(error?.place == "store")
  }

  @Test func groupsAndTitlesAreChineseAndInOrder() throws {
    let document = try read(try project())
    let tree = try #require(document.first("layer-tree-group"))
    let groups = tree.all("layer-tree-group")
    #expect(groups.map { $0["name"] } == ["注记与界线", "分析结果"])
    #expect(tree.all("layer-tree-layer").map { $0["name"] } == ["村（社区）", "聚集区成员", "热点"])
    #expect(
      tree.all("layer-tree-layer").map { $0["checked"] == "Qt::Checked" } == [true, false, true])
    // The drawing order is the tree's.
    let ids = tree.all("layer-tree-layer").map { $0["id"] }
    #expect(document.first("layerorder")?.children.map { $0["id"] } == ids)
    #expect(document.all("maplayer").map { $0.first("id")?.text } == ids)
  }

  @Test func unknownLayersComeLastInAGroupOfTheirOwn() throws {
    let layer = QGISProject.Layer(schema: QGISCase.schema("novel", "新层", fields: []), ramp: nil)
    let document = try read(try project(layers: [layer]))
    #expect(document.all("layer-tree-group").last?["name"] == "其他")
    let english = try read(try project(layers: [layer], language: .english))
    #expect(english.all("layer-tree-layer").map { $0["name"] } == ["novel"])
  }

  @Test func theMapOpensOnTheGivenPlace() throws {
    let document = try read(try project())
    #expect(document.first("projectCrs")?.first("authid")?.text == "EPSG:4549")
    let view = try #require(document.first("DefaultViewExtent"))
    #expect(view["xmin"] == "490000")
    #expect(view["ymax"] == "2988000")
    #expect(view.first("authid")?.text == "EPSG:4549")
    #expect(document.first("mapcanvas")?.first("xmax")?.text == "510500")
    #expect(document.all("maplayer").allSatisfy { $0.first("authid")?.text == "EPSG:4326" })
  }

  @Test func aMapWithoutARegisteredSystemIsRefused() {
    let error = #expect(throws: CartographyError.self) { try project(crs: .gcj02) }
    #expect(error?.place == "crs")
  }

  @Test func layersCarryTheirStylesAndCannotBeEdited() throws {
    let document = try read(try project())
    let layer = try #require(
      document.all("maplayer").first { $0.first("id")?.text == "anlan_hotspots" })
    #expect(layer["readOnly"] == "1")
    #expect(layer.all("category").count == (try QGISCase.ramps()["hotspots"])?.classes.count)
    #expect(layer.all("alias").count == QGISCase.hotspots.fields.count)
    #expect(document.all("maplayer").allSatisfy { $0["readOnly"] == "1" })
  }

  @Test func aFilterAndAQuoteAreQuoted() throws {
    let filter = QGISProject.Layer.Filter(field: "na\"me", value: "O'Neil")
    let layer = QGISProject.Layer(
      schema: QGISCase.hotspots, ramp: nil, filter: filter, title: "只看 <一> 类")
    let document = try read(try project(store: "data/霞浦's.sqlite", layers: [layer]))
    #expect(
      document.first("datasource")?.text
        == #"dbname='./data/霞浦\'s.sqlite' table="hotspots" (geom) sql="na""me" = 'O''Neil'"#)
    #expect(document.first("layername")?.text == "只看 <一> 类")
  }

  @Test func theSameLayerTwiceNeedsAFilter() throws {
    let layer = QGISProject.Layer(schema: QGISCase.hotspots, ramp: nil)
    let error = #expect(throws: CartographyError.self) { try project(layers: [layer, layer]) }
    #expect(error?.place == "layers")
    var filtered = layer
    filtered.filter = .init(field: "level", value: "grid")
    #expect(try read(try project(layers: [layer, filtered])).all("maplayer").count == 2)
  }

  @Test func theSameProjectIsTheSameBytesWithoutATime() throws {
    let first = try project(title: "甲 & <乙>")
    #expect(first == (try project(title: "甲 & <乙>")))
    #expect(try read(first).first("title")?.text == "甲 & <乙>")
    for trace in ["saveDateTime", "saveUser", "creation", "/work", "/home", "/tmp"] {
      #expect(!first.qgs.contains(trace))
    }
  }
}
