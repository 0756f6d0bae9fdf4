import Formats
import SimpleFeatures
import Storage
import Workflows

extension MapService {
  func items(of layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    let query = try ItemQuery(asked, layer, mostFeatures: configuration.mostFeatures)
    if asked.format == .csv, query.ask.crs != .wgs84 {
      throw Problem.badParameter("crs", "is for GeoJSON; CSV has lon and lat of WGS 84")
    }
    let page = try itemPage(of: layer, query, asked)
    if isWatched(layer.name) {
      try audit.add(
        asked.visitor, "items", layer.name, run: layer.run?.id, box: query.ask.box,
        features: page.returned)
    }
    let next = page.next.map { key in
      // All other parameters stay, the box among them.
      asked.base + asked.path + asked.parameters.with("after", "\(key)").text
    }
    var headers = [("Content-Crs", "<\(query.system.name)>")]
    if let next { headers.append(("Link", "<\(next)>; rel=\"next\"")) }
    if let count = page.count { headers.append(("OGC-NumberMatched", "\(count)")) }
    headers.append(("OGC-NumberReturned", "\(page.returned)"))
    switch asked.format {
    case .csv:
      return ServiceAnswer(
        type: MediaType.csv.rawValue, try layer.table(of: page.features),
        headers: headers + [
          ("Content-Disposition", "attachment; filename=\"\(layer.name).csv\"")
        ])
    case .geojsonl:
      return ServiceAnswer(
        type: MediaType.geoJSONSequence.rawValue, page.text, headers: headers)
    case .html: return table(of: layer, page.features, next: next, count: page.count, asked)
    case .json:
      var links = [
        Link(asked.own, "self", .geoJSON), Link(asked.address(.html), "alternate", .html),
        Link(asked.address(.csv), "alternate", .csv),
        Link(asked.base + "/collections/\(layer.name)", "collection", .json),
      ]
      if let next { links.append(Link(next, "next", .geoJSON)) }
      var members: [(String, JSON)] = [("type", "FeatureCollection"), ("links", links.json)]
      if let count = page.count { members.append(("numberMatched", .integer(count))) }
      members.append(("numberReturned", .integer(page.returned)))
      if let run = layer.run { members.append(("run", .text(run.id))) }
      return ServiceAnswer(
        type: MediaType.geoJSON.rawValue,
        GeoJSONText.collection(of: page.text, members: members), headers: headers)
    }
  }

  /// A page of features: as GeoJSON already where it was asked for so, else one by one.
  private struct ItemPage {
    var features: [Feature] = []
    var text: [UInt8] = []
    var returned = 0
    var next: Int64?
    /// How many match; `nil` where the visitor may not know.
    var count: Int?
  }

  private func itemPage(
    of layer: PublishedLayer, _ query: ItemQuery, _ asked: Question
  ) throws -> ItemPage {
    let key = MatchCount(sight: asked.visitor.sight, layer: layer, ask: query.ask)
    let writer = GeoJSONText(
      schema: layer.schema, clock: layer.clock, isNorthFirst: query.system.isNorthFirst)
    // What is read may be newer than the revision that was asked before it, never older.
    let revision = contentRevision.content(of: try pool.revision())
    if let written = written(of: layer, query, asked, revision) { return written }
    return try pool.withStore { store in
      func ask(_ table: IncidentTable?, counted revision: String?) throws -> ItemPage {
        var page = ItemPage()
        func forEachRow(_ take: (any FeatureRow) throws -> Void) throws {
          page.next = try layer.forEachRow(query.ask, in: store, table: table) { row in
            page.returned += 1
            try take(row)
          }
        }
        switch asked.format {
        case .json: page.text = try writer.text(.stretch, forEachRow)
        case .geojsonl: page.text = try writer.text(.sequence, forEachRow)
        case .csv, .html: try forEachRow { page.features.append(try $0.feature(layer.schema)) }
        }
        page.count = try counts.value(key, revision: revision) {
          try layer.count(query.ask, in: store, table: table)
        }
        return page
      }
      guard let table = incidentTable(layer, revision) else {
        return try ask(nil, counted: revision)
      }
      let page = try ask(table, counted: revision)
      guard contentRevision.content(of: try store.revision()) == revision else {
        // Something was written meanwhile: the rows may not be those that the columns chose.
        return try ask(nil, counted: nil)
      }
      return page
    }
  }

  /// The page from the texts in memory, where they are there and tell it.
  private func written(
    of layer: PublishedLayer, _ query: ItemQuery, _ asked: Question, _ revision: String?
  ) -> ItemPage? {
    guard asked.format == .json || asked.format == .geojsonl,
      let features = writtenFeatures(layer, asked.visitor, query.system, revision),
      let chosen = features.page(query.ask)
    else { return nil }
    return ItemPage(
      text: GeoJSONText.text(
        asked.format == .json ? .stretch : .sequence, of: features, chosen.texts),
      returned: chosen.texts.count, next: chosen.next, count: chosen.count)
  }

  func item(
    of layer: PublishedLayer, _ key: String, _ asked: Question
  ) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(["f", "crs", "run"])
    let missing = Problem.notFound("There is no feature \(key.prefix(40)) in \(layer.name).")
    guard let number = Int64(key), String(number) == key else { throw missing }
    let system = try ItemQuery.system("crs", asked.parameters)
    var ask = PublishedLayer.Ask()
    ask.key = number
    ask.limit = 1
    ask.crs = system.crs
    guard let feature = try pool.withStore({ try layer.features(ask, in: $0) }).features.first
    else { throw missing }
    if isWatched(layer.name) {
      try audit.add(
        asked.visitor, "item", layer.name, run: layer.run?.id,
        box: feature.geometry?.boundingBox, features: 1)
    }
    guard asked.format != .html else {
      return table(of: layer, [feature], next: nil, count: nil, asked)
    }
    let links = [
      Link(asked.own, "self", .geoJSON), Link(asked.address(.html), "alternate", .html),
      Link(asked.base + "/collections/\(layer.name)", "collection", .json),
    ]
    return ServiceAnswer(
      type: MediaType.geoJSON.rawValue,
      try GeoJSONText(
        schema: layer.schema, clock: layer.clock, isNorthFirst: system.isNorthFirst
      ).feature(feature, members: [("links", links.json)]),
      headers: [("Content-Crs", "<\(system.name)>")])
  }

  private func table(
    of layer: PublishedLayer, _ features: [Feature], next: String?, count: Int?, _ asked: Question
  ) -> ServiceAnswer {
    let words = ValueWords(clock: layer.clock)
    var page = HTMLDocument(
      title: "\(layer.schema.chineseName) \(layer.name)", base: asked.base
    ).table(
      heading: ["#"] + layer.schema.fields.map { "\($0.chineseName) \($0.name)" },
      rows: features.map { [words.text($0.id)] + $0.values.map(words.text) })
    if let count { page = page.paragraph("\(features.count) / \(count)") }
    if let next { page = page.list([(text: "下一页 Next", href: next)]) }
    return page.list([
      (text: "GeoJSON", href: asked.address(.json)), (text: "CSV", href: asked.address(.csv)),
    ]).answer
  }
}

/// Values as a person reads them.
struct ValueWords {
  let clock: StudyClock

  func text(_ value: AttributeValue) -> String {
    switch value {
    case .unknown: ""
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .day(let day): day.description
    case .instant(let instant):
      instant.formatted(offsetSeconds: clock.offsetSeconds(at: instant))
    }
  }
}
