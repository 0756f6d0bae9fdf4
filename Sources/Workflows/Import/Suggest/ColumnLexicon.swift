import Formats
import SimpleFeatures
import Storage

/// What columns are called in real exports: `geodata/columns.yaml`, and the Chinese names that the
/// layers themselves bear.
struct ColumnLexicon {
  /// The best first, plain.
  private var names: [String: [String]] = [:]
  private let boundary: [String: [String]]
  /// Column → plain word of exports → word of the store.
  private let words: [String: [String: String]]

  init(home: ProductHome, layer: ImportLayer) throws(WorkflowError) {
    let path = "geodata/columns.yaml"
    do {
      let root = try YAMLNode(try home.text(path))
      try root.allowOnly(["version", "any", "layers", "boundary", "values"])
      let own = try root.require("layers")[layer.rawValue].map { try Self.lists($0) } ?? [:]
      let any = try Self.lists(try root.require("any"))
      let schema = Layer(named: layer.rawValue)?.schema.fields ?? []
      for column in layer.columns {
        let chinese = schema.first { $0.name == column.name }.map { [$0.chineseName] } ?? []
        names[column.name] =
          ([column.name] + (own[column.name] ?? []) + column.aliases + chinese
          + (any[column.name] ?? [])).map(Self.plain)
      }
      // Boundary points have coordinates although their layer has none.
      for name in ["lon", "lat"] where names[name] == nil {
        names[name] = (any[name] ?? []).map(Self.plain)
      }
      boundary = try Self.lists(try root.require("boundary")).mapValues { $0.map(Self.plain) }
      var words: [String: [String: String]] = [:]
      for (column, tables) in try root.require("values").mapping() {
        for (word, list) in try Self.lists(tables) {
          for name in [word] + list { words[column, default: [:]][Self.plain(name)] = word }
        }
      }
      self.words = words
    } catch let error as FormatError {
      throw .failed("\(path): \(error)")
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .failed("\(path): \(error)")
    }
  }

  private static func lists(_ node: YAMLNode) throws(FormatError) -> [String: [String]] {
    var lists: [String: [String]] = [:]
    for (key, value) in try node.mapping() {
      var list: [String] = []
      for item in try value.sequence() { list.append(try item.string()) }
      lists[key] = list
    }
    return lists
  }

  /// Lower case, narrow, without white space, underscores, and what stands in brackets.
  static func plain(_ name: String) -> String {
    String(PlaceNames.plain(name).lowercased().filter { $0 != "_" && $0 != "-" && $0 != ":" })
  }

  /// How well a file column's name fits a column: 1 for the best name, less for the later ones,
  /// less than half where it only holds such a name; 0 where it says nothing.
  func score(_ fileColumn: String, for column: String) -> Double {
    Self.score(Self.plain(fileColumn), names[column] ?? [])
  }

  func boundaryScore(_ fileColumn: String, for part: String) -> Double {
    Self.score(Self.plain(fileColumn), boundary[part] ?? [])
  }

  private static func score(_ plain: String, _ names: [String]) -> Double {
    guard !plain.isEmpty else { return 0 }
    if let place = names.firstIndex(of: plain) {
      return 1 - 0.3 * Double(place) / Double(max(1, names.count))
    }
    // “案发时间（起）” and “出险时间点” hold a name; one letter is in everything.
    let held = names.filter { $0.count >= 2 && plain.contains($0) }.map(\.count).max() ?? 0
    return held == 0 ? 0 : 0.45 * Double(held) / Double(plain.count)
  }

  /// The store's word for a value of an export.
  func word(_ value: String, of column: String) -> String? { words[column]?[Self.plain(value)] }

  /// Whether the column has a closed set of words.
  func hasWords(_ column: String) -> Bool { words[column] != nil }
}
