package import Postgres

/// Asks schema `identity`: one call in one transaction, which is committed whatever it answers, since a refusal may
/// have counted a try or ended a session.
package struct AuthGateway: Sendable {
    let pool: ConnectionPool
    let ownership: IdentityOwnership
    let keys: TokenKeys
    /// Which paths are limited in how often they may be asked for.
    let catalogue: CatalogueCache
    let observe: @Sendable (Observation) -> Void
    /// Keeps what is slow from taking all connections and processors from calls that move credits.
    private let turnstile: Turnstile

    /// Slow requests that may wait for others.
    static let waitingMax = 256

    /// - Parameter slowMax: Slow requests at the same time.
    package init(
        pool: ConnectionPool, ownership: IdentityOwnership, keys: TokenKeys, catalogue: CatalogueCache, slowMax: Int,
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.ownership = ownership
        self.keys = keys
        self.catalogue = catalogue
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
        // Where nobody has read the catalogue yet, such as while the database is away, this call will tell.
        let limits = try? await catalogue.current()
        let turn = Turn(
            ["route \(endpoint.name)"], of: request.caller, from: request.address, in: limits)
        var isCounted = turn == nil
        let results = try await RetryPolicy().run {
            // What was counted stays so when the rest is tried again.
            let counting = isCounted ? [] : [turn?.query].compactMap { $0 }
            isCounted = true
            return try await pool.pipeline(
                counting + [request.settings.query, endpoint.query(body: request.body, context: request.context)])
        }
        return results[results.count - 1]
    }
}
