/// A name for bytes, for caches; no secret rests on it.
enum Fingerprint {
  static func of(_ text: String) -> String { of(Array(text.utf8)) }

  /// > G. Fowler, L.C. Noll, K.-P. Vo. *FNV hash*, 64 bits, twice with different beginnings.
  static func of(_ bytes: [UInt8]) -> String {
    [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4].map { (start: UInt64) in
      let hash = bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return String(hash, radix: 16)
    }.joined()
  }
}
