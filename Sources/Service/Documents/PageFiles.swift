import Foundation
import Storage
import Workflows

extension MapService {
  /// The map for a browser.
  func mapPage() throws -> ServiceAnswer {
    // The browser itself asks for the base map, and only where there is a key for it.
    let base = configuration.tiandituKey == nil ? "" : " https://*.tianditu.gov.cn"
    return ServiceAnswer(
      type: MediaType.html.rawValue, PackageResources.page_html,
      headers: [
        (
          "Content-Security-Policy",
          "default-src 'self'; connect-src 'self'\(base); img-src 'self' data: blob:\(base); "
            + "worker-src blob:; child-src blob:; style-src 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'none'"
        )
      ])
  }

  /// The scripts that the page is made of, by the names under which they load each other.
  private static let scripts: [String: [UInt8]] = [
    "page.js": PackageResources.page_js,
    "coordinates.js": PackageResources.coordinates_js,
    "layers.js": PackageResources.layers_js,
    "look.js": PackageResources.look_js,
    "place.js": PackageResources.place_js,
    "rank.js": PackageResources.rank_js,
    "service.js": PackageResources.service_js,
    "state.js": PackageResources.state_js,
    "weeks.js": PackageResources.weeks_js,
    "words.js": PackageResources.words_js,
  ]

  /// The files that the page is made of. MapLibre is not ours and lies where `make` put it.
  func page(_ asked: Question) throws -> ServiceAnswer {
    guard asked.segments.count == 2 else { throw Problem.notFound("There is no such file.") }
    let name = asked.segments[1]
    if let script = Self.scripts[name] {
      return ServiceAnswer(type: MediaType.script.rawValue, script)
    }
    switch name {
    case "settings.json": return try pageSettings(asked)
    case "page.css":
      return ServiceAnswer(type: MediaType.style.rawValue, PackageResources.page_css)
    case "ramps.json":
      return try file(configuration.home.styles.appending(path: "ramps.json"), .json)
    case "maplibre-gl.js": return try file(Self.library(configuration, "maplibre-gl.js"), .script)
    case "maplibre-gl.css": return try file(Self.library(configuration, "maplibre-gl.css"), .style)
    default: throw Problem.notFound("There is no such file.")
    }
  }

  /// What the page cannot learn from the collections: words for kinds of events, which of them
  /// there are and of which days, and the key of a base map.
  private func pageSettings(_ asked: Question) throws -> ServiceAnswer {
    let categories = asked.publish.categories.map { category in
      JSON.object([
        ("key", .text(category.key)), ("zh", .text(category.chineseName)),
        ("en", .text(category.englishName)), ("aggregateOnly", .boolean(category.isAggregateOnly)),
      ])
    }
    var members: [(String, JSON)] = [("categories", .array(categories))]
    let (window, kinds) = try pool.withStore { store -> (DataWindow?, [String]) in
      // For those who see the incidents themselves, of the whole store.
      guard asked.visitor.area.isEmpty, try asked.publish.open("incidents", in: store) != nil
      else { return (nil, []) }
      return (try store.answer(IncidentWindow()), try store.answer(IncidentCategories()))
    }
    if let window {
      let days: [JSON] = [.text("\(window.firstDay)"), .text("\(window.lastDay)")]
      members.append(("days", .array(days)))
      members.append(("kinds", .array(kinds.map { JSON.text($0) })))
    }
    if let key = configuration.tiandituKey {
      members.append(("tianditu", .object([("key", .text(key))])))
    }
    return ServiceAnswer(json: .object(members))
  }

  /// Where `make page` leaves MapLibre.
  static func library(_ configuration: ServiceConfiguration, _ name: String) -> URL {
    configuration.home.folder.appending(path: ".build/page/\(name)")
  }

  private func file(_ place: URL, _ type: MediaType) throws -> ServiceAnswer {
    guard let data = try? Data(contentsOf: place) else {
      throw Problem.notFound(
        "\(place.lastPathComponent) is not there: `make page` brings it.")
    }
    return ServiceAnswer(type: type.rawValue, Array(data))
  }
}
