import Access
import Foundation
import SimpleFeatures
import Storage
import Synchronization

/// Lets in whoever has a key, or needs none, as often as they may ask.
final class Doorkeeper: Sendable {
  private let configuration: ServiceConfiguration
  private let pool: StorePool
  private let ring = Mutex<(revision: String, ring: KeyRing)?>(nil)
  private let asking: RateLimit
  /// Wrong keys from one place.
  private let guessing = RateLimit(perSecond: 0.5, burst: 20)

  init(_ configuration: ServiceConfiguration, _ pool: StorePool) {
    self.configuration = configuration
    self.pool = pool
    asking = RateLimit(
      perSecond: configuration.requestsPerSecond, burst: configuration.requestsAtOnce)
  }

  /// - Parameter revision: of the store: keys that were revoked since are none.
  /// - Throws: 401 without a key that is good, 429 too often.
  func visitor(_ request: ServiceRequest, revision: String?) throws -> Visitor {
    let visitor: Visitor
    if let text = Self.presented(request.headers) {
      guard let principal = try principal(of: text, revision) else {
        try take(guessing, request.peer)
        throw Self.unknown("This key is not known here, or has expired, or was revoked.")
      }
      visitor = Visitor(principal)
    } else {
      guard !configuration.needsKeys else {
        throw Self.unknown("A key is needed: Authorization: Bearer KEY.")
      }
      visitor = .owner(configuration.audience)
    }
    if !visitor.isOwner { try take(asking, visitor.key, cost: Self.cost(request)) }
    return visitor
  }

  /// By a key, or by a token of the issuer.
  private func principal(of text: String, _ revision: String?) throws -> Principal? {
    let now = configuration.clock.instant()
    if let issuer = configuration.issuer, TokenIssuer.looksLikeToken(text) {
      return issuer.principal(of: text, at: now)
    }
    return try keys(revision).principal(of: text, at: now)
  }

  private static func unknown(_ detail: String) -> Problem {
    Problem(status: 401, title: "Who asks?", detail: detail)
  }

  /// What is computed costs more than what is read.
  private static func cost(_ request: ServiceRequest) -> Double {
    request.method == "POST" ? 10 : 1
  }

  private func take(_ limit: RateLimit, _ name: String, cost: Double = 1) throws(Problem) {
    guard let seconds = limit.wait(name, cost: cost, at: configuration.clock.seconds()) else {
      return
    }
    throw Problem(
      status: 429, title: "Too often", detail: "That was asked too often; ask again later.",
      retryAfter: Int(seconds.rounded(.up)))
  }

  private func keys(_ revision: String?) throws -> KeyRing {
    if let revision, let known = ring.withLock({ $0 }), known.revision == revision {
      return known.ring
    }
    let read = KeyRing(try pool.withStore { try $0.answer(AccessKeys()) })
    if let revision { ring.withLock { $0 = (revision, read) } }
    return read
  }

  /// The key of a request; empty where it says who asks in another way: a bearer's, or, for browsers
  /// and QGIS, the password of a user with any name.
  ///
  /// > M. Jones, D. Hardt. "The OAuth 2.0 Authorization Framework: Bearer Token Usage." RFC 6750,
  /// > 2012. J. Reschke. "The 'Basic' HTTP Authentication Scheme." RFC 7617, 2015.
  private static func presented(_ headers: [String: String]) -> String? {
    if let key = headers["x-api-key"] { return key }
    guard let header = headers["authorization"] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return "" }
    switch parts[0].lowercased() {
    case "bearer": return parts[1]
    case "basic":
      guard let data = Data(base64Encoded: parts[1]),
        let text = String(validating: data, as: UTF8.self)
      else { return "" }
      return text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).last
        .map(String.init)
    default: return ""
    }
  }
}
