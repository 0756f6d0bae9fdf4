extension YAMLNode {
  /// `~`, `null` or nothing at all.
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  // MARK: Of a mapping

  public func mapping() throws(FormatError) -> [(key: String, value: YAMLNode)] {
    guard case .mapping(let members) = content else { throw failure("a mapping of keys") }
    return members
  }

  public var keys: [String] {
    guard case .mapping(let members) = content else { return [] }
    return members.map(\.key)
  }

  /// The value of a key; `nil` where it is missing or null, or this is no mapping.
  public subscript(key: String) -> YAMLNode? {
    guard case .mapping(let members) = content else { return nil }
    guard let value = members.first(where: { $0.key == key })?.value, !value.isNull else {
      return nil
    }
    return value
  }

  /// The value of a key that has to be there.
  public func require(_ key: String) throws(FormatError) -> YAMLNode {
    _ = try mapping()
    guard let value = self[key] else {
      throw FormatError(.value, "the key is missing", line: line, field: Self.joined(path, key))
    }
    return value
  }

  /// Refuses keys that mean nothing, with the near miss.
  public func allowOnly(_ known: [String]) throws(FormatError) {
    if let unknown = try unknownKeys(known).first { throw unknown }
  }

  /// One error for each key that means nothing: a caller may warn instead.
  public func unknownKeys(_ known: [String]) throws(FormatError) -> [FormatError] {
    var errors: [FormatError] = []
    for (key, value) in try mapping() where !known.contains(key) {
      let meant = NearMiss.best(for: key, among: known)
      errors.append(
        FormatError(
          .value, meant.map { "unknown key; did you mean \"\($0)\"?" } ?? "unknown key",
          line: value.line, field: Self.joined(path, key),
          expected: meant == nil ? "one of \(known.joined(separator: ", "))" : nil))
    }
    return errors
  }

  // MARK: Of a sequence

  public func sequence() throws(FormatError) -> [YAMLNode] {
    guard case .sequence(let items) = content else { throw failure("a list") }
    return items
  }

  // MARK: Of a scalar

  /// The text of a scalar, quoted or not.
  public func string() throws(FormatError) -> String {
    guard case .scalar(let text, _) = content, !isNull else { throw failure("a text") }
    return text
  }

  public func integer() throws(FormatError) -> Int {
    guard case .scalar(let text, isPlain: true) = content, let value = Int(text) else {
      throw failure("a whole number")
    }
    return value
  }

  public func double() throws(FormatError) -> Double {
    guard case .scalar(let text, isPlain: true) = content else { throw failure("a number") }
    do {
      return try FieldParser.real(Array(text.utf8).span)
    } catch {
      throw failure("a number")
    }
  }

  /// `true`, `false`, and the `yes` and `no`, `on` and `off` of YAML 1.1.
  public func boolean() throws(FormatError) -> Bool {
    guard case .scalar(let text, isPlain: true) = content else { throw failure("true or false") }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw failure("true or false")
    }
  }

  /// One of a closed set, with the near miss in the error.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type
  ) throws(FormatError) -> Choice where Choice.RawValue == String {
    let text = try string()
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    if let meant = NearMiss.best(for: text, among: names) {
      throw failure("\"\(meant)\"")
    }
    throw failure("one of \(names.joined(separator: ", "))")
  }

  // MARK: Errors

  /// An error at this node, for its owner's own rules.
  public func failure(_ expected: String) -> FormatError {
    FormatError(
      .value, "this is not what belongs here", line: line, column: column,
      field: path.isEmpty ? nil : path, found: summary, expected: expected)
  }

  private var summary: String {
    switch content {
    case .scalar(let text, _): text
    case .sequence(let items): "a list of \(items.count)"
    case .mapping(let members): "a mapping of \(members.count) keys"
    }
  }
}
