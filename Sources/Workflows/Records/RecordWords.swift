import Foundation
import Schemes
import SimpleFeatures
import Storage

/// Why a record was given, and how a unit stands, in a sentence of each language.
struct RecordWords {
  let study: RecordStudy

  // MARK: A record

  func why(_ entry: RecordStudy.Entry, _ unit: Int) throws -> BilingualText {
    let rule = study.rules.rules[entry.rule]
    let month = study.months[entry.record.given]
    var chinese = ["\(rule.chineseName)"]
    var english = ["\(rule.englishName)"]
    switch rule.condition {
    case .figures(let measure, let test):
      let figures = try study.shelf.figures(measure, in: month).league(unit)
      let told = self.figures(figures, measure, month)
      let why = self.test(test)
      chinese += [told.zh, why.zh]
      english += [told.en, why.en]
    case .award:
      let numbers = try study.evidence(entry, unit).map(\.reference).joined(separator: "、")
      chinese.append("文件 \(numbers)")
      english.append("document \(numbers)")
    case .repeated(let colour, let times, let window):
      chinese.append("\(window) 个月内 \(times) 次以上\(colour.chinese)")
      english.append("\(times) or more records \(colour.english) in \(window) months")
    }
    let (zh, en) = (ending(entry).zh, ending(entry).en)
    return BilingualText(
      en: english.joined(separator: "; ") + "; \(en).",
      zh: chinese.joined(separator: "；") + "；\(zh)。")
  }

  private func ending(_ entry: RecordStudy.Entry) -> BilingualText {
    guard let ending = entry.record.ending, let day = study.endedOn(entry) else {
      return BilingualText(
        en: "it stands until \(entry.expiresOn)", zh: "有效至 \(entry.expiresOn)")
    }
    switch ending {
    case .released: return BilingualText(en: "released on \(day)", zh: "\(day) 达到解除条件，终止")
    case .expired: return BilingualText(en: "it ran out on \(day)", zh: "\(day) 到期终止")
    case .renewed:
      return BilingualText(
        en: "it ran out on \(day) while the rule held, and another follows",
        zh: "\(day) 到期时仍符合规则，续记")
    }
  }

  private func test(_ test: RecordRule.FigureTest) -> BilingualText {
    func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }
    switch test {
    case .above(let mark, _):
      return BilingualText(
        en: "the lower end of the rate lies above \(number(mark))", zh: "发生率下限高于 \(number(mark))")
    case .below(let mark):
      return BilingualText(
        en: "the upper end of the rate lies below \(number(mark))", zh: "发生率上限低于 \(number(mark))")
    case .worst(let share):
      return BilingualText(
        en: "the whole range of the rank lies in the worst \(percent(share))",
        zh: "名次区间全部在末 \(percent(share)) 内")
    case .best(let share):
      return BilingualText(
        en: "the whole range of the rank lies in the best \(percent(share))",
        zh: "名次区间全部在前 \(percent(share)) 内")
    case .atLeast(let mark):
      return BilingualText(en: "\(number(mark)) or more", zh: "达到 \(number(mark)) 以上")
    }
  }

  // MARK: Figures

  /// Count, rate and the range of the rank, side by side.
  func figures(
    _ figures: LeagueFigures, _ measure: RecordMeasure, _ month: CalendarMonth
  ) -> BilingualText {
    let days = RecordFigureShelf.days(measure, month)
    var english = ["\(days.lowerBound) to \(days.upperBound)"]
    var chinese = ["\(days.lowerBound) 至 \(days.upperBound)"]
    if let count = figures.count {
      english.append("\(number(count)) counted")
      chinese.append("\(number(count)) 件（起）")
    }
    if let rate = figures.smoothedRate, let low = figures.low, let high = figures.high {
      let told = "\(number(rate)) (\(number(low))–\(number(high)))"
      english.append("rate \(told)")
      chinese.append("率 \(number(rate))（\(number(low))–\(number(high))）")
    }
    if let low = figures.rankLow, let high = figures.rankHigh, let ranked = figures.ranked {
      english.append("rank \(low)–\(high) of \(ranked)")
      chinese.append("名次 \(low)–\(high)/\(ranked)")
    } else {
      english.append("too few to rank")
      chinese.append("样本过少，不排名")
    }
    return BilingualText(
      en: english.joined(separator: ", "), zh: chinese.joined(separator: "，"))
  }

  // MARK: A unit

  func why(
    _ unit: Int, _ standing: [RecordStudy.Entry], _ awards: StandingCounts,
    _ figures: LeagueFigures
  ) -> BilingualText {
    let month = study.months.count - 1
    let headline = study.rules.headline
    let told = self.figures(figures, headline, study.months[month])
    var english = standing.map { entry -> String in
      let rule = study.rules.rules[entry.rule]
      return "\(rule.colour.english): \(rule.englishName), until \(entry.expiresOn)"
    }
    var chinese = standing.map { entry -> String in
      let rule = study.rules.rules[entry.rule]
      return "\(rule.colour.chinese)：\(rule.chineseName)，至 \(entry.expiresOn)"
    }
    if standing.isEmpty {
      english.append("no record stands")
      chinese.append("无有效档案")
    }
    let documents = awards.red + awards.yellow + awards.black
    if documents > 0 {
      english.append(
        "documents in force: \(awards.red) red, \(awards.yellow) yellow, \(awards.black) black")
      chinese.append("有效文件：红 \(awards.red)、黄 \(awards.yellow)、黑 \(awards.black)")
    }
    english.append("\(headline.indicator.englishName) \(told.en)")
    chinese.append("\(headline.indicator.chineseName) \(told.zh)")
    let name = study.shelf.units.names[unit]
    return BilingualText(
      en: "\(name): " + english.joined(separator: "; ") + ".",
      zh: "\(name)：" + chinese.joined(separator: "；") + "。")
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9
      ? String(format: "%.0f", value) : String(format: "%.2f", value)
  }
}
