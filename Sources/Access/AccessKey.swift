import Crypto
public import SimpleFeatures
public import Storage

/// A key as whoever holds it sends it: `anlan_`, a public part by which it is found, and 256 random
/// bits of which the store keeps a digest alone.
///
/// Bits that are random already need no slow digest: no list of likely ones exists.
public struct AccessKey: Sendable {
  public let id: String
  private let secret: String

  private static let prefix = "anlan"
  private static let idDigits = 12
  private static let secretDigits = 64

  /// A new one, from the system's own randomness.
  public init() {
    var random = SystemRandomNumberGenerator()
    func digits(_ count: Int) -> String {
      var text = ""
      while text.count < count {
        let word = String(random.next() as UInt64, radix: 16)
        text += String(repeating: "0", count: 16 - word.count) + word
      }
      return String(text.prefix(count))
    }
    id = digits(Self.idDigits)
    secret = digits(Self.secretDigits)
  }

  /// Reads one; `nil` for what has another shape.
  public init?(_ text: String) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == Self.prefix, parts[1].utf8.count == Self.idDigits,
      parts[2].utf8.count == Self.secretDigits,
      (parts[1] + parts[2]).utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
    else { return nil }
    id = parts[1]
    secret = parts[2]
  }

  /// As it is shown once.
  public var text: String { "\(Self.prefix)_\(id)_\(secret)" }

  /// What the store keeps.
  public var digest: String {
    SHA256.hash(data: Array(secret.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// Whether it is the one that a record was made of, is not revoked and has not expired. Takes as
  /// long for a secret that is nearly right as for any other.
  public func opens(_ record: AccessKeyRecord, at now: Instant) -> Bool {
    let own = Array(digest.utf8)
    let kept = Array(record.digest.utf8)
    var difference = UInt8(own.count == kept.count && record.id == id ? 0 : 1)
    for index in 0..<min(own.count, kept.count) { difference |= own[index] ^ kept[index] }
    guard difference == 0, record.revoked == nil else { return false }
    return record.expires.map { now < $0 } ?? true
  }
}

/// The keys of a store, as they stood when they were read.
public struct KeyRing: Sendable {
  private let records: [String: AccessKeyRecord]

  public init(_ records: [AccessKeyRecord]) {
    self.records = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var isEmpty: Bool { records.isEmpty }

  /// - Returns: `nil` where the key is none of these, is revoked or has expired.
  public func principal(of text: String, at now: Instant) -> Principal? {
    guard let key = AccessKey(text), let record = records[key.id],
      key.opens(record, at: now), let role = Role(rawValue: record.role)
    else { return nil }
    return Principal(role: role, area: record.area, key: record.id)
  }
}
