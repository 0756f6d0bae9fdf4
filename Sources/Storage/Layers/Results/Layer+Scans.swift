import SimpleFeatures

/// Density, scans and near repeats: the promise of `interface.md`, in the order of the layer's
/// `.sql`.
extension Layer {
  static let density = Layer(
    "density", "密度等值面", .multiPolygon, .aggregate, runKind: "density",
    PackageResources.layer_density_sql,
    .run
      + [
        .integer("level", "等级"), .real("value", "密度（件/平方公里）"), .real("share", "所含比例"),
        .integer("n", "件数"), .real("area_m2", "面积（平方米）"),
      ] + .basis)

  static let densityUnits = Layer(
    "density_units", "单元密度", .multiPolygon, .aggregate, runKind: "density",
    PackageResources.layer_density_units_sql,
    .runByUnit
      + [.real("value", "密度（件/平方公里）"), .integer("band", "所达等级")]
      + .basis)

  static let scanClusters = Layer(
    "scan_clusters", "扫描聚集区", .multiPolygon, .aggregate, runKind: "scan",
    PackageResources.layer_scan_clusters_sql,
    .run
      + [
        .integer("rank", "序号"), .text("rate", "高低"), .real("llr", "对数似然比"),
        .real("p", "p 值"), .real("gumbel_p", "p 值（Gumbel）"), .integer("observed", "实际件数"),
        .real("expected", "期望件数"), .real("relative_risk", "相对风险"),
        .real("recurrence_days", "重现期（天）"), .day("window_from", "窗口起始日"),
        .day("window_to", "窗口截止日"), .real("radius_m", "半径（米）"), .text("centre", "中心单元"),
        .integer("units", "单元数"), .text("members", "成员代码"),
      ] + .basis)

  /// A zone is a circle around one incident.
  static let nearRepeat = Layer(
    "near_repeat", "近重复风险区", .multiPolygon, .points, runKind: "near-repeat",
    PackageResources.layer_near_repeat_sql,
    .run
      + [
        .text("source", "来源"), .text("origin", "起因事件编号"), .text("category", "类别"),
        .day("from", "风险起始日"), .day("until", "风险截止日"), .real("inner_radius_m", "内半径（米）"),
        .real("radius_m", "半径（米）"), .real("factor", "倍数"), .real("p", "p 值"),
      ] + .basis)

  static let nearRepeatTable = Layer(
    "near_repeat_table", "近重复表", nil, .aggregate, runKind: "near-repeat",
    PackageResources.layer_near_repeat_table_sql,
    .run
      + [
        .integer("distance_band", "距离段"), .integer("time_band", "时间段"), .text("distance", "距离"),
        .text("time", "时间"), .real("observed", "实际对数"), .real("expected", "期望对数"),
        .real("mean", "置换均值"), .real("median", "置换中位数"), .real("factor", "倍数"),
        .real("p", "p 值"), .real("poisson_p", "p 值（泊松）"),
      ] + .basis)

  static let aoristicHours = Layer(
    "aoristic_hours", "时段分布", nil, .aggregate, runKind: "near-repeat",
    PackageResources.layer_aoristic_hours_sql,
    .run
      + [.integer("weekday", "星期"), .integer("hour", "小时"), .real("weight", "件数（按时段分摊）")]
      + .basis)
}
