import SimpleFeatures

extension Layer {
  /// What happened. The import has a writer of its own; a Chinese export needs a mapping, which
  /// says the words and the CRS.
  static let incidents = Layer(
    "incidents", "事件", .point, .points, isPlaceOptional: true,
    PackageResources.layer_incidents_sql, upsert: nil, key: ["source", "id"],
    [
      .init("id", "事件编号", .code, isRequired: true, doc: "the source's own"),
      .init("source", "来源", .label, missing: .source, doc: "who issued the id"),
      .init("category", "类别", .label, isRequired: true, doc: "of geodata/categories.yaml"),
      .init("subcategory", "细类", .label),
      .init(
        "occurred_from", "发生时间起", .instant, aliases: ["time"], isRequired: true,
        doc: "local time of the study area unless it says its offset"),
      .init("occurred_to", "发生时间止", .instant, notBefore: "occurred_from"),
      .init("reported_at", "报案时间", .instant),
      .init("accepted_at", "受理时间", .instant, use: .read),
      .init("filed_at", "立案时间", .instant, use: .read),
      .init("solved_at", "破案时间", .instant, use: .read),
      .init("closed_at", "办结时间", .instant, use: .read),
      .init("place_code", "地点代码", .placeCode, doc: "6, 9, 12 or 15 digits"),
      .init(
        "place_name", "地点名称", .label, use: .read, aliases: ["所属社区"],
        doc: "of a village or town of the store, where a row has no coordinates"),
      .init(
        "location_precision", "位置精度", .word(LocationPrecision.allCases.map(\.rawValue))),
      .init("severity", "严重程度", .integer(1...5), doc: "1 to 5"),
      .init("loss_yuan", "损失（元）", .yuan, doc: "yuan"),
      .init("deaths", "死亡", .count), .init("injuries", "受伤", .count),
      .init("status", "状态", .word(IncidentStatus.allCases.map(\.rawValue))),
      .init("status_at", "状态时间", .instant),
      .init("grid", "网格", .code, use: .computed),
      .init(
        "grid_distance_m", "距网格（米）", .amount, use: .computed,
        doc: "metres from the grid, of a point that lies in none; 0 within"),
      .synthetic, .longitude, .latitude,
    ])
}
