/// One element of an XML document, as a value. Attributes keep the order in which they are given,
/// so the same element is always the same bytes.
struct Markup: Sendable {
  let name: String
  let attributes: [(name: String, value: String)]
  let children: [Markup]
  let text: String

  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    _ children: [Markup] = [], text: String = ""
  ) {
    self.init(name, attributes.map { (name: $0.key, value: $0.value) }, children, text: text)
  }

  init(
    _ name: String, _ attributes: [(name: String, value: String)], _ children: [Markup],
    text: String = ""
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  /// A document with the type that QGIS writes, ended by a line feed.
  func document() -> String {
    var output = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    write(to: &output, depth: 0)
    return output
  }

  private func write(to output: inout String, depth: Int) {
    let indent = String(repeating: " ", count: depth)
    output += "\(indent)<\(name)"
    for attribute in attributes {
      output += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
    }
    if children.isEmpty && text.isEmpty {
      output += "/>\n"
    } else if children.isEmpty {
      output += ">\(Self.escaped(text))</\(name)>\n"
    } else {
      output += ">\n"
      for child in children { child.write(to: &output, depth: depth + 1) }
      output += "\(indent)</\(name)>\n"
    }
  }

  /// The text as it may stand in an element or in a quoted attribute. White space is kept;
  /// what XML 1.0 cannot say, even escaped, becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\t", "\n", "\r": output += "&#\(scalar.value);"
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

// MARK: The variants of Qt, in which QGIS keeps properties

extension Markup {
  static func option(_ name: String, _ value: String, type: String = "QString") -> Markup {
    Markup("Option", ["type": type, "value": value, "name": name])
  }

  static func options(_ values: KeyValuePairs<String, String>) -> Markup {
    Markup("Option", ["type": "Map"], values.map { option($0.key, $0.value) })
  }

  /// The shortest decimal that reads back as the number.
  static func decimal(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
