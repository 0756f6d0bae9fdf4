import SimpleFeatures

/// A table as every engine has it, for a copy that carries rows from one to another: its columns in
/// the order of their names, its rows in the order of their key.
///
/// What an engine keeps for itself (its spatial indexes, its list of migrations, its registers of
/// layers) is in no such table; a column that is worked out from others is none of its columns.
public struct StoreTable: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case integer, real, text, geometry
    /// Each row its own, as the journal of imports keeps them.
    case any
  }

  public struct Column: Sendable, Hashable {
    public let name: String
    public let kind: Kind
  }

  public let name: String
  public let columns: [Column]
  /// The tables whose rows its rows name: these must be there first.
  public let referenced: Set<String>
  public let isEmpty: Bool

  /// - Parameters:
  ///   - columns: `name:kind` of each, with commas between.
  ///   - referenced: names, with commas between.
  package init(
    name: String, columns: String, referenced: String, isEmpty: Bool
  ) throws(StorageError) {
    self.name = name
    var read: [Column] = []
    for column in columns.split(separator: ",") {
      let parts = column.split(separator: ":").map(String.init)
      guard parts.count == 2, let kind = Kind(rawValue: parts[1]) else {
        throw .engine(
          statement: "copy_tables", message: "no copy knows what \(name).\(column) holds")
      }
      read.append(Column(name: parts[0], kind: kind))
    }
    self.columns = read
    self.referenced = Set(referenced.split(separator: ",").map(String.init)).subtracting([name])
    self.isEmpty = isEmpty
  }

  /// A row of the answer whose columns are this table's.
  package func values(
    of row: borrowing some ResultRow & ~Copyable
  ) throws(StorageError) -> [SQLValue] {
    var values: [SQLValue] = []
    values.reserveCapacity(columns.count)
    for (index, column) in columns.enumerated() {
      guard !row.isNull(index) else {
        values.append(.null)
        continue
      }
      switch column.kind {
      case .integer: values.append(.integer(row.integer(index)))
      case .real: values.append(.real(row.real(index)))
      case .text: values.append(.text(row.text(index)))
      case .geometry: values.append(SQLValue(try row.geometry(index)))
      case .any: values.append(try row.value(index))
      }
    }
    return values
  }

  /// The tables in an order in which each comes after those that it refers to.
  ///
  /// - Returns: `nil` where tables refer to each other in a circle.
  public static func ordered(_ tables: [StoreTable]) -> [StoreTable]? {
    var left = tables.sorted { $0.name < $1.name }
    var ordered: [StoreTable] = []
    var names: Set<String> = []
    let known = Set(tables.map(\.name))
    while !left.isEmpty {
      guard
        let next = left.firstIndex(where: {
          $0.referenced.intersection(known).isSubset(of: names)
        })
      else { return nil }
      names.insert(left[next].name)
      ordered.append(left.remove(at: next))
    }
    return ordered
  }
}

/// The rows of a table, reduced to a number of them and a digest: equal on two engines where the
/// rows are.
public struct TableDigest {
  public private(set) var rows = 0
  private var digest = ContentDigest()

  public init() {}

  public mutating func add(_ row: [SQLValue]) {
    rows += 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    for value in row {
      switch value {
      case .null: bytes.append(0)
      case .integer(let number):
        bytes.append(1)
        Self.append(UInt64(bitPattern: number), to: &bytes)
      case .real(let number):
        bytes.append(2)
        // Of the two zeros one stands for both: engines do not keep them apart.
        Self.append((number == 0 ? 0 : number).bitPattern, to: &bytes)
      case .text(let text):
        bytes.append(3)
        Self.append(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
      case .geometry(let geometry):
        let wkb = WKB.encode(geometry)
        bytes.append(4)
        Self.append(UInt64(wkb.count), to: &bytes)
        bytes.append(contentsOf: wkb)
      }
    }
    digest.update(bytes: bytes)
  }

  /// 64 digits.
  public func hexadecimal() -> String { digest.hexadecimal() }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
