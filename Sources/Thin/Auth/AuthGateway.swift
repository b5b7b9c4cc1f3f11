package import Postgres

/// Asks schema `identity`: one call in one transaction, which is committed whatever it answers, since a refusal may
/// have counted a try or ended a session.
package struct AuthGateway: Sendable {
    let pool: ConnectionPool
    let ownership: IdentityOwnership
    let keys: TokenKeys
    let observe: @Sendable (Observation) -> Void

    package init(
        pool: ConnectionPool, ownership: IdentityOwnership, keys: TokenKeys,
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.ownership = ownership
        self.keys = keys
        self.observe = observe
    }

    /// - Throws: `AuthRefusal`; `Problem` 404 where somebody else signs people in.
    func answer(_ request: AuthRequest, by endpoint: AuthEndpoint) async throws -> AuthAnswer {
        do {
            guard try await ownership.isOurs() else { throw Problem.unknownPath }
            let result = try await RetryPolicy().run {
                try await pool.query(
                    endpoint.query(body: request.body, context: request.context), under: request.settings)
            }
            guard let answer = AuthAnswer(result) else { throw AuthRefusal.unexpected(request.requestID) }
            return try await answer.signed(by: keys)
        } catch let error as PostgresError {
            let refusal = AuthRefusal(error, requestID: request.requestID)
            if refusal.status >= 500 {
                observe(.failed(requestID: request.requestID, route: request.path, error))
            }
            throw refusal
        }
    }
}
