import SimpleFeatures
import Storage

/// What a weekly sheet says in words, in the reader's language. Words are data of the sheet, not of
/// the code that lays it out.
struct WeeklyWords {
  let isChinese: Bool

  func say(_ chinese: String, _ english: String) -> String {
    isChinese ? chinese : english
  }

  func title(area: String, week: ISOWeek) -> String {
    say(
      "\(area)风险周报 · \(week.year) 年第 \(week.week) 周",
      "\(area): weekly risk map, \(week.description)")
  }

  func subtitle(
    week: ISOWeek, first: DayNumber, subject: String, isSynthetic: Bool
  ) -> String {
    say(
      "本周 \(week.monday) 至 \(week.sunday)；热点按截至本周的 13 周（\(first) 起）计算 · \(subject)",
      "Week \(week.monday) to \(week.sunday); hot spots over the 13 weeks that end with it "
        + "(from \(first)) · \(subject)") + (isSynthetic ? " · \(syntheticMark)" : "")
  }

  func shortSubtitle(week: ISOWeek, subject: String, isSynthetic: Bool) -> String {
    say(
      "截至 \(week.sunday) 的 13 周热点 · \(subject)",
      "Hot spots, 13 weeks to \(week.sunday) · \(subject)")
      + (isSynthetic ? " · \(syntheticMark)" : "")
  }

  var syntheticMark: String { say("合成数据", "synthetic data") }
  var allCategories: String { say("全部类别", "all categories") }
  var allButSensitive: String { say("全部类别（不含敏感类）", "all categories but the sensitive") }
  var studyArea: String { say("研究区", "Study area") }
  var baseMap: String { say("底图", "Base map") }
  var islands: String { say("离岛", "Islands") }
  var defaultMarking: String { say("内部资料 · 示意图", "Internal · sketch map") }

  // MARK: Figures

  var thisWeekEvents: String { say("本周事件", "events this week") }
  var lastWeekChange: String { say("比上周", "against last week") }
  var hotUnits: String { say("热点单元", "hot units") }
  var coldUnits: String { say("冷点单元", "cold units") }
  var clusters: String { say("聚集区", "clusters") }

  // MARK: Notes

  func basis(_ basis: TimeBasis, _ stage: Stage) -> String {
    let time: String
    switch basis {
    case .occurred: time = say("发生时间", "time of the event")
    case .reported: time = say("报案时间", "time of the report")
    case .filed: time = say("立案时间", "time of filing")
    }
    let stages: String
    switch stage {
    case .calls: stages = say("全部接报", "all calls")
    case .accepted: stages = say("已受理", "accepted cases")
    case .filed: stages = say("已立案", "filed cases")
    case .solved: stages = say("已破案或已调解", "solved or mediated cases")
    }
    return say("口径：\(time)，\(stages)。", "Counted by \(time), \(stages).")
  }

  /// - Parameter tellsCounts: how many incidents there are, for those who may know.
  func statistic(
    _ result: FindHotspots.Result, permutations: Int, fdr: Double, tellsCounts: Bool
  ) -> String {
    let excluded = result.summary.outsideUnits
    let unresolved = result.summary.classes["unresolved"] ?? 0
    var text = say(
      "热点：Getis–Ord Gi*，条件置换至少 \(permutations) 次，双侧，Benjamini–Hochberg FDR \(fdr)；"
        + "\(result.summary.units) 个单元",
      "Hot spots: Getis–Ord Gi*, at least \(permutations) conditional permutations, two-sided, "
        + "Benjamini–Hochberg FDR \(fdr); \(result.summary.units) units")
    if tellsCounts {
      text += say(
        "，\(result.summary.incidents) 件，其中 \(excluded) 件不在任何单元内",
        ", \(result.summary.incidents) events, \(excluded) of them in no unit")
    }
    if unresolved > 0 {
      text += say("；\(unresolved) 个单元未能判定", "; \(unresolved) units unresolved")
    }
    return text + say("。", ".")
  }

  func clusterNote(metres: Int, points: Int) -> String {
    say(
      "聚集区：DBSCAN，半径 \(metres) 米，至少 \(points) 件。",
      "Clusters: DBSCAN, radius \(metres) m, at least \(points) events.")
  }

  func under(_ threshold: Int) -> String { say("少于 \(threshold)", "fewer than \(threshold)") }

  func shortRecord(from first: DayNumber) -> String {
    say(
      "数据自 \(first) 起，不足 13 周。", "The data begin on \(first): fewer than 13 weeks are counted.")
  }

  /// - Parameter total: `nil` where it may not be told.
  func withoutPlace(_ count: String, of total: Int?) -> String {
    let events = total.map { say(" \($0) 件", "'s \($0) events") } ?? say("事件", "'s events")
    return say(
      "本周\(events)中没有确切位置、未上图的：\(count) 件。",
      "Of this week\(events), without an exact place and not on the map: \(count).")
  }

  func circles(threshold: Int) -> String {
    say(
      "圆的大小为本周各单元件数；少于 \(threshold) 件的不显示，个别较大的数也因可推算而隐去。",
      "Circles show this week's events by unit; counts under \(threshold) are not shown, nor are "
        + "some larger ones from which these could be worked out.")
  }

  func cutOff(_ day: DayNumber) -> String { say("数据截至 \(day)。", "Data up to \(day).") }

  func crs(_ identifier: String, name: String) -> String {
    say("坐标系：\(name)（\(identifier)）。", "CRS: \(name) (\(identifier)).")
  }

  var synthetic: String {
    say(
      "含合成数据：事件与人口均为模拟，不代表任何真实地点的情况。",
      "Synthetic data: events and population are simulated and say nothing of any real place.")
  }

  func audience(_ audience: Audience) -> String {
    switch audience {
    case .public: say("公开版：只含汇总数。", "Public version: aggregates alone.")
    case .meeting: say("会议版：只含汇总数。", "Version for meetings: aggregates alone.")
    case .analyst:
      say("分析版：含事件点位，请勿外传。", "Analyst's version: holds points, not to be passed on.")
    }
  }

  var source: String {
    say(
      "来源：本库导入的数据；安澜 Anlan 制图。",
      "Source: the data imported into this store; map by Anlan.")
  }

  // MARK: Tables

  func tableTitle(by subject: Subject) -> String {
    switch subject {
    case .category: say("各类事件", "Events by category")
    case .town: say("各乡镇事件（全部类别）", "Events by town (all categories)")
    case .cross: say("本周事件：类别 × 乡镇", "This week's events: category by town")
    }
  }

  enum Subject { case category, town, cross }

  var category: String { say("类别", "Category") }
  var town: String { say("乡镇（街道）", "Town") }
  var thisWeek: String { say("本周", "This week") }
  var lastWeek: String { say("上周", "Last week") }
  var lastYear: String { say("去年同周", "Same week last year") }
  var mean: String { say("13 周均值", "13-week mean") }
  var total: String { say("合计", "Total") }
  var unknownTown: String { say("不详", "unknown") }
  var unknownYear: String { say("去年同周早于数据起点，以“—”表示。", "“—”: before the data begin.") }

  func suppressionNote(threshold: Int) -> String {
    say(
      "“·”表示因数值小于 \(threshold) 或可由此推算而不公布。",
      "“·”: not told, being under \(threshold) or such that a smaller one could be worked out.")
  }

  var disputes: String { say("未了结的矛盾纠纷（按时长）", "Open disputes by age") }
  var open: String { say("未了结", "Open") }
  var oldest: String { say("最久（天）", "Oldest (days)") }
  func age(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? say("超过 \(range.lowerBound - 1) 天", "over \(range.lowerBound - 1) days")
      : "\(range.lowerBound)–\(range.upperBound) " + say("天", "days")
  }
  var disputeNote: String {
    say(
      "状态以数据截止日为准，时长算至本周日。",
      "Status as at the data's cut-off, age up to this week's Sunday.")
  }
}
