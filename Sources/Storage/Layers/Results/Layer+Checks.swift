import SimpleFeatures

/// What `anlan check` keeps: no run's result, but the state of the data at the last check.
extension Layer {
  static let gridFaults = Layer(
    "grid_faults", "网格缺陷", .multiPolygon, .reference, PackageResources.layer_grid_faults_sql,
    [
      .init(name: "kind", type: .text, chineseName: "类型"),
      .init(name: "grids", type: .text, chineseName: "涉及网格"),
      .init(name: "area_m2", type: .real, chineseName: "面积（平方米）"),
      .init(name: "width_m", type: .real, chineseName: "宽度（米）"),
    ])

  /// A row counts the incidents of a grid, to the one: for those who own the file.
  static let dataQuality = Layer(
    "data_quality", "数据质量", .multiPolygon, .points, PackageResources.layer_data_quality_sql,
    [
      .init(name: "unit", type: .text, chineseName: "网格代码"),
      .init(name: "name", type: .text, chineseName: "名称"),
      .init(name: "n", type: .integer, chineseName: "事件数"),
      .init(name: "exact_share", type: .real, chineseName: "精确定位比例"),
      .init(name: "spike_rows", type: .integer, chineseName: "默认点位行数"),
      .init(name: "days_only_share", type: .real, chineseName: "仅有日期比例"),
      .init(name: "midnight_share", type: .real, chineseName: "零点比例"),
      .init(name: "future_rows", type: .integer, chineseName: "未来日期行数"),
      .init(name: "completeness", type: .real, chineseName: "完整度"),
      .init(name: "reported_share", type: .real, chineseName: "有报案时间比例"),
      .init(name: "subcategory_share", type: .real, chineseName: "有细类比例"),
      .init(name: "severity_share", type: .real, chineseName: "有等级比例"),
      .init(name: "loss_share", type: .real, chineseName: "有损失比例"),
      .init(name: "status_share", type: .real, chineseName: "有状态比例"),
    ])
}
