package import Foundation
internal import JWTKit
internal import Synchronization

/// Tells who a bearer token speaks for. Signatures that were found good are remembered; times are checked every time.
package final class TokenVerifier: Sendable {
    /// A token whose signature is good.
    private struct Verified: Sendable {
        let caller: Caller
        let notBefore: Date?
        let expires: Date?
    }

    /// How far clocks may disagree, as PostgREST allows.
    static let clockSkewSeconds: TimeInterval = 30
    /// Remembered tokens; when there are more, all are forgotten.
    static let rememberedMax = 10_000
    /// Longer ones are refused unread.
    static let tokenLengthMax = 16_384

    private let keys: JWTKeyCollection
    private let remembered = Mutex<[String: Verified]>([:])

    /// - Parameter keys: Those that are taken.
    package init(_ keys: TokenKeys) {
        self.keys = keys.collection
    }

    /// - Parameters:
    ///   - token: What follows `Bearer`.
    ///   - now: The time to check against.
    /// - Throws: `Problem` with status 401.
    package func caller(for token: String, at now: Date = Date()) async throws(Problem) -> Caller {
        let verified: Verified
        if let known = remembered.withLock({ $0[token] }) {
            verified = known
        } else {
            verified = try await verify(token)
            remembered.withLock { tokens in
                if tokens.count >= Self.rememberedMax { tokens.removeAll() }
                tokens[token] = verified
            }
        }
        if let expires = verified.expires, expires.addingTimeInterval(Self.clockSkewSeconds) < now {
            throw .unauthorized("PGRST303", "JWT expired")
        }
        if let notBefore = verified.notBefore, notBefore.addingTimeInterval(-Self.clockSkewSeconds) > now {
            throw .unauthorized("PGRST303", "JWT not yet valid")
        }
        return verified.caller
    }

    private func verify(_ token: String) async throws(Problem) -> Verified {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.tokenLengthMax, parts.count == 3 else {
            throw .unauthorized("PGRST301", "Expected 3 parts in JWT; got \(parts.count)")
        }
        do {
            let claims = try await keys.verify(token, as: TokenClaims.self)
            return Verified(
                caller: try Self.caller(claims.role, payload: parts[1]), notBefore: claims.nbf?.value,
                expires: claims.exp?.value)
        } catch {
            throw .unauthorized("PGRST301", "JWT cryptographic operation failed")
        }
    }

    /// Whom the claims speak for; their JSON gets `role`, as PostgREST hands them on.
    private static func caller(_ role: String?, payload part: Substring) throws -> Caller {
        var base64 = part.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64), var text = String(data: bytes, encoding: .utf8) else {
            throw JSONObject.Refusal(field: nil, reason: .syntax)
        }
        let claims = try JSONObject(Array(bytes))
        if !claims.members.contains(where: { $0.key == "role" }), let end = text.lastIndex(of: "}") {
            text.replaceSubrange(
                end..., with: "\(claims.members.isEmpty ? "" : ",")\"role\":\"\(Caller.anonymous.role)\"}")
        }
        return Caller(
            role: role ?? Caller.anonymous.role, claims: text,
            hasSession: claims.members.contains { $0.key == "session_id" })
    }
}
