/// On whose behalf a request runs.
package struct Caller: Sendable, Hashable {
    /// The database role that the token names.
    package let role: String
    /// The token's claims as JSON, `role` included.
    package let claims: String

    /// Who sends no token.
    package static let anonymous = Caller(role: "anon", claims: #"{"role":"anon"}"#)

    /// Whether there is no token behind it.
    package var isAnonymous: Bool { role == Self.anonymous.role }
}
