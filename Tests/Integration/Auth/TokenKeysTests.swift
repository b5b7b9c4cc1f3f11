import Foundation
import JWTKit
import Testing
import Thin

/// Keys of users' tokens, and their rotation.
@Suite(.timeLimit(.minutes(5))) struct TokenKeysTests {
    /// Made for these tests.
    static let keys = TestKeys()

    static func header(_ token: String) throws -> [String: String] {
        let part = try #require(token.split(separator: ".").first)
        let text = part + String(repeating: "=", count: (4 - part.count % 4) % 4)
        let bytes = try #require(Data(base64Encoded: String(text.replacing("-", with: "+").replacing("_", with: "/"))))
        return try JSONDecoder().decode([String: String].self, from: bytes)
    }

    static func make(_ keys: [String]) async throws -> TokenKeys {
        try await TokenKeys(secret: TestTokens.secret, keys: "[\(keys.joined(separator: ","))]")
    }

    static let claims = #"{"sub":"ada","role":"authenticated"}"#

    @Test func `the secret signs where there is no other key`() async throws {
        let keys = try await Self.make([])
        let token = try await keys.sign(Self.claims)
        #expect(try Self.header(token) == ["alg": "HS256", "typ": "JWT"])
        #expect(try await TokenVerifier(keys).caller(for: token).claims == Self.claims)
        #expect(keys.publicSet == #"{"keys":[]}"#)
    }

    @Test(arguments: ["ES256", "RS256", "HS256"]) func `the first private key signs`(algorithm: String) async throws {
        let key = try await Self.keys.key(algorithm, "new")
        let keys = try await Self.make([try await Self.keys.key("ES256", "old", signs: false), key])
        let token = try await keys.sign(Self.claims)
        #expect(try Self.header(token) == ["alg": algorithm, "typ": "JWT", "kid": "new"])
        #expect(try await TokenVerifier(keys).caller(for: token).claims == Self.claims)
        #expect(keys.publicSet.contains(#""kid":"new""#) == (algorithm != "HS256"))
        for secret in [#""d":"#, #""k":"#, #""p":"#, #""q":"#] { #expect(!keys.publicSet.contains(secret)) }
    }

    @Test func `an old key's tokens are taken as long as it is listed`() async throws {
        let old = try await Self.keys.key("ES256", "old")
        let new = try await Self.keys.key("ES256", "new")
        let token = try await Self.make([old]).sign(Self.claims)
        #expect(try await TokenVerifier(Self.make([new, old])).caller(for: token).role == "authenticated")
        await #expect(throws: Problem.self) {
            try await TokenVerifier(Self.make([new])).caller(for: token)
        }
    }

    @Test func `the secret's tokens are taken beside other keys`() async throws {
        let keys = try await Self.make([try await Self.keys.key("ES256", "new")])
        #expect(try await TokenVerifier(keys).caller(for: try await TestTokens.service()).role == "service_role")
    }

    @Test func `a public key is no secret to sign with`() async throws {
        let keys = try await Self.make([try await Self.keys.key("ES256", "new")])
        for name: JWKIdentifier in ["new", "default", ""] {
            let forger = JWTKeyCollection()
            await forger.add(hmac: HMACKey(from: keys.publicSet), digestAlgorithm: .sha256, kid: name)
            let token = try await forger.sign(TestTokens.Claims(role: "service_role"), kid: name)
            await #expect(throws: Problem.self) { try await TokenVerifier(keys).caller(for: token) }
        }
    }

    @Test(arguments: [
        "x", "[{}]", #"[{"kty":"oct","kid":"a","k":"c2hvcnQ"}]"#,
        #"[{"kty":"EC","kid":"a","crv":"P-384","x":"","y":""}]"#,
        #"[{"kty":"EC","crv":"P-256"}]"#, #"[{"kty":"RSA","kid":"a","n":"AQ"}]"#,
    ]) func `keys that can't be used are an error`(keys: String) async throws {
        await #expect(throws: ConfigurationError.self) { try await TokenKeys(secret: TestTokens.secret, keys: keys) }
    }

    @Test func `two keys of one name are an error`() async throws {
        let key = try await Self.keys.key("ES256", "new")
        await #expect(throws: ConfigurationError.self) { try await Self.make([key, key]) }
    }
}
