/// How far the rows of an import can be trusted: places that are defaults, clocks that were not
/// looked at, days that are not yet, and what is missing.
public struct QualityReport: Sendable, Codable {
  /// One coordinate, to the last digit, that many rows bear: an address that was not found and got
  /// the middle of the town.
  public struct Spike: Sendable, Codable, Hashable {
    /// As the file has it.
    public var x: Double
    public var y: Double
    /// At least so many.
    public var rows: Int
  }

  public var rows: Int
  public var withPoint: Int
  /// Rows by how well their place is known: exact, street, village, area.
  public var precision: [String: Int]
  /// Rows without coordinates and code whose place was found by its name.
  public var placedByName: Int
  /// A coordinate of more rows than this is a spike: the larger of 20 and a hundredth of the rows.
  public var spikeThreshold: Int
  /// The most frequent first, ten at most.
  public var spikes: [Spike]
  /// Rows whose time has a clock.
  public var clocks: Int
  /// Rows whose time is a day alone.
  public var daysOnly: Int
  /// Of `clocks`: 00:00:00, which is mostly “not known”.
  public var midnights: Int
  /// Of `clocks`: other hours to the minute and second.
  public var wholeHours: Int
  /// Of `clocks`, by hour of the day.
  public var hours: [Int]
  /// Rows of a day after `asOf`; unknown where no such day is.
  public var future: Int?
  /// The day on which the file was written.
  public var asOf: String?
  public var lastDay: String?
  /// Rejected, because they lie outside the study area.
  public var outsideArea: Int
  /// Layer column → rows in which the file leaves it empty.
  public var missing: [String: Int]

  static let spikeRows = 20
  static let mostSpikes = 10

  /// What a person should look at; empty where nothing stands out.
  ///
  /// By chance one clock in 86,400 shows midnight and one in 3,600 a whole hour: a share of 2 % and
  /// of 20 % is far beyond that, and beyond the rounding of people who write "at eight".
  public var remarks: [BilingualText] {
    var remarks: [BilingualText] = []
    for spike in spikes.prefix(3) {
      remarks.append(
        BilingualText(
          en: "\(spike.rows) rows or more stand at \(spike.x), \(spike.y) to the last digit: a "
            + "default of the geocoder? (more than \(spikeThreshold) rows on one coordinate)",
          zh: "至少 \(spike.rows) 行坐标完全相同（\(spike.x), \(spike.y)），疑为默认点位（同一坐标超过 \(spikeThreshold) 行）")
      )
    }
    if spikes.count > 3 {
      remarks.append(
        BilingualText(
          en: "\(spikes.count - 3) more such coordinates", zh: "另有 \(spikes.count - 3) 处同类点位"))
    }
    if clocks >= 50, midnights * 50 > clocks {
      remarks.append(
        BilingualText(
          en: "\(Self.percent(midnights, clocks)) of the clocks show 00:00:00: the hour is likely "
            + "not known", zh: "\(Self.percent(midnights, clocks)) 的时刻为 00:00:00，可能并不知道具体时间"))
    }
    if clocks >= 50, wholeHours * 5 > clocks {
      remarks.append(
        BilingualText(
          en: "\(Self.percent(wholeHours, clocks)) of the clocks show a whole hour: rounded by "
            + "hand",
          zh: "\(Self.percent(wholeHours, clocks)) 的时刻为整点，应为人工取整"))
    }
    if let future, let asOf, future > 0 {
      remarks.append(
        BilingualText(
          en: "\(future) rows are of a day after \(asOf), when the file was written",
          zh: "\(future) 行日期晚于文件生成日 \(asOf)"))
    }
    if outsideArea > 0 {
      remarks.append(
        BilingualText(
          en: "\(outsideArea) rows lie outside the study area", zh: "\(outsideArea) 行位于研究区外"))
    }
    if placedByName > 0 {
      remarks.append(
        BilingualText(
          en: "\(placedByName) rows got their village by its name",
          zh: "\(placedByName) 行按名称匹配到村（社区）"))
    }
    for (column, count) in missing.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
    where count * 10 > rows {
      remarks.append(
        BilingualText(
          en: "\(column) is missing in \(Self.percent(count, rows)) of the rows",
          zh: "\(Self.percent(count, rows)) 的行缺少 \(column)"))
    }
    return remarks
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    let tenths = (Double(part) / Double(whole) * 1000).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
  }
}
