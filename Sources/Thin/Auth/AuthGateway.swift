package import Postgres

/// Asks schema `identity`: one call in one transaction, which is committed whatever it answers, since a refusal may
/// have counted a try or ended a session.
package struct AuthGateway: Sendable {
    let pool: ConnectionPool
    let ownership: IdentityOwnership
    let keys: TokenKeys
    let observe: @Sendable (Observation) -> Void
    /// Keeps what is slow from taking all connections and processors from calls that move credits.
    private let turnstile: Turnstile

    /// Slow requests that may wait for others.
    static let waitingMax = 256

    /// - Parameter slowMax: Slow requests at the same time.
    package init(
        pool: ConnectionPool, ownership: IdentityOwnership, keys: TokenKeys, slowMax: Int,
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.ownership = ownership
        self.keys = keys
        turnstile = Turnstile(size: slowMax, waitingMax: Self.waitingMax)
        self.observe = observe
    }

    /// - Throws: `AuthRefusal`; `Problem` 404 where somebody else signs people in.
    func answer(_ request: AuthRequest, by endpoint: AuthEndpoint) async throws -> AuthAnswer {
        do {
            guard try await ownership.isOurs() else { throw Problem.unknownPath }
            let result =
                endpoint.isSlow(for: request)
                ? try await turnstile.pass { try await ask(request, endpoint) } : try await ask(request, endpoint)
            guard let answer = AuthAnswer(result) else { throw AuthRefusal.unexpected(request.requestID) }
            return try await answer.signed(by: keys)
        } catch is Turnstile.Crowded {
            throw AuthRefusal.crowded
        } catch let error as PostgresError {
            let refusal = AuthRefusal(error, requestID: request.requestID)
            if refusal.status >= 500 {
                observe(.failed(requestID: request.requestID, route: request.path, error))
            }
            throw refusal
        }
    }

    private func ask(_ request: AuthRequest, _ endpoint: AuthEndpoint) async throws -> QueryResult {
        try await RetryPolicy().run {
            try await pool.query(
                endpoint.query(body: request.body, context: request.context), under: request.settings)
        }
    }
}
