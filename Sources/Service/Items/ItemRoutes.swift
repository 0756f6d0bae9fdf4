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
    let key = CountMemory.Key(sight: asked.visitor.sight, layer: layer, ask: query.ask)
    let (answer, count) = try pool.withStore { store in
      // What is counted may be newer than the revision that was asked before it, never older.
      let revision = contentRevision.content(of: try store.revision())
      return (
        try layer.features(query.ask, in: store),
        try counts.count(key, revision: revision) { try layer.count(query.ask, in: store) }
      )
    }
    if isWatched(layer.name) {
      try audit.add(
        asked.visitor, "items", layer.name, run: layer.run?.id, box: query.ask.box,
        features: answer.features.count)
    }
    let next = answer.next.map { key in
      // All other parameters stay, the box among them.
      asked.base + asked.path + asked.parameters.with("after", "\(key)").text
    }
    var headers = [("Content-Crs", "<\(query.system.name)>")]
    if let next { headers.append(("Link", "<\(next)>; rel=\"next\"")) }
    if let count { headers.append(("OGC-NumberMatched", "\(count)")) }
    headers.append(("OGC-NumberReturned", "\(answer.features.count)"))
    let features = GeoJSONText(
      schema: layer.schema, clock: layer.clock, isNorthFirst: query.system.isNorthFirst)
    switch asked.format {
    case .csv:
      return ServiceAnswer(
        type: MediaType.csv.rawValue, try layer.table(of: answer.features),
        headers: headers + [
          ("Content-Disposition", "attachment; filename=\"\(layer.name).csv\"")
        ])
    case .geojsonl:
      return ServiceAnswer(
        type: MediaType.geoJSONSequence.rawValue, try features.lines(answer.features),
        headers: headers)
    case .html: return table(of: layer, answer.features, next: next, count: count, asked)
    case .json:
      var links = [
        Link(asked.own, "self", .geoJSON), Link(asked.address(.html), "alternate", .html),
        Link(asked.address(.csv), "alternate", .csv),
        Link(asked.base + "/collections/\(layer.name)", "collection", .json),
      ]
      if let next { links.append(Link(next, "next", .geoJSON)) }
      var members: [(String, JSON)] = [("type", "FeatureCollection"), ("links", links.json)]
      if let count { members.append(("numberMatched", .integer(count))) }
      members.append(("numberReturned", .integer(answer.features.count)))
      if let run = layer.run { members.append(("run", .text(run.id))) }
      return ServiceAnswer(
        type: MediaType.geoJSON.rawValue,
        try features.collection(answer.features, members: members), headers: headers)
    }
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

/// Features as GeoJSON, in the documents of this service.
struct GeoJSONText {
  let schema: FeatureSchema
  let clock: StudyClock
  let isNorthFirst: Bool

  /// One feature a line.
  func lines(_ features: [Feature]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let sink = ByteSink { span in span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    let clock = clock
    var options = GeoJSONWriter.Options()
    options.form = .sequence
    options.offsetSeconds = { clock.offsetSeconds(at: $0) }
    var writer = GeoJSONWriter(schema: schema, to: sink, options: options)
    for var feature in features {
      if isNorthFirst {
        feature.geometry = feature.geometry?.mapPositions { line in
          line.map { Coordinate(x: $0.y, y: $0.x) }
        }
      }
      try writer.write(feature)
    }
    try writer.finish()
    return bytes
  }

  func collection(_ features: [Feature], members: [(String, JSON)]) throws -> [UInt8] {
    var document = JSON.object(members + [("features", [])]).bytes
    // Before the two brackets at its end.
    let tail = document.suffix(2)
    document.removeLast(2)
    var lines = try lines(features)
    if lines.last == UInt8(ascii: "\n") { lines.removeLast() }
    for index in lines.indices where lines[index] == UInt8(ascii: "\n") {
      // A line break stands between two features alone.
      lines[index] = UInt8(ascii: ",")
    }
    return document + lines + tail
  }

  func feature(_ feature: Feature, members: [(String, JSON)]) throws -> [UInt8] {
    var line = try lines([feature])
    while line.last != UInt8(ascii: "}"), !line.isEmpty { line.removeLast() }
    line.removeLast()
    return line + [UInt8(ascii: ",")] + JSON.object(members).bytes.dropFirst()
  }
}
