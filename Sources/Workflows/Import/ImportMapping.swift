public import Formats
public import SimpleFeatures
import Storage

/// How the columns of one file become a layer's: a YAML file, or the layer's own names.
///
///     layer: incidents
///     source: 110-desk
///     crs: GCJ-02
///     encoding: gb18030
///     time_zone: Asia/Shanghai
///     date_formats: ["yyyy年M月d日 H时m分"]
///     columns: {id: 事件编号, category: 类别, occurred_from: 发生时间, lon: 经度, lat: 纬度}
///     categories: {盗窃: theft}
///     statuses: {已立案: filed}
///     values: {location_precision: {精确: exact}}
///     units: {loss_yuan: 万元}
///     constants: {severity: 2}
///     where: {级别: village}
///     units: {loss_yuan: 万元}
///     geometry: {boundary_points: {zone: 区号, number: 点号, x: 经度, y: 纬度}}
public struct ImportMapping: Sendable {
  public var layer: ImportLayer
  /// Who issued the rows' ids; half of an incident's identity.
  public var source: String?
  public var crs: CRS?
  public var encoding = TextEncoding.auto
  public var timeZone: String?
  var timeFormats: [CivilTimeFormat] = [.usual]
  /// Layer column → file column; `nil`: take the names as they are.
  var columns: [String: String]?
  /// Layer column → value in the file → value in the store.
  var crosswalks: [String: [String: String]] = [:]
  var constants: [String: String] = [:]
  /// Layer column → the unit in which the file gives it, where it is not the layer's.
  var units: [String: ColumnUnit] = [:]
  /// File column → the value that a row must have to be read.
  var conditions: [(column: String, value: String)] = []
  /// The file is a table of boundary points, one row a point.
  var boundaryPoints: BoundaryPointTable.Columns?
  /// The text that the mapping was read from, kept with the import.
  var text = ""

  /// The layer's own column names.
  public init(layer: ImportLayer) { self.layer = layer }

  private static let keys = [
    "layer", "source", "crs", "encoding", "time_zone", "date_formats", "columns", "categories",
    "statuses", "values", "units", "constants", "where", "geometry",
  ]

  /// - Parameter text: the content of a mapping file.
  /// - Throws: a usage error with line and key; one that names the personal columns it maps.
  public init(text: String, layer: ImportLayer) throws(WorkflowError) {
    self.layer = layer
    self.text = text
    do {
      try decode(try YAMLNode(text))
    } catch let error as FormatError {
      throw .usage("mapping, \(error)")
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .usage("mapping: \(error)")
    }
  }

  private mutating func decode(_ root: YAMLNode) throws {
    try root.allowOnly(Self.keys)
    if let node = root["layer"] {
      let named = try node.choice(ImportLayer.self)
      guard named == layer else {
        throw WorkflowError.usage(
          "mapping, line \(node.line): it is for \(named.rawValue), not for \(layer.rawValue)")
      }
    }
    if let node = root["source"] {
      let issuer = try node.string()
      guard !issuer.isEmpty else {
        throw WorkflowError.usage(
          "mapping, line \(node.line): source is empty; say who issued the ids, or leave it out")
      }
      source = issuer
    }
    if let node = root["crs"] {
      guard let crs = CRS(try node.string()) else {
        throw node.failure("EPSG:4326, EPSG:4490, EPSG:4549, GCJ-02 or BD-09")
      }
      self.crs = crs
    }
    if let node = root["encoding"] {
      guard let encoding = TextEncoding(name: try node.string()) else {
        throw node.failure("auto, utf-8 or gb18030")
      }
      self.encoding = encoding
    }
    timeZone = try root["time_zone"]?.string()
    let formats = try root["date_formats"]?.sequence() ?? []
    if !formats.isEmpty { timeFormats = [] }
    for node in formats { timeFormats.append(try Self.timeFormat(try node.string())) }
    let known = layer.columns.map(\.name)
    if let node = root["categories"] { crosswalks["category"] = try Self.texts(node) }
    if let node = root["statuses"] { crosswalks["status"] = try Self.texts(node) }
    if let node = root["values"] {
      try node.allowOnly(known)
      for (column, table) in try node.mapping() { crosswalks[column] = try Self.texts(table) }
    }
    if let node = root["constants"] {
      try node.allowOnly(known)
      constants = try Self.texts(node)
    }
    if let node = root["units"] {
      try node.allowOnly(known)
      for (column, value) in try node.mapping() { units[column] = try unit(value, of: column) }
    }
    // After the constants: what a constant gives, no column has to.
    if let node = root["columns"] { columns = try decodeColumns(node, known: known) }
    if let node = root["geometry"] { boundaryPoints = try decodeBoundary(node) }
    for (column, value) in try root["where"]?.mapping() ?? [] {
      conditions.append((column, try value.string()))
    }
  }

  private func decodeColumns(_ node: YAMLNode, known: [String]) throws -> [String: String] {
    try node.allowOnly(known)
    var columns: [String: String] = [:]
    for (column, value) in try node.mapping() {
      let name = try value.string()
      guard !PersonalData.isPersonal(column: name) else {
        throw WorkflowError.usage(
          "mapping, line \(value.line): it maps the personal column “\(name)”. Anlan maps "
            + "places, never people: take that column out of the mapping")
      }
      columns[column] = name
    }
    let given = Set(columns.keys).union(constants.keys)
    for column in layer.columns where column.isRequired && column.missing == .unknown {
      // A second file may bring a column alone, such as the status.
      let isUpdate =
        layer == .incidents && given.contains("id") && !given.isSubset(of: ["id", "source"])
      guard given.contains(column.name) || isUpdate else {
        throw WorkflowError.usage(
          "mapping, line \(node.line): columns must say where \(column.name) is")
      }
    }
    return columns
  }

  private func unit(_ node: YAMLNode, of name: String) throws -> ColumnUnit {
    guard let column = layer.columns.first(where: { $0.name == name }) else {
      throw node.failure("a column of \(layer.rawValue)")
    }
    let names = ColumnUnit.names(of: column, in: layer)
    guard !names.isEmpty else { throw node.failure("no unit: \(name) has none") }
    guard let unit = ColumnUnit(try node.string(), of: column, in: layer) else {
      throw node.failure("one of \(names.joined(separator: ", "))")
    }
    return unit
  }

  private static func texts(_ node: YAMLNode) throws(FormatError) -> [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in try node.mapping() { texts[key] = try value.string() }
    return texts
  }

  private static func timeFormat(_ text: String) throws(FormatError) -> CivilTimeFormat {
    switch text {
    case "usual": .usual
    case "excel": .excelSerial
    default: .pattern(try CivilTimePattern(text))
    }
  }

  /// Whether a file column of this name would be read.
  func reads(column name: String) -> Bool {
    layer.columns.contains { column in
      candidates(column).contains { $0.caseInsensitiveEquals(name) }
    }
  }

  private func candidates(_ column: ImportLayer.Column) -> [String] {
    guard let columns else { return [column.name] + column.aliases }
    return columns[column.name].map { [$0] } ?? []
  }

  private static func position(
    of name: String, in header: [String]
  ) throws(WorkflowError) -> Int? {
    let same = header.indices.filter { header[$0] == name }
    let found =
      same.isEmpty ? header.indices.filter { header[$0].caseInsensitiveEquals(name) } : same
    guard found.count < 2 else {
      throw .usage(
        "\(found.count) columns of the file are named “\(name)”: rename all but the one that is meant"
      )
    }
    return found.first
  }

  /// What a new row of the layer needs and no column says.
  func missing(among given: [String], _ givesGeometry: Bool) -> [String] {
    var missing = layer.columns.filter { $0.isRequired && !given.contains($0.name) }.map(\.name)
    let place = Set(["lon", "lat", "place_code", "place_name"])
    if layer == .incidents, !givesGeometry, place.isDisjoint(with: given) {
      missing.append("a place")
    }
    return missing
  }

  /// Which file column, by position, holds each of the layer's columns.
  ///
  /// - Parameter isUpdate: an id, and anything else, are enough.
  /// - Throws: a usage error that names what is missing and what there is.
  func resolve(header: [String], isUpdate: Bool) throws(WorkflowError) -> [String: Int] {
    var positions: [String: Int] = [:]
    var needed: [String] = []
    for column in layer.columns {
      var found: Int?
      for name in candidates(column) where found == nil {
        found = try Self.position(of: name, in: header)
      }
      if let found {
        positions[column.name] = found
      } else if let named = columns?[column.name] {
        let meant = NearMiss.best(for: named, among: header).map { "; did you mean “\($0)”?" } ?? ""
        throw .usage(
          "the file has no column “\(named)” that the mapping gives for \(column.name)\(meant); "
            + "it has: \(header.joined(separator: ", "))")
      } else if column.isRequired, column.missing == .unknown, constants[column.name] == nil {
        needed.append(column.name)
      }
    }
    let isEnough =
      isUpdate && !needed.contains("id") && !Set(positions.keys).isSubset(of: ["id", "source"])
    if let first = needed.first, !isEnough {
      throw .usage(
        "the file has no column \(first) (it has: \(header.joined(separator: ", "))); "
          + "say with --mapping which column it is")
    }
    return positions
  }
}

extension String {
  func caseInsensitiveEquals(_ other: String) -> Bool {
    self == other || lowercased() == other.lowercased()
  }
}
