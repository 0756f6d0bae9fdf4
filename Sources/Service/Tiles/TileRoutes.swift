import SimpleFeatures
import Storage
import Tiles
import Workflows

extension MapService {
  static let matrixSet = "WebMercatorQuad"
  private static let matrixSetAddress =
    "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
  private static let choices = ["run", "category", "datetime"]

  /// Which features are on the tiles.
  private func choice(_ asked: Question, _ layer: PublishedLayer) throws -> PublishedLayer.Ask {
    guard layer.schema.geometry != nil else {
      throw Problem.notFound("\(layer.name) has no places to draw on tiles.")
    }
    try asked.parameters.requireKnown(Self.choices + ["f"])
    var ask = PublishedLayer.Ask()
    let isChosen = layer.name == "incidents"
    if let text = asked.parameters["category"] {
      guard isChosen else {
        throw Problem.badParameter("category", "chooses among incidents alone")
      }
      ask.categories = text.split(separator: ",").map(String.init).sorted()
    }
    if let text = asked.parameters["datetime"] {
      guard isChosen else {
        throw Problem.badParameter("datetime", "chooses among incidents alone")
      }
      let span = try TimeSpan(text, clock: layer.clock)
      ask.firstDay = span.from.map(layer.clock.day)
      ask.lastDay = span.to.map(layer.clock.day)
    }
    return ask
  }

  func tiles(
    of layer: PublishedLayer, _ ask: PublishedLayer.Ask, _ visitor: Visitor
  ) throws -> any VectorTileLayer {
    let deepestZoom = configuration.deepestZoom
    // Without a revision a layer is as old as it is: it is made anew.
    guard let revision = contentRevision.content(of: try pool.revision()) else {
      return try pool.withStore { try layer.tiles(ask, deepestZoom: deepestZoom, in: $0) }
    }
    let key =
      "\(revision) \(visitor.sight) \(layer.name) \(layer.run?.id ?? "") \(ask.categories) "
      + "\(ask.firstDay?.description ?? "") \(ask.lastDay?.description ?? "")"
    let layers = layer.name == "incidents" ? incidentTiles : tileLayers
    return try layers.layer(key) {
      try pool.withStore { store in
        try layer.tiles(
          ask, deepestZoom: deepestZoom, in: store,
          table: isInColumns(layer)
            ? try incidents.read(revision, in: store, clock: configuration.clock) : nil)
      }
    }
  }

  /// `/tiles/WebMercatorQuad/ZOOM/ROW/COLUMN`.
  func tile(of layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    guard asked.segments[3] == Self.matrixSet else {
      throw Problem.notFound("There is no tile matrix set \(asked.segments[3].prefix(60)).")
    }
    let ask = try choice(asked, layer)
    let numbers = asked.segments[4...].compactMap { Int($0) }
    guard numbers.count == 3,
      let tile = TileCoordinate(zoom: numbers[0], column: numbers[2], row: numbers[1])
    else {
      throw Problem.notFound(
        "There is no tile \(asked.segments[4...].joined(separator: "/").prefix(60)).")
    }
    if isInColumns(layer) { incidents.isWanted(at: configuration.clock.seconds()) }
    let bytes = try tiles(of: layer, ask, asked.visitor).tile(at: tile)
    if isWatched(layer.name) {
      try audit.add(
        asked.visitor, "tile", layer.name, run: layer.run?.id, box: tile.degrees, features: 0)
    }
    // An empty tile is an answer: a 404 would be asked for again and again.
    guard !bytes.isEmpty else {
      return ServiceAnswer(status: 204)
    }
    return ServiceAnswer(type: MediaType.tile.rawValue, bytes)
  }

  func tileSets(of layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    _ = try choice(asked, layer)
    let address = asked.base + "/collections/\(layer.name)/tiles"
    return ServiceAnswer(json: [
      "links": [Link(address, "self", .json)].json,
      "tilesets": [
        [
          "title": .text(layer.schema.chineseName), "dataType": "vector",
          "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
          "tileMatrixSetURI": .text(Self.matrixSetAddress),
          "links": [
            Link("\(address)/\(Self.matrixSet)", "self", .json),
            Link(
              Self.matrixSetAddress, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", .json),
          ].json,
        ]
      ],
    ])
  }

  func tileSet(
    of layer: PublishedLayer, _ matrixSet: String, _ asked: Question
  ) throws -> ServiceAnswer {
    guard matrixSet == Self.matrixSet else {
      throw Problem.notFound("There is no tile matrix set \(matrixSet.prefix(60)).")
    }
    _ = try choice(asked, layer)
    let address = asked.base + "/collections/\(layer.name)/tiles/\(matrixSet)"
    return ServiceAnswer(json: [
      "title": .text(layer.schema.chineseName), "dataType": "vector",
      "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
      "tileMatrixSetURI": .text(Self.matrixSetAddress),
      "links": .array([
        Link(address, "self", .json).json,
        Link(
          Self.matrixSetAddress, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", .json
        ).json,
        [
          "href": .text("\(address)/{tileMatrix}/{tileRow}/{tileCol}"), "rel": "item",
          "type": .text(MediaType.tile.rawValue), "templated": true,
        ],
        Link(
          asked.base + "/collections/\(layer.name)/tilejson", "describedby", .json, "TileJSON"
        ).json,
      ]),
    ])
  }

  /// > Mapbox. *TileJSON 3.0.0.* 2021.
  func tileJSON(of layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    let ask = try choice(asked, layer)
    let made = try tiles(of: layer, ask, asked.visitor)
    let choice = Parameters(list: asked.parameters.list.filter { Self.choices.contains($0.name) })
    var members: [(String, JSON)] = [
      ("tilejson", "3.0.0"), ("name", .text(layer.name)),
      ("description", .text(layer.schema.chineseName)), ("scheme", "xyz"), ("minzoom", 0),
      ("maxzoom", .integer(configuration.deepestZoom)),
      (
        "tiles",
        [
          .text(
            asked.base + "/collections/\(layer.name)/tiles/\(Self.matrixSet)/{z}/{y}/{x}"
              + choice.text)
        ]
      ),
    ]
    if let box = made.bounds {
      members.append(
        ("bounds", [.real(box.minX), .real(box.minY), .real(box.maxX), .real(box.maxY)]))
    }
    members.append(
      (
        "vector_layers",
        .array(
          made.contents.map { content in
            [
              "id": .text(content.name), "description": .text(content.description),
              "minzoom": .integer(0), "maxzoom": .integer(configuration.deepestZoom),
              "fields": .object(
                content.fields.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }),
            ]
          })
      ))
    return ServiceAnswer(json: .object(members))
  }
}
