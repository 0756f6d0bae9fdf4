import Crypto
public import Foundation
import JWTKit
public import SimpleFeatures

/// Whoever signs tokens that this service takes beside its own keys: JSON Web Tokens whose claims
/// say the role and the area.
///
/// A token is taken if one of the issuer's public keys signed it by that key's own algorithm, it
/// names the issuer and this service, its time runs, and it says who, as what and where:
/// `iss`, `aud`, `exp`, `sub`, `anlan_role` and `anlan_area`, perhaps `nbf`. Whatever else its header
/// proposes, such as another algorithm, a key or an address of keys, is not followed.
///
/// > M. Jones, J. Bradley, N. Sakimura. "JSON Web Token (JWT)." RFC 7519, 2015. Y. Sheffer, D. Hardt,
/// > M. Jones. "JSON Web Token Best Current Practices." RFC 8725, 2020.
public struct TokenIssuer: Sendable {
  /// A public key, and the one algorithm that it is for.
  private struct Key: Sendable {
    var id: String?
    var algorithm: any JWTAlgorithm
  }

  private let name: String
  private let audience: String
  private let keys: [Key]
  private let parser = DefaultJWTParser()

  /// Clocks differ; by so many seconds they may.
  private static let leewaySeconds: Int64 = 60
  /// A longer one is not looked at.
  private static let mostBytes = 8192

  /// Why keys are none that tokens can be checked with.
  public struct KeyFault: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameters:
  ///   - name: what the tokens' `iss` is.
  ///   - audience: what is among the tokens' `aud`.
  ///   - keys: the issuer's public keys: a JSON Web Key Set (RFC 7517), or one key in PEM.
  /// - Throws: `KeyFault`.
  public init(name: String, audience: String, keys: Data) async throws {
    self.name = name
    self.audience = audience
    let text = String(decoding: keys, as: UTF8.self)
    self.keys =
      text.contains("-----BEGIN") ? [try await Self.key(pem: text)] : try await Self.keys(keys)
  }

  // MARK: Keys

  /// > M. Jones. "JSON Web Key (JWK)." RFC 7517, 2015.
  private static func keys(_ document: Data) async throws -> [Key] {
    let set: JWKS
    do {
      set = try JSONDecoder().decode(JWKS.self, from: document)
    } catch {
      throw KeyFault(
        description: "it is neither a key in PEM nor a JSON Web Key Set of RSA, EC or OKP keys")
    }
    var keys: [Key] = []
    for (number, key) in set.keys.enumerated() {
      let name = "key \(number + 1)\(key.keyIdentifier.map { " (\($0.string))" } ?? "")"
      guard key.privateExponent == nil else {
        throw KeyFault(description: "\(name) is a private one; give the public keys alone")
      }
      var known = key
      known.algorithm = key.algorithm ?? Self.usual(key)
      // The collection takes none without a name.
      known.keyIdentifier = key.keyIdentifier ?? "anlan"
      do {
        let algorithm = try await JWTKeyCollection().add(jwk: known).getKey()
        keys.append(Key(id: key.keyIdentifier?.string, algorithm: algorithm))
      } catch {
        throw KeyFault(description: "\(name) is none that a token can be checked with")
      }
    }
    guard !keys.isEmpty else { throw KeyFault(description: "it holds no key") }
    return keys
  }

  /// What a key is for that does not say it.
  private static func usual(_ key: JWK) -> JWK.Algorithm? {
    switch (key.keyType, key.curve?.rawValue) {
    case (.rsa, _): .rs256
    case (_, "P-256"): .es256
    case (_, "P-384"): .es384
    case (_, "P-521"): .es512
    case (.octetKeyPair, _): .eddsa
    default: nil
    }
  }

  private static func key(pem: String) async throws -> Key {
    guard !pem.contains("PRIVATE KEY") else {
      throw KeyFault(description: "it is a private key; give the public key alone")
    }
    let keys = JWTKeyCollection()
    if let key = try? ES256PublicKey(pem: pem) {
      await keys.add(ecdsa: key)
    } else if let key = try? ES384PublicKey(pem: pem) {
      await keys.add(ecdsa: key)
    } else if let key = try? JWTKit.Insecure.RSA.PublicKey(pem: pem) {
      await keys.add(rsa: key, digestAlgorithm: .sha256)
    } else {
      throw KeyFault(description: "its key is none of RSA, P-256 or P-384")
    }
    return Key(id: nil, algorithm: try await keys.getKey())
  }

  // MARK: Tokens

  /// Whether a text has a token's shape; no key of ours has it.
  public static func looksLikeToken(_ text: String) -> Bool {
    text.utf8.count { $0 == UInt8(ascii: ".") } == 2
  }

  /// Who a token says asks.
  ///
  /// - Parameter now: the time.
  /// - Returns: `nil` for a token that is not to be taken, whatever is wrong with it.
  /// - Complexity: a signature: about 0.1 ms.
  public func principal(of token: String, at now: Instant) -> Principal? {
    let bytes = Array(token.utf8)
    guard bytes.count <= Self.mostBytes,
      let parsed = try? parser.parse(bytes, as: Claims.self), parsed.header.fields["crit"] == nil,
      let algorithm = parsed.header.alg,
      isSigned(bytes, algorithm, parsed.header.kid, parsed.signature)
    else { return nil }
    let claims = parsed.payload
    guard claims.iss == name, claims.aud.contains(audience),
      Double(now.seconds - Self.leewaySeconds) < claims.exp,
      Double(now.seconds + Self.leewaySeconds) >= claims.nbf ?? -.infinity,
      !claims.sub.isEmpty, let role = claims.roles.compactMap(Role.init(rawValue:)).max(),
      claims.area.utf8.count <= 12, claims.area.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Principal(role: role, area: claims.area, key: Self.publicName(claims))
  }

  /// By a key of that name, and by the algorithm that the key is for: a token does not choose one.
  private func isSigned(
    _ token: [UInt8], _ algorithm: String, _ id: String?, _ signature: Data
  ) -> Bool {
    guard let end = token.lastIndex(of: UInt8(ascii: ".")), !signature.isEmpty else { return false }
    let signed = Data(token[..<end])
    return keys.contains { key in
      guard key.algorithm.name == algorithm, id == nil || key.id == nil || key.id == id else {
        return false
      }
      return (try? key.algorithm.verify(signature, signs: signed)) ?? false
    }
  }

  /// What the audit and the log call whoever asks: who it is can be found by the issuer alone, as
  /// places are kept here, never people.
  private static func publicName(_ claims: Claims) -> String {
    let digest = SHA256.hash(data: Array("\(claims.iss)\n\(claims.sub)".utf8))
    return "jwt:"
      + digest.prefix(6).map { byte in
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }.joined()
  }
}

/// What a token says.
private struct Claims: JWTPayload {
  var iss: String
  var sub: String
  var aud: [String]
  /// Seconds since 1970.
  var exp: Double
  var nbf: Double?
  /// Those of ours, and perhaps those of other services.
  var roles: [String]
  /// The first digits of the codes that may be seen; empty for all.
  var area: String

  private enum Names: String, CodingKey {
    case iss, sub, aud, exp, nbf, anlanRole = "anlan_role", anlanArea = "anlan_area"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Names.self)
    /// One text or a list of them.
    func texts(_ name: Names) throws -> [String] {
      if let text = try? values.decode(String.self, forKey: name) { return [text] }
      return try values.decode([String].self, forKey: name)
    }
    iss = try values.decode(String.self, forKey: .iss)
    sub = try values.decode(String.self, forKey: .sub)
    aud = try texts(.aud)
    exp = try values.decode(Double.self, forKey: .exp)
    nbf = try values.decodeIfPresent(Double.self, forKey: .nbf)
    roles = try texts(.anlanRole)
    area = try values.decode(String.self, forKey: .anlanArea)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Names.self)
    try values.encode(iss, forKey: .iss)
    try values.encode(sub, forKey: .sub)
    try values.encode(aud, forKey: .aud)
    try values.encode(exp, forKey: .exp)
    try values.encodeIfPresent(nbf, forKey: .nbf)
    try values.encode(roles, forKey: .anlanRole)
    try values.encode(area, forKey: .anlanArea)
  }

  /// The issuer looks at the times itself, by the service's clock.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
