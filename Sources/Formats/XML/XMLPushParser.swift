import CXML

/// The one door to libxml2: it is given bytes and calls back with what they mean.
final class XMLPushParser {
  // In a closure for C, the class has to be named: `Self` would be captured.
  private typealias Door = XMLPushParser
  private typealias Context = UnsafeMutablePointer<_xmlParserCtxt>

  let events: UnsafeMutablePointer<XMLEvents>
  private let context: Context
  private let source: ByteSource
  private let window: UnsafeMutableRawBufferPointer
  private var isExhausted = false
  private var isFinished = false

  /// Once a process, before the first parser: libxml2 asks for it.
  private static let isInitialized: Bool = {
    xmlInitParser()
    return true
  }()

  init(_ source: ByteSource, known: [String], options: XMLOptions) throws(FormatError) {
    var handlers = Self.handlers
    // Without user data of their own, the handlers are given the context itself.
    guard Self.isInitialized, let context = xmlCreatePushParserCtxt(&handlers, nil, nil, 0, nil)
    else { throw FormatError(.limit, "no memory is left for the XML parser") }
    // NOENT has `&amp;` in attributes given as `&`. It unfolds no other entity: a document type
    // ends the file before one is declared. NONET is the second lock on that door.
    _ = xmlCtxtUseOptions(
      context, Int32(bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    events = .allocate(capacity: 1)
    events.initialize(
      to: XMLEvents(known: known, maximalTextBytes: options.maximalTextBytes))
    context.pointee._private = UnsafeMutableRawPointer(events)
    self.context = context
    self.source = source
    window = .allocate(byteCount: max(options.windowBytes, 4), alignment: 16)
  }

  deinit {
    if let document = context.pointee.myDoc { xmlFreeDoc(document) }
    xmlFreeParserCtxt(context)
    events.deinitialize(count: 1)
    events.deallocate()
    window.deallocate()
  }

  /// Reads one window more; what it means is then in `events`.
  func feed() throws(FormatError) {
    if let fault = events.pointee.fault { throw fault }
    events.pointee.restart()
    if isFinished { return events.pointee.queue.append(XMLEvent(kind: .finish)) }
    let count = isExhausted ? 0 : try source.fill(window)
    isExhausted = count == 0
    // The answer is the code of an error, and lesser ones do not count: the handler has told.
    _ = xmlParseChunk(
      context, window.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count),
      isExhausted ? 1 : 0)
    if events.pointee.fault == nil, context.pointee.disableSAX != 0 {
      events.pointee.fault = FormatError(.syntax, "the XML is broken", line: Self.line(context))
    }
    if isExhausted, events.pointee.fault == nil {
      events.pointee.closeText()
      isFinished = true
    }
  }

  // MARK: What libxml2 calls

  private static var handlers: xmlSAXHandler {
    var handlers = xmlSAXHandler()
    handlers.initialized = UInt32(XML_SAX2_MAGIC)
    handlers.startElementNs = { data, name, _, namespace, _, _, count, _, values in
      guard let context = Door.context(data), let events = Door.events(context), let name else {
        return
      }
      Door.begin(events, name, namespace, Door.line(context), count: Int(count), values)
    }
    handlers.endElementNs = { data, name, _, namespace in
      guard let context = Door.context(data), let events = Door.events(context), let name else {
        return
      }
      events.pointee.closeText()
      events.pointee.queue.append(
        XMLEvent(
          kind: .end, name: events.pointee.name(name, namespace),
          line: Int32(clamping: Door.line(context))))
    }
    // One for all three: libxml2 then need not tell white space from text.
    let text: charactersSAXFunc = { data, bytes, count in
      guard let context = Door.context(data), let events = Door.events(context), let bytes else {
        return
      }
      let text = UnsafeBufferPointer(start: bytes, count: Int(count))
      if !events.pointee.append(text: text, line: Int32(clamping: Door.line(context))) {
        xmlStopParser(context)
      }
    }
    handlers.characters = text
    handlers.ignorableWhitespace = text
    handlers.cdataBlock = text
    handlers.internalSubset = { data, _, _, _ in
      guard let context = Door.context(data), let events = Door.events(context) else { return }
      events.pointee.fault = FormatError(
        .syntax, "the file declares a document type, which may hide traps, and is not read",
        line: Door.line(context), found: "<!DOCTYPE", expected: "XML without it")
      xmlStopParser(context)
    }
    handlers.serror = { data, error in
      guard let context = Door.context(data), let events = Door.events(context), let error,
        error.pointee.level == XML_ERR_FATAL, events.pointee.fault == nil
      else { return }
      events.pointee.fault = Door.fault(error.pointee)
    }
    return handlers
  }

  private static func begin(
    _ events: UnsafeMutablePointer<XMLEvents>, _ name: UnsafePointer<UInt8>,
    _ namespace: UnsafePointer<UInt8>?, _ line: Int, count: Int,
    _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    events.pointee.closeText()
    let first = events.pointee.attributes.count
    for index in 0..<(values == nil ? 0 : count) {
      // Five pointers an attribute: name, prefix, namespace, the value's beginning and its end.
      guard let attribute = values.map({ $0 + index * 5 }), let name = attribute[0],
        let start = attribute[3], let end = attribute[4]
      else { continue }
      let from = events.pointee.bytes.count
      events.pointee.bytes.append(
        contentsOf: UnsafeBufferPointer(start: start, count: end - start))
      events.pointee.attributes.append(
        (events.pointee.name(name, attribute[2]), from..<events.pointee.bytes.count))
    }
    events.pointee.queue.append(
      XMLEvent(
        kind: .start, name: events.pointee.name(name, namespace), line: Int32(clamping: line),
        start: first, end: events.pointee.attributes.count))
  }

  private static func context(_ data: UnsafeMutableRawPointer?) -> Context? {
    data?.assumingMemoryBound(to: _xmlParserCtxt.self)
  }

  private static func events(_ context: Context) -> UnsafeMutablePointer<XMLEvents>? {
    context.pointee._private?.assumingMemoryBound(to: XMLEvents.self)
  }

  private static func line(_ context: Context) -> Int {
    context.pointee.input.map { Int($0.pointee.line) } ?? 0
  }

  /// In libxml2's words, which end in a line end.
  private static func fault(_ error: xmlError) -> FormatError {
    let words = error.message.map { String(cString: $0) } ?? "the XML is broken"
    let message = words.split(separator: "\n").joined(separator: " ")
    let kind: FormatError.Kind =
      switch Int(error.code) {
      case Int(XML_ERR_DOCUMENT_END.rawValue), Int(XML_ERR_DOCUMENT_EMPTY.rawValue),
        Int(XML_ERR_TAG_NOT_FINISHED.rawValue):
        .truncated
      case Int(XML_ERR_INVALID_ENCODING.rawValue), Int(XML_ERR_UNKNOWN_ENCODING.rawValue),
        Int(XML_ERR_UNSUPPORTED_ENCODING.rawValue), Int(XML_ERR_INVALID_CHAR.rawValue):
        .encoding
      default: .syntax
      }
    return FormatError(kind, "not well-formed XML: \(message)", line: Int(error.line))
  }
}
