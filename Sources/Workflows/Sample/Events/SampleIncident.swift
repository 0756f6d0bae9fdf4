/// One synthetic event. Times are minutes of the local clock since 1970.
struct SampleIncident: Sendable {
  enum Precision: String, Sendable, CaseIterable {
    case exact, street, village, area

    /// The county's own word.
    var word: String {
      switch self {
      case .exact: "精确"
      case .street: "街巷"
      case .village: "村居"
      case .area: "区域"
      }
    }
  }

  enum Status: String, Sendable, CaseIterable {
    case reported, accepted, filed, solved, mediated, closed

    /// The county's own word.
    var word: String {
      switch self {
      case .reported: "已接报"
      case .accepted: "已受理"
      case .filed: "已立案"
      case .solved: "已破案"
      case .mediated: "已调解"
      case .closed: "已办结"
      }
    }
  }

  var category: Int
  var part: Int
  var grid: Int
  var longitude: Double
  var latitude: Double
  var occurredFrom: Int
  var occurredTo: Int?
  var reportedAt: Int
  var precision: Precision
  var severity: Int
  var lossYuan: Int?
  var deaths: Int
  var injuries: Int
  var status: Status
  var statusAt: Int
  /// When it came to these, where it did.
  var acceptedAt: Int?
  var filedAt: Int?
  var solvedAt: Int?
}
