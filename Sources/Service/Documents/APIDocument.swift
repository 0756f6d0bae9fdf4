import SimpleFeatures
import Workflows

/// The definition of the service in OpenAPI 3.0, complete in itself.
struct APIDocument {
  private let configuration: ServiceConfiguration
  private let base: String

  init(_ configuration: ServiceConfiguration, base: String) {
    self.configuration = configuration
    self.base = base
  }

  func document(_ layers: [PublishedLayer], computes: Bool) -> JSON {
    var paths: [(String, JSON)] = [
      ("/", path("landing", "The landing page", "application/json", [Self.shared("f")])),
      ("/conformance", path("conformance", "Conformance", "application/json", [Self.shared("f")])),
      (
        "/api", path("api", "This document", "application/vnd.oai.openapi+json", [Self.shared("f")])
      ),
      (
        "/collections",
        path("collections", "The collections", "application/json", [Self.shared("f")])
      ),
      ("/styles", path("styles", "The styles", "application/json", [Self.shared("f")])),
      (
        "/styles/{styleId}",
        path(
          "style", "A MapLibre style", "application/vnd.mapbox.style+json",
          [Self.shared("styleId"), Self.shared("f")])
      ),
      ("/health", path("health", "Whether the store answers", "application/json", [])),
    ]
    for layer in layers { paths += self.paths(of: layer) }
    if computes { paths += Self.processPaths() }
    return [
      "openapi": "3.0.3",
      "info": [
        "title": .text(configuration.title), "version": .text(configuration.version),
        "description": "OGC API – Features, Tiles and Processes over a store of Anlan.",
      ],
      "servers": [["url": .text(base)]], "paths": .object(paths),
      "components": [
        "parameters": .object(parameters), "responses": .object(responses),
        "schemas": .object(schemas),
      ],
    ]
  }

  // MARK: Paths

  private func paths(of layer: PublishedLayer) -> [(String, JSON)] {
    let address = "/collections/\(layer.name)"
    let run = layer.run == nil ? [] : [Self.shared("run")]
    let properties = layer.queryable.filter { !ItemQuery.known.contains($0.name) }.map {
      parameter($0.name, $0.chineseName, Self.schema($0))
    }
    var paths: [(String, JSON)] = [
      (
        address,
        path(
          "\(layer.name)", layer.schema.chineseName, "application/json", [Self.shared("f")] + run)
      ),
      (
        "\(address)/queryables",
        path(
          "\(layer.name).queryables", "What features may be chosen by", "application/schema+json",
          [Self.shared("f")] + run)
      ),
      (
        "\(address)/items",
        path(
          "\(layer.name).items", "Features", "application/geo+json",
          [
            "bbox", "bbox-crs", "datetime", "limit", "crs", "after", "filter", "filter-lang",
            "filter-crs", "f",
          ].map(Self.shared) + run
            + properties)
      ),
      (
        "\(address)/items/{featureId}",
        path(
          "\(layer.name).item", "A feature", "application/geo+json",
          [Self.shared("featureId"), Self.shared("crs"), Self.shared("f")] + run)
      ),
    ]
    if layer.name == "incidents" {
      for index in paths.indices where paths[index].0.hasSuffix("/items") {
        guard case .object(let members) = paths[index].1 else { continue }
        paths[index].1 = .object(members + [("post", Self.posting)])
      }
    }
    guard layer.schema.geometry != nil else { return paths }
    let choices =
      (layer.name == "incidents" ? ["category", "datetime"] : []).map(Self.shared) + run
    paths += [
      (
        "\(address)/tilejson",
        path("\(layer.name).tilejson", "TileJSON", "application/json", choices + [Self.shared("f")])
      ),
      (
        "\(address)/tiles",
        path(
          "\(layer.name).tilesets", "Tile sets", "application/json", choices + [Self.shared("f")])
      ),
      (
        "\(address)/tiles/WebMercatorQuad",
        path(
          "\(layer.name).tileset", "A tile set", "application/json", choices + [Self.shared("f")])
      ),
      (
        "\(address)/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}",
        path(
          "\(layer.name).tile", "A vector tile", "application/vnd.mapbox-vector-tile",
          ["tileMatrix", "tileRow", "tileCol"].map(Self.shared) + choices, isTile: true)
      ),
    ]
    return paths
  }

  private func path(
    _ id: String, _ summary: String, _ type: String, _ parameters: [JSON], isTile: Bool = false
  ) -> JSON {
    let schema: JSON =
      isTile
      ? ["type": "string", "format": "binary"]
      : ["$ref": .text("#/components/schemas/\(type.contains("geo") ? "geoJSON" : "document")")]
    var content: [(String, JSON)] = [(type, ["schema": schema])]
    if parameters.contains(where: { $0.bytes == Self.shared("f").bytes }) {
      content += ["text/html", "text/csv", "application/geo+json-seq"].map {
        ($0, ["schema": ["type": "string"]])
      }
    }
    var answers: [(String, JSON)] = [
      ("200", ["description": .text(summary), "content": .object(content)])
    ]
    if isTile { answers.append(("204", ["description": "A tile that holds nothing"])) }
    for (code, name) in [
      ("304", "NotModified"), ("400", "Fault"), ("401", "Fault"), ("404", "Fault"),
      ("429", "Fault"), ("503", "Fault"),
    ] {
      answers.append((code, ["$ref": .text("#/components/responses/\(name)")]))
    }
    return [
      "get": [
        "operationId": .text(id), "summary": .text(summary), "parameters": .array(parameters),
        "responses": .object(answers),
      ]
    ]
  }

  // MARK: Parts

  static func shared(_ name: String) -> JSON {
    ["$ref": .text("#/components/parameters/\(name)")]
  }

  private func parameter(
    _ name: String, _ description: String, _ schema: JSON, place: String = "query"
  ) -> JSON {
    [
      "name": .text(name), "in": .text(place), "description": .text(description),
      "required": .boolean(place == "path"), "schema": schema,
    ]
  }

  private var parameters: [(String, JSON)] {
    let systems: JSON = [
      "type": "string", "format": "uri", "enum": .array(SystemNames.all.map { .text($0) }),
      "default": .text(SystemNames.world),
    ]
    let zoom: JSON = ["type": "integer", "minimum": 0, "maximum": 18]
    let step: JSON = ["type": "integer", "minimum": 0, "maximum": 262_143]
    return [
      (
        "f",
        parameter(
          "f", "The form of the answer",
          [
            "type": "string",
            "enum": .array(Question.Format.allCases.map { .text($0.rawValue) }),
          ])
      ),
      (
        "bbox",
        [
          "name": "bbox", "in": "query", "required": false, "style": "form", "explode": false,
          "description": "west,south,east,north, of the system that bbox-crs names",
          // Four numbers, or six of which two are heights; never five.
          "schema": [
            "type": "array", "items": ["type": "number"],
            "oneOf": [["minItems": 4, "maxItems": 4], ["minItems": 6, "maxItems": 6]],
          ],
        ]
      ),
      ("bbox-crs", parameter("bbox-crs", "The system of bbox", systems)),
      (
        "datetime",
        parameter(
          "datetime", "A day, an instant, or two of them with / between",
          ["type": "string", "example": "2026-07-20/2026-07-26"])
      ),
      (
        "limit",
        parameter(
          "limit", "The most features of one answer",
          [
            "type": "integer", "minimum": 1, "maximum": .integer(configuration.mostFeatures),
            "default": 10,
          ])
      ),
      ("crs", parameter("crs", "The system of the coordinates that come back", systems)),
      (
        "after",
        parameter(
          "after", "Where a page begins: of a next link", ["type": "integer", "format": "int64"])
      ),
      (
        "filter",
        parameter(
          "filter", "What the features must be, in CQL2: text, or JSON with filter-lang=cql2-json",
          Self.text)
      ),
      (
        "filter-lang",
        parameter(
          "filter-lang", "The language of filter",
          [
            "type": "string", "default": "cql2-text",
            "enum": .array(FilterValues.languages.map { .text($0) }),
          ])
      ),
      ("filter-crs", parameter("filter-crs", "The system of geometries in filter", systems)),
      ("run", parameter("run", "The run whose results are asked for", Self.text)),
      ("category", parameter("category", "Categories with commas between", Self.text)),
      (
        "featureId",
        parameter(
          "featureId", "The key of a feature", ["type": "integer", "format": "int64"],
          place: "path")
      ),
      (
        "styleId",
        parameter("styleId", "The name of a style", Self.text, place: "path")
      ),
      ("jobId", parameter("jobId", "The name of a job", Self.text, place: "path")),
      ("tileMatrix", parameter("tileMatrix", "The zoom", zoom, place: "path")),
      ("tileRow", parameter("tileRow", "The row from the north", step, place: "path")),
      ("tileCol", parameter("tileCol", "The column from the west", step, place: "path")),
    ]
  }

  private var responses: [(String, JSON)] {
    [
      ("NotModified", ["description": "What the client has is still right"]),
      (
        "Fault",
        [
          "description": "What was wrong with the question",
          "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/problem"]]
          ],
        ]
      ),
    ]
  }

  private var schemas: [(String, JSON)] {
    [
      ("document", ["type": "object"]),
      (
        "geoJSON",
        [
          "type": "object", "required": ["type"],
          "properties": ["type": ["type": "string", "enum": ["Feature", "FeatureCollection"]]],
        ]
      ),
      (
        "problem",
        [
          "type": "object", "required": ["type", "title", "status"],
          "properties": [
            "type": ["type": "string"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string"],
            "parameter": ["type": "string"],
          ],
        ]
      ),
    ]
  }

  /// What may be asked for: an address holds no NUL.
  private static let textMembers: [(String, JSON)] = [
    ("type", "string"), ("pattern", "^[^\\x00]*$"),
  ]
  private static var text: JSON { .object(textMembers) }

  /// A column as a JSON schema.
  static func schema(_ field: FeatureSchema.Field) -> JSON {
    var members: [(String, JSON)] =
      switch field.type {
      case .boolean: [("type", "boolean")]
      case .integer: [("type", "integer"), ("format", "int64")]
      case .real: [("type", "number")]
      case .text: textMembers
      case .day: [("type", "string"), ("format", "date")]
      case .instant: [("type", "string"), ("format", "date-time")]
      }
    members.append(("title", .text(field.chineseName)))
    return .object(members)
  }

  static func geometryFormat(_ kind: Geometry.Kind) -> String {
    switch kind {
    case .point, .multiPoint: "geometry-point-or-multipoint"
    case .lineString, .multiLineString: "geometry-linestring-or-multilinestring"
    case .polygon, .multiPolygon: "geometry-polygon-or-multipolygon"
    case .geometryCollection: "geometry-any"
    }
  }
}
