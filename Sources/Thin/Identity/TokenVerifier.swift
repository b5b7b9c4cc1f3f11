package import Foundation
internal import JWTKit
internal import Synchronization

/// Tells who a bearer token speaks for. Signatures that were found good are remembered; times are checked every time.
package final class TokenVerifier: Sendable {
    /// A token whose signature is good.
    private struct Verified: Sendable {
        let caller: Caller
        let issued: Date?
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
    private let anonRole: String
    private let remembered = Mutex<[String: Verified]>([:])

    /// - Parameters:
    ///   - keys: Those that are taken.
    ///   - anonRole: Whose rights a token without a role has; empty for none.
    package init(_ keys: TokenKeys, anonRole: String = Caller.anonymous.role) {
        self.keys = keys.collection
        self.anonRole = anonRole
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
        if let issued = verified.issued, issued.addingTimeInterval(-Self.clockSkewSeconds) > now {
            throw .unauthorized("PGRST303", "JWT issued at future")
        }
        return verified.caller
    }

    private func verify(_ token: String) async throws(Problem) -> Verified {
        guard !token.isEmpty else {
            throw .unauthorized("PGRST301", "Empty JWT is sent in Authorization header")
        }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.tokenLengthMax, parts.count == 3 else {
            throw .unauthorized("PGRST301", "Expected 3 parts in JWT; got \(parts.count)")
        }
        do {
            _ = try await keys.verify(token, as: SignedClaims.self)
        } catch {
            throw .unauthorized("PGRST301", "JWT cryptographic operation failed")
        }
        let claims = try CheckedClaims(parts[1], anonRole: anonRole)
        guard let role = claims.role ?? (anonRole.isEmpty ? nil : anonRole) else { throw .anonymousRefused }
        return Verified(
            caller: Caller(role: role, claims: claims.json, hasSession: claims.hasSession), issued: claims.issued,
            notBefore: claims.notBefore, expires: claims.expires)
    }
}

/// Claims that are looked at only after the signature was.
private struct SignedClaims: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) {}
}

extension Problem {
    /// Nobody may come without a token, or with one that names no role.
    static let anonymousRefused = unauthorized("PGRST302", "Anonymous access is disabled")
}
