package import JWTKit

/// The claims that decide whether a token is taken and as whom. The others go to the database as they are.
package struct TokenClaims: JWTPayload {
    /// The database role; `anon` when missing.
    package var role: String?
    /// The user.
    package var sub: SubjectClaim?
    /// Who issued it.
    package var iss: IssuerClaim?
    /// When it was issued.
    package var iat: IssuedAtClaim?
    /// From when on it is taken.
    package var nbf: NotBeforeClaim?
    /// Until when it is taken.
    package var exp: ExpirationClaim?

    package init(
        role: String, sub: String? = nil, iss: String? = nil, iat: IssuedAtClaim? = nil, exp: ExpirationClaim? = nil
    ) {
        self.role = role
        self.sub = sub.map { SubjectClaim(value: $0) }
        self.iss = iss.map { IssuerClaim(value: $0) }
        self.iat = iat
        self.exp = exp
    }

    /// Times are checked where the token is used, also when its signature is known already.
    package func verify(using algorithm: some JWTAlgorithm) {}
}
