import Cartography
import SimpleFeatures
import Testing

@Suite struct RampsTests {
  /// ΔE*ab of about 2.3 is the least that is seen side by side; across a map it takes far more.
  static let leastDistance = 12.0
  /// Of CIELAB's 100; about an eighth of the way from black to white.
  static let leastLightness = 12.0

  /// The shape of a class, without its colours.
  private struct Shape: Hashable {
    var hatch: Hatch.Pattern?
    var dash: [Double]?
    var symbol: RampClass.Symbol?
    var hasFill: Bool

    init(_ item: RampClass) {
      hatch = item.hatch?.pattern
      dash = item.dash
      symbol = item.symbol
      hasFill = item.fill != nil
    }
  }

  private func paint(_ item: RampClass, _ vision: Vision) throws -> Lab {
    vision.see(try #require(item.fill ?? item.stroke), opacity: item.opacity ?? 1)
  }

  @Test(arguments: Vision.allCases)
  func classesAreToldApartByEveryEye(vision: Vision) throws {
    for (name, ramp) in try Styles.ramps().layers {
      for (index, item) in ramp.classes.enumerated() {
        for other in ramp.classes[..<index] where Shape(item) == Shape(other) {
          let distance = try paint(item, vision).distance(to: paint(other, vision))
          #expect(
            distance >= Self.leastDistance || name == "land",
            "\(name): \(item.en) / \(other.en) under \(vision)")
        }
      }
    }
  }

  @Test func classesAreToldApartInGreyPrint() throws {
    for (name, ramp) in try Styles.ramps().layers where name != "land" {
      for (index, item) in ramp.classes.enumerated() {
        for other in ramp.classes[..<index] where Shape(item) == Shape(other) {
          let (a, b) = (try paint(item, .full).lightness, try paint(other, .full).lightness)
          #expect(abs(a - b) >= Self.leastLightness, "\(name): \(item.en) / \(other.en)")
        }
      }
    }
  }

  @Test func aHatchIsSeenOnItsFill() throws {
    for (name, ramp) in try Styles.ramps().layers {
      for item in ramp.classes {
        guard let hatch = item.hatch, let fill = item.fill else { continue }
        let opacity = item.opacity ?? 1
        for vision in Vision.allCases {
          let line = vision.see(hatch.colour, opacity: opacity).lightness
          let ground = vision.see(fill, opacity: opacity).lightness
          #expect(abs(line - ground) >= Self.leastLightness, "\(name): \(item.en) under \(vision)")
        }
      }
    }
  }

  @Test func theSurerTheDarker() throws {
    let ramp = try Styles.ramps().ramp("hotspots")
    func lightness(_ value: String) throws -> Double {
      try paint(#require(ramp.classes.first { $0.value == value }), .full).lightness
    }
    for side in ["hot", "cold"] {
      #expect(try lightness("\(side)_99") + 20 < lightness("\(side)_95"))
      #expect(try lightness("\(side)_95") + 12 < lightness("none"))
    }
  }

  @Test func hotAndColdDifferByHatchInGrey() throws {
    let ramp = try Styles.ramps().ramp("hotspots")
    for item in ramp.classes {
      guard let value = item.value else { continue }
      if value.hasPrefix("hot") { #expect(item.hatch == nil) }
      if value.hasPrefix("cold") { #expect(item.hatch != nil) }
    }
  }

  @Test func theLayersOfTheSheetHaveRampsWithWordsInBothLanguages() throws {
    let ramps = try Styles.ramps()
    for name in [
      "hotspots", "clusters", "cluster_members", "incidents", "grids", "villages", "coastline",
      "aquaculture_zones", "storms", "units", "land", "sea",
    ] {
      let ramp = try ramps.ramp(name)
      for language in [SheetLanguage.chinese, .english] {
        #expect(!ramp.title(language).isEmpty)
        #expect(ramp.classes.allSatisfy { !$0.label(language).isEmpty })
      }
    }
    #expect(
      try ramps.ramp("hotspots").classes.map(\.value) == [
        "hot_99", "hot_95", "none", "cold_95", "cold_99", "too_few", "unresolved",
      ])
  }

  private func ramps(_ classes: String, property: String = #""property": "p","#) throws -> Ramps {
    try Ramps(
      json: Array(
        #"{"layers":{"x":{"zh":"甲","en":"X",\#(property)"geometry":"area","classes":[\#(classes)]}}}"#
          .utf8))
  }

  private let black = "#" + "000000"

  @Test func aNumberFallsIntoTheFirstClassNotBelowIt() throws {
    let ramp = try ramps(
      """
      {"upTo":1,"zh":"a","en":"a","fill":"\(black)"},{"upTo":5,"zh":"b","en":"b","fill":"\(black)"},
      {"zh":"c","en":"c","fill":"\(black)"}
      """
    ).ramp("x")
    #expect(ramp.classIndex(of: .real(-3)) == 0)
    #expect(ramp.classIndex(of: .integer(1)) == 0)
    #expect(ramp.classIndex(of: .real(1.01)) == 1)
    #expect(ramp.classIndex(of: .real(6)) == 2)
    #expect(ramp.classIndex(of: .unknown) == 2)
    #expect(ramp.classIndex(of: .real(.nan)) == 2)
  }

  @Test func aTextWithoutClassHasNoLook() throws {
    let ramp = try Styles.ramps().ramp("hotspots")
    #expect(ramp.classIndex(of: .text("cold_99")) == 4)
    #expect(ramp.classIndex(of: .text("warm")) == nil)
    #expect(ramp.classIndex(of: .unknown) == nil)
    #expect(try Styles.ramps().ramp("cluster_members").classIndex(of: .boolean(false)) == 1)
  }

  @Test func faultsAreNamedByTheirPlace() throws {
    let fill = #""fill":"\#(black)""#
    let cases = [
      (#"{"value":"a","zh":"a","en":"a","fil":1,\#(fill)}"#, "classes[0].fil"),
      (#"{"value":"a","zh":"a","en":"a","fill":"red"}"#, "classes[0].fill"),
      (#"{"value":"a","zh":"a","en":"a"}"#, "classes[0].fill"),
      (#"{"zh":"a","en":"a",\#(fill)},{"zh":"b","en":"b",\#(fill)}"#, "classes[0]"),
      (
        #"{"upTo":2,"zh":"a","en":"a",\#(fill)},{"upTo":2,"zh":"b","en":"b",\#(fill)}"#,
        "classes[1].upTo"
      ),
      (#"{"value":"a","zh":"a",\#(fill)}"#, "classes[0].en"),
    ]
    for (classes, place) in cases {
      let error = #expect(throws: CartographyError.self) { try self.ramps(classes) }
      #expect(error?.place == "layers.x.\(place)", "\(String(describing: error))")
    }
    let error = #expect(throws: CartographyError.self) { try self.ramps(cases[0].0) }
    #expect(error?.message == "unknown key “fil”; did you mean “fill”?")
  }

  @Test func aColourReadsAsItIsWritten() {
    for text in ["00ff7f", "12345678"].map({ "#" + $0 }) { #expect(Colour(text)?.text == text) }
    for text in ["fff", "gggggg", "+12345", "1234567"].map({ "#" + $0 }) {
      #expect(Colour(text) == nil)
    }
  }
}
