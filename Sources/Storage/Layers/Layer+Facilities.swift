import SimpleFeatures

/// What is kept at a place, and what is done there: stations, cameras, hazards, visits.
extension Layer {
  /// Stations and facilities: police, mediation centres, fire micro-stations, ports, kiosks.
  static let stations = Layer(
    "stations", "站所与设施", .point, .reference, PackageResources.layer_stations_sql,
    upsert: PackageResources.upsert_station_sql, key: ["code"],
    [
      .init("code", "站所代码", .code, aliases: ["id", "station"], isRequired: true),
      .init("name", "名称", .label, isRequired: true),
      .init(
        "kind", "类型",
        .word([
          "police", "police_post", "governance_centre", "mediation_centre", "grid_centre",
          "fire_station", "fire_micro_station", "port", "kiosk", "court", "hospital",
          "service_station", "monitoring_centre", "border_post", "shelter", "other",
        ]), isRequired: true),
      .init("place_code", "所在地代码", .placeCode, aliases: ["unit"]),
      .init("staff", "编制人数", .count, doc: "persons, a number only"),
      .init("opened_on", "启用日", .day),
      .init("closed_on", "停用日", .day, notBefore: "opened_on"),
      .synthetic,
      .longitude,
      .latitude,
    ])

  /// Areas that stations answer for; they need not nest in units of administration.
  static let serviceAreas = Layer(
    "service_areas", "站所辖区", .multiPolygon, .reference, PackageResources.layer_service_areas_sql,
    upsert: PackageResources.upsert_service_area_sql, key: ["code"],
    [
      .init("code", "辖区代码", .code, aliases: ["id"], isRequired: true),
      .init("name", "名称", .label, missing: .same(as: "code")),
      .init("station", "站所代码", .code, reference: .init(to: "stations", isRequired: false)),
      .init(
        "kind", "类型", .word(["police", "fire", "mediation", "grid", "response", "other"]),
        missing: .word("police")),
      .init("minutes", "到达时限（分钟）", .amount, doc: "of an area drawn by travel time, minutes"),
      .init("valid_from", "起始日", .day),
      .init("valid_to", "截止日", .day, notBefore: "valid_from"),
      .synthetic,
    ])

  /// Cameras with the sector they see: for analysts alone.
  static let cameras = Layer(
    "cameras", "视频监控点", .point, .restricted, PackageResources.layer_cameras_sql,
    upsert: PackageResources.upsert_camera_sql, key: ["code"],
    [
      .init("code", "监控点代码", .code, aliases: ["id", "camera"], isRequired: true),
      .init("station", "接入站所", .code, reference: .init(to: "stations", isRequired: false)),
      .init("place_code", "所在地代码", .placeCode),
      .init(
        "bearing_deg", "朝向（度）", .real(0...360), aliases: ["bearing", "azimuth"],
        doc: "degrees clockwise from north"),
      .init(
        "angle_deg", "视场角（度）", .real(0...360), aliases: ["angle", "fov"],
        doc: "degrees; 360 turns all round"),
      .init("range_m", "可视距离（米）", .positive, aliases: ["range"], doc: "metres"),
      .init("height_m", "架设高度（米）", .positive, aliases: ["height"], doc: "metres above the ground"),
      .init("online", "联网", .boolean, doc: "its picture reaches the centre"),
      .init("installed_on", "启用日", .day),
      .init("removed_on", "停用日", .day, notBefore: "installed_on"),
      .synthetic,
      .longitude,
      .latitude,
    ])

  /// Hazards at a place (隐患): what could happen, who removes it, until when.
  static let hazards = Layer(
    "hazards", "隐患点", .point, .restricted, PackageResources.layer_hazards_sql,
    upsert: PackageResources.upsert_hazard_sql, key: ["code"],
    [
      .init("code", "隐患编号", .code, aliases: ["id"], isRequired: true),
      .init(
        "kind", "类型",
        .word([
          "fire", "building", "road", "gas", "electrical", "geological", "water_edge", "industrial",
          "vessel", "other",
        ]), isRequired: true),
      .init("severity", "严重程度", .integer(1...5), doc: "1 to 5"),
      .init("found_on", "发现日", .day, isRequired: true),
      .init("place_code", "地点代码", .placeCode),
      .init("lead_unit", "责任单位", .code, doc: "the code of the unit or station that must remove it"),
      .init("deadline", "整改时限", .day, notBefore: "found_on"),
      .init(
        "status", "状态", .word(["open", "handed_over", "fixed", "closed"]), missing: .word("open")),
      .init("fixed_on", "整改日", .day, notBefore: "found_on"),
      .init(
        "rain_threshold_mm", "雨量阈值（毫米）", .positive,
        doc: "of a geological hazard: millimetres in 24 hours"),
      .synthetic,
      .longitude,
      .latitude,
    ])

  /// Inspections of a hazard, or of a place where none was found.
  static let inspections = Layer(
    "inspections", "隐患排查", nil, .restricted, PackageResources.layer_inspections_sql,
    upsert: PackageResources.upsert_inspection_sql, key: ["number"],
    anyOf: ["hazard", "place_code"],
    [
      .init("number", "排查编号", .code, aliases: ["id"], isRequired: true),
      .init("hazard", "隐患编号", .code, reference: .init(to: "hazards", isRequired: true)),
      .init("place_code", "地点代码", .placeCode),
      .init("inspected_on", "排查日", .day, aliases: ["排查日期"], isRequired: true),
      .init("unit", "排查单位", .code, doc: "the code of the unit or station"),
      .init("result", "结果", .word(["sound", "found", "fixed", "not_fixed"]), isRequired: true),
      .synthetic,
    ])

  /// Visits to a place (包村入户): when, by which unit, how many households; never who.
  static let visits = Layer(
    "visits", "走访", nil, .restricted, PackageResources.layer_visits_sql,
    upsert: PackageResources.upsert_visit_sql, key: ["number"],
    [
      .init("number", "走访编号", .code, aliases: ["id"], isRequired: true),
      .init("place_code", "地点代码", .placeCode, isRequired: true, doc: "the village, estate or grid"),
      .init("unit", "走访单位", .code, doc: "the code of the station"),
      .init("visited_on", "走访日", .day, aliases: ["走访日期"], isRequired: true),
      .init(
        "kind", "类型", .word(["round", "follow_up", "service"]), missing: .word("round"),
        doc: "round (包村走访), follow_up (回访), service (服务)"),
      .init("households", "走访户数", .count),
      .init(
        "outcome", "结果", .word(["done", "nobody_met", "moved_on", "referred"]),
        doc: "nothing about who was met"),
      .synthetic,
    ])

  /// Tracks of patrols.
  static let patrols = Layer(
    "patrols", "巡逻轨迹", .multiLineString, .restricted, PackageResources.layer_patrols_sql,
    upsert: PackageResources.upsert_patrol_sql, key: ["number"],
    [
      .init("number", "巡逻编号", .code, aliases: ["id"], isRequired: true),
      .init("unit", "巡逻单位", .code, doc: "the code of the station"),
      .init("began_at", "开始时间", .instant, isRequired: true),
      .init("ended_at", "结束时间", .instant, notBefore: "began_at"),
      .init(
        "mode", "方式", .word(["foot", "bicycle", "vehicle", "boat", "drone"]), missing: .word("foot")
      ),
      .init("people", "人数", .count, doc: "persons, a number only"),
      .synthetic,
    ])

  /// Commendations and warnings of units (红黄黑档案).
  static let awards = Layer(
    "awards", "单位红黄黑档案", nil, .reference, PackageResources.layer_awards_sql,
    upsert: PackageResources.upsert_award_sql, key: ["number"],
    [
      .init("number", "文号", .code, aliases: ["id"], isRequired: true, doc: "of the document"),
      .init(
        "unit", "单位代码", .placeCode, isRequired: true,
        doc: "the code of the unit or station; never a person"),
      .init(
        "colour", "等次", .word(["red", "yellow", "black"]), isRequired: true,
        doc: "red (表彰), yellow (通报批评), black (责任查究)"),
      .init(
        "level", "发文级别", .word(["county", "city", "province", "nation"]), isRequired: true,
        doc: "of the body that issued it"),
      .init("evidence", "依据", .label, isRequired: true, doc: "reference to the document"),
      .init("issued_on", "发文日", .day, isRequired: true),
      .init("valid_to", "有效期至", .day, notBefore: "issued_on"),
      .synthetic,
    ])
}
