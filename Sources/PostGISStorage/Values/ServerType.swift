import CPostgres

/// The numbers of PostgreSQL's own types, from its catalogue `pg_type.dat`. PostGIS's types get
/// theirs when the extension is made.
enum ServerType {
  static let boolean: Oid = 16
  static let bytes: Oid = 17
  static let name: Oid = 19
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let float4: Oid = 700
  static let float8: Oid = 701
  static let numeric: Oid = 1700
}

/// Numbers in the network's byte order, as PostgreSQL's binary forms write them.
enum NetworkOrder {
  static func integer<T: FixedWidthInteger>(
    at pointer: UnsafePointer<CChar>, as type: T.Type
  ) -> T {
    T(bigEndian: UnsafeRawPointer(pointer).loadUnaligned(as: T.self))
  }

  static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
