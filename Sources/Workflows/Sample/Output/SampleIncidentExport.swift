import Formats
import Foundation
import Projections
import SimpleFeatures

/// The incidents as a county office would hand them over: Chinese words in GB18030, points in
/// GCJ-02, places of which only the village is known; and the mapping that reads them.
struct SampleIncidentExport {
  let scenario: SampleScenario

  init(_ scenario: SampleScenario) { self.scenario = scenario }

  /// Layer column and the file's header, in the order of the file.
  private static let columns = [
    ("id", "事件编号"), ("category", "类别"), ("subcategory", "细类"), ("occurred_from", "发生时间"),
    ("occurred_to", "发生时间止"), ("reported_at", "报案时间"), ("lon", "经度"), ("lat", "纬度"),
    ("place_code", "地点代码"), ("location_precision", "位置精度"), ("severity", "严重程度"),
    ("loss_yuan", "损失元"), ("deaths", "死亡"), ("injuries", "受伤"), ("status", "状态"),
    ("status_at", "状态时间"), ("accepted_at", "受理时间"), ("filed_at", "立案时间"),
    ("solved_at", "破案时间"), ("synthetic", "合成"),
  ]
  private static let yes = "是"
  /// GB 18030-2000, as Foundation numbers it.
  private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

  func csv() throws -> [UInt8] {
    let utf8 = try SampleBytes.collect { sink in
      var options = CSVWriter.Options()
      options.hasByteOrderMark = false
      options.guardsFormulas = false
      options.decimals = 6
      var writer = CSVWriter(sink, options: options)
      try writer.write(header: Self.columns.map(\.1))
      for (number, incident) in scenario.incidents.enumerated() {
        try writer.write(row: row(incident, number: number + 1))
      }
      try writer.finish()
    }
    let text = String(decoding: utf8, as: UTF8.self)
    guard let data = text.data(using: Self.gb18030) else {
      throw WorkflowError.failed("incidents.csv: this system has no GB18030 encoder")
    }
    return [UInt8](data)
  }

  /// The id of an incident in the county's register.
  ///
  /// - Parameter number: its place in the register, from 1.
  static func id(of incident: SampleIncident, number: Int) -> String {
    let year = DayNumber(Int32(incident.reportedAt / 1440)).civil.year
    return "XP\(year)-\(SampleCode.padded(number, to: 6))"
  }

  /// Who issues those ids.
  static func source(seed: UInt64) -> String { "xiapu-sample-\(seed)" }

  private func row(_ incident: SampleIncident, number: Int) -> [AttributeValue] {
    let category = SampleCategory.all[incident.category]
    let hasPoint = incident.precision == .exact || incident.precision == .street
    let point = ChineseOffset.gcj02.applied(
      to: Coordinate(x: incident.longitude, y: incident.latitude))
    return [
      .text(Self.id(of: incident, number: number)), .text(category.word),
      .text(category.parts[incident.part].word),
      .text(SamplePeriod.text(minute: incident.occurredFrom)),
      incident.occurredTo.map { .text(SamplePeriod.text(minute: $0)) } ?? .unknown,
      .text(SamplePeriod.text(minute: incident.reportedAt)),
      hasPoint ? .real(point.x) : .unknown, hasPoint ? .real(point.y) : .unknown,
      .text(placeCode(incident)), .text(incident.precision.word),
      .integer(Int64(incident.severity)),
      incident.lossYuan.map { .integer(Int64($0)) } ?? .unknown,
      .integer(Int64(incident.deaths)), .integer(Int64(incident.injuries)),
      .text(incident.status.word), .text(SamplePeriod.text(minute: incident.statusAt)),
      time(incident.acceptedAt), time(incident.filedAt), time(incident.solvedAt),
      .text(Self.yes),
    ]
  }

  private func time(_ minute: Int?) -> AttributeValue {
    minute.map { .text(SamplePeriod.text(minute: $0)) } ?? .unknown
  }

  /// The village, twelve digits; of events at sea and of those that are placed in an area only,
  /// the town, nine digits.
  private func placeCode(_ incident: SampleIncident) -> String {
    let grid = scenario.layout.grids[incident.grid]
    let isTown = grid.isSea || incident.precision == .area
    return String(grid.code.prefix(isTown ? 9 : 12))
  }

  // MARK: The mapping

  func mapping() -> String {
    var lines = [
      "# How incidents.csv is read: a synthetic export, written by `anlan sample xiapu`.",
      "layer: incidents",
      "source: \(Self.source(seed: scenario.seed))",
      "crs: GCJ-02",
      "encoding: gb18030",
      "time_zone: Asia/Shanghai",
      "date_formats: [\"yyyy-MM-dd HH:mm\"]",
      "columns:",
    ]
    lines += Self.columns.map { "  \($0): \($1)" }
    lines.append("categories:")
    lines += SampleCategory.all.map { "  \($0.word): \($0.key)" }
    lines.append("statuses:")
    lines += SampleIncident.Status.allCases.map { "  \($0.word): \($0.rawValue)" }
    lines += ["values:", "  subcategory:"]
    for category in SampleCategory.all {
      lines += category.parts.map { "    \($0.word): \($0.key)" }
    }
    lines.append("  location_precision:")
    lines += SampleIncident.Precision.allCases.map { "    \($0.word): \($0.rawValue)" }
    lines += ["  synthetic:", "    \(Self.yes): \"true\""]
    return lines.joined(separator: "\n") + "\n"
  }
}
