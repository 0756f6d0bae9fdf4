/// A plain page: a title, lists and tables. Every text is escaped here and nowhere else.
struct HTMLDocument {
  private var body = ""
  private let title: String

  init(title: String, base: String) {
    self.title = title
    body =
      "<p><a href=\"\(Self.escaped(base))/?f=html\">地图 Map</a> · "
      + "<a href=\"\(Self.escaped(base))/collections?f=html\">图层 Collections</a></p>"
      + "<h1>\(Self.escaped(title))</h1>"
  }

  func paragraph(_ text: String) -> HTMLDocument {
    adding("<p>\(Self.escaped(text))</p>")
  }

  func list(_ items: [(text: String, href: String)]) -> HTMLDocument {
    adding(
      "<ul>"
        + items.map {
          "<li><a href=\"\(Self.escaped($0.href))\">\(Self.escaped($0.text))</a></li>"
        }.joined() + "</ul>")
  }

  func table(heading: [String], rows: [[String]]) -> HTMLDocument {
    let head = heading.map { "<th scope=\"col\">\(Self.escaped($0))</th>" }.joined()
    let lines = rows.map { row in
      "<tr>" + row.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>"
    }
    return adding(
      "<table><thead><tr>\(head)</tr></thead><tbody>\(lines.joined(separator: "\n"))</tbody></table>"
    )
  }

  private func adding(_ part: String) -> HTMLDocument {
    var document = self
    document.body += "\n" + part
    return document
  }

  var answer: ServiceAnswer {
    let page =
      "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\">"
      + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      + "<title>\(Self.escaped(title))</title>"
      + "<link rel=\"stylesheet\" href=\"/page/page.css\"></head><body class=\"document\">\(body)"
      + "</body></html>"
    return ServiceAnswer(
      type: MediaType.html.rawValue, Array(page.utf8),
      headers: [("Content-Security-Policy", "default-src 'none'; style-src 'self'")])
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for letter in text {
      switch letter {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(letter)
      }
    }
    return escaped
  }
}
