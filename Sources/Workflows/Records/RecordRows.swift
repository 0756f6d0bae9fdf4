import Analysis
import Schemes
import SimpleFeatures
import Storage

/// A study as rows: the scoreboard of the last month, that of each month that is shown, and the
/// records that stood in one of them.
struct RecordRows {
  private(set) var standing: [StandingRow] = []
  private(set) var months: [StandingMonthRow] = []
  private(set) var records: [RecordRow] = []

  init(_ study: RecordStudy) throws {
    let units = study.shelf.units
    let words = RecordWords(study: study)
    for unit in 0..<units.count {
      standing.append(try Self.standing(study, unit, words))
      for month in study.shown..<study.months.count {
        months.append(try Self.month(study, unit, month))
      }
      for entry in study.entries[unit] where entry.record.ended ?? .max >= study.shown {
        records.append(try Self.record(study, entry, unit, words))
      }
    }
  }

  private static func standing(
    _ study: RecordStudy, _ unit: Int, _ words: RecordWords
  ) throws -> StandingRow {
    let units = study.shelf.units
    let last = study.months.count - 1
    let entries = study.standing(unit, in: last)
    let figures = try study.shelf.figures(study.rules.headline, in: study.months[last])
    var row = StandingRow(
      unit: units.codes[unit], name: units.names[unit], geometry: units.geometries[unit])
    row.className = study.className(entries, unit, in: last)
    row.standing = study.counts(entries)
    for entry in entries where study.rules.rules[entry.rule].colour == .listed {
      row.listedUntil = max(row.listedUntil ?? entry.expiresOn, entry.expiresOn)
    }
    row.rulesChinese = entries.map { study.rules.rules[$0.rule].chineseName }
      .joined(separator: "；")
    row.rulesEnglish = entries.map { study.rules.rules[$0.rule].englishName }
      .joined(separator: "; ")
    let month = study.months[last]
    for award in study.evidence.awards(of: unit) {
      guard award.began <= month.lastDay, (award.until ?? month.lastDay) >= month.firstDay else {
        continue
      }
      switch award.kind {
      case "red": row.awards.red += 1
      case "yellow": row.awards.yellow += 1
      default: row.awards.black += 1
      }
    }
    row.figures = figures.league(unit)
    row.isTooFew = figures.table.rankLow[unit] == nil
    let why = words.why(unit, entries, row.awards, row.figures)
    (row.whyChinese, row.whyEnglish) = (why.zh, why.en)
    return row
  }

  private static func month(
    _ study: RecordStudy, _ unit: Int, _ month: Int
  ) throws -> StandingMonthRow {
    let units = study.shelf.units
    let entries = study.standing(unit, in: month)
    var row = StandingMonthRow(
      unit: units.codes[unit], name: units.names[unit], month: study.months[month].description)
    row.className = study.className(entries, unit, in: month)
    row.standing = study.counts(entries)
    for entry in study.entries[unit] {
      row.given += entry.record.given == month ? 1 : 0
      row.ended += entry.record.ended == month ? 1 : 0
    }
    row.figures = try study.shelf.figures(study.rules.headline, in: study.months[month])
      .league(unit)
    return row
  }

  private static func record(
    _ study: RecordStudy, _ entry: RecordStudy.Entry, _ unit: Int, _ words: RecordWords
  ) throws -> RecordRow {
    let units = study.shelf.units
    let rule = study.rules.rules[entry.rule]
    let month = study.months[entry.record.given]
    var row = RecordRow(
      number: study.number(entry, unit), unit: units.codes[unit], name: units.names[unit],
      month: month.description, rule: rule.key, chineseName: rule.chineseName,
      englishName: rule.englishName, colour: rule.colour.rawValue, givenOn: month.lastDay,
      lastHeld: study.months[entry.record.lastHeld].description, expiresOn: entry.expiresOn)
    row.endedOn = study.endedOn(entry)
    row.endedBy = entry.record.ending?.rawValue
    if entry.record.isRenewal {
      for other in study.entries[unit] where other.rule == entry.rule {
        if other.record.ended == entry.record.given { row.renews = study.number(other, unit) }
      }
    }
    if case .figures(let measure, _) = rule.condition {
      row.figures = try study.shelf.figures(measure, in: month).league(unit)
    }
    row.evidence = try study.evidence(entry, unit)
    let why = try words.why(entry, unit)
    (row.whyChinese, row.whyEnglish) = (why.zh, why.en)
    return row
  }
}

extension RecordStudy {
  /// A document's record ends on the document's day, all others on the last day of a month.
  func endedOn(_ entry: Entry) -> DayNumber? {
    guard let ended = entry.record.ended else { return nil }
    if case .award = rules.rules[entry.rule].condition { return entry.expiresOn }
    return months[ended].lastDay
  }
}
