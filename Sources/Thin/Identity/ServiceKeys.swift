internal import Foundation
internal import JWTKit

/// The two long-lived tokens a project hands out: `anon` for browsers, `service_role` for its servers.
public struct ServiceKeys: Sendable {
    /// For clients; may be public.
    public let anon: String
    /// For trusted servers; bypasses row level security.
    public let serviceRole: String

    /// Ten years, as Supabase's.
    static let lifetimeSeconds: TimeInterval = 10 * 365 * 86_400

    /// Signs both.
    ///
    /// - Parameter secret: Key of HS256 tokens.
    /// - Throws: What signing throws.
    public init(secret: String) async throws {
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        func token(_ role: String) async throws -> String {
            try await keys.sign(
                TokenClaims(
                    role: role, iss: "thin", iat: IssuedAtClaim(value: now),
                    exp: ExpirationClaim(value: now.addingTimeInterval(Self.lifetimeSeconds))))
        }
        anon = try await token("anon")
        serviceRole = try await token("service_role")
    }
}
