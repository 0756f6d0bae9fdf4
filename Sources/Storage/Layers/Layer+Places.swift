import SimpleFeatures

/// The ground: units, villages, grids, shore, water, storms.
extension Layer {
  /// Units of administration. Codes change: a unit is known by its code and the days it held.
  static let units = Layer(
    "units", "行政区划", .multiPolygon, .reference, PackageResources.layer_units_sql,
    upsert: PackageResources.upsert_unit_sql, key: ["unit", "valid_from"],
    [
      .init(
        "unit", "区划代码", .code, input: "code", isRequired: true,
        doc: "GB/T 2260 and 国统字〔2009〕91号: 6, 9 or 12 digits"),
      .init(
        "level", "级别", .word(["province", "city", "county", "town", "village"]), isRequired: true),
      .init("name", "名称", .label, isRequired: true),
      .init("parent", "上级代码", .code),
      .init("valid_from", "起始日", .day, aliases: ["起始日期"], doc: "the first day of the code"),
      .init(
        "valid_to", "截止日", .day, aliases: ["截止日期"], notBefore: "valid_from",
        doc: "the last day of the code"),
      .synthetic,
    ])

  /// Which code took the place of which, and when (GB/T 2260 changes every year).
  static let codeChanges = Layer(
    "code_changes", "区划代码变更", nil, .reference, PackageResources.layer_code_changes_sql,
    upsert: PackageResources.upsert_code_change_sql, key: ["old_code", "changed_on"],
    [
      .init(
        "old_code", "原代码", .code, aliases: ["旧代码"], isRequired: true,
        doc: "the code that ended, such as 411626; longer codes that begin with it end too"),
      .init(
        "new_code", "新代码", .code, aliases: ["现代码"], isRequired: true,
        doc: "the code that took its place, such as 411603"),
      .init(
        "changed_on", "变更日", .day, aliases: ["变更日期"], isRequired: true,
        doc: "the first day of the new code"),
      .init("basis", "依据", .label, doc: "the document that says so"),
      .synthetic,
    ])

  /// Villages, communities and estates, each a point.
  static let villages = Layer(
    "villages", "村（社区、小区）", .point, .reference, PackageResources.layer_villages_sql,
    upsert: PackageResources.upsert_village_sql, key: ["code"],
    [
      .init(
        "code", "区划代码", .placeCode, isRequired: true,
        doc: "of a village the twelve digits of statistics, of an estate its own"),
      .init("name", "名称", .label, isRequired: true),
      .init(
        "kind", "类型", .word(["village", "estate"]), missing: .word("village"),
        doc: "village (村、社区) or estate (小区)"),
      .init("parent", "所属代码", .placeCode, doc: "the town of a village, the village of an estate"),
      .init("population", "人口", .count, doc: "persons"),
      .init("households", "户数", .count),
      .synthetic,
      .longitude,
      .latitude,
    ])

  /// Dated numbers of a village or estate (一村一册): counts of a place, nobody in particular.
  static let dossiers = Layer(
    "dossiers", "村居（小区）档案", nil, .restricted, PackageResources.layer_dossiers_sql,
    upsert: PackageResources.upsert_dossier_sql, key: ["code", "as_of"],
    [
      .init(
        "code", "区划代码", .code, isRequired: true, reference: .init(to: "villages", isRequired: true),
        doc: "of the village or estate"),
      .init(
        "as_of", "截至日", .day, aliases: ["统计日期"], isRequired: true,
        doc: "the day the numbers hold for"),
      .init("households", "户数", .count),
      .init("population", "人口", .count, doc: "persons"),
      .init("covered_by_cameras", "视频覆盖", .boolean, doc: "under the definition beside it"),
      .init("coverage_definition", "覆盖口径", .label, doc: "what counts as covered"),
      .init("camera_count", "摄像机数", .count),
      .init("lawsuits", "诉讼数", .count, doc: "in the year that ends with as_of"),
      .init("mediations", "调解数", .count, doc: "in the year that ends with as_of"),
      .init("members", "群防队员数", .count, doc: "members of the patrol or mediation teams"),
      .init(
        "rebate_yuan", "保费反哺（元）", .yuan,
        doc: "premium paid back for prevention in the year that ends with as_of, yuan"),
      .synthetic,
    ])

  /// Pieces of shore.
  static let coastline = Layer(
    "coastline", "岸段", .multiLineString, .reference, PackageResources.layer_coastline_sql,
    upsert: PackageResources.upsert_coast_segment_sql, key: ["code"],
    [
      .init("code", "岸段代码", .code, aliases: ["id"], isRequired: true),
      .init("kind", "类型", .word(["mainland", "island"]), missing: .word("mainland")),
      .init("town", "乡镇代码", .placeCode),
      .init("length_m", "长度（米）", .amount, doc: "metres"),
      .init(
        "exposure_class", "开敞程度", .word(["open", "semi", "sheltered"]),
        doc: "by the free water in front of it"),
      .synthetic,
    ])

  /// Cells of water with somebody who answers for them (海上流动人口网格化管理).
  static let seaCells = Layer(
    "sea_cells", "海上网格单元", .multiPolygon, .reference, PackageResources.layer_sea_cells_sql,
    upsert: PackageResources.upsert_sea_cell_sql, key: ["code"],
    [
      .init("code", "海区代码", .code, isRequired: true),
      .init("name", "名称", .label, missing: .same(as: "code")),
      .init(
        "station", "责任站所", .code, reference: .init(to: "stations", isRequired: false),
        doc: "the code of the station that answers for it"),
      .init("floating_population", "海上流动人口", .count, doc: "persons, at the last count"),
      .init("vessels", "船舶数", .count),
      .init("workers", "从业人员", .count, doc: "persons at work on rafts and boats"),
      .init("counted_on", "统计日", .day, doc: "the day of the counts"),
      .synthetic,
    ])

  /// Water where something is grown.
  static let aquacultureZones = Layer(
    "aquaculture_zones", "养殖区", .multiPolygon, .reference,
    PackageResources.layer_aquaculture_zones_sql,
    upsert: PackageResources.upsert_aquaculture_zone_sql, key: ["code"],
    [
      .init("code", "养殖区代码", .code, aliases: ["id"], isRequired: true),
      .init("name", "名称", .label, missing: .same(as: "code")),
      .init("species", "品种", .label),
      .init(
        "unit", "计量单位", .word(["mu", "kou", "xiang"]),
        doc: "what quantity counts: mu (亩), kou (口), xiang (箱)"),
      .init("quantity", "数量", .amount, doc: "in the unit beside it"),
      .init("workers", "从业人员", .count, doc: "persons"),
      .init("licence", "养殖证号", .label, doc: "of the aquaculture licence"),
      .init("licence_area_mu", "发证面积（亩）", .amount, doc: "mu, 1/15 hectare"),
      .init("prohibited", "禁养区", .boolean, doc: "lies where farming is forbidden"),
      .init("unit_value_yuan", "单位价值（元）", .yuan, doc: "yuan a unit; by month in zone_values"),
      .synthetic,
    ])

  /// What a unit of stock is worth in each month: kelp and 大黄鱼 grow.
  static let zoneValues = Layer(
    "zone_values", "养殖区月度价值", nil, .reference, PackageResources.layer_zone_values_sql,
    upsert: PackageResources.upsert_zone_value_sql, key: ["zone", "month"],
    [
      .init(
        "zone", "养殖区代码", .code, isRequired: true,
        reference: .init(to: "aquaculture_zones", isRequired: true)),
      .init("month", "月份", .integer(1...12), isRequired: true, doc: "1 to 12"),
      .init(
        "unit_value_yuan", "单位价值（元）", .yuan, isRequired: true,
        doc: "yuan for one unit of the zone's stock in that month"),
      .synthetic,
    ])

  /// Tracks of storms. One agency only: 10-minute and 1-minute winds never mix.
  static let storms = Layer(
    "storms", "台风路径", .multiLineString, .reference, PackageResources.layer_storms_sql,
    upsert: PackageResources.upsert_storm_sql, key: ["storm"],
    [
      .init("storm", "编号", .code, aliases: ["id", "code", "sid"], isRequired: true),
      .init("season", "年份", .count, isRequired: true, doc: "the year"),
      .init("max_wind_kt", "最大风速（节）", .amount, doc: "knots, sustained, by the source's agency"),
      .init("min_pressure_hpa", "最低气压（百帕）", .positive, doc: "hectopascal"),
      .synthetic,
    ])

  /// Where the eye of a storm was, and how strong.
  static let stormPoints = Layer(
    "storm_points", "台风定位点", .point, .reference, PackageResources.layer_storm_points_sql,
    upsert: PackageResources.upsert_storm_point_sql, key: ["storm", "time", "agency"],
    [
      .init(
        "storm", "编号", .code, aliases: ["id", "sid"], isRequired: true,
        reference: .init(to: "storms", isRequired: true)),
      .init("time", "时间", .instant, isRequired: true),
      .init(
        "agency", "发布机构", .label,
        doc: "whose analysis it is; agencies average wind over different minutes"),
      .init("wind_kt", "风速（节）", .amount, doc: "knots, sustained"),
      .init("pressure_hpa", "气压（百帕）", .positive, doc: "hectopascal, central"),
      .init("max_wind_radius_km", "最大风速半径（公里）", .positive, doc: "kilometres"),
      .init("gale_radius_km", "七级风圈半径（公里）", .positive, doc: "kilometres"),
      .synthetic,
      .longitude,
      .latitude,
    ])
}
