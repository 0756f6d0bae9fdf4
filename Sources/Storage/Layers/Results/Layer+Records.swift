import SimpleFeatures

/// Red, yellow and black records and listings, in the order of each layer's `.sql`.
extension Layer {
  private static let standing: [FeatureSchema.Field] = [
    .init(name: "class", type: .text, chineseName: "等次"),
    .init(name: "red", type: .integer, chineseName: "有效红档数"),
    .init(name: "yellow", type: .integer, chineseName: "有效黄档数"),
    .init(name: "black", type: .integer, chineseName: "有效黑档数"),
    .init(name: "listed", type: .integer, chineseName: "挂牌整治数"),
  ]

  /// A count, its rate and the range of its rank stand side by side: none is told without the others.
  private static let league: [FeatureSchema.Field] = [
    .init(name: "exposure", type: .real, chineseName: "暴露量"),
    .init(name: "rate", type: .real, chineseName: "发生率"),
    .init(name: "smoothed_rate", type: .real, chineseName: "平滑后发生率"),
    .init(name: "low", type: .real, chineseName: "发生率下限"),
    .init(name: "high", type: .real, chineseName: "发生率上限"),
    .init(name: "rank_low", type: .integer, chineseName: "名次上限"),
    .init(name: "rank_high", type: .integer, chineseName: "名次下限"),
    .init(name: "ranked", type: .integer, chineseName: "参加排名的单元数"),
  ]

  private static let why: [FeatureSchema.Field] = [
    .init(name: "why_zh", type: .text, chineseName: "说明"),
    .init(name: "why_en", type: .text, chineseName: "说明（英文）"),
  ]

  private static let synthetic = FeatureSchema.Field(
    name: "synthetic", type: .boolean, chineseName: "合成数据")

  static let recordScoreboard = Layer(
    "record_scoreboard", "红黄黑记分榜", .multiPolygon, .aggregate, runKind: "records",
    PackageResources.layer_record_scoreboard_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "level", type: .text, chineseName: "单元层级"),
      .init(name: "name", type: .text, chineseName: "名称"),
      .init(name: "valid_from", type: .day, chineseName: "起始日"),
      .init(name: "valid_to", type: .day, chineseName: "截止日"),
    ] + standing + [
      .init(name: "listed_until", type: .day, chineseName: "挂牌至"),
      .init(name: "rules_zh", type: .text, chineseName: "所依规则"),
      .init(name: "rules_en", type: .text, chineseName: "所依规则（英文）"),
      .init(name: "award_red", type: .integer, chineseName: "表彰文件数"),
      .init(name: "award_yellow", type: .integer, chineseName: "批评文件数"),
      .init(name: "award_black", type: .integer, chineseName: "追责文件数"),
      .init(name: "count", type: .integer, chineseName: "件数"),
    ] + league + [
      .init(name: "too_few", type: .boolean, chineseName: "样本过少，不排名")
    ] + why + [
      .init(name: "time_basis", type: .text, chineseName: "时间口径"),
      .init(name: "stage", type: .text, chineseName: "案件口径"), synthetic,
    ])

  /// For those who own the file: from the months of a unit what is suppressed could be worked out.
  static let recordMonths = Layer(
    "record_months", "红黄黑逐月记分榜", nil, .restricted, runKind: "records",
    PackageResources.layer_record_months_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "name", type: .text, chineseName: "名称"),
      .init(name: "month", type: .text, chineseName: "月份"),
    ] + standing + [
      .init(name: "given", type: .integer, chineseName: "本月新记"),
      .init(name: "ended", type: .integer, chineseName: "本月终止"),
      .init(name: "count", type: .integer, chineseName: "件数"),
    ] + league + [synthetic])

  static let records = Layer(
    "records", "红黄黑档案", nil, .restricted, runKind: "records",
    PackageResources.layer_records_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "number", type: .text, chineseName: "档案编号"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "name", type: .text, chineseName: "名称"),
      .init(name: "month", type: .text, chineseName: "月份"),
      .init(name: "rule", type: .text, chineseName: "规则"),
      .init(name: "name_zh", type: .text, chineseName: "规则名称"),
      .init(name: "name_en", type: .text, chineseName: "规则名称（英文）"),
      .init(name: "colour", type: .text, chineseName: "等次"),
      .init(name: "given_on", type: .day, chineseName: "记档日"),
      .init(name: "last_held", type: .text, chineseName: "最近一次符合的月份"),
      .init(name: "expires_on", type: .day, chineseName: "有效期至"),
      .init(name: "ended_on", type: .day, chineseName: "终止日"),
      .init(name: "ended_by", type: .text, chineseName: "终止原因"),
      .init(name: "renews", type: .text, chineseName: "所续档案"),
      .init(name: "count", type: .real, chineseName: "件数"),
    ] + league + [
      .init(name: "evidence", type: .integer, chineseName: "依据条数"),
      .init(name: "decided_by", type: .text, chineseName: "认定单位"),
      .init(name: "rules", type: .text, chineseName: "规则文件"),
      .init(name: "rules_version", type: .integer, chineseName: "规则版本"),
      .init(name: "rules_digest", type: .text, chineseName: "规则摘要"),
    ] + why + [synthetic])

  /// What made each record, to the single incident.
  static let recordEvidence = Layer(
    "record_evidence", "红黄黑档案依据", nil, .restricted, runKind: "records",
    PackageResources.layer_record_evidence_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "record", type: .text, chineseName: "档案编号"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "kind", type: .text, chineseName: "依据类型"),
      .init(name: "category", type: .text, chineseName: "类别"),
      .init(name: "reference", type: .text, chineseName: "编号"),
      .init(name: "day", type: .day, chineseName: "日期"),
      .init(name: "value", type: .real, chineseName: "数量"), synthetic,
    ])
}
