public import SimpleFeatures

/// Features of a GeoJSON text one at a time, in constant memory (RFC 7946, RFC 8142, and the
/// `crs` member of GeoJSON 2008).
///
/// A feature that breaks a rule is a fault with its line and number, and the next one follows. A
/// text that is not JSON any more ends the reading with an error, unless every feature has its
/// line or record separator. The text is UTF-8: `ByteSource.decoded(as:)` makes it so.
///
/// > H. Butler et al. "The GeoJSON Format." RFC 7946, 2016.
public struct GeoJSONReader: ~Copyable {
  /// What `crs` names, such as `urn:ogc:def:crs:EPSG::4490`; known when the collection's members
  /// before `features` were read, or at the end.
  public internal(set) var crsName: String?
  /// The `name` of the collection.
  public internal(set) var name: String?
  /// Features met so far, the faulty ones among them.
  public internal(set) var features = 0
  /// Positions of which a height, or more, was dropped so far.
  public internal(set) var droppedHeights = 0

  let options: GeoJSONOptions
  var scanner: JSONScanner
  var tree = CoordinateTree()
  var keys = KeyMemory()
  private var state = State.between
  private var separation: Separation

  private enum State { case between, features(isFirst: Bool), end }

  /// What parts one top-level value from the next.
  private enum Separation { case unknown, lines, records, nothing }

  public init(_ source: ByteSource, options: GeoJSONOptions = GeoJSONOptions()) {
    self.options = options
    scanner = JSONScanner(
      source, windowBytes: options.windowBytes, limit: options.maximalValueBytes)
    separation = options.form == .sequence ? .lines : .unknown
  }

  /// The system that `crs` names, as far as it has an EPSG code or is CRS84.
  public var crs: CRS? {
    guard let crsName else { return nil }
    let parts = crsName.uppercased().split(separator: ":")
    guard let code = parts.last else { return nil }
    if code == "CRS84" { return .wgs84 }
    return parts.contains("EPSG") ? CRS("EPSG:\(code)") : CRS(crsName)
  }

  /// Goes to the next feature.
  ///
  /// - Complexity: O(bytes of the feature).
  public mutating func next() throws(FormatError) -> GeoJSONStep {
    while true {
      switch state {
      case .end: return .end
      case .features(let isFirst):
        if let step = try nextOfCollection(isFirst: isFirst) { return step }
      case .between:
        if let step = try nextTopLevel() { return step }
      }
    }
  }

  // MARK: Inside a collection

  private mutating func nextOfCollection(
    isFirst: Bool
  ) throws(FormatError) -> GeoJSONStep? {
    do {
      let hasNext =
        isFirst
        ? try !scanner.take(ASCII.closeBracket)
        : try scanner.isFollowed(closing: ASCII.closeBracket)
      guard hasNext else {
        state = .between
        let step = try readTopLevel(resuming: true)
        if case .end = step { return nil }
        return step
      }
      state = .features(isFirst: false)
      return try readFeature()
    } catch {
      state = .end
      throw located(error)
    }
  }

  private func located(_ error: FormatError) -> FormatError {
    error.kind == .transfer ? error : error.placed(record: max(features, 1))
  }

  // MARK: Between top-level values

  private mutating func nextTopLevel() throws(FormatError) -> GeoJSONStep? {
    try skipBetween()
    guard try scanner.peek() != nil else {
      state = .end
      if features == 0 && name == nil && !hasReadSomething {
        throw FormatError(.truncated, "the text is empty", expected: "GeoJSON")
      }
      return .end
    }
    if hasReadSomething && separation == .unknown {
      separation = wasOneLine ? .lines : .nothing
    }
    let firstLine = scanner.line
    let before = features
    scanner.endsAtLineFeed = separation == .lines
    defer { scanner.endsAtLineFeed = false }
    do {
      let step = try readTopLevel(resuming: false)
      wasOneLine = scanner.line == firstLine
      hasReadSomething = true
      if case .end = step { return nil }
      return step
    } catch {
      let isLocal = error.kind == .syntax || error.kind == .truncated
      guard isLocal, separation == .lines || separation == .records else {
        state = .end
        throw located(error)
      }
      hasReadSomething = true
      // The error may have come before the record was counted.
      if features == before { features += 1 }
      let fault = error.placed(line: firstLine, record: features)
      try resynchronise()
      return .fault(fault)
    }
  }

  private var hasReadSomething = false
  private var wasOneLine = true

  /// Passes over white space, record separators and a byte order mark.
  private mutating func skipBetween() throws(FormatError) {
    while let byte = try scanner.peek() {
      if byte == ASCII.recordSeparator {
        separation = .records
        scanner.position += 1
      } else if byte == 0xEF, !hasReadSomething, try scanner.takeByteOrderMark() {
        continue
      } else {
        return
      }
    }
  }

  private mutating func resynchronise() throws(FormatError) {
    let separator = separation == .lines ? ASCII.lineFeed : ASCII.recordSeparator
    while true {
      if let end = scanner.buffer.view.firstIndex(of: separator, from: scanner.position) {
        scanner.position = end
        return
      }
      scanner.position = scanner.buffer.count
      if scanner.buffer.isExhausted { return }
      try scanner.refill()
    }
  }

  /// Reads one top-level value, or as far as its first feature; `end` says that it held none.
  private mutating func readTopLevel(
    resuming: Bool
  ) throws(FormatError) -> GeoJSONStep {
    if !resuming {
      scanner.fault = nil
      guard try scanner.peek() == ASCII.openBrace else {
        features += 1
        throw try scanner.broken("an object of GeoJSON")
      }
      draft = GeoJSONDraft(line: scanner.line)
    }
    let isOpen = try readMembers(isTopLevel: true, resuming: resuming)
    if isOpen {
      if let fault = scanner.takeFault() { throw fault }
      state = .features(isFirst: true)
      hasReadSomething = true
      return .end
    }
    if draft.isCollection {
      if let fault = scanner.takeFault() { throw fault }
      guard draft.type == .collection else {
        throw FormatError(
          .syntax, "the collection has features and another type", line: draft.line,
          found: draft.type?.name, expected: "FeatureCollection")
      }
      return .end
    }
    features += 1
    guard draft.type == .collection else { return finishDraft() }
    throw FormatError(.syntax, "a FeatureCollection has no features", line: draft.line)
  }

  private mutating func readFeature() throws(FormatError) -> GeoJSONStep {
    features += 1
    scanner.fault = nil
    guard try scanner.peek() == ASCII.openBrace else {
      scanner.note(.syntax, "an element of features is no object")
      try scanner.skipValue(depth: options.maximalDepth)
      return .fault(fault())
    }
    let outer = draft
    draft = GeoJSONDraft(line: scanner.line)
    defer { draft = outer }
    _ = try readMembers(isTopLevel: false, resuming: false)
    return finishDraft()
  }

  /// What the members read so far make of the feature at hand.
  var draft = GeoJSONDraft(line: 1)

  func fault() -> FormatError {
    let fault = scanner.fault ?? FormatError(.value, "the feature is broken")
    return fault.placed(line: draft.line, record: features)
  }
}
