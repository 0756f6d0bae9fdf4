import Analysis
import TestSupport

/// A number or a word of a table.
enum FixtureCell: Decodable {
  case number(Double)
  case word(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .word(try container.decode(String.self))
    }
  }

  var number: Double { if case .number(let number) = self { number } else { .nan } }
  var word: String { if case .word(let word) = self { word } else { "" } }
}

/// What SaTScan prints of a cluster.
struct SaTScanCluster: Decodable {
  var locations: [String]
  var window: [String]?
  var observed: Int
  var expected: Double
  var relativeRisk: Double?
  var ratio: Double
  var p: Double
  var recurrence: String?

  enum CodingKeys: String, CodingKey {
    case locations, observed, expected
    case window = "time_frame"
    case relativeRisk = "relative_risk"
    case ratio = "llr"
    case p = "p_value"
    case recurrence = "recurrence_interval"
  }

  struct List: Decodable { var clusters: [SaTScanCluster] }
}

/// Named places of which some are at coordinates and have cases by interval.
struct NamedPlaces {
  let names: [String]
  let x: [Double]
  let y: [Double]
  var cases: [Int32]
  let intervals: Int

  init(_ coordinates: [String: [Double]], intervals: Int) {
    names = coordinates.keys.sorted()
    x = names.map { coordinates[$0]?[0] ?? .nan }
    y = names.map { coordinates[$0]?[1] ?? .nan }
    cases = .init(repeating: 0, count: names.count * intervals)
    self.intervals = intervals
  }

  func row(_ name: String, _ interval: Int) -> Int {
    (names.firstIndex(of: name) ?? -1) * intervals + interval
  }
}
