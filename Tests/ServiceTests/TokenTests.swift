import Access
import CryptoExtras
import Foundation
import JWTKit
import Service
import SimpleFeatures
import Testing

/// Tokens of an issuer let in whom they say, and nobody else.
@Suite struct TokenTests {
  /// What a token says; `nil` leaves a claim out.
  private struct Said: JWTPayload {
    var iss: String? = "https://sso.example.org"
    var sub: String? = "42"
    var aud: [String]? = ["other", "anlan"]
    var exp: Int64? = KeyScene.now.seconds + 600
    var nbf: Int64?
    var anlanRole: [String]? = ["analyst"]
    var anlanArea: String? = ""

    private enum CodingKeys: String, CodingKey {
      case iss, sub, aud, exp, nbf, anlanRole = "anlan_role", anlanArea = "anlan_area"
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  private let key = ES256PrivateKey()
  private let issuer: TokenIssuer

  init() async throws {
    issuer = try await TokenIssuer(
      name: "https://sso.example.org", audience: "anlan",
      keys: try Self.keySet([("one", key.publicKey)]))
  }

  private static func keySet(_ keys: [(id: String, key: ES256PublicKey)]) throws -> Data {
    let members = try keys.map { id, key in
      let place = try #require(key.parameters)
      return """
        {"kty":"EC","crv":"P-256","use":"sig","kid":"\(id)","x":"\(Self.url(place.x))",\
        "y":"\(Self.url(place.y))"}
        """
    }
    return Data("{\"keys\":[\(members.joined(separator: ","))]}".utf8)
  }

  private static func url(_ base64: String) -> String {
    base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private func sign(_ said: Said, by key: ES256PrivateKey? = nil, id: String = "one") async throws
    -> String
  {
    let identifier = JWKIdentifier(string: id)
    return try await JWTKeyCollection().add(ecdsa: key ?? self.key, kid: identifier)
      .sign(said, kid: identifier)
  }

  private func principal(_ token: String, at seconds: Int64 = 0) -> Principal? {
    issuer.principal(of: token, at: Instant(KeyScene.now.seconds + seconds))
  }

  @Test func aTokenSaysWhoAsks() async throws {
    var said = Said()
    said.anlanRole = ["editor", "viewer", "auditor-of-another-house"]
    said.anlanArea = "350921"
    let found = try #require(principal(try await sign(said)))
    #expect(found.role == .editor && found.area == "350921")
    #expect(found.key.hasPrefix("jwt:") && found.key.count == 16 && !found.key.contains("42"))
    // The same person has the same name, another has another.
    said.anlanArea = ""
    #expect(principal(try await sign(said))?.key == found.key)
    said.sub = "43"
    let other = try #require(principal(try await sign(said)))
    #expect(other.key != found.key)
  }

  @Test func whatIsWrongWithATokenShutsItOut() async throws {
    let now = KeyScene.now.seconds
    let wrong: [(String, (inout Said) -> Void)] = [
      ("another issuer", { $0.iss = "https://sso.example.org/" }), ("no issuer", { $0.iss = nil }),
      ("another audience", { $0.aud = ["other"] }), ("no audience", { $0.aud = nil }),
      ("an empty audience", { $0.aud = [] }), ("expired", { $0.exp = now - 61 }),
      ("without an end", { $0.exp = nil }), ("not yet", { $0.nbf = now + 61 }),
      ("no role", { $0.anlanRole = nil }), ("an unknown role", { $0.anlanRole = ["root"] }),
      ("no area", { $0.anlanArea = nil }), ("an odd area", { $0.anlanArea = "3509%" }),
      ("a long area", { $0.anlanArea = "3509213509213" }), ("nobody", { $0.sub = "" }),
      ("no subject", { $0.sub = nil }),
    ]
    #expect(principal(try await sign(Said())) != nil)
    for (what, change) in wrong {
      var said = Said()
      change(&said)
      #expect(principal(try await sign(said)) == nil, "\(what)")
    }
    // Clocks may differ by a minute.
    let token = try await sign(Said())
    #expect(principal(token, at: 659) != nil && principal(token, at: 660) == nil)
  }

  @Test func whatIsNotSignedByTheIssuerIsShutOut() async throws {
    let good = try await sign(Said())
    let parts = good.split(separator: ".").map(String.init)
    func head(_ text: String) -> String { Self.url(Data(text.utf8).base64EncodedString()) }
    let stranger = ES256PrivateKey()
    var others = [
      "", ".", "..", "a.b.c", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])",
      good + ".x", good + "x", good + String(repeating: "a", count: 9000),
      "\(head("{\"alg\":\"none\",\"typ\":\"JWT\"}")).\(parts[1]).",
      "\(head("{\"alg\":\"none\"}")).\(parts[1]).\(parts[2])",
      "\(head("{\"alg\":\"ES384\",\"kid\":\"one\"}")).\(parts[1]).\(parts[2])",
      "\(head("{\"alg\":\"ES256\",\"kid\":\"one\",\"crit\":[\"exp\"],\"exp\":1}")).\(parts[1]).\(parts[2])",
      "\(head("{\"kid\":\"one\"}")).\(parts[1]).\(parts[2])",
      try await sign(Said(), by: stranger), try await sign(Said(), by: stranger, id: "two"),
      // Of the right key, under the name of another.
      try await sign(Said(), id: "two"),
    ]
    // The public key as a secret.
    let pem = key.publicKey.pemRepresentation
    others.append(
      try await JWTKeyCollection().add(
        hmac: HMACKey(from: Data(pem.utf8)), digestAlgorithm: .sha256
      )
      .sign(Said()))
    // Another says the same things, and another area.
    var said = Said()
    said.anlanArea = "350921"
    let other = try await sign(said).split(separator: ".").map(String.init)
    others.append("\(parts[0]).\(other[1]).\(parts[2])")
    for place in stride(from: 0, to: parts[2].utf8.count - 2, by: 5) {
      var signature = Array(parts[2].utf8)
      signature[place] =
        signature[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      others.append("\(parts[0]).\(parts[1]).\(String(decoding: signature, as: UTF8.self))")
    }
    for token in others { #expect(principal(token) == nil, "\(token.prefix(80))") }
    #expect(principal(good) != nil)
  }

  @Test func keysAreReadAsTheyCome() async throws {
    let rsa = try Insecure.RSA.PrivateKey(backing: .init(keySize: .bits2048))
    let pem = try await TokenIssuer(
      name: "https://sso.example.org", audience: "anlan",
      keys: Data(rsa.publicKey.pemRepresentation.utf8))
    let signed = JWTKeyCollection()
    await signed.add(rsa: rsa, digestAlgorithm: .sha256)
    #expect(pem.principal(of: try await signed.sign(Said()), at: KeyScene.now)?.role == .analyst)
    let longer = JWTKeyCollection()
    await longer.add(rsa: rsa, digestAlgorithm: .sha512)
    #expect(pem.principal(of: try await longer.sign(Said()), at: KeyScene.now) == nil)
    #expect(pem.principal(of: try await sign(Said()), at: KeyScene.now) == nil)

    // While keys are changed there are two.
    let next = ES256PrivateKey()
    let both = try await TokenIssuer(
      name: "https://sso.example.org", audience: "anlan",
      keys: try Self.keySet([("one", key.publicKey), ("two", next.publicKey)]))
    for token in [try await sign(Said()), try await sign(Said(), by: next, id: "two")] {
      #expect(both.principal(of: token, at: KeyScene.now) != nil)
    }

    for (text, word) in [
      ("", "Key Set"), ("{}", "Key Set"), ("{\"keys\":[]}", "no key"),
      ("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}", "Key Set"),
      (key.pemRepresentation, "private"), (rsa.pemRepresentation, "private"),
      ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RSA"),
      (
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"x\":\"AA\",\"y\":\"AA\"}]}",
        "key 1"
      ),
    ] {
      var said = ""
      do {
        _ = try await TokenIssuer(name: "i", audience: "a", keys: Data(text.utf8))
      } catch {
        said = "\(error)"
      }
      #expect(said.contains(word), "\(text.prefix(60)): \(said)")
    }
  }

  /// The service holds a token to the same bounds as a key: role, area, rate, audit.
  @Test func theServiceTakesTokensBesideKeys() async throws {
    let now = KeyScene.now.seconds
    var tokens: [String: String] = [:]
    for (name, role, area) in [
      ("analyst", "analyst", ""), ("town", "analyst", "350921100"), ("viewer", "viewer", ""),
      ("admin", "admin", ""),
    ] {
      var said = Said()
      said.anlanRole = [role]
      said.anlanArea = area
      tokens[name] = try await sign(said)
    }
    var late = Said()
    late.exp = now - 100
    tokens["late"] = try await sign(late)
    let issuer = issuer
    try KeyScene.with(incidents: 400, change: { $0.issuer = issuer }) { keys throws in
      func ask(_ path: String, _ name: String) throws -> ServiceAnswer {
        keys.scene.get(path, ["authorization": "Bearer \(try #require(tokens[name]))"])
      }
      let items = "/collections/incidents/items?limit=10000"
      #expect(try ask(items, "analyst").body == keys.get(items, .analyst).body)
      #expect(try ask(items, "viewer").status == 404)
      #expect(try ask("/metrics", "analyst").status == 403)
      #expect(try ask("/metrics", "admin").status == 200)
      #expect(try ask(items, "late").status == 401)
      #expect(try keys.get(items, .analyst).status == 200)
      let all = Int(try ask(items, "analyst")["OGC-NumberReturned"] ?? "") ?? 0
      let some = Int(try ask(items, "town")["OGC-NumberReturned"] ?? "") ?? 0
      #expect(all > some)
    }
  }
}
