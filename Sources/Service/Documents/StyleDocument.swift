import Foundation
import SimpleFeatures
import Workflows

/// A layer's MapLibre style: colours and class breaks as `styles/ramps.json` holds them, features from
/// this service's tiles. Styles name no font and no picture, so that they work without a glyph server.
///
/// > MapLibre. *Style Specification*, version 8.
struct StyleDocument {
  private let name: String
  private let ramp: Ramp
  /// Of lines that say none: that of single incidents.
  private let ink: JSON
  private let base: String

  /// - Returns: `nil` where the layer has no classes and no colours.
  init?(of name: String, ramps: Ramps, base: String) {
    guard let ramp = ramps[name] else { return nil }
    self.name = name
    self.ramp = ramp
    ink = ramps["incidents"]?.byClass("fill", Self.nothing) ?? Self.nothing
    self.base = base
  }

  var document: JSON {
    var layers: [JSON] = []
    let source: [(String, JSON)] = [("source", .text(name)), ("source-layer", .text(name))]
    func layer(_ part: String, _ type: String, _ filter: JSON, _ paint: JSON) -> JSON {
      .object(
        [("id", .text("\(name)-\(part)")), ("type", .text(type))] + source
          + [("filter", filter), ("paint", paint)])
    }
    let fill = ramp.byClass("fill", Self.nothing)
    let stroke = ramp.byClass("stroke", ink)
    if ramp.geometry == "area" {
      layers.append(
        layer(
          "areas", "fill", Self.isKind("Polygon"),
          ["fill-color": fill, "fill-opacity": ramp.byClass("opacity", 1)]))
    }
    if ramp.geometry == "point" {
      layers.append(
        layer(
          "points", "circle", Self.isKind("Point"),
          [
            "circle-color": fill, "circle-stroke-color": stroke, "circle-stroke-width": .real(0.5),
            // The area of a circle is as the number of events that it stands for.
            "circle-radius": [
              "min", 26,
              ["+", .real(2.5), ["*", .real(1.1), ["sqrt", ["coalesce", ["get", "n"], 1]]]],
            ],
          ]))
    } else {
      layers.append(
        layer(
          "lines", "line", ["!=", ["geometry-type"], "Point"],
          ["line-color": stroke, "line-width": ramp.geometry == "line" ? .real(2) : .real(0.8)]))
    }
    return [
      "version": 8, "name": .text(name),
      "metadata": .object([
        ("zh", .text(ramp.chineseName)), ("en", .text(ramp.englishName)),
      ]),
      "sources": .object([
        (
          name,
          .object([
            ("type", .text("vector")), ("url", .text("\(base)/collections/\(name)/tilejson")),
          ])
        )
      ]),
      "layers": .array(layers),
    ]
  }

  /// What is not painted.
  private static let nothing: JSON = "transparent"

  private static func isKind(_ kind: String) -> JSON { ["==", ["geometry-type"], .text(kind)] }

  /// The colours and class breaks of all layers.
  struct Ramps {
    private let layers: [String: Ramp]

    /// - Throws: 404 where the file is not there or cannot be read.
    init(_ file: URL) throws {
      guard let data = try? Data(contentsOf: file),
        let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let layers = root["layers"] as? [String: [String: Any]]
      else { throw Problem.notFound("\(file.lastPathComponent) is not there.") }
      self.layers = layers.mapValues(Ramp.init)
    }

    subscript(name: String) -> Ramp? { layers[name] }
  }

  struct Ramp {
    let chineseName: String
    let englishName: String
    let geometry: String
    private let property: String?
    private let classes: [[String: Any]]

    init(_ members: [String: Any]) {
      chineseName = members["zh"] as? String ?? ""
      englishName = members["en"] as? String ?? ""
      geometry = members["geometry"] as? String ?? "area"
      property = members["property"] as? String
      classes = members["classes"] as? [[String: Any]] ?? []
    }

    /// The expression that gives a part of a class's look.
    func byClass(_ part: String, _ other: JSON) -> JSON {
      func look(_ members: [String: Any]?) -> JSON {
        switch members?[part] {
        case let text as String: .text(text)
        case let number as Double: .real(number)
        default: other
        }
      }
      let plain = classes.first { $0["value"] == nil && $0["upTo"] == nil }
      guard let property else { return look(classes.first) }
      let steps = classes.filter { $0["upTo"] != nil }
      if !steps.isEmpty {
        var expression: [JSON] = ["case"]
        for step in steps {
          guard let bound = step["upTo"] as? Double else { continue }
          expression += [
            ["<=", ["to-number", ["get", .text(property)], .real(1e9)], .real(bound)], look(step),
          ]
        }
        return .array(expression + [look(plain ?? classes.last)])
      }
      let named = classes.filter { $0["value"] != nil }
      guard !named.isEmpty else { return look(plain) }
      var expression: [JSON] = ["match", ["to-string", ["get", .text(property)]]]
      for one in named { expression += [.text("\(one["value"] ?? "")"), look(one)] }
      return .array(expression + [look(plain)])
    }
  }
}

extension MapService {
  /// The styles of what is published, or one of them.
  func styles(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    let ramps = try StyleDocument.Ramps(configuration.home.styles.appending(path: "ramps.json"))
    guard asked.segments.count > 1 else {
      let layers = try pool.withStore { try asked.publish.list(in: $0) }.map(\.layer)
        .filter { $0.schema.geometry != nil && ramps[$0.name] != nil }
      return ServiceAnswer(json: [
        "styles": .array(
          layers.map { layer in
            [
              "id": .text(layer.name), "title": .text(layer.schema.chineseName),
              "links": [
                Link(asked.base + "/styles/\(layer.name)", "stylesheet", .mapStyle)
              ].json,
            ]
          })
      ])
    }
    let name = asked.segments[1]
    guard asked.segments.count == 2,
      let layer = try pool.withStore({ try asked.publish.open(name, run: nil, in: $0) }),
      let style = StyleDocument(of: layer.name, ramps: ramps, base: asked.base)
    else { throw Problem.notFound("There is no style \(name.prefix(80)).") }
    return ServiceAnswer(json: style.document, type: .mapStyle)
  }
}
