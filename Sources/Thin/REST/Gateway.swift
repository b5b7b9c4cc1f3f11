internal import HTTPTypes
package import Postgres

/// Runs a request's statement as its caller: settings and statement in one network trip and one transaction.
package struct Gateway: Sendable {
    let pool: ConnectionPool
    let catalogue: CatalogueCache
    /// Nil when every call goes alone.
    let gatherer: Gatherer?
    let ownership: IdentityOwnership
    let observe: @Sendable (Observation) -> Void

    package init(
        pool: ConnectionPool, catalogue: CatalogueCache, gatherer: Gatherer?, ownership: IdentityOwnership,
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.catalogue = catalogue
        self.gatherer = gatherer
        self.ownership = ownership
        self.observe = observe
    }

    /// Calls a function.
    ///
    /// - Parameter connection: Where the client is, if that can be told.
    /// - Returns: The answer as JSON; nil when the function answers nothing.
    /// - Throws: `Problem`.
    package func call(
        _ function: String, body: [UInt8], in scope: RequestScope, from connection: ClientConnection? = nil
    ) async throws(Problem) -> CallAnswer? {
        let catalogue = try await known(scope)
        let call = try FunctionCall(function, body: body, in: catalogue)
        return try await answering(scope, catalogue, fields: call.members.map(\.key)) {
            if let gatherer, !scope.caller.hasSession, let gathered = GatheredCall(call, body: body, in: scope) {
                return try await gatherer.answer(gathered, from: connection) { lockPatience in
                    try await run(call.query, in: scope, lockPatience: lockPatience)
                }
            }
            let answer = try await run(call.query, in: scope)
            return call.function.returnsVoid ? nil : answer
        }
    }

    /// Reads a view.
    ///
    /// - Returns: The rows as a JSON array.
    /// - Throws: `Problem`.
    package func read(
        _ relation: String, parameters: [(name: String, value: String)], in scope: RequestScope
    ) async throws(Problem) -> CallAnswer {
        let catalogue = try await known(scope)
        let statement = try RelationRead.statement(for: relation, parameters: parameters, in: catalogue)
        return try await answering(scope, catalogue, fields: statement.fields) {
            try await run(statement.query, in: scope)
        }
    }

    private func known(_ scope: RequestScope) async throws(Problem) -> Catalogue {
        do throws(PostgresError) {
            return try await catalogue.current()
        } catch {
            observe(.catalogueFailed(error))
            throw Problem(
                .serviceUnavailable, "PGRST002", "Could not query the database for the schema cache. Retrying.",
                headers: [.retryAfter: "1"])
        }
    }

    private func run(
        _ query: Query, in scope: RequestScope, lockPatience: String? = nil
    ) async throws -> CallAnswer {
        var queries = [scope.settings(lockPatience: lockPatience).query]
        queries += try await ownership.checks(of: scope.caller)
        queries.append(query)
        // A conflict between transactions is nobody's fault and nothing of it stays, so it is tried again.
        let statements = queries
        return try await RetryPolicy().run {
            let results = try await pool.pipeline(statements)
            return CallAnswer(results[results.count - 1])
        }
    }

    /// Turns what fails into what the client is told.
    private func answering<R: Sendable>(
        _ scope: RequestScope, _ catalogue: Catalogue, fields: [String], _ body: () async throws -> R
    ) async throws(Problem) -> R {
        do {
            return try await body()
        } catch let problem as Problem {
            throw problem
        } catch let error as PostgresError {
            let problem = Problem(
                error, fields: fields, caller: scope.caller, errors: catalogue.errors, requestID: scope.id)
            if problem.status.code >= 500 {
                observe(.failed(requestID: scope.id, route: scope.path, error))
            }
            throw problem
        } catch {
            observe(.failed(requestID: scope.id, route: scope.path, error))
            throw .unexpected(requestID: scope.id)
        }
    }
}
