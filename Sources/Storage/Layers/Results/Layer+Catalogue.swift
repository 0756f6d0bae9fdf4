import SimpleFeatures

extension FeatureSchema.Field {
  static func text(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .text, chineseName: chineseName)
  }

  static func integer(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .integer, chineseName: chineseName)
  }

  static func real(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .real, chineseName: chineseName)
  }

  static func day(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .day, chineseName: chineseName)
  }

  static func instant(_ name: String, _ chineseName: String) -> Self {
    Self(name: name, type: .instant, chineseName: chineseName)
  }

  static let synthetic = Self(name: "synthetic", type: .boolean, chineseName: "合成数据")
}

extension [FeatureSchema.Field] {
  /// The run and the days that it is about: the first columns of every result.
  static let run: Self = [
    .text("run", "运行"), .day("valid_from", "起始日"), .day("valid_to", "截止日"),
  ]
  /// The same of a result by unit.
  static let runByUnit: Self = [
    .text("run", "运行"), .text("unit", "单元代码"), .text("level", "单元层级"), .text("name", "名称"),
    .day("valid_from", "起始日"), .day("valid_to", "截止日"),
  ]
  /// 口径, the last columns of every result.
  static let basis: Self = [
    .text("time_basis", "时间口径"), .text("stage", "案件口径"), .synthetic,
  ]
}

/// What the program makes: the lattice, histories, and the results of analyses: the promise of `interface.md`, in the order of the layer's `.sql`.
extension Layer {
  static let lattice = Layer(
    "lattice", "分析方格", .multiPolygon, .reference, PackageResources.layer_lattice_sql,
    [
      .text("code", "方格代码"), .text("name", "名称"), .integer("population", "人口"),
      .real("area_m2", "面积（平方米）"), .integer("lattice_column", "列号"), .integer("lattice_row", "行号"),
    ])

  static let taskHistory = Layer(
    "task_history", "任务办理过程", nil, .restricted, PackageResources.layer_task_history_sql,
    [.text("number", "任务编号"), .text("status", "状态"), .instant("time", "时间")])

  static let clusters = Layer(
    "clusters", "聚集区", .multiPolygon, .aggregate, runKind: "clusters",
    PackageResources.layer_clusters_sql,
    .run
      + [
        .integer("cluster", "聚集区编号"), .integer("n", "件数"), .day("first", "最早日"),
        .day("last", "最近日"), .text("change", "变化"), .day("since", "首次出现日"),
        .integer("n_before", "上期件数"),
        .text("origins", "来自聚集区"), .integer("merged_into", "并入聚集区"),
      ] + .basis)

  static let clusterMembers = Layer(
    "cluster_members", "聚集区成员", .point, .points, runKind: "clusters",
    PackageResources.layer_cluster_members_sql,
    .run
      + [
        .text("source", "来源"), .text("incident", "事件编号"), .text("category", "类别"),
        .integer("cluster", "聚集区编号"),
        .init(name: "core", type: .boolean, chineseName: "核心点"),
        .real("probability", "归属概率"), .synthetic,
      ])
}
