import SimpleFeatures
import Storage
import Workflows

extension MapService {
  /// Which question it is.
  func answer(_ asked: Question) throws -> ServiceAnswer {
    switch asked.segments.count {
    case 0: return try landing(asked)
    case 1:
      switch asked.segments[0] {
      case "conformance": return try conformance(asked)
      case "api": return try api(asked)
      case "collections": return try collections(asked)
      case "styles": return try styles(asked)
      case "processes": return try processes(asked)
      case "jobs": return try jobs(asked)
      default: break
      }
    default:
      switch asked.segments[0] {
      case "processes": return try process(asked)
      case "jobs": return try job(asked)
      case "collections": return try collection(asked)
      case "page": return try page(asked)
      case "styles": return try styles(asked)
      default: break
      }
    }
    throw Problem.notFound("There is nothing at \(asked.path.prefix(200)).")
  }

  private func collection(_ asked: Question) throws -> ServiceAnswer {
    let rest = asked.segments.dropFirst(2)
    let layer = try layer(asked)
    switch (rest.first, rest.count) {
    case (nil, _): return try describe(layer, asked)
    case ("queryables", 1): return try queryables(layer, asked)
    case ("items", 1): return try items(of: layer, asked)
    case ("items", 2): return try item(of: layer, asked.segments[3], asked)
    case ("tilejson", 1): return try tileJSON(of: layer, asked)
    case ("tiles", 1): return try tileSets(of: layer, asked)
    case ("tiles", 2): return try tileSet(of: layer, asked.segments[3], asked)
    case ("tiles", 5): return try tile(of: layer, asked)
    default: throw Problem.notFound("There is nothing at \(asked.path.prefix(200)).")
    }
  }

  /// Which layer of which run is opened, and for whom.
  struct OpenedLayer: Hashable {
    var sight: String
    var name: String
    var run: String?
  }

  /// The layer of the path, of the run that the parameter `run` names.
  private func layer(_ asked: Question) throws -> PublishedLayer {
    let name = asked.segments[1]
    let run = asked.parameters["run"]
    let key = OpenedLayer(sight: asked.visitor.sight, name: name, run: run)
    let revision = contentRevision.content(of: try pool.revision())
    let layer = try openLayers.value(key, revision: revision) {
      try pool.withStore { try asked.publish.open(name, run: run, in: $0) }
    }
    guard let layer else {
      throw Problem.notFound(
        run == nil
          ? "There is no collection \(name.prefix(80))."
          : "There is no collection \(name.prefix(80)) of that run.")
    }
    return layer
  }

  // MARK: Documents about the service

  static let commonParameters = ["f"]

  private func landing(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    guard asked.format != .html else { return try mapPage() }
    let base = asked.base
    let links = [
      Link(base + "/", "self", .json, "This document"),
      Link(base + "/?f=html", "alternate", .html, "The map"),
      Link(base + "/api", "service-desc", .openAPI, "The definition of the service"),
      Link(base + "/api?f=html", "service-doc", .html, "The definition of the service"),
      Link(base + "/conformance", "conformance", .json, "What the service conforms to"),
      Link(base + "/collections", "data", .json, "The collections"),
      Link(base + "/styles", "http://www.opengis.net/def/rel/ogc/1.0/styles", .json, "The styles"),
      Link(
        base + "/processes", "http://www.opengis.net/def/rel/ogc/1.0/processes", .json,
        "What is computed when it is asked for"),
    ]
    return ServiceAnswer(json: [
      "title": .text(configuration.title),
      "description":
        "Risk of places, never of people. 只画地方的风险，不画人。",
      "links": links.json,
    ])
  }

  static let conformance = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss",
  ]

  private func conformance(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    let document: JSON = ["conformsTo": .array(Self.conformance.map { .text($0) })]
    guard asked.format == .html else { return ServiceAnswer(json: document) }
    return HTMLDocument(title: "Conformance", base: asked.base).list(
      Self.conformance.map { (text: $0, href: $0) }
    ).answer
  }

  private func api(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    let layers = try pool.withStore { try asked.publish.list(in: $0) }.map(\.layer)
    guard asked.format == .html else {
      return ServiceAnswer(
        json: APIDocument(configuration, base: asked.base).document(
          layers, computes: asked.publish.audience.seesPoints), type: .openAPI)
    }
    return HTMLDocument(title: "API", base: asked.base).list(
      layers.map { (text: $0.name, href: asked.base + "/collections/\($0.name)") }
    ).answer
  }

  // MARK: Collections

  private func collections(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    let layers = try pool.withStore { try asked.publish.list(in: $0) }.map(\.layer)
    guard asked.format == .html else {
      return ServiceAnswer(json: [
        "links": [
          Link(asked.base + "/collections", "self", .json),
          Link(asked.base + "/collections?f=html", "alternate", .html),
        ].json,
        "crs": .array(SystemNames.all.map { .text($0) }),
        "collections": .array(layers.map { description(of: $0, asked) }),
      ])
    }
    return HTMLDocument(title: "图层 Collections", base: asked.base).list(
      layers.map {
        (
          text: "\($0.schema.chineseName) \($0.name)",
          href: asked.base + "/collections/\($0.name)?f=html"
        )
      }
    ).answer
  }

  private func describe(_ layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters + ["run"])
    guard asked.format == .html else {
      return ServiceAnswer(json: description(of: layer, asked))
    }
    let address = asked.base + "/collections/\(layer.name)"
    return HTMLDocument(
      title: "\(layer.schema.chineseName) \(layer.name)", base: asked.base
    ).list([
      (text: "内容 Items", href: address + "/items?f=html"),
      (text: "CSV", href: address + "/items?f=csv&limit=\(configuration.mostFeatures)"),
      (text: "GeoJSON", href: address + "/items?f=json&limit=1000"),
      (text: "字段 Queryables", href: address + "/queryables?f=html"),
    ]).answer
  }

  private func description(of layer: PublishedLayer, _ asked: Question) -> JSON {
    let address = asked.base + "/collections/\(layer.name)"
    var links = [
      Link(address, "self", .json, layer.schema.chineseName),
      Link(address + "?f=html", "alternate", .html),
      Link(address + "/items", "items", .geoJSON, "The features as GeoJSON"),
      Link(address + "/items?f=html", "items", .html, "The features as HTML"),
      Link(address + "/items?f=csv", "items", .csv, "The features as CSV"),
      Link(
        address + "/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", .schema,
        "What the features may be chosen by"),
    ]
    if layer.schema.geometry != nil {
      links.append(
        Link(
          address + "/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", .json,
          "The features as vector tiles"))
    }
    var members: [(String, JSON)] = [
      ("id", .text(layer.name)), ("title", .text(layer.schema.chineseName)),
      ("itemType", "feature"), ("crs", .array(SystemNames.all.map { .text($0) })),
      ("storageCrs", .text(SystemNames.world)), ("links", links.json),
    ]
    if let run = layer.run {
      members.append(("run", .text(run.id)))
      members.append(("synthetic", .boolean(run.isSynthetic)))
      members.append(
        (
          "extent",
          [
            "temporal": [
              "interval": [
                [
                  .text("\(run.validFrom)T00:00:00Z"), .text("\(run.validTo)T23:59:59Z"),
                ]
              ]
            ]
          ]
        ))
    }
    return .object(members)
  }

  private func queryables(_ layer: PublishedLayer, _ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters + ["run"])
    guard asked.format != .html else {
      return HTMLDocument(title: "字段 Queryables: \(layer.name)", base: asked.base).table(
        heading: ["name", "中文", "type"],
        rows: layer.queryable.map { [$0.name, $0.chineseName, $0.type.rawValue] }
      ).answer
    }
    var properties = layer.queryable.map { ($0.name, APIDocument.schema($0)) }
    if let kind = layer.schema.geometry {
      properties.append(
        (
          "geometry",
          ["format": .text(APIDocument.geometryFormat(kind)), "x-ogc-role": "primary-geometry"]
        )
      )
    }
    return ServiceAnswer(
      json: [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": .text(asked.base + "/collections/\(layer.name)/queryables"),
        "type": "object", "title": .text(layer.schema.chineseName),
        "additionalProperties": false, "properties": .object(properties),
      ], type: .schema)
  }
}
