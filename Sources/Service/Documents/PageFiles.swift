import Foundation
import Workflows

extension MapService {
  /// The map for a browser.
  func mapPage() throws -> ServiceAnswer {
    ServiceAnswer(
      type: MediaType.html.rawValue, PackageResources.page_html,
      headers: [
        (
          "Content-Security-Policy",
          "default-src 'self'; img-src 'self' data: blob:; worker-src blob:; child-src blob:; "
            + "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
        )
      ])
  }

  /// The files that the page is made of. MapLibre is not ours and lies where `make` put it.
  func page(_ asked: Question) throws -> ServiceAnswer {
    guard asked.segments.count == 2 else { throw Problem.notFound("There is no such file.") }
    switch asked.segments[1] {
    case "page.js":
      return ServiceAnswer(type: MediaType.script.rawValue, PackageResources.page_js)
    case "page.css":
      return ServiceAnswer(type: MediaType.style.rawValue, PackageResources.page_css)
    case "ramps.json":
      return try file(configuration.home.styles.appending(path: "ramps.json"), .json)
    case "maplibre-gl.js": return try file(Self.library(configuration, "maplibre-gl.js"), .script)
    case "maplibre-gl.css": return try file(Self.library(configuration, "maplibre-gl.css"), .style)
    default: throw Problem.notFound("There is no such file.")
    }
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
