/// An XML file step by step, in constant memory: elements with their attributes, and text.
///
///     var reader = try XMLReader(source, known: ["Placemark", "name"])
///     while true {
///       switch try reader.next() {
///       case .start where reader.known == 0: …
///       case .start, .text, .end: continue
///       case .finish: return
///       }
///     }
///
/// Names are compared without their prefix. A file's own encoding is read (UTF-8, UTF-16, GBK,
/// GB18030 …); what comes out is UTF-8. A file with a document type (`<!DOCTYPE`) is refused, so
/// that no entity is ever declared: neither a file nor a network address is opened, and nothing
/// unfolds ("billion laughs"). What is thrown ends the file.
///
/// > T. Bray et al. "Extensible Markup Language (XML) 1.0 (Fifth Edition)." W3C, 2008.
/// > "Namespaces in XML 1.0 (Third Edition)." W3C, 2009.
public struct XMLReader: ~Copyable {
  private let parser: XMLPushParser
  private let events: UnsafeMutablePointer<XMLEvents>
  private var event = XMLEvent(kind: .finish)
  /// Elements that are open, the one that has just begun among them.
  public private(set) var depth = 0

  /// - Parameter known: names that `known` answers by their place here, so that a caller with
  ///   many elements compares numbers.
  public init(
    _ source: ByteSource, known: [String] = [], options: XMLOptions = XMLOptions()
  ) throws(FormatError) {
    parser = try XMLPushParser(source, known: known, options: options)
    events = parser.events
  }

  /// Goes to the next beginning, text or end. The pieces of one text, CDATA among them, come as
  /// one; comments and processing instructions do not part it.
  ///
  /// - Complexity: O(bytes). Allocates nothing once the largest step was seen.
  public mutating func next() throws(FormatError) -> XMLStep {
    if event.kind == .end { depth -= 1 }
    while events.pointee.next == events.pointee.queue.count { try parser.feed() }
    event = events.pointee.queue[events.pointee.next]
    events.pointee.next += 1
    if event.kind == .start { depth += 1 }
    return event.kind
  }

  // MARK: The step in hand

  /// The line on which the beginning, the text or the end was read, from 1.
  public var line: Int { Int(event.line) }

  /// The name of the element that begins or ends, without its prefix.
  public var name: String {
    event.name < 0 ? "" : events.pointee.names[Int(event.name)].local
  }

  /// The namespace of the element that begins or ends.
  public var namespace: String? {
    event.name < 0 ? nil : events.pointee.names[Int(event.name)].namespace
  }

  /// The place of the name among the known ones.
  @inline(__always) public var known: Int? {
    guard event.name >= 0 else { return nil }
    let place = events.pointee.names[Int(event.name)].known
    return place < 0 ? nil : Int(place)
  }

  /// The attributes of the element that begins.
  public var attributes: [XMLAttribute] {
    guard event.kind == .start else { return [] }
    return event.range.map { index in
      let attribute = events.pointee.attributes[index]
      let name = events.pointee.names[Int(attribute.name)]
      return XMLAttribute(
        name: name.local, namespace: name.namespace,
        value: String(decoding: events.pointee.bytes[attribute.range], as: UTF8.self))
    }
  }

  /// The value of an attribute by its name without prefix; the first of several.
  public func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// The bytes of each attribute whose name is known, with the name's place.
  public func withKnownAttributes<E: Error>(
    _ body: (_ known: Int, _ value: Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    guard event.kind == .start, !event.range.isEmpty else { return }
    let bytes = events.pointee.bytes
    let span = bytes.span
    for index in event.range {
      let attribute = events.pointee.attributes[index]
      let known = events.pointee.names[Int(attribute.name)].known
      if known >= 0 { try body(Int(known), span.extracting(attribute.range)) }
    }
  }

  /// The text in hand.
  public var text: String { withText(FieldParser.text) }

  /// The bytes of the text in hand.
  public func withText<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    let bytes = events.pointee.bytes
    let span = bytes.span
    return try body(span.extracting(event.kind == .text ? event.range : 0..<0))
  }

  // MARK: Whole elements

  /// After a beginning: goes to the element's end, past all that stands in it.
  public mutating func skipElement() throws(FormatError) {
    let outside = depth
    while true {
      if case .end = try next(), depth == outside { return }
    }
  }

  /// After a beginning: the texts in the element and in the elements in it, up to its end.
  public mutating func elementText() throws(FormatError) -> String {
    let outside = depth
    var whole: [UInt8] = []
    while true {
      switch try next() {
      case .text:
        withText { bytes in bytes.withUnsafeBufferPointer { whole.append(contentsOf: $0) } }
      case .end where depth == outside: return String(decoding: whole, as: UTF8.self)
      case .start, .end, .finish: continue
      }
    }
  }
}

/// What one step of the reader met.
public enum XMLStep: UInt8, Sendable { case start, text, end, finish }

public struct XMLAttribute: Sendable, Hashable {
  /// Without its prefix.
  public let name: String
  public let namespace: String?
  public let value: String
}

/// How much an XML file may hold.
public struct XMLOptions: Sendable {
  /// The longest single text; the coordinates of a long coast are some megabytes.
  public var maximalTextBytes = 64 << 20
  /// What is given to the parser at a time; the memory is some times this and the longest text.
  public var windowBytes = 32 << 10

  public init() {}
}
