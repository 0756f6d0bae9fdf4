import Analysis
import Projections
import SimpleFeatures

/// Whether positions are in the datum that was declared: read as WGS 84, as GCJ-02 and as BD-09
/// they are compared with known points, outlines of units, and land and sea, and each pair of
/// readings is judged by a sign test over the places that tell them apart.
///
/// The method found the shift of the reference data themselves (see geodata/SOURCES.md): 12 of 12
/// towns moved closer to independent points when GCJ-02 was taken off.
struct DatumCheck {
  let reference: DatumReference

  /// Metres that a kilometre of difference in reading must exceed to count: less is rounding.
  private static let draw = 1.0

  private static let systems: [CRS] = [.wgs84, .gcj02, .bd09]

  /// - Parameter declared: what the positions were read as.
  /// - Complexity: O(samples + codes).
  func judge(_ tally: DatumTally, declared: CRS) -> DatumFinding {
    let declared = declared == .cgcs2000 ? CRS.wgs84 : declared
    guard Self.systems.contains(declared) else {
      return Self.undecided(
        declared, [], en: "it has metres, in which an offset of GCJ-02 does not show",
        zh: "坐标为投影坐标（米），无法据此识别 GCJ-02 偏移")
    }
    guard tally.count > 0, !reference.isEmpty else {
      return Self.undecided(
        declared, [],
        en: "the store knows no villages, units or grids to compare with: import those first",
        zh: "库中尚无村（社区）、区划或网格可供比对，请先导入")
    }
    let others = Self.systems.filter { $0 != declared }
    let evidence = others.flatMap { other in
      let compared = [
        knownPoints(tally, declared, other), outlines(tally, declared, other),
        ground(tally, declared, other),
      ]
      return compared.compactMap { $0 }
    }
    // What beats the declared reading; between two that do, they are compared with each other.
    let better = others.filter { Self.beats($0, in: evidence) }
    if let best = better.max(by: { !isBetter($0, than: $1, tally) }) {
      return found(best, declared, evidence, tally)
    }
    if others.allSatisfy({ other in
      evidence.contains { $0.against == other.identifier && Self.isHeld($0) }
    }) {
      return DatumFinding(
        verdict: .agrees, declared: declared.identifier, evidence: evidence,
        sentence: BilingualText(
          en: "the positions lie where they should as \(declared.identifier)"
            + Self.basis(evidence, for: nil).en,
          zh: "坐标与已知位置相符，确为 \(declared.identifier)" + Self.basis(evidence, for: nil).zh))
    }
    return Self.undecided(
      declared, evidence,
      en: "too few places tell the systems apart" + Self.basis(evidence, for: nil).en,
      zh: "可区分各坐标系的地点太少" + Self.basis(evidence, for: nil).zh)
  }

  // MARK: Comparisons

  /// The position in WGS 84 that numbers mean in a system.
  private func position(_ numbers: Coordinate, in crs: CRS) -> Coordinate {
    ChineseOffset(crs)?.removed(from: numbers) ?? numbers
  }

  private func knownPoints(
    _ tally: DatumTally, _ declared: CRS, _ other: CRS
  ) -> DatumFinding.Evidence? {
    var wins = 0
    var losses = 0
    var sums = (declared: 0.0, other: 0.0)
    var count = 0
    for (code, mean) in tally.byCode {
      guard let known = reference.point(of: code) else { continue }
      let one = position(mean.mean, in: declared).metres(to: known)
      let two = position(mean.mean, in: other).metres(to: known)
      // A code that stands for another place in the file says nothing.
      guard min(one, two) < 5000 else { continue }
      count += 1
      sums.declared += one
      sums.other += two
      if two < one - Self.draw { wins += 1 } else if one < two - Self.draw { losses += 1 }
    }
    guard count > 0 else { return nil }
    return DatumFinding.Evidence(
      kind: "known_points", against: other.identifier, betterAgainst: wins, betterDeclared: losses,
      p: SignTest(wins: max(wins, losses), losses: min(wins, losses)).p,
      metresDeclared: sums.declared / Double(count), metresAgainst: sums.other / Double(count))
  }

  private func outlines(
    _ tally: DatumTally, _ declared: CRS, _ other: CRS
  ) -> DatumFinding.Evidence? {
    share(tally, "unit_outlines", declared, other) { sample, position in
      sample.code.flatMap { reference.isInUnit($0, position) }
    }
  }

  private func ground(
    _ tally: DatumTally, _ declared: CRS, _ other: CRS
  ) -> DatumFinding.Evidence? {
    share(tally, "land_and_sea", declared, other) { sample, position in
      reference.isOn(sample.ground, position)
    }
  }

  private func share(
    _ tally: DatumTally, _ kind: String, _ declared: CRS, _ other: CRS,
    _ isRight: (DatumTally.Sample, Coordinate) -> Bool?
  ) -> DatumFinding.Evidence? {
    var (wins, losses, count) = (0, 0, 0)
    var inside = (declared: 0, other: 0)
    // A position that many rows share is one witness.
    var seen: Set<Coordinate> = []
    for sample in tally.samples where seen.insert(sample.position).inserted {
      guard let one = isRight(sample, position(sample.position, in: declared)),
        let two = isRight(sample, position(sample.position, in: other))
      else { continue }
      count += 1
      inside.declared += one ? 1 : 0
      inside.other += two ? 1 : 0
      wins += two && !one ? 1 : 0
      losses += one && !two ? 1 : 0
    }
    guard count > 0 else { return nil }
    return DatumFinding.Evidence(
      kind: kind, against: other.identifier, betterAgainst: wins, betterDeclared: losses,
      p: SignTest(wins: max(wins, losses), losses: min(wins, losses)).p,
      insideDeclared: Double(inside.declared) / Double(count),
      insideAgainst: Double(inside.other) / Double(count))
  }

  // MARK: Judgement

  private static func threshold(_ evidence: DatumFinding.Evidence) -> Double {
    evidence.kind == "known_points"
      ? DatumFinding.decisiveForCodes : DatumFinding.decisiveForPositions
  }

  private static func isAgainst(_ evidence: DatumFinding.Evidence) -> Bool {
    evidence.betterAgainst > evidence.betterDeclared && evidence.p < threshold(evidence)
  }

  private static func isHeld(_ evidence: DatumFinding.Evidence) -> Bool {
    evidence.betterDeclared > evidence.betterAgainst && evidence.p < threshold(evidence)
  }

  /// Some comparison decides for the other system and none for the declared one.
  private static func beats(_ other: CRS, in evidence: [DatumFinding.Evidence]) -> Bool {
    let own = evidence.filter { $0.against == other.identifier }
    return own.contains(where: isAgainst) && !own.contains(where: isHeld)
  }

  private func isBetter(_ one: CRS, than other: CRS, _ tally: DatumTally) -> Bool {
    let compared = [
      knownPoints(tally, other, one), outlines(tally, other, one), ground(tally, other, one),
    ].compactMap { $0 }
    let wins = compared.reduce(0) { $0 + $1.betterAgainst }
    let losses = compared.reduce(0) { $0 + $1.betterDeclared }
    return wins > losses
  }

  private func found(
    _ best: CRS, _ declared: CRS, _ evidence: [DatumFinding.Evidence], _ tally: DatumTally
  ) -> DatumFinding {
    let shifts = tally.samples.map {
      position($0.position, in: declared).metres(to: position($0.position, in: best))
    }
    let shift = shifts.reduce(0, +) / Double(max(1, shifts.count))
    let rounded = Int(shift.rounded())
    let basis = Self.basis(evidence, for: best)
    let name = best.identifier == "EPSG:4326" ? "WGS 84" : best.identifier
    let read = declared.identifier == "EPSG:4326" ? "WGS 84" : declared.identifier
    return DatumFinding(
      verdict: .looksLike, declared: declared.identifier, suggested: best.identifier,
      shiftMetres: shift, evidence: evidence,
      sentence: BilingualText(
        en: "these look like \(name) read as \(read): shift \(rounded) m\(basis.en). "
          + "Say --crs \(best.identifier), unless the store's own places are the shifted ones",
        zh: "坐标疑为 \(name)，却按 \(read) 读入：偏移 \(rounded) 米\(basis.zh)。"
          + "请加 --crs \(best.identifier)（除非库中已有位置本身偏移）"))
  }

  private static func undecided(
    _ declared: CRS, _ evidence: [DatumFinding.Evidence], en: String, zh: String
  ) -> DatumFinding {
    DatumFinding(
      verdict: .cannotTell, declared: declared.identifier, evidence: evidence,
      sentence: BilingualText(
        en: "whether the positions are \(declared.identifier) cannot be told: \(en)",
        zh: "无法判断坐标是否确为 \(declared.identifier)：\(zh)"))
  }

  /// ", 12 of 12 known places closer after correction": what a verdict rests on.
  private static func basis(_ evidence: [DatumFinding.Evidence], for other: CRS?) -> BilingualText {
    var text = BilingualText(en: "", zh: "")
    let own = evidence.filter { $0.against == other?.identifier || other == nil }
    // For a verdict without another system: the comparison with the strongest word.
    let shown =
      other == nil ? own.min { $0.p < $1.p }.map { [$0] } ?? [] : own.filter { $0.p < 0.05 }
    for evidence in shown {
      let wins = other == nil ? evidence.betterDeclared : evidence.betterAgainst
      let all = evidence.betterAgainst + evidence.betterDeclared
      let correction = other == nil ? "" : " after correction"
      let afterwards = other == nil ? "" : "纠正后"
      switch evidence.kind {
      case "known_points":
        text.en += ", \(wins) of \(all) known places closer\(correction)"
        text.zh += "，\(all) 个已知地点中 \(wins) 个\(afterwards)更近"
      case "unit_outlines":
        text.en += ", \(wins) of \(all) positions that tell inside their unit\(correction)"
        text.zh += "，\(all) 个可区分点中 \(wins) 个\(afterwards)落入本区划"
      default:
        text.en += ", \(wins) of \(all) positions that tell on their side of the shore\(correction)"
        text.zh += "，\(all) 个可区分点中 \(wins) 个\(afterwards)海陆相符"
      }
    }
    return text
  }
}
