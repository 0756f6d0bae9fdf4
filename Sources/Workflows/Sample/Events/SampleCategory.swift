import SimpleFeatures

/// A kind of event as the synthetic county counts it: how many, when in the day and week and
/// year, what follows. The rates are made up.
struct SampleCategory: Sendable {
  /// What becomes of a report.
  enum Course: Sendable { case crime, mediation, handling }

  struct Part: Sendable {
    var key: String
    /// The county's own word.
    var word: String
    var weight: Double
  }

  /// As in `categories.yaml`.
  var key: String
  /// The county's own word, which the mapping turns into `key`.
  var word: String
  var share: Double
  var parts: [Part]
  var course: Course
  var isAtSea = false
  /// Swing of the rate over the year, 0 to 1, and the day of the year of its top.
  var amplitude = 0.0
  var peakDayOfYear = 1
  /// Rate on Saturdays and Sundays, where working days have 1.
  var weekend = 1.0
  /// Rates of the six spans of four hours from midnight on.
  var hours: [Double] = [1, 1, 3, 3, 3, 2]
  /// Share of reports that know only a span of hours.
  var spanShare = 0.0
  /// Median hours from the event to the report.
  var reportHours = 0.5
  var severity: ClosedRange<Int> = 1...2
  /// Median loss in yuan; 0 for none.
  var lossYuan = 0.0
  var injuryRate = 0.0
  var deathRate = 0.0

  static let all: [SampleCategory] = [
    SampleCategory(
      key: "theft", word: "盗窃案件", share: 0.42,
      parts: [
        Part(key: "ebike", word: "电动车被盗", weight: 5),
        Part(key: "shop", word: "商铺被盗", weight: 2),
        Part(key: "pickpocketing", word: "扒窃", weight: 1.5),
        Part(key: "livestock", word: "家禽家畜被盗", weight: 1),
        Part(key: "farm_machinery", word: "农机具被盗", weight: 0.7),
        Part(key: "other_property", word: "其他财物被盗", weight: 2),
      ], course: .crime, amplitude: 0.25, peakDayOfYear: 176, weekend: 1.1,
      hours: [4, 2, 1, 1.5, 2, 3], spanShare: 0.45, reportHours: 4, severity: 1...3,
      lossYuan: 1400),
    SampleCategory(
      key: "burglary", word: "入室盗窃案件", share: 0.025,
      parts: [
        Part(key: "dwelling", word: "入户盗窃", weight: 3),
        Part(key: "business", word: "入店盗窃", weight: 1),
      ], course: .crime, hours: [5, 2, 1, 1, 1, 2], spanShare: 0.7, reportHours: 6,
      severity: 2...4, lossYuan: 4200),
    SampleCategory(
      key: "fraud", word: "诈骗案件", share: 0.075,
      parts: [
        Part(key: "telecom", word: "电信网络诈骗", weight: 9),
        Part(key: "in_person", word: "接触性诈骗", weight: 1),
      ], course: .crime, weekend: 0.9, hours: [0.5, 0.3, 4, 3, 4, 3], reportHours: 20,
      severity: 1...3, lossYuan: 6000),
    SampleCategory(
      key: "assault", word: "殴打伤害案件", share: 0.035,
      parts: [
        Part(key: "beating", word: "殴打他人", weight: 4),
        Part(key: "injury", word: "故意伤害", weight: 1),
      ], course: .crime, weekend: 1.4, hours: [4, 1, 1, 2, 3, 5], severity: 2...4,
      lossYuan: 900, injuryRate: 0.8, deathRate: 0.002),
    SampleCategory(
      key: "traffic_accident", word: "道路交通事故", share: 0.095,
      parts: [
        Part(key: "property_only", word: "财产损失事故", weight: 7),
        Part(key: "injury", word: "伤人事故", weight: 3),
      ], course: .handling, weekend: 1.15, hours: [1, 1.5, 4, 3, 4, 2.5], reportHours: 0.2,
      severity: 1...4, lossYuan: 2200, injuryRate: 0.35, deathRate: 0.008),
    SampleCategory(
      key: "fire", word: "火灾警情", share: 0.03,
      parts: [
        Part(key: "building", word: "建筑火灾", weight: 4),
        Part(key: "forest", word: "山林火灾", weight: 1.5),
        Part(key: "vehicle", word: "车辆火灾", weight: 1),
      ], course: .handling, amplitude: 0.45, peakDayOfYear: 40, reportHours: 0.1,
      severity: 2...4, lossYuan: 7000, injuryRate: 0.04, deathRate: 0.003),
    SampleCategory(
      key: "hazard", word: "隐患上报", share: 0.075,
      parts: [
        Part(key: "fire_hazard", word: "消防隐患", weight: 4),
        Part(key: "road", word: "道路隐患", weight: 3),
        Part(key: "building", word: "房屋隐患", weight: 2),
        Part(key: "water_edge", word: "临水隐患", weight: 1),
      ], course: .handling, weekend: 0.5, hours: [0, 0.2, 5, 4, 3, 0.5], reportHours: 0.1,
      severity: 1...2),
    SampleCategory(
      key: "dispute", word: "矛盾纠纷", share: 0.115,
      parts: [
        Part(key: "neighbour", word: "邻里纠纷", weight: 4),
        Part(key: "land", word: "山林土地纠纷", weight: 2),
        Part(key: "labour", word: "劳资纠纷", weight: 2),
        Part(key: "contract", word: "合同纠纷", weight: 1.5),
        Part(key: "compensation", word: "损害赔偿纠纷", weight: 1),
      ], course: .mediation, weekend: 0.9, hours: [0.3, 0.5, 5, 4, 4, 2], reportHours: 8,
      severity: 1...3),
    SampleCategory(
      key: "domestic", word: "婚姻家庭纠纷", share: 0.04,
      parts: [
        Part(key: "family", word: "家庭纠纷", weight: 4),
        Part(key: "violence", word: "家庭暴力", weight: 1),
      ], course: .mediation, weekend: 1.2, hours: [2, 1, 1.5, 2, 3, 5], severity: 1...3,
      injuryRate: 0.05),
    SampleCategory(
      key: "petition", word: "信访事项", share: 0.045,
      parts: [
        Part(key: "first", word: "初信初访", weight: 6),
        Part(key: "repeated", word: "重复信访", weight: 2),
        Part(key: "backlog", word: "信访积案", weight: 0.5),
      ], course: .mediation, weekend: 0.1, hours: [0, 0, 6, 4, 3, 0], reportHours: 0.1,
      severity: 1...3),
    SampleCategory(
      key: "drowning", word: "溺水警情", share: 0.004,
      parts: [
        Part(key: "inland", word: "内陆溺水", weight: 1),
        Part(key: "shore", word: "海滨溺水", weight: 1),
      ], course: .handling, amplitude: 0.9, peakDayOfYear: 205, weekend: 1.8,
      hours: [0.2, 0.5, 2, 5, 5, 1], reportHours: 0.2, severity: 4...5, injuryRate: 0.4,
      deathRate: 0.4),
    SampleCategory(
      key: "sea_accident", word: "海上事故险情", share: 0.018,
      parts: [
        Part(key: "engine_failure", word: "机械故障", weight: 4),
        Part(key: "collision", word: "碰撞", weight: 2),
        Part(key: "work_injury", word: "作业受伤", weight: 3),
        Part(key: "man_overboard", word: "人员落水", weight: 1),
        Part(key: "capsize", word: "翻沉", weight: 0.6),
      ], course: .handling, isAtSea: true, amplitude: 0.3, peakDayOfYear: 220,
      hours: [1, 3, 4, 3, 3, 1], reportHours: 0.5, severity: 2...5, lossYuan: 15_000,
      injuryRate: 0.4, deathRate: 0.03),
    SampleCategory(
      key: "aquaculture_loss", word: "养殖受灾", share: 0.016,
      parts: [
        Part(key: "typhoon", word: "台风受损", weight: 2),
        Part(key: "disease", word: "病害", weight: 2),
        Part(key: "theft", word: "养殖物被盗", weight: 1.5),
        Part(key: "red_tide", word: "赤潮", weight: 0.7),
      ], course: .handling, isAtSea: true, amplitude: 0.7, peakDayOfYear: 225,
      reportHours: 18, severity: 1...4, lossYuan: 40_000),
    SampleCategory(
      key: "sea_area_dispute", word: "海域使用纠纷", share: 0.012,
      parts: [
        Part(key: "boundary", word: "海域界限纠纷", weight: 3),
        Part(key: "gear", word: "渔具纠纷", weight: 2),
      ], course: .mediation, isAtSea: true, reportHours: 16, severity: 1...3),
  ]

  /// The rate of a day against the mean of the year: season and day of the week.
  func rate(on day: DayNumber) -> Double {
    seasonalRate(on: day) * (day.weekday >= 6 ? weekend : 1)
  }
}
