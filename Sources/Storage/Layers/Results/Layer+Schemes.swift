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

/// What schemes have cost, and how long their limits last.
extension Layer {
  /// Frequency, severity and premium by peril and town; a row may be of few claims.
  static let schemeExperience = Layer(
    "scheme_experience", "赔付经验", nil, .restricted, runKind: "claims",
    PackageResources.layer_scheme_experience_sql,
    .run
      + [
        .text("scheme", "方案"), .text("peril", "险种"), .text("unit", "乡镇代码"), .text("name", "名称"),
        .text("experience", "经验"), .real("exposure", "暴露量"), .text("exposure_unit", "暴露单位"),
        .integer("claims", "赔案数"), .real("incurred_yuan", "已发生赔款元"), .real("frequency", "频率"),
        .real("frequency_credibility", "频率可信度"), .real("frequency_estimate", "频率估计"),
        .real("severity_yuan", "案均赔款元"), .real("severity_credibility", "案均可信度"),
        .real("severity_estimate_yuan", "案均估计元"), .real("written_yuan", "签单保费元"),
        .real("earned_yuan", "已赚保费元"), .real("loss_ratio", "赔付率"),
        .real("pure_premium_yuan", "纯保费元"), .real("charged_yuan", "收取保费元"),
        .real("adequacy", "保费充足度"), .synthetic,
      ])

  /// A row a policy with an aggregate limit.
  static let limitBurnDown = Layer(
    "limit_burn_down", "总保额消耗", nil, .restricted, runKind: "claims",
    PackageResources.layer_limit_burn_down_sql,
    .run
      + [
        .text("scheme", "方案"), .text("policy", "保单号"), .day("period_from", "保险起始日"),
        .day("period_to", "保险截止日"), .real("limit_yuan", "总保额元"), .real("used_yuan", "已用元"),
        .real("used_share", "已用比例"), .integer("claims", "赔案数"), .real("largest_yuan", "最大赔案元"),
        .real("event_share", "百案一遇占总保额"), .real("claims_per_year", "年赔案数"),
        .real("tail_exponent", "尾部指数"), .integer("years", "模拟次数"),
        .real("p_exhausted", "期内用尽概率"), .day("exhausted_low", "用尽日（5%）"),
        .day("exhausted_mid", "用尽日（50%）"), .day("exhausted_high", "用尽日（95%）"),
        .real("expected_yuan", "余期预期赔款元"), .real("low_yuan", "余期赔款元（5%）"),
        .real("high_yuan", "余期赔款元（95%）"), .text("refusal", "不作预测的原因"), .synthetic,
      ])
}
