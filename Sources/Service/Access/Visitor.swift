import Access
import Workflows

/// Who asks, and what of the store that is.
struct Visitor: Sendable, Hashable {
  var audience: Audience
  var role: Role
  /// The first digits of the codes that may be seen; empty for all.
  var area: String
  /// The public part of the key; empty for whoever sits at the machine.
  var key: String

  /// Whoever sits at the machine owns the store's file, and reads it as an analyst does; to write,
  /// an editor's key is needed there too.
  static func owner(_ audience: Audience) -> Visitor {
    Visitor(audience: audience, role: .analyst, area: "", key: "")
  }

  init(audience: Audience, role: Role, area: String, key: String) {
    self.audience = audience
    self.role = role
    self.area = area
    self.key = key
  }

  init(_ principal: Principal) {
    self.init(
      audience: principal.role == .viewer ? .public : .analyst, role: principal.role,
      area: principal.area, key: principal.key)
  }

  var isOwner: Bool { key.isEmpty }
  /// Of results only those that were published.
  var seesPublishedOnly: Bool { role == .viewer }
  /// Those for whom it is the same get the same answers.
  var sight: String { "\(audience.rawValue) \(seesPublishedOnly ? "published" : "all") \(area)" }

  /// - Throws: 403, which says what is needed.
  func require(_ needed: Role, for what: String) throws(Problem) {
    guard role >= needed else {
      throw Problem(
        status: 403, title: "Not allowed",
        detail: isOwner
          ? "\(what) needs a key of the role \(needed.rawValue), here too; make one with anlan key "
            + "create."
          : "\(what) needs a key of the role \(needed.rawValue); this one is of \(role.rawValue).")
    }
  }
}
