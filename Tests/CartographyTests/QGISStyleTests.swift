import Foundation
import SimpleFeatures
import Testing

@testable import Cartography

@Suite struct QGISStyleTests {
  private func style(
    _ schema: FeatureSchema, _ ramp: Ramp?, _ language: SheetLanguage = .chinese
  ) throws -> QGISElement {
    let style = QGISStyle(
      schema: schema, ramp: ramp, settings: try QGISCase.settings(), language: language)
    return try #require(QGISElement.parse(style.qml), "not well-formed")
  }

  @Test func everyRampOfTheProductIsToldInFull() throws {
    let ramps = try QGISCase.ramps()
    for (name, ramp) in ramps.layers {
      let kind: Geometry.Kind =
        switch ramp.geometry {
        case .area: .multiPolygon
        case .line: .multiLineString
        case .point: .point
        }
      let fields = [(ramp.property ?? "name", AttributeType.text, "列")]
      let schema = QGISCase.schema(name, geometry: kind, fields: fields)
      for language in [SheetLanguage.chinese, .english] {
        let renderer = try #require(
          try style(schema, ramp, language).first("renderer-v2"), "\(name)")
        #expect(renderer.first("symbols")?.children.count == ramp.classes.count)
        guard ramp.property != nil else { continue }
        let items = renderer.all("category") + renderer.all("range") + renderer.all("rule")
        #expect(items.map { $0["label"] } == ramp.classes.map { $0.label(language) }, "\(name)")
      }
    }
  }

  @Test func aClassKeepsItsValueColourAndHatch() throws {
    let ramp = try #require(try QGISCase.ramps()["hotspots"])
    let renderer = try #require(try style(QGISCase.hotspots, ramp).first("renderer-v2"))
    #expect(renderer["type"] == "categorizedSymbol")
    #expect(renderer["attr"] == "class")
    #expect(renderer.all("category").map { $0["value"] } == ramp.classes.map(\.value))
    let symbols = try #require(renderer.first("symbols")).children
    for (item, symbol) in zip(ramp.classes, symbols) {
      let kinds = symbol.children.map { $0["class"] }
      let hatch: String? =
        item.hatch.map { $0.pattern == .dots ? "PointPatternFill" : "LinePatternFill" }
      #expect(kinds == ["SimpleFill", hatch, "SimpleLine"].filter { $0 != nil })
      let fill = try #require(item.fill)
      let alpha = (255 * (item.opacity ?? 1)).rounded()
      #expect(
        symbol.children[0].option("color")
          == "\(fill.red),\(fill.green),\(fill.blue),\(Int(alpha))")
    }
  }

  @Test func columnsAndCodesAreReadInChinese() throws {
    let ramp = try #require(try QGISCase.ramps()["hotspots"])
    let document = try style(QGISCase.hotspots, ramp)
    let aliases = document.all("alias")
    #expect(aliases.map { $0["field"] } == QGISCase.hotspots.fields.map(\.name))
    #expect(aliases.map { $0["name"] } == QGISCase.hotspots.fields.map(\.chineseName))
    let words = document.all("editWidget").first { $0["type"] == "ValueMap" }
    #expect(words?.option("热点（99%）") == "hot_99")
    #expect(words?.option("尚不能判定") == "unresolved")
    let english = try style(QGISCase.hotspots, ramp, .english)
    #expect(english.all("alias").isEmpty)
    #expect(english.all("category").first?["label"] == "Hot spot (99%)")
  }

  @Test func nothingCanBeEditedAndTheKeyIsHidden() throws {
    let document = try style(QGISCase.hotspots, nil)
    #expect(document["readOnly"] == "1")
    let editable = try #require(document.first("editable")).children
    #expect(editable.map { $0["name"] } == QGISCase.hotspots.fields.map(\.name))
    #expect(editable.allSatisfy { $0["editable"] == "0" })
    let columns = document.all("column")
    #expect(columns.filter { $0["hidden"] == "1" }.map { $0["name"] } == ["fid"])
    let key = document.all("field").first { $0["name"] == "fid" }
    #expect(key?.first("editWidget")?["type"] == "Hidden")
  }

  @Test func theGeometryDecidesTheSymbol() throws {
    // The ramp draws areas, the layer is points: a symbol of the wrong kind draws nothing.
    let ramp = try QGISCase.ramp(
      property: nil, ##"{"zh":"村","en":"Village","stroke":"#102030","strokeWidth":0.2}"##)
    let document = try style(QGISCase.villages, ramp)
    #expect(document.first("symbol")?["type"] == "marker")
    #expect(document.first("layerGeometryType")?.text == "0")
    let size = Markup.decimal(try QGISCase.settings().pointSize)
    #expect(document.first("renderer-v2")?.option("size") == size)
    #expect(document.first("renderer-v2")?.option("outline_color") == "16,32,48,255")
  }

  @Test func villagesBearTheirNamesFromAScaleOn() throws {
    let document = try style(QGISCase.villages, try QGISCase.ramps()["villages"])
    let settings = try #require(try QGISCase.settings().layers["villages"])
    let label = try #require(settings.label)
    #expect(document["labelsEnabled"] == "1")
    #expect(document["hasScaleBasedVisibilityFlag"] == "1")
    #expect(document["minScale"] == settings.visibleTo.map(Markup.decimal))
    #expect(document.first("text-style")?["fieldName"] == "name")
    #expect(document.first("text-style")?["fontFamily"] == "Noto Sans CJK SC")
    #expect(document.first("rendering")?["scaleMax"] == label.visibleTo.map(Markup.decimal))
    // No column of names, no label: an unknown column would be an error on the map.
    let nameless = QGISCase.schema("villages", geometry: .point, fields: [("code", .text, "代码")])
    #expect(try style(nameless, nil)["labelsEnabled"] == "0")
  }

  @Test func truthIsOneAndZeroInTheStore() throws {
    let ramp = try #require(try QGISCase.ramps()["cluster_members"])
    let document = try style(QGISCase.members, ramp)
    #expect(document.all("category").map { $0["value"] } == ["1", "0"])
  }

  @Test func numbersBecomeRangesAndTheRestARule() throws {
    let schema = QGISCase.schema("x", fields: [("v", .real, "值")])
    let low = ##"{"upTo":0,"zh":"低","en":"Low","fill":"#010203"}"##
    let high = ##"{"upTo":2.5,"zh":"高","en":"High","fill":"#040506"}"##
    let rest = ##"{"zh":"其余","en":"Rest","fill":"#070809"}"##
    let ranges = try style(schema, try QGISCase.ramp("\(low),\(high)")).all("range")
    #expect(ranges.map { $0["upper"] } == ["0", "2.5"])
    #expect(ranges.last?["lower"] == "0")
    let rules = try style(schema, try QGISCase.ramp("\(low),\(high),\(rest)")).all("rule")
    #expect(
      rules.map { $0["filter"] } == [#""v" <= 0"#, #""v" > 0 AND "v" <= 2.5"#, "ELSE"])
  }

  @Test func specialCharactersComeBackAsTheyWere() throws {
    let odd = "<a href=\"x\"> & 'b' ]]> 𠮷\t\n"
    let schema = QGISCase.schema("x", fields: [("v", .text, odd)])
    let ramp = try QGISCase.ramp(
      ##"{"value":"<&\">","zh":"甲 & 乙 < \"丙\"","en":"e","fill":"#010203"}"##)
    let document = try style(schema, ramp)
    #expect(document.all("alias").first?["name"] == odd)
    #expect(document.all("category").first?["value"] == "<&\">")
    #expect(document.all("category").first?["label"] == "甲 & 乙 < \"丙\"")
    // XML has no way to say these.
    #expect(Markup.escaped("a\u{0}b\u{1B}") == "a\u{FFFD}b\u{FFFD}")
  }

  @Test func theSameLayerIsTheSameBytes() throws {
    let ramp = try QGISCase.ramps()["hotspots"]
    let settings = try QGISCase.settings()
    let first = QGISStyle(schema: QGISCase.hotspots, ramp: ramp, settings: settings)
    for _ in 0..<20 {
      #expect(
        first
          == QGISStyle(
            schema: QGISCase.hotspots, ramp: ramp, settings: try QGISCase.settings()))
    }
    #expect(!first.qml.contains("{"), "an identifier of chance")
  }

  @Test func aTableWithoutGeometryHasNamesOnly() throws {
    let schema = QGISCase.schema("x", geometry: nil, fields: [("v", .text, "值")])
    let document = try style(schema, try QGISCase.ramp(##"{"zh":"a","en":"a","fill":"#010203"}"##))
    #expect(document.first("renderer-v2") == nil)
    #expect(document.all("alias").count == 1)
  }

  @Test(arguments: [
    (#"{"fonts":[],"pointSize":1,"hiddenFields":[],"groups":[],"layers":{}}"#, "fonts"),
    (#"{"fonts":["a"],"pointSize":0,"hiddenFields":[],"groups":[],"layers":{}}"#, "pointSize"),
    (
      #"{"fonts":["a"],"pointSize":1,"hiddenFields":[],"groups":[],"layers":{"x":{"visibleTo":0}}}"#,
      "layers.x.visibleTo"
    ),
    (
      #"{"fonts":["a"],"pointSize":1,"hiddenFields":[],"groups":[],"layers":{"x":{"visable":1}}}"#,
      "layers.x.visable"
    ),
  ])
  func aFaultOfTheSettingsIsNamed(json: String, place: String) throws {
    let error = #expect(throws: CartographyError.self) {
      try QGISSettings(json: Array(json.utf8))
    }
    #expect(error?.place == place)
  }
}
