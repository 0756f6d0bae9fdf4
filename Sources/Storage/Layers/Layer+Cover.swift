import SimpleFeatures

/// Insurance: schemes by name, policies, claims.
extension Layer {
  /// Insurance schemes by name and version; their clauses are files.
  static let schemes = Layer(
    "schemes", "保险方案", nil, .reference, PackageResources.layer_schemes_sql,
    upsert: PackageResources.upsert_scheme_sql, key: ["scheme", "version"],
    [
      .init("scheme", "方案代码", .code, aliases: ["id"], isRequired: true),
      .init("version", "版本", .label, isRequired: true),
      .init("name", "名称", .label, isRequired: true),
      .init("reference", "文本", .label, doc: "where the text of the scheme is"),
      .init("valid_from", "起始日", .day),
      .init("valid_to", "截止日", .day, notBefore: "valid_from"),
      .synthetic,
    ])

  /// Policies: a number, what is insured, how much of it, when and where; a row may mean one
  /// household.
  static let policies = Layer(
    "policies", "保单", nil, .restricted, PackageResources.layer_policies_sql,
    upsert: PackageResources.upsert_policy_sql, key: ["number"],
    [
      .init("number", "保单号", .code, aliases: ["policy", "policy_no", "id"], isRequired: true),
      .init("scheme", "方案代码", .code, reference: .init(to: "schemes", isRequired: false)),
      .init(
        "insured_kind", "被保险对象",
        .word([
          "residents", "household", "enterprise", "farm", "raft", "vessel", "sea_workers", "public",
          "other",
        ]), isRequired: true, doc: "who or what is insured, as a kind; never a name"),
      .init(
        "unit", "投保单位", .word(["person", "household", "mu", "kou", "xiang", "vessel", "share"]),
        isRequired: true, doc: "what units counts"),
      .init("units", "投保数量", .amount, doc: "in the unit beside it"),
      .init("sum_insured_yuan", "保额（元）", .yuan, doc: "yuan, of the whole policy and period"),
      .init("premium_yuan", "保费（元）", .yuan, doc: "yuan, written for the period"),
      .init("paid_by", "出资方", .word(["government", "household", "enterprise", "mixed"])),
      .init("period_from", "起保日", .day, isRequired: true),
      .init(
        "period_to", "终保日", .day, isRequired: true, notBefore: "period_from",
        doc: "the last day of cover"),
      .init("grid", "网格代码", .placeCode, reference: .init(to: "grids", isRequired: false)),
      .init("village", "村居代码", .placeCode, reference: .init(to: "villages", isRequired: false)),
      .init("zone", "养殖区代码", .code, reference: .init(to: "aquaculture_zones", isRequired: false)),
      .synthetic,
    ])

  /// Claims under policies; the row of the incident may come later, or never.
  static let claims = Layer(
    "claims", "赔案", nil, .restricted, PackageResources.layer_claims_sql,
    upsert: PackageResources.upsert_claim_sql, key: ["number"],
    [
      .init("number", "赔案号", .code, aliases: ["claim", "claim_no", "id"], isRequired: true),
      .init(
        "policy", "保单号", .code, aliases: ["policy_no"], isRequired: true,
        reference: .init(to: "policies", isRequired: true)),
      .init("source", "事件来源", .label, missing: .source, doc: "who issued the id of the incident"),
      .init(
        "incident", "事件编号", .code, aliases: ["incident_id"],
        reference: .init(to: "incidents", with: "source", isRequired: false)),
      .init("peril", "险因", .label, isRequired: true, doc: "as the scheme names it"),
      .init("occurred_on", "出险日", .day),
      .init(
        "notified_on", "报案日", .day, aliases: ["notified"], isRequired: true,
        notBefore: "occurred_on"),
      .init("filed_on", "立案日", .day, aliases: ["filed"], notBefore: "notified_on"),
      .init("reserve_yuan", "未决估损（元）", .yuan, aliases: ["reserve"], doc: "yuan, outstanding"),
      .init("paid_yuan", "已付赔款（元）", .yuan, aliases: ["paid"], doc: "yuan, so far"),
      .init("paid_on", "赔付日", .day, notBefore: "notified_on"),
      .init(
        "refused_reason", "拒赔原因", .label, aliases: ["refused"],
        doc: "empty where it was not refused"),
      .init("closed_on", "结案日", .day, aliases: ["closed"], notBefore: "notified_on"),
      .synthetic,
    ])
}
