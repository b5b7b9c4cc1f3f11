import Foundation
import JWTKit
import Thin

/// Signs tokens as an identity service, or an attacker, would.
enum TestTokens {
    /// What a token may claim.
    struct Claims: JWTPayload {
        var role: String?
        var sub: String?
        var nbf: NotBeforeClaim?
        var exp: ExpirationClaim?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// The key that services under test are given.
    static let secret = "a-key-that-only-tests-know-0123456789abcdef"

    /// A signed token.
    ///
    /// - Parameters:
    ///   - expiresIn: Seconds from now; nil for never.
    ///   - startsIn: Seconds from now; nil for always.
    static func sign(
        role: String?, sub: String? = nil, expiresIn: TimeInterval? = 3600, startsIn: TimeInterval? = nil,
        secret: String = secret, bits: Int = 256
    ) async throws -> String {
        let keys = JWTKeyCollection()
        // HMAC fills short keys up with zeros itself (RFC 2104), but the library wants one as long as the digest.
        let key = Data(secret.utf8) + Data(repeating: 0, count: max(0, bits / 8 - secret.utf8.count))
        await keys.add(hmac: HMACKey(from: key), digestAlgorithm: bits == 512 ? .sha512 : .sha256)
        let claims = Claims(
            role: role, sub: sub, nbf: startsIn.map { NotBeforeClaim(value: Date(timeIntervalSinceNow: $0)) },
            exp: expiresIn.map { ExpirationClaim(value: Date(timeIntervalSinceNow: $0)) })
        return try await keys.sign(claims)
    }

    /// A token of whatever claims.
    static func sign(json: String) async throws -> String {
        try await TokenKeys(secret: secret).sign(json)
    }

    /// A trusted server's token.
    static func service() async throws -> String { try await sign(role: "service_role") }

    /// A signed-in user's token.
    static func user(_ id: String) async throws -> String { try await sign(role: "authenticated", sub: id) }

    /// A token that says it needs no signature.
    static func unsigned(role: String, signature: String = "") -> String {
        func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
        }
        return part(#"{"alg":"none","typ":"JWT"}"#) + "." + part(#"{"role":"\#(role)"}"#) + "." + signature
    }
}
