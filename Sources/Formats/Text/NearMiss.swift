/// "Did you mean": the known name that a typing error away.
///
/// > V.I. Levenshtein. "Binary codes capable of correcting deletions, insertions, and reversals."
/// > Soviet Physics Doklady, vol. 10, no. 8, 1966.
public enum NearMiss {
  /// The nearest name, at most a third of its length away and no further than three letters.
  ///
  /// - Complexity: O(names · letters²).
  public static func best(for typed: String, among names: [String]) -> String? {
    guard typed.count <= 64 else { return nil }
    let typed = Array(typed.lowercased())
    var best: (name: String, distance: Int)?
    for name in names {
      let letters = Array(name.lowercased())
      let allowed = min(3, max(1, max(letters.count, typed.count) / 3))
      guard abs(letters.count - typed.count) <= allowed else { continue }
      let distance = distance(typed, letters)
      if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Letters inserted, dropped or changed, or two neighbours swapped.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        let change = last[j] + (left[i] == right[j] ? 0 : 1)
        var least = min(change, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          least = min(least, before[j - 1] + 1)
        }
        row.append(least)
      }
      before = last
      last = row
    }
    return last[right.count]
  }
}
