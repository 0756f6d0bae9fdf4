import SimpleFeatures

extension Layer {
  /// Governance grids as they are drawn now. One that is redrawn keeps its old border for the runs
  /// that counted in it.
  static let grids = Layer(
    "grids", "网格", .multiPolygon, .reference, PackageResources.layer_grids_sql, upsert: nil,
    key: ["code", "valid_from"],
    [
      .init(
        "code", "网格代码", .placeCode, aliases: ["grid"], isRequired: true,
        doc: "twelve digits of the village and, usually, three of the grid in it"),
      .init("name", "名称", .label, missing: .same(as: "code")),
      .init(
        "kind", "类型", .word(["village", "residential", "enterprise", "sea", "special"]),
        missing: .word("village")),
      .init("population", "人口", .count, doc: "persons"),
      .init("households", "户数", .count),
      .init("workers", "从业人员", .count, doc: "persons in work"),
      .init("staff", "网格员", .count, doc: "grid workers"),
      .init("area_m2", "面积（平方米）", .amount, use: .computed),
      .init("valid_from", "起始日", .day, doc: "the first day of this border"),
      .init(
        "valid_to", "截止日", .day, notBefore: "valid_from", doc: "the last day of this border"),
      .init("version", "版本", .count, use: .computed), .synthetic,
    ])
}
