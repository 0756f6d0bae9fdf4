import SimpleFeatures

private typealias Field = FeatureSchema.Field

extension FeatureSchema.Field {
  fileprivate static func text(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .text, chineseName: chineseName)
  }

  fileprivate static func integer(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .integer, chineseName: chineseName)
  }

  fileprivate static func real(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .real, chineseName: chineseName)
  }

  fileprivate static func day(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .day, chineseName: chineseName)
  }

  fileprivate static func instant(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .instant, chineseName: chineseName)
  }
}

private let synthetic = Field(name: "synthetic", type: .boolean, chineseName: "合成数据")
private let run = Field.text("run", "运行")
private let basis: [Field] = [.text("time_basis", "时间口径"), .text("stage", "案件口径"), synthetic]
private let validity: [Field] = [.day("valid_from", "起始日"), .day("valid_to", "截止日")]

/// The columns of each layer: the promise of `interface.md`, in the order of the layer's `.sql`.
extension Layer {
  static let units = Layer(
    "units", "行政区划", .multiPolygon, .reference, PackageResources.layer_units_sql,
    [.text("unit", "区划代码"), .text("level", "级别"), .text("name", "名称"), .text("parent", "上级代码")]
      + validity + [synthetic])

  static let grids = Layer(
    "grids", "网格", .multiPolygon, .reference, PackageResources.layer_grids_sql,
    [
      .text("code", "网格代码"), .text("name", "名称"), .text("kind", "类型"),
      .integer("population", "人口"), .integer("households", "户数"), .integer("workers", "从业人员"),
      .integer("staff", "网格员"), .real("area_m2", "面积（平方米）"), synthetic,
    ])

  static let lattice = Layer(
    "lattice", "分析方格", .multiPolygon, .reference, PackageResources.layer_lattice_sql,
    [
      .text("code", "方格代码"), .text("name", "名称"), .integer("population", "人口"),
      .real("area_m2", "面积（平方米）"), .integer("lattice_column", "列号"), .integer("lattice_row", "行号"),
    ])

  static let villages = Layer(
    "villages", "村（社区）", .point, .reference, PackageResources.layer_villages_sql,
    [
      .text("code", "区划代码"), .text("name", "名称"), .integer("population", "人口"),
      .integer("households", "户数"), synthetic,
    ])

  static let coastline = Layer(
    "coastline", "岸段", .multiLineString, .reference, PackageResources.layer_coastline_sql,
    [
      .text("code", "岸段代码"), .text("kind", "类型"), .text("town", "乡镇代码"),
      .real("length_m", "长度（米）"), .text("exposure_class", "开敞程度"), synthetic,
    ])

  static let aquacultureZones = Layer(
    "aquaculture_zones", "养殖区", .multiPolygon, .reference,
    PackageResources.layer_aquaculture_zones_sql,
    [
      .text("code", "养殖区代码"), .text("name", "名称"), .text("species", "品种"), .text("unit", "计量单位"),
      .real("quantity", "数量"), .integer("workers", "从业人员"), .text("licence", "养殖证号"),
      .real("licence_area_mu", "发证面积（亩）"),
      Field(name: "prohibited", type: .boolean, chineseName: "禁养区"),
      .real("unit_value_yuan", "单位价值（元）"), synthetic,
    ])

  static let storms = Layer(
    "storms", "台风路径", .multiLineString, .reference, PackageResources.layer_storms_sql,
    [
      .text("storm", "编号"), .integer("season", "年份"), .real("max_wind_kt", "最大风速（节）"),
      .real("min_pressure_hpa", "最低气压（百帕）"), synthetic,
    ])

  static let incidents = Layer(
    "incidents", "事件", .point, .points, PackageResources.layer_incidents_sql,
    [
      .text("id", "事件编号"), .text("source", "来源"), .text("category", "类别"),
      .text("subcategory", "细类"), .instant("occurred_from", "发生时间起"),
      .instant("occurred_to", "发生时间止"), .instant("reported_at", "报案时间"),
      .text("place_code", "地点代码"), .text("location_precision", "位置精度"),
      .integer("severity", "严重程度"), .real("loss_yuan", "损失（元）"), .integer("deaths", "死亡"),
      .integer("injuries", "受伤"), .text("status", "状态"), .instant("status_at", "状态时间"),
      .text("grid", "网格"), synthetic,
    ])

  static let hotspots = Layer(
    "hotspots", "热点", .multiPolygon, .aggregate, runKind: "hotspots",
    PackageResources.layer_hotspots_sql,
    [run, .text("unit", "单元代码"), .text("level", "单元层级"), .text("name", "名称")] + validity
      + [
        .integer("count", "件数"), .real("exposure", "暴露量"), .real("rate", "率"),
        .real("z", "z 值"), .real("p", "p 值"), .real("q", "q 值（FDR）"), .text("class", "等级"),
        .text("statistic", "统计量"), .integer("draws", "置换次数"),
      ] + basis)

  static let clusters = Layer(
    "clusters", "聚集区", .multiPolygon, .aggregate, runKind: "clusters",
    PackageResources.layer_clusters_sql,
    [run] + validity
      + [
        .integer("cluster", "聚集区编号"), .integer("n", "件数"), .day("first", "最早日"),
        .day("last", "最近日"), .text("change", "变化"),
      ] + basis)

  static let clusterMembers = Layer(
    "cluster_members", "聚集区成员", .point, .points, runKind: "clusters",
    PackageResources.layer_cluster_members_sql,
    [run] + validity
      + [
        .text("source", "来源"), .text("incident", "事件编号"), .text("category", "类别"),
        .integer("cluster", "聚集区编号"),
        Field(name: "core", type: .boolean, chineseName: "核心点"), synthetic,
      ])
}
