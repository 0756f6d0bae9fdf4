import SimpleFeatures

/// What statistics of units find.
extension Layer {
  static let hotspots = Layer(
    "hotspots", "热点", .multiPolygon, .aggregate, runKind: "hotspots",
    PackageResources.layer_hotspots_sql,
    .runByUnit
      + [
        .integer("count", "件数"), .real("exposure", "暴露量"), .real("rate", "率"),
        .real("smoothed_rate", "平滑率"), .real("z", "z 值"), .real("p", "p 值"),
        .real("q", "q 值（FDR）"), .text("class", "等级"), .text("statistic", "统计量"),
        .integer("draws", "置换次数"), .integer("neighbours", "邻居数"),
        .real("moran_i", "局部莫兰指数"), .real("score", "本单元标准分"), .real("lag", "邻域标准分"),
        .text("quadrant", "散点象限"), .text("lisa", "局部自相关类型"),
        .integer("with_count", "对照类别件数"), .real("with_rate", "对照类别率"),
      ] + .basis)

  /// A row a statistic: how alike neighbours are over the whole study.
  static let autocorrelation = Layer(
    "autocorrelation", "全局自相关", nil, .aggregate, runKind: "hotspots",
    PackageResources.layer_autocorrelation_sql,
    .run
      + [
        .text("statistic", "统计量"), .integer("units", "单元数"), .real("value", "值"),
        .real("expected", "期望"), .real("variance", "方差"), .real("z", "z 值"),
        .real("normal_p", "正态 p 值"), .real("p", "置换 p 值"), .integer("draws", "置换次数"),
        .text("class", "结论"), .text("refusal", "不作判断的原因"),
      ] + .basis)

  static let emerging = Layer(
    "emerging", "新兴热点", .multiPolygon, .aggregate, runKind: "emerging",
    PackageResources.layer_emerging_sql,
    .runByUnit
      + [
        .integer("count", "件数"), .text("class", "类型"), .text("rule", "规则"),
        .text("bins", "所据时段（首日）"), .text("opposite_bins", "相反时段（首日）"),
        .day("since", "连续起始日"), .integer("bin_count", "时段数"),
        .integer("step_days", "时段天数"), .integer("hot_bins", "热时段数"),
        .integer("cold_bins", "冷时段数"), .integer("unresolved_bins", "未判定时段数"),
        .text("trend", "趋势"), .real("trend_z", "趋势 z 值"), .real("trend_p", "趋势 p 值"),
        .real("tau", "肯德尔系数"), .real("slope", "Sen 斜率"), .real("z", "末段 z 值"),
        .real("p", "末段 p 值"), .real("q", "末段 q 值（FDR）"),
      ] + .basis)

  /// A row counts a unit's few days, to the one: for those who own the file.
  static let emergingBins = Layer(
    "emerging_bins", "新兴热点时段", nil, .restricted, runKind: "emerging",
    PackageResources.layer_emerging_bins_sql,
    .runByUnit
      + [
        .integer("count", "件数"), .real("z", "z 值"), .real("p", "p 值"),
        .real("q", "q 值（FDR）"), .text("class", "等级"),
      ] + .basis)
}
