import SimpleFeatures

/// The safety index and what it is made of, in the order of each layer's `.sql`.
extension Layer {
  static let safetyIndex = Layer(
    "safety_index", "平安指数", .multiPolygon, .aggregate, runKind: "safety-index",
    PackageResources.layer_safety_index_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "level", type: .text, chineseName: "单元层级"),
      .init(name: "name", type: .text, chineseName: "名称"),
      .init(name: "valid_from", type: .day, chineseName: "起始日"),
      .init(name: "valid_to", type: .day, chineseName: "截止日"),
      .init(name: "score", type: .real, chineseName: "得分"),
      .init(name: "low", type: .real, chineseName: "得分下限"),
      .init(name: "high", type: .real, chineseName: "得分上限"),
      .init(name: "stars", type: .integer, chineseName: "星级"),
      .init(name: "rank_low", type: .integer, chineseName: "名次上限"),
      .init(name: "rank_high", type: .integer, chineseName: "名次下限"),
      .init(name: "class", type: .text, chineseName: "等级"),
      .init(name: "change", type: .real, chineseName: "较上期变化"),
      .init(name: "change_p", type: .real, chineseName: "变化的 p 值"),
      .init(name: "choice_rank", type: .integer, chineseName: "换法后名次中位数"),
      .init(name: "choice_rank_low", type: .integer, chineseName: "换法后名次上限"),
      .init(name: "choice_rank_high", type: .integer, chineseName: "换法后名次下限"),
      .init(name: "choice_stars", type: .real, chineseName: "换法后仍得此星的比例"),
      .init(name: "why_zh", type: .text, chineseName: "说明"),
      .init(name: "why_en", type: .text, chineseName: "说明（英文）"),
      .init(name: "time_basis", type: .text, chineseName: "时间口径"),
      .init(name: "stage", type: .text, chineseName: "案件口径"),
      .init(name: "synthetic", type: .boolean, chineseName: "合成数据"),
    ])

  /// The counts of a unit, to the one: for those who own the file.
  static let safetyIndexContributions = Layer(
    "safety_index_contributions", "平安指数构成", nil, .restricted, runKind: "safety-index",
    PackageResources.layer_safety_index_contributions_sql,
    [
      .init(name: "run", type: .text, chineseName: "运行"),
      .init(name: "unit", type: .text, chineseName: "单元代码"),
      .init(name: "indicator", type: .text, chineseName: "指标"),
      .init(name: "name_zh", type: .text, chineseName: "指标名称"),
      .init(name: "name_en", type: .text, chineseName: "指标名称（英文）"),
      .init(name: "valid_from", type: .day, chineseName: "起始日"),
      .init(name: "valid_to", type: .day, chineseName: "截止日"),
      .init(name: "count", type: .real, chineseName: "件数"),
      .init(name: "exposure", type: .real, chineseName: "暴露量"),
      .init(name: "raw", type: .real, chineseName: "原值"),
      .init(name: "value", type: .real, chineseName: "平滑值"),
      .init(name: "scaled", type: .real, chineseName: "指标得分"),
      .init(name: "weight", type: .real, chineseName: "权重"),
      .init(name: "contribution", type: .real, chineseName: "贡献分"),
      .init(name: "lost", type: .real, chineseName: "失分"),
      .init(name: "synthetic", type: .boolean, chineseName: "合成数据"),
    ])
}
