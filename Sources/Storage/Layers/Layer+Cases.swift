import SimpleFeatures

/// What goes with an incident, and what a unit is told to do.
extension Layer {
  /// What a claim hangs on; unknown is null, and never reads as no.
  static let evidence = Layer(
    "evidence", "事件证据", nil, .restricted, PackageResources.layer_evidence_sql,
    upsert: PackageResources.upsert_incident_evidence_sql, key: ["source", "incident"],
    [
      .init(
        "source", "来源", .label, isRequired: true, missing: .source,
        doc: "who issued the id of the incident"),
      .init(
        "incident", "事件编号", .code, aliases: ["incident_id"], isRequired: true,
        reference: .init(to: "incidents", with: "source", isRequired: true),
        doc: "the incident's id in its source"),
      .init("category", "类别", .label, use: .computed),
      .init("liable_party_found", "责任人已找到", .boolean),
      .init("liable_party_able", "责任人有赔偿能力", .boolean),
      .init("certificate", "有案件证明", .boolean, doc: "of the police or the department (受案、立案、认定)"),
      .init("other_compensation", "已获其他补偿", .boolean),
      .synthetic,
    ])

  /// Which incidents are one event in two registers, and which caused which.
  static let links = Layer(
    "links", "事件关联", nil, .restricted, PackageResources.layer_links_sql,
    upsert: PackageResources.upsert_incident_link_sql,
    key: ["source", "incident", "other_source", "other_incident", "kind"],
    [
      .init(
        "source", "来源", .label, isRequired: true, missing: .source,
        doc: "who issued the id of the incident"),
      .init(
        "incident", "事件编号", .code, aliases: ["incident_id"], isRequired: true,
        reference: .init(to: "incidents", with: "source", isRequired: true),
        doc: "the incident's id in its source"),
      .init("other_source", "关联来源", .label, isRequired: true, missing: .source),
      .init(
        "other_incident", "关联事件", .code, isRequired: true,
        reference: .init(to: "incidents", with: "other_source", isRequired: true)),
      .init(
        "kind", "关系", .word(["same_event", "cause_of"]), isRequired: true,
        doc: "cause_of: the first caused the other"),
      .init("category", "类别", .label, use: .computed),
      .synthetic,
    ])

  /// Where and how a dispute ended; the place may be unknown.
  static let resolutions = Layer(
    "resolutions", "纠纷化解", .point, .restricted, isPlaceOptional: true,
    PackageResources.layer_resolutions_sql,
    upsert: PackageResources.upsert_resolution_sql, key: ["source", "incident"],
    [
      .init(
        "source", "来源", .label, isRequired: true, missing: .source,
        doc: "who issued the id of the incident"),
      .init(
        "incident", "事件编号", .code, aliases: ["incident_id"], isRequired: true,
        reference: .init(to: "incidents", with: "source", isRequired: true),
        doc: "the incident's id in its source"),
      .init("category", "类别", .label, use: .computed),
      .init("time", "化解时间", .instant, isRequired: true),
      .init(
        "outcome", "结果", .word(["agreed", "performed", "withdrawn", "sued", "criminal", "failed"]),
        isRequired: true, doc: "sued (转诉讼), criminal (民转刑)"),
      .init("station", "化解站所", .code, reference: .init(to: "stations", isRequired: false)),
      .synthetic,
      .longitude,
      .latitude,
    ])

  /// What a unit was told to do, where and until when (责任单位、时限).
  static let tasks = Layer(
    "tasks", "交办任务", nil, .restricted, PackageResources.layer_tasks_sql,
    upsert: PackageResources.upsert_task_sql, key: ["number"],
    [
      .init("number", "任务编号", .code, aliases: ["id"], isRequired: true),
      .init(
        "kind", "类型",
        .word(["patrol", "visit", "inspection", "mediation", "rectification", "answer", "other"]),
        isRequired: true),
      .init(
        "source_kind", "来源类型",
        .word(["run", "incident", "hazard", "inspection", "petition", "order"]),
        doc: "what asked for it"),
      .init("source_item", "来源编号", .label, doc: "the id or number of that"),
      .init("place_code", "地点代码", .placeCode, doc: "the grid, village or unit"),
      .init("lead_unit", "责任单位", .code, isRequired: true, doc: "the code of the unit or station"),
      .init("issued_on", "交办日", .day, isRequired: true),
      .init("deadline", "办理时限", .day, notBefore: "issued_on"),
      .init(
        "status", "状态", .word(["issued", "accepted", "done", "returned", "overdue", "closed"]),
        missing: .word("issued")),
      .init("status_at", "状态时间", .instant),
      .init("result", "结果", .word(["done", "partly", "impossible", "refused"])),
      .synthetic,
    ])
}
