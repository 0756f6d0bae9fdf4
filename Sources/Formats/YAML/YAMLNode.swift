import Yams

/// A YAML text as nodes that know where they stand. What a key means is decoded by its owner;
/// an owner's error can name the line.
///
/// > YAML Ain't Markup Language, version 1.2.2, 2021. Read by libyaml, which follows 1.1.
public struct YAMLNode: Sendable {
  public enum Content: Sendable {
    /// `isPlain`: without quotes, so that `null`, `true` and numbers are meant as such.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// In the order of the text; no key stands twice.
    case mapping([(key: String, value: YAMLNode)])
  }

  public let content: Content
  /// From 1.
  public let line: Int
  /// From 1, in characters.
  public let column: Int
  /// The keys that lead here, such as `columns.time` or `rules[2].limit`; empty at the root.
  public let path: String

  /// - Parameter maximalNodes: aliases unfold, so a short text can mean a long one.
  public init(
    _ text: String, maximalBytes: Int = 4 << 20, maximalNodes: Int = 500_000
  ) throws(FormatError) {
    guard text.utf8.count <= maximalBytes else {
      throw FormatError(.limit, "the YAML is longer than \(maximalBytes) bytes")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Self.translated(error)
    } catch {
      throw FormatError(.syntax, "not YAML", cause: error)
    }
    guard let root else { throw FormatError(.truncated, "the YAML is empty", line: 1) }
    var left = maximalNodes
    try self.init(root, path: "", depth: 128, left: &left)
  }

  private init(_ node: Node, path: String, depth: Int, left: inout Int) throws(FormatError) {
    line = node.mark?.line ?? 1
    column = node.mark?.column ?? 1
    self.path = path
    left -= 1
    guard left >= 0, depth > 0 else {
      throw FormatError(.limit, "the YAML is too large or nests too deep", line: line, field: path)
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      content = .scalar(scalar.string, isPlain: isPlain)
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for (index, item) in sequence.enumerated() {
        items.append(
          try YAMLNode(item, path: "\(path)[\(index)]", depth: depth - 1, left: &left))
      }
      content = .sequence(items)
    case .mapping(let mapping):
      content = .mapping(try Self.members(mapping, path, depth, &left))
    case .alias:
      throw FormatError(.syntax, "an alias without its anchor", line: line, field: path)
    }
  }

  private static func members(
    _ mapping: Node.Mapping, _ path: String, _ depth: Int, _ left: inout Int
  ) throws(FormatError) -> [(key: String, value: YAMLNode)] {
    var members: [(key: String, value: YAMLNode)] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw FormatError(.syntax, "a key is no text", line: key.mark?.line, field: path)
      }
      let name = scalar.string
      if let first = lines.updateValue(key.mark?.line ?? 0, forKey: name) {
        throw FormatError(
          .syntax, "the key stands twice, first on line \(first)", line: key.mark?.line,
          field: joined(path, name))
      }
      members.append(
        (name, try YAMLNode(value, path: joined(path, name), depth: depth - 1, left: &left)))
    }
    return members
  }

  static func joined(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  private static func translated(_ error: YamlError) -> FormatError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let message = context.map { "\(problem) (\($0.text))" } ?? problem
      let isMark = problem.contains("cannot start any token")
      return FormatError(
        .syntax, message, line: mark.line, column: mark.column,
        expected: isMark ? "spaces, not tabs, and quotes around text that begins with a mark" : nil)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let name = duplicates.first
      return FormatError(.syntax, "a key stands twice", line: context.mark.line, field: name)
    case .reader(let problem, _, _, _):
      return FormatError(.encoding, problem)
    default:
      return FormatError(.syntax, "not YAML", cause: error)
    }
  }
}
