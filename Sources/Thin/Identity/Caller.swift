/// On whose behalf a request runs.
package struct Caller: Sendable, Hashable {
    /// The database role that the token names.
    package let role: String
    /// The token's claims as JSON, `role` included.
    package let claims: String
    /// Whether the token is of a session, which may have ended since it was signed.
    package let hasSession: Bool
    /// Whether it is a key's, which does only what its scopes open.
    package let hasKey: Bool

    package init(role: String, claims: String, hasSession: Bool = false, hasKey: Bool = false) {
        self.role = role
        self.claims = claims
        self.hasSession = hasSession
        self.hasKey = hasKey
    }

    /// Who sends no token.
    package static let anonymous = Caller(role: "anon", claims: #"{"role":"anon"}"#)

    /// The service itself.
    static let service = Caller(role: "service_role", claims: #"{"role":"service_role"}"#)

    /// Whether there is no token behind it.
    package var isAnonymous: Bool { role == Self.anonymous.role }
}
