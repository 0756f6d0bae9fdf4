import SimpleFeatures

/// What schemes owe, and what became of it, in the order of each layer's `.sql`.
extension Layer {
  /// Owed and not claimed (应赔未赔), by unit.
  static let unpaidEligible = Layer(
    "unpaid_eligible", "应赔未赔", .multiPolygon, .aggregate, runKind: "eligibility",
    PackageResources.layer_unpaid_eligible_sql,
    .runByUnit
      + [
        .text("scheme", "方案"), .integer("count", "应赔未赔件数"), .text("unpaid_class", "等级"),
        .integer("eligible", "应赔件数"), .integer("claimed", "已索赔件数"),
        .integer("waiting", "期限未满件数"), .integer("undecided", "待定件数"),
        .real("due_yuan", "应赔金额元"), .integer("due_unknown", "金额未知件数"), .synthetic,
      ])

  /// The funnel by scheme, unit and week, to the one: for those who own the file.
  static let schemeUsage = Layer(
    "scheme_usage", "方案使用情况", nil, .restricted, runKind: "eligibility",
    PackageResources.layer_scheme_usage_sql,
    .run
      + [
        .text("scheme", "方案"), .text("unit", "单元代码"), .text("level", "单元层级"),
        .text("name", "名称"), .text("week", "报案周"), .integer("reported", "报案"),
        .integer("filed", "立案"), .integer("clock", "期满未破"), .integer("claimed", "索赔"),
        .integer("paid", "赔付"), .integer("refused", "拒赔"), .integer("eligible", "应赔"),
        .integer("waiting", "期限未满"), .integer("undecided", "待定"),
        .integer("not_eligible", "不赔"), .integer("unclaimed", "应赔未赔"),
        .integer("double_paid", "重复赔付"), .integer("promise_kept", "按时办结"),
        .integer("promise_broken", "超期"), .integer("promise_open", "办理中"),
        .real("paid_yuan", "赔款元"), .synthetic,
      ])

  /// What is said of each incident that a scheme covers, or that is claimed.
  static let eligibility = Layer(
    "eligibility", "应赔判定", .point, .points, runKind: "eligibility",
    PackageResources.layer_eligibility_sql,
    .run
      + [
        .text("source", "来源"), .text("incident", "事件编号"), .text("category", "类别"),
        .text("scheme", "方案"), .text("version", "版本"), .text("item", "项目"),
        .text("verdict", "判定"), .text("clause", "依据条款"), .text("missing_papers", "缺条款"),
        .text("missing_facts", "缺事实"), .day("clock_day", "期满日"), .real("due_yuan", "应赔金额元"),
        .integer("claims", "索赔件数"), .real("paid_yuan", "赔款元"), .synthetic,
      ])
}
