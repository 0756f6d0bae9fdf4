/// What `Package.swift` says about targets, read from its text: the tests run where no second
/// `swift package` may start, and a build in progress holds its lock.
struct Manifest {
  struct Target: Equatable {
    let kind: String
    let name: String
    /// Its folder, from the root.
    let path: String
    /// Targets of this package only.
    let dependencies: [String]

    var isSystemLibrary: Bool { kind == "systemLibrary" }
    var isSource: Bool { path.hasPrefix("Sources/") }
  }

  let targets: [Target]
  /// The Debian packages that the system libraries name.
  let debianPackages: [String]

  init(_ text: String) {
    let swift = SwiftText(text)
    let source = Array(swift.uncommented.utf16)
    var end = 0
    var targets: [Target] = []
    for match in Manifest.beginning.matches(in: swift.uncommented) where match.offset >= end {
      let kind = match.groups[1]
      let name = match.groups[2]
      let body = Manifest.balanced(source, from: match.offset)
      end = match.offset + body.utf16.count
      let folder = kind == "testTarget" ? "Tests" : "Sources"
      let path = Manifest.path.matches(in: body).first?.groups[1] ?? "\(folder)/\(name)"
      targets.append(
        Target(kind: kind, name: name, path: path, dependencies: Manifest.dependencies(in: body)))
    }
    self.targets = targets
    debianPackages = Manifest.apt.matches(in: swift.uncommented).flatMap { match in
      Manifest.literal.matches(in: match.groups[1]).map { $0.groups[1] }
    }
  }

  private static func dependencies(in body: String) -> [String] {
    guard let list = dependencyList.matches(in: body).first else { return [] }
    let source = Array(body.utf16)
    var text = balanced(source, from: list.offset)
    // A product is another package's; `.target(name:)` and `.byName(name:)` are ours.
    for product in product.matches(in: text).reversed() {
      let units = Array(text.utf16)
      let cut = balanced(units, from: product.offset).utf16.count
      text = String(
        decoding: units[..<product.offset] + units[(product.offset + cut)...], as: UTF16.self)
    }
    return literal.matches(in: text).map { $0.groups[1] }
  }

  /// The text from an offset to the bracket that closes the first one opened after it.
  private static func balanced(_ units: [UInt16], from start: Int) -> String {
    var depth = 0
    for index in start..<units.count {
      switch units[index] {
      case 40, 91: depth += 1  // ( [
      case 41, 93:  // ) ]
        depth -= 1
        if depth == 0 { return String(decoding: units[start...index], as: UTF16.self) }
      default: break
      }
    }
    return String(decoding: units[start...], as: UTF16.self)
  }

  private static let beginning = Pattern(
    #"\.(target|executableTarget|testTarget|systemLibrary|macro)\(\s*name:\s*"([^"]+)""#)
  private static let path = Pattern(#"\bpath:\s*"([^"]+)""#)
  private static let dependencyList = Pattern(#"\bdependencies:\s*\["#)
  private static let product = Pattern(#"\.product\("#)
  private static let apt = Pattern(#"\.apt\(\s*\[([^\]]*)\]"#)
  private static let literal = Pattern(#""([^"]+)""#)
}
