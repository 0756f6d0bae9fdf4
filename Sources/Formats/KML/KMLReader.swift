import SimpleFeatures

/// The placemarks of a KML file one at a time, each as a GeoJSON file would have it.
///
/// Properties are `name`, `description` (as it stands, HTML or not), `address`, `timestamp`,
/// `begin`, `end`, `folder` (the names of the folders around it, with `/` between) and those of
/// `ExtendedData`; all are texts. Positions are WGS 84, heights are dropped and counted. A
/// `gx:Track` is a line. A telephone number is not read. Links to other files and to the network
/// are never followed, and counted, as are the images in `skipped`.
///
/// A placemark that breaks a rule is a fault with its line, and the next one follows; XML that is
/// broken ends the file.
///
/// > OGC. "OGC KML 2.3." 12-007r2, 2015. Google's `gx` extension, 2010.
public final class KMLReader {
  /// Placemarks met so far, the faulty ones among them.
  public private(set) var features = 0
  /// Positions of which a height was dropped so far.
  public private(set) var droppedHeights = 0
  /// Rings that did not end where they began, and were closed.
  public private(set) var closedRings = 0
  /// Things that are no placemarks, by the names of their elements: `NetworkLink`,
  /// `GroundOverlay` …
  public private(set) var skipped: [String: Int] = [:]

  private var xml: XMLReader
  private var folders: [String] = []
  private var state = State.front

  private enum State { case front, inside, finished }

  enum Element: Int, CaseIterable {
    case kml, Document, Folder, Placemark, name, description, address, ExtendedData, Data, value
    case SchemaData, SimpleData, SimpleArrayData, TimeStamp, TimeSpan, when, begin, end
    case Point, LineString, LinearRing, Polygon, MultiGeometry, Track, MultiTrack, coord
    case coordinates, outerBoundaryIs, innerBoundaryIs
    case NetworkLink, GroundOverlay, PhotoOverlay, ScreenOverlay, Tour, Model
    case Create, Update, NetworkLinkControl
  }

  /// - Parameter maximalTextBytes: of one description or one list of coordinates.
  public init(_ source: ByteSource, maximalTextBytes: Int = 256 << 20) throws(FormatError) {
    var options = XMLOptions()
    options.maximalTextBytes = maximalTextBytes
    xml = try XMLReader(
      source, known: Element.allCases.map { "\($0)" }, options: options)
  }

  /// The main file of a KMZ: `doc.kml`, or the first that ends in `.kml`.
  ///
  /// - Parameter limit: the most bytes that may come out.
  public convenience init(kmz zip: ZIPReader, limit: Int = 1 << 30) throws(FormatError) {
    let files = zip.entries.filter {
      $0.name.lowercased().hasSuffix(".kml") && !$0.name.hasPrefix("__MACOSX/")
    }
    guard let file = files.first(where: { $0.name.lowercased() == "doc.kml" }) ?? files.first
    else {
      throw FormatError(
        .value, "there is no .kml in the KMZ", found: zip.entries.first?.name, expected: "doc.kml")
    }
    try self.init(try zip.source(of: file, limit: limit))
  }

  private var element: Element? { xml.known.flatMap { Element(rawValue: $0) } }

  /// Goes to the next placemark.
  ///
  /// - Complexity: O(bytes of the placemark).
  public func next() throws(FormatError) -> GeoJSONStep {
    if state == .finished { return .end }
    do {
      while true {
        switch try xml.next() {
        case .finish:
          state = .finished
          return .end
        case .text: continue
        case .end:
          if element == .Document || element == .Folder { folders.removeLast() }
        case .start:
          if state == .front { try checkRoot() }
          if let step = try begin() { return step }
        }
      }
    } catch {
      state = .finished
      throw features > 0 && error.kind != .transfer ? error.placed(record: features) : error
    }
  }

  private func checkRoot() throws(FormatError) {
    state = .inside
    switch element {
    case .kml, .Document, .Folder, .Placemark: return
    default:
      throw FormatError(
        .syntax, "the XML is no KML", line: xml.line, found: "<\(xml.name)>", expected: "<kml>")
    }
  }

  private func begin() throws(FormatError) -> GeoJSONStep? {
    switch element {
    case .kml, .NetworkLinkControl, .Update, .Create: return nil
    case .Document, .Folder: folders.append("")
    case .name where !folders.isEmpty:
      let name = try text() ?? ""
      folders[folders.count - 1] = name
    case .Placemark: return try placemark()
    case .NetworkLink, .GroundOverlay, .PhotoOverlay, .ScreenOverlay, .Tour:
      skipped[xml.name, default: 0] += 1
      try xml.skipElement()
    default: try xml.skipElement()
    }
    return nil
  }

  // MARK: A placemark

  private func placemark() throws(FormatError) -> GeoJSONStep {
    features += 1
    var draft = KMLDraft(line: xml.line)
    draft.id = xml.attribute("id")
    let outside = xml.depth
    while true {
      switch try xml.next() {
      case .finish, .text: continue
      case .end where xml.depth == outside: return finish(draft)
      case .end: continue
      case .start: try readMember(&draft)
      }
    }
  }

  private func readMember(_ draft: inout KMLDraft) throws(FormatError) {
    switch element {
    case .name, .description, .address: draft.add(xml.name, try text())
    case .when: draft.add("timestamp", try text())
    case .begin, .end: draft.add(xml.name, try text())
    case .TimeStamp, .TimeSpan, .ExtendedData, .SchemaData: return
    case .Data: try readData(&draft)
    case .SimpleData:
      let name = xml.attribute("name")
      draft.add(name ?? "", try text())
    case .Model:
      skipped["Model", default: 0] += 1
      try xml.skipElement()
    default:
      if try !readGeometry(&draft) { try xml.skipElement() }
    }
  }

  /// `<Data name=""><displayName/><value/></Data>`
  private func readData(_ draft: inout KMLDraft) throws(FormatError) {
    let name = xml.attribute("name") ?? ""
    let outside = xml.depth
    while true {
      switch try xml.next() {
      case .finish, .text: continue
      case .end where xml.depth == outside: return
      case .end: continue
      case .start:
        if element == .value { draft.add(name, try text()) } else { try xml.skipElement() }
      }
    }
  }

  /// Without the white space around it; `nil` when nothing is left.
  private func text() throws(FormatError) -> String? {
    let bytes = Array(try xml.elementText().utf8)
    let range = FieldParser.trimmed(bytes.span)
    return range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
  }

  private func finish(_ draft: KMLDraft) -> GeoJSONStep {
    droppedHeights += draft.droppedHeights
    closedRings += draft.closedRings
    let folder = folders.filter { !$0.isEmpty }.joined(separator: "/")
    if let fault = draft.fault {
      return .fault(fault.placed(line: draft.line, record: features))
    }
    var draft = draft
    if !folder.isEmpty { draft.add("folder", folder) }
    return .feature(draft.feature(index: features))
  }

  // MARK: Shapes

  /// `false` when the element is no geometry.
  private func readGeometry(_ draft: inout KMLDraft) throws(FormatError) -> Bool {
    guard let element else { return false }
    switch element {
    case .MultiGeometry, .MultiTrack: return true  // Its parts follow as members.
    case .Point, .LineString, .LinearRing, .Track:
      var positions: [Coordinate] = []
      try readPositions(into: &positions, &draft)
      draft.add(element, positions)
      return true
    case .Polygon:
      try readPolygon(&draft)
      return true
    default: return false
    }
  }

  private func readPolygon(_ draft: inout KMLDraft) throws(FormatError) {
    let outside = xml.depth
    var exterior: [Coordinate]?
    var holes: [[Coordinate]] = []
    while true {
      switch try xml.next() {
      case .finish, .text: continue
      case .end where xml.depth == outside:
        return draft.add(exterior: exterior ?? [], holes: holes)
      case .end: continue
      case .start where element == .outerBoundaryIs || element == .innerBoundaryIs:
        let isOuter = element == .outerBoundaryIs
        var ring: [Coordinate] = []
        try readPositions(into: &ring, &draft)
        if isOuter { exterior = ring } else if !ring.isEmpty { holes.append(ring) }
      case .start: try xml.skipElement()
      }
    }
  }

  /// After a beginning: every `coordinates` and `gx:coord` up to the element's end.
  private func readPositions(
    into positions: inout [Coordinate], _ draft: inout KMLDraft
  ) throws(FormatError) {
    let outside = xml.depth
    var isInside = false
    while true {
      switch try xml.next() {
      case .finish: return
      case .end:
        if xml.depth == outside { return }
        isInside = false
      case .start:
        switch element {
        case .coordinates: isInside = true
        case .coord:
          var place = KMLCoordinates(separatedByBlanks: true)
          let bytes = Array(try xml.elementText().utf8)
          place.read(bytes.span)
          draft.take(place, into: &positions)
        case .LinearRing: continue
        case .when:
          // The times of a track's positions have no place in a line.
          try xml.skipElement()
        default: try xml.skipElement()
        }
      case .text where isInside:
        var places = KMLCoordinates(separatedByBlanks: false)
        xml.withText { places.read($0) }
        draft.take(places, into: &positions)
      case .text: continue
      }
    }
  }
}
